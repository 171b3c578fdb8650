//! Verdicts in English.

use super::About;
use crate::domain::key::Standing;
use crate::domain::verdict::{Finding, Verdict};

type Words = (String, String, String, String);

const WAIT: &str = "Wait until the 6 digits on the key change";

/// Headline, evidence, words for the caller, advice to the agent.
pub fn tell(verdict: &Verdict, about: &About) -> Words {
    let (headline, evidence, say, todo) = match verdict.standing {
        Standing::Usable => usable(verdict, about),
        other => refused(verdict, other),
    };
    (headline, evidence, say, todo.to_owned())
}

fn usable(verdict: &Verdict, about: &About) -> (String, String, String, &'static str) {
    match &verdict.finding {
        Finding::Valid { step, offset } => (
            match offset {
                0 => "VALID".to_owned(),
                -1 => "VALID, previous code".to_owned(),
                _ => format!("VALID, {} off", steps(*offset)),
            },
            format!("Step {}, recorded as used by this test.", step_number(*step)),
            format!("{WAIT}, then {}.", login(verdict)),
            if offset.abs() > 1 {
                "The key’s clock drifts: a resync (s) now avoids a failure later."
            } else {
                ""
            },
        ),
        Finding::Used { step, at } => (
            "ALREADY USED".to_owned(),
            match at {
                Some(at) => format!("This code was used at {}.", about.wall.day_time(*at, about.now)),
                None => format!("It is the last used step{}.", shown(*step, about)),
            },
            format!("This code has been used. {WAIT}, then {}, once only.", login(verdict)),
            "",
        ),
        Finding::Older { step, last } => (
            "TOO OLD".to_owned(),
            format!(
                "Older than the last used code{}; last step: {}.",
                shown(*step, about),
                step_number(*last)
            ),
            format!("This code is out of date. {WAIT} and read me the new ones."),
            "The caller may be reading a code written down.",
        ),
        Finding::OtherKey { serial, standing, fresh, .. } => (
            format!("ANOTHER KEY of this person: …{}", serial.tail()),
            match (standing, fresh) {
                (Standing::Usable, true) => "The code is right on that key, recorded as used.".to_owned(),
                (Standing::Usable, false) => "The code was used already on that key.".to_owned(),
                _ => format!("That other key is {}.", state(*standing)),
            },
            format!(
                "You are holding another key. Look for the one whose number ends in {}.",
                verdict.serial.tail()
            ),
            "Tab chooses the other key.",
        ),
        Finding::Far { offset } => (
            "OUT OF WINDOW".to_owned(),
            format!(
                "Right code, but the key’s clock is {} {} (inferred from one code).",
                about.length(*offset).unwrap_or_else(|| steps(offset.abs())),
                if *offset > 0 { "fast" } else { "slow" },
            ),
            format!("Read me the 6 digits on the key, then the next 6. {WAIT} in between."),
            "Resync (s) with two consecutive codes.",
        ),
        Finding::NoMatch => (
            "NO MATCH".to_owned(),
            "Neither this key nor another of this person shows this code at this hour.".to_owned(),
            "Please read me the 6 digits on the key again, zeros included.".to_owned(),
            "If the second try fails: compare the end of the serial with the key in hand.",
        ),
    }
}

fn refused(verdict: &Verdict, standing: Standing) -> (String, String, String, &'static str) {
    let headline = match standing {
        Standing::Locked => "KEY LOCKED",
        Standing::Suspended => "KEY SUSPENDED",
        Standing::Expired => "KEY EXPIRED",
        Standing::NotYetValid => "KEY NOT YET VALID",
        Standing::NeverActivated => "KEY NEVER ACTIVATED",
        Standing::InStock => "KEY IN STOCK, nobody’s",
        Standing::Retired => "KEY OUT OF SERVICE",
        Standing::Usable => "",
    };
    let (say, todo) = match standing {
        Standing::Locked => (
            "Your key is locked after too many tries. Did you make all of them yourself?",
            "If so: unlock (u). If not: suspend (l) and tell the security officer.",
        ),
        Standing::Suspended => (
            "This key was put out of service. Did you report it lost?",
            "Verify the caller before putting it back in service (e).",
        ),
        Standing::Expired => ("This key has reached its last day: it must be replaced.", "Replace (r)."),
        Standing::NotYetValid => ("This key can only be used later.", "See the date on the card."),
        Standing::NeverActivated => (
            "Your key is not activated yet. First follow « activer ma clé » on the login page.",
            "The activation code comes from the head of school or the delegate.",
        ),
        Standing::InStock => ("This key belongs to nobody.", "Assign it (a) if the caller holds it."),
        Standing::Retired | Standing::Usable => {
            ("This key was replaced or returned.", "Look for the key in service.")
        }
    };
    (headline.to_owned(), evidence(verdict), say.to_owned(), todo)
}

/// What the code itself showed, when the state of the key decides.
fn evidence(verdict: &Verdict) -> String {
    let code = match &verdict.finding {
        Finding::Valid { .. } => "The code itself is right, recorded as used.",
        Finding::Used { .. } => "The code itself was used already.",
        Finding::Older { .. } => "The code itself is too old.",
        Finding::OtherKey { .. } => "The code is that of another key of this person.",
        Finding::Far { .. } => "The code is right but far from the hour.",
        Finding::NoMatch => "The code does not match.",
    };
    code.to_owned()
}

fn login(verdict: &Verdict) -> &'static str {
    if verdict.pin_to_create {
        "type these new 6 digits alone: your PIN is still to be created"
    } else {
        "type your PIN followed by the 6 new digits, without a space"
    }
}

fn shown(step: i64, about: &About) -> String {
    about.shown(step).map_or(String::new(), |when| format!(", shown {when}"))
}

fn step_number(step: i64) -> String {
    crate::text::wall::grouped(step)
}

fn steps(count: i64) -> String {
    format!("{count:+}\u{a0}{}", if count.abs() == 1 { "step" } else { "steps" })
}

/// The state of a key as an adjective.
fn state(standing: Standing) -> &'static str {
    match standing {
        Standing::Usable => "in service",
        Standing::Retired => "out of service",
        Standing::Suspended => "suspended",
        Standing::Expired => "expired",
        Standing::NotYetValid => "not yet valid",
        Standing::InStock => "in stock",
        Standing::NeverActivated => "never activated",
        Standing::Locked => "locked",
    }
}
