//! Verdicts in English.

use super::{About, FEW_TRIES, Words};
use crate::domain::key::Standing;
use crate::domain::verdict::{Finding, Verdict};
use crate::text::Lang;
use crate::text::common::standing as state;
use crate::text::wall::grouped;

/// The verdict, short.
pub fn headline(verdict: &Verdict) -> String {
    match (&verdict.finding, verdict.standing) {
        (Finding::OtherKey { serial, standing: Standing::Usable, .. }, _) => {
            format!("ANOTHER KEY of this person: …{}", serial.tail())
        }
        (Finding::OtherKey { serial, standing, .. }, _) => {
            format!("KEY …{} IN HAND, {}", serial.tail(), state(Lang::En, *standing))
        }
        (_, Standing::Locked) => "KEY LOCKED".to_owned(),
        (_, Standing::Suspended) => "KEY SUSPENDED".to_owned(),
        (_, Standing::Expired) => "KEY EXPIRED".to_owned(),
        (_, Standing::NotYetValid) => "KEY NOT YET VALID".to_owned(),
        (_, Standing::NeverActivated) => "KEY NEVER ACTIVATED".to_owned(),
        (_, Standing::InStock) => "KEY IN STOCK, nobody’s".to_owned(),
        (_, Standing::Retired) => "KEY OUT OF SERVICE".to_owned(),
        (Finding::Valid { offset: 0, .. }, _) => "VALID".to_owned(),
        (Finding::Valid { offset: -1, .. }, _) => "VALID, previous code".to_owned(),
        (Finding::Valid { offset: 1, .. }, _) => "VALID, +1 step off".to_owned(),
        (Finding::Valid { offset, .. }, _) => format!("VALID, {offset:+} steps off"),
        (Finding::Used { .. }, _) => "ALREADY USED".to_owned(),
        (Finding::Older { .. }, _) => "TOO OLD".to_owned(),
        (Finding::ProbablyUsed { .. }, _) => "PROBABLY USED ALREADY".to_owned(),
        (Finding::Far { .. }, _) => "KEY IS OFF".to_owned(),
        (Finding::NoMatch, _) => "NO MATCH".to_owned(),
    }
}

/// All the words.
pub fn tell(verdict: &Verdict, about: &About, changed: bool) -> Words {
    let (evidence, say, todo) = match verdict.speaks_of_finding() {
        true => found(verdict, about, changed),
        false => refused(verdict, about),
    };
    let headline = match (&verdict.finding, verdict.speaks_of_finding(), about.has_button()) {
        (Finding::Far { .. }, true, true) => "COUNTER IS OFF".to_owned(),
        (Finding::Far { .. }, true, false) => "CLOCK IS OFF".to_owned(),
        _ => headline(verdict),
    };
    Words { headline, evidence, say, todo }
}

fn found(verdict: &Verdict, about: &About, changed: bool) -> (String, String, String) {
    let (digits, login) = (about.digits(), login(verdict, about, changed));
    match &verdict.finding {
        Finding::Valid { step, offset } => {
            let evidence = format!("Code of step {}: recorded as used by this test.", grouped(*step));
            (evidence, login, valid_todo(verdict, *offset, about))
        }
        Finding::Used { step, at } => {
            let evidence = match at {
                Some(at) => format!("This code was used: {}.", about.wall.day_time(*at, about.now)),
                None => format!("It is the last used step{}.", shown(*step, about)),
            };
            let say = format!("This code has been used. Had you typed it, even in vain? {login}");
            (
                evidence,
                say,
                "If the caller typed it nowhere: suspend (l) and tell the security officer.".into(),
            )
        }
        Finding::Older { step, last } => (
            format!("Older than the last used code{}; last step: {}.", shown(*step, about), grouped(*last)),
            format!("This code is out of date. {} and read me the {digits} new digits.", wait(about)),
            "The caller may be reading a code written down.".into(),
        ),
        Finding::ProbablyUsed { step } => (
            format!("Inferred, not proven: the key shows a step that is used{}.", shown(*step, about)),
            format!("{} and read me the {digits} new digits.", wait(about)),
            "If the next code fails too, it was not a used code.".into(),
        ),
        Finding::OtherKey { serial, standing, fresh, .. } => other_key(serial.tail(), *standing, *fresh),
        Finding::Far { offset } => far(*offset, about),
        Finding::NoMatch => (
            "Neither this key nor another of this person shows this code at the moment.".into(),
            format!("Please read me the {digits} digits shown on the key again, zeros included."),
            "If the second try fails: does the caller have another key? If not, ticket (n).".into(),
        ),
    }
}

fn valid_todo(verdict: &Verdict, offset: i64, about: &About) -> String {
    match verdict.tries_left {
        left if left <= FEW_TRIES => {
            let s = if left == 1 { "" } else { "s" };
            format!(
                "{left} more failure{s} and the key locks. Before any try: unlock (u), once the caller is verified."
            )
        }
        _ if about.has_button() && offset > 1 => "The key’s counter is ahead: no matter.".into(),
        _ if offset.abs() > 1 => "The key’s clock drifts: a resync (s) now avoids a failure later.".into(),
        _ => String::new(),
    }
}

