//! What a profile must hold beyond the right keys and kinds.

use super::reply::{self, LONGEST_NAME};
use super::{Ask, Assistance, Channel, Milestone, Need, NewPinStep, Problem, Profile};

/// Characters beyond which the length of a PIN is surely a typing error.
pub(super) const LONGEST_PIN: u8 = 16;

/// Nothing, or the path of the key at fault and what is wrong with it.
type Check = Result<(), (String, Problem)>;

/// Every rule, in the order faults are told: what is dangerous first.
const RULES: [fn(&Profile) -> Check; 10] = [
    asks_no_secret,
    forbids_pin_and_password,
    says_yes_or_no,
    ticket_wants_what_may_be_asked,
    pin_can_exist,
    milestones_in_order,
    passcode_only_quoted,
    addresses,
    exclusive_channel_is_given,
    written_texts,
];

pub(super) fn all(profile: &Profile) -> Check {
    RULES.iter().try_for_each(|rule| rule(profile))
}

/// The academy a file name stands for.
pub(super) fn academy_of(file: &str) -> Option<&str> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let name = file.strip_suffix(".toml")?;
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

fn expect(right: bool, path: impl Into<String>, problem: Problem) -> Check {
    if right {
        return Ok(());
    }
    Err((path.into(), problem))
}

fn asks_no_secret(profile: &Profile) -> Check {
    for (path, _, ask) in each_ask(profile) {
        expect(!Ask::SECRET.contains(&ask), path, Problem::AsksSecret(ask))?;
    }
    Ok(())
}

fn forbids_pin_and_password(profile: &Profile) -> Check {
    for (channel, word) in Channel::WORDS {
        for ask in Ask::ALWAYS_NEVER {
            let listed = profile.never_ask.on(channel).contains(&ask);
            let path = format!("never_ask.{word}");
            expect(listed, path, Problem::NotForbidden(ask))?;
        }
    }
    Ok(())
}

fn says_yes_or_no(profile: &Profile) -> Check {
    for (path, channel, ask) in each_ask(profile) {
        let both = profile.never_ask.on(channel).contains(&ask);
        expect(!both, path, Problem::AskedAndForbidden(ask))?;
    }
    Ok(())
}

/// Every entry of the ask lists with its path.
fn each_ask(profile: &Profile) -> impl Iterator<Item = (String, Channel, Ask)> {
    Channel::WORDS.into_iter().flat_map(|(channel, word)| {
        let list = profile.ask.on(channel).iter().enumerate();
        list.map(move |(n, ask)| (format!("ask.{word}[{}]", n + 1), channel, *ask))
    })
}

fn ticket_wants_what_may_be_asked(profile: &Profile) -> Check {
    let never = |channel, ask: Ask| profile.never_ask.on(channel).contains(&ask);
    for (field, need) in &profile.ticket {
        let Some(ask) = field.asks().filter(|_| *need != Need::Forbidden) else {
            continue;
        };
        let somewhere = Channel::WORDS.iter().any(|(on, _)| !never(*on, ask));
        expect(somewhere, "ticket", Problem::TicketWantsForbidden(ask))?;
    }
    Ok(())
}

fn pin_can_exist(profile: &Profile) -> Check {
    let (min, max) = (profile.pin.min, profile.pin.max);
    let right = 1 <= min && min <= max && max <= LONGEST_PIN;
    expect(right, "pin", Problem::PinLengths)
}

/// All notices agree on the order, and on waiting for the next code before it is typed with the
/// PIN. The wait is what the console cannot see: an unmarked sentence.
fn milestones_in_order(profile: &Profile) -> Check {
    use Milestone::{Confirmed, PinCreated, SixDigits};
    let mark = |step: &NewPinStep| step.step;
    let marks: Vec<_> = profile.new_pin_steps.iter().map(mark).collect();
    let seen: Vec<_> = marks.iter().flatten().copied().collect();
    let waits = marks.windows(2).any(|pair| pair == [None, Some(Confirmed)]);
    let right = waits && seen == [SixDigits, PinCreated, Confirmed];
    expect(right, "new_pin_steps", Problem::Milestones)
}

