//! `guichet show`: a person's card.

use serde_json::{Value, json};

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, open};
use crate::backend::Fault;
use crate::domain::key::{Key, Pin};
use crate::domain::moment::Moment;
use crate::domain::person::Card;
use crate::domain::profile::{Channel, Profiles};
use crate::service::Service;
use crate::service::request::{Answer, Failure, Read};
use crate::store::words::{LIVES, word_of};
use crate::text::verdict::About;
use crate::text::wall::{Wall, grouped};
use crate::text::{Text, common};

/// Events shown in words.
const EVENTS: usize = 10;

/// Shows a card.
pub fn run(args: &Args, login: &str, output: &mut Output) -> Ended {
    let (service, _) = open::service(args)?;
    let card = card(args, &service, login)?;
    let (now, profiles) = (open::clock()(), open::profiles(args)?);
    match args.json {
        true => output.json(&value(&card, now)),
        false => words(args, &card, &profiles, now, output),
    }
    Ok(Exit::Done)
}

/// Reads a card for any command that is about a person.
pub fn card(args: &Args, service: &Service, login: &str) -> Result<Card, Stop> {
    let text = args.lang.text();
    match open::wait(service.read(Read::Card(login.to_owned())))? {
        Ok(Answer::Card(card)) => Ok(*card),
        Ok(_) => Err(Stop::new(Exit::Failed, "")),
        Err(Failure::Backend(Fault::NotFound)) => {
            Err(Stop::new(Exit::NotFound, (text.cli.no_such_person)(login)))
        }
        Err(failure) => Err(Stop::failed(Exit::Failed, text, &failure)),
    }
}

fn value(card: &Card, now: Moment) -> Value {
    let person = &card.person;
    let events: Vec<_> = card
        .events
        .iter()
        .map(|event| {
            json!({
                "at": event.at.secs(), "serial": event.serial, "what": event.what.word(), "step": event.step,
                "by": event.by,
            })
        })
        .collect();
    json!({
        "login": person.login, "family": person.family, "given": person.given, "mail": person.mail,
        "phone": person.phone, "role": person.role,
        "school": { "uai": person.school.uai, "name": person.school.name, "town": person.school.town,
                    "academy": person.school.academy },
        "keys": card.keys.iter().map(|key| key_value(key, now)).collect::<Vec<_>>(),
        "events": events,
        "notes": card.notes.iter().map(|note| note.word()).collect::<Vec<_>>(),
    })
}

fn key_value(key: &Key, now: Moment) -> Value {
    let pin = match key.pin {
        Pin::Set => "set",
        Pin::ToCreate => "to-create",
        Pin::ToConfirm => "to-confirm",
        Pin::Unknown => "unknown",
    };
    let last = key.last_step.and_then(|step| key.step_shown_at(step));
    json!({
        "serial": key.serial.as_str(), "kind": common::kind(key), "life": word_of(&LIVES, &key.life),
        "standing": key.standing(now).word(), "pin": pin, "fails": key.fails, "max_fails": key.max_fails,
        "last_step": key.last_step, "last_step_at": last.map(Moment::secs), "drift": key.drift,
        "starts": key.starts.map(Moment::secs), "expires": key.expires.map(Moment::secs),
    })
}

fn words(args: &Args, card: &Card, profiles: &Profiles, now: Moment, output: &mut Output) {
    let (text, wall) = (args.lang.text(), Wall::system(args.lang));
    let person = &card.person;
    output.line(&format!("{} {}, {}", person.family.to_uppercase(), person.given, person.role));
    output.line(&format!("{}  {}  {}", person.school.name, person.school.uai, person.school.town));
    output.line(&format!("{}  {}  {}", person.login, person.mail, person.phone));
    for note in &card.notes {
        output.line(&crate::text::card::note(text, &wall, note, now));
    }
    output.line("");
    for key in &card.keys {
        key_words(text, key, &wall, now, output);
    }
    let profile = profiles.get(&person.school.academy);
    let list =
        |asks: &[_]| asks.iter().map(|ask| common::ask(args.lang, *ask)).collect::<Vec<_>>().join(", ");
    output.line("");
    output.line(&format!("{} : {}", text.card.ask, list(profile.ask.on(Channel::Phone))));
    output.line(&format!("{} : {}", text.card.never, list(&profile.never(Channel::Phone))));
    output.line("");
    for event in card.events.iter().take(EVENTS) {
        let what = common::happening(args.lang, event.what);
        output.line(&format!("{}  {}  {what}  {}", wall.day_minute(event.at, now), event.serial, event.by));
    }
}

fn key_words(text: &Text, key: &Key, wall: &Wall, now: Moment, output: &mut Output) {
    let lang = text.lang;
    let (kind, state) = (common::kind(key), common::standing(lang, key.standing(now)));
    let fails = (text.card.fails)(key.fails, key.max_fails);
    output.line(&format!(
        "{}  {kind}  {state}  {}  {fails}",
        key.serial.as_str(),
        common::pin(lang, key.pin)
    ));
    let about = About { key, wall, now };
    let last = match key.last_step {
        None => text.card.never_used.to_owned(),
        Some(step) => {
            let when = about.shown(step).map_or(String::new(), |when| format!(", {when}"));
            format!("{} {}{when}", text.card.last_step, grouped(step))
        }
    };
    output.line(&format!("  {last}  {} {:+}", text.card.drift, key.drift));
}