fn other_key(tail: &str, standing: Standing, fresh: bool) -> (String, String, String) {
    if standing != Standing::Usable {
        return (
            "The code read is that key’s: it proves nothing.".into(),
            "This key is out of service. I will call you back at the number in the directory.".into(),
            "It may have been found or stolen: call back before doing anything.".into(),
        );
    }
    let evidence = match fresh {
        true => "The code is right on that key, recorded as used.",
        false => "The code was used already on that key.",
    };
    // Whether that key has a PIN is not told here: the card says so once it is chosen.
    let say = format!("Your key ends in {tail}. Wait until the digits change.");
    (evidence.into(), say, "Esc, then Tab chooses that key on the card; test the next code there.".into())
}

fn far(offset: i64, about: &About) -> (String, String, String) {
    let length = about.clock_error(offset).unwrap_or_else(|| format!("{} codes", offset.abs()));
    let next = if about.has_button() { "press the button again" } else { "wait until they change" };
    let again = format!(
        "Read me the {0} digits shown on the key, without your PIN, {next}, then read me the next {0}.",
        about.digits()
    );
    match offset {
        0.. => (
            format!("Right code, but the key is {length} fast (inferred from one code)."),
            again,
            "Resync (s) with two consecutive codes.".into(),
        ),
        _ => (
            format!("A code of {length} ago: noted beforehand, or a slow clock (inferred from one code)."),
            "Are you reading the key at this very moment?".into(),
            "Only if so: resync (s) with two consecutive codes.".into(),
        ),
    }
}

fn refused(verdict: &Verdict, about: &About) -> (String, String, String) {
    let date = |at: Option<_>| at.map_or(String::new(), |at| about.wall.date(at));
    let (say, todo) = match verdict.standing {
        Standing::Locked => (
            "Your key is locked. How many tries did you make, and when?".to_owned(),
            "Compare with the events, verify the caller, then unlock (u). In doubt: suspend (l), security officer.",
        ),
        Standing::Suspended => (
            "This key is out of service. I will call you back at the number in the directory.".to_owned(),
            "A right code proves nothing: the key may have been found or stolen. Call back before enabling (e).",
        ),
        Standing::Expired => (
            format!("This key has not been valid since {}: it must be replaced.", date(about.key.expires)),
            "Replace (r).",
        ),
        Standing::NotYetValid => (format!("This key can be used from {} on.", date(about.key.starts)), ""),
        Standing::NeverActivated => (
            "Your key is not activated yet. First activate it on the login page.".to_owned(),
            "The activation code comes from the head of school or the delegate.",
        ),
        Standing::InStock => {
            ("This key belongs to nobody.".to_owned(), "Assign it (a) if the caller holds it.")
        }
        Standing::Retired | Standing::Usable => {
            ("This key was replaced or returned.".to_owned(), "Look for the key in service.")
        }
    };
    (evidence(verdict, about).to_owned(), say, todo.to_owned())
}

/// What the code itself showed, when the state of the key decides.
fn evidence(verdict: &Verdict, about: &About) -> &'static str {
    match &verdict.finding {
        Finding::Valid { .. } => "The code itself is right, recorded as used.",
        Finding::Used { .. } => "The code itself was used already.",
        Finding::Older { .. } => "The code itself is too old.",
        Finding::ProbablyUsed { .. } => "The code itself was probably used already (inferred).",
        Finding::OtherKey { .. } => "The code is that of another key of this person.",
        Finding::Far { .. } if about.has_button() => {
            "The code is right, but too far from the last known counter."
        }
        Finding::Far { .. } => "The code is right, but too far from the present time.",
        Finding::NoMatch => "The code does not match.",
    }
}

fn wait(about: &About) -> String {
    match about.has_button() {
        true => "Press the key’s button again".to_owned(),
        false => format!("Wait until the {} digits on the key change", about.digits()),
    }
}

/// How to log in, once other digits are shown.
fn login(verdict: &Verdict, about: &About, changed: bool) -> String {
    let digits = about.digits();
    match (changed, verdict.pin_to_create) {
        (false, false) => {
            format!(
                "{}, then type your PIN followed by the {digits} new digits, without a space.",
                wait(about)
            )
        }
        (false, true) => format!(
            "{}, then type the {digits} new digits, nothing else: your PIN is still to be created.",
            wait(about)
        ),
        (true, false) => {
            format!("Now type your PIN followed by the {digits} digits shown on the key, without a space.")
        }
        (true, true) => format!(
            "Now type the {digits} digits shown on the key, nothing else: your PIN is still to be created."
        ),
    }
}

fn shown(step: i64, about: &About) -> String {
    about.shown(step).map_or(String::new(), |when| format!(", shown {when}"))
}