fn passcode_only_quoted(profile: &Profile) -> Check {
    for (n, step) in profile.new_pin_steps.iter().enumerate() {
        for (lang, words) in [("fr", &step.say.fr), ("en", &step.say.en)] {
            let path = format!("new_pin_steps[{}].say.{lang}", n + 1);
            expect(!says_passcode(words), path, Problem::PasscodeAloud)?;
        }
    }
    Ok(())
}

/// Whether the word stands outside quotation marks.
fn says_passcode(words: &str) -> bool {
    let words = words.to_lowercase();
    let is_mark = |c: &char| ['«', '“', '»', '”'].contains(c);
    words.match_indices("passcode").any(|(at, _)| {
        let (before, after) = words.split_at(at);
        let opened = before.chars().rfind(is_mark);
        let closed = after.chars().find(is_mark);
        !matches!((opened, closed), (Some('«'), Some('»')) | (Some('“'), Some('”')))
    })
}

fn addresses(profile: &Profile) -> Check {
    for (n, help) in profile.assistance.iter().enumerate() {
        let (kind, right, problem) = match help {
            Assistance::Web(url) => ("web", is_page(url), Problem::WebAddress),
            Assistance::Platform(url) => ("platform", is_page(url), Problem::WebAddress),
            Assistance::Mail(address) => ("mail", is_mail(address), Problem::MailAddress),
        };
        expect(right, format!("assistance[{}].{kind}", n + 1), problem)?;
    }
    for (n, domain) in profile.mail_domains.iter().enumerate() {
        let path = format!("mail_domains[{}]", n + 1);
        expect(is_domain(domain), path, Problem::MailDomain)?;
    }
    let is_page = |url: &Option<String>| url.as_deref().is_none_or(is_page);
    expect(is_page(&profile.entry.url), "entry.url", Problem::WebAddress)?;
    expect(is_page(&profile.read_first), "read_first", Problem::WebAddress)
}

fn is_page(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

fn is_mail(address: &str) -> bool {
    let parts = address.split_once('@');
    parts.is_some_and(|(name, domain)| !name.is_empty() && is_domain(domain))
}

fn is_domain(text: &str) -> bool {
    text.contains('.') && !text.contains(['@', ' '])
}

fn exclusive_channel_is_given(profile: &Profile) -> Check {
    let clear = !profile.exclusive_channel || profile.assistance.len() == 1;
    expect(clear, "exclusive_channel", Problem::WhichChannel)
}

/// What is written to holders asks for no secret, leaves nothing open that nobody fills, and fits.
fn written_texts(profile: &Profile) -> Check {
    for (n, ready) in profile.replies.iter().enumerate() {
        let path = |key: &str| format!("replies[{}].{key}", n + 1);
        for (lang, name) in [("fr", &ready.name.fr), ("en", &ready.name.en)] {
            let short = name.chars().count() <= LONGEST_NAME;
            let path = path(&format!("name.{lang}"));
            expect(short, path, Problem::TooLong { most: LONGEST_NAME })?;
        }
        let same = |other: &super::ReadyReply| other.name.fr == ready.name.fr;
        expect(!profile.replies.iter().take(n).any(same), path("name.fr"), Problem::NameTwice)?;
        reply::check(profile, &ready.text).map_err(|problem| (path("text"), problem))?;
    }
    let Some(not_otp) = &profile.not_otp else { return Ok(()) };
    let short = not_otp.queue.chars().count() <= LONGEST_NAME;
    expect(short, "not_otp.queue", Problem::TooLong { most: LONGEST_NAME })?;
    reply::check(profile, &not_otp.quote).map_err(|problem| ("not_otp.quote".to_owned(), problem))
}
