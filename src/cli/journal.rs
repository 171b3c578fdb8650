//! `guichet journal`: the newest entries.

use serde_json::{Value, json};

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, open};
use crate::domain::notice::Told;
use crate::text::notice;
use crate::text::wall::Wall;

/// Entries shown.
const SHOWN: u32 = 50;

/// Shows the journal.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let store = open::store(args)?;
    let entries = store.journal(SHOWN).map_err(|fault| open::stop(args, &fault))?;
    if args.json {
        let entries: Vec<_> = entries
            .iter()
            .map(|entry| {
                let intent = &entry.intent;
                json!({
                    "id": entry.id, "at": entry.at.secs(), "agent": intent.agent, "act": intent.act,
                    "login": intent.login, "serial": intent.serial, "reason": intent.reason,
                    "outcome": entry.outcome.as_ref().map(|(_, word)| word),
                    "told": entry.told.map(told),
                })
            })
            .collect();
        output.json(&entries);
        return Ok(Exit::Done);
    }
    let wall = Wall::system(args.lang);
    for entry in entries {
        let intent = &entry.intent;
        let outcome = entry.outcome.as_ref().map_or("?", |(_, word)| word);
        let (date, time) = (wall.date(entry.at), wall.time(entry.at));
        let about = [intent.login.as_str(), &intent.serial, &intent.reason].join("  ");
        let told = entry.told.map(|told| format!("  {}", notice::told(&wall, told))).unwrap_or_default();
        output.line(&format!("{date} {time}  {}  {}  {about}  → {outcome}{told}", intent.agent, intent.act));
    }
    Ok(Exit::Done)
}

/// Whether the holder was told: how far it has come, when, and why not.
fn told(told: Told) -> Value {
    let (at, why) = match told {
        Told::Sent(at) => (Some(at.secs()), None),
        Told::Not(why) => (None, Some(why.word())),
        _ => (None, None),
    };
    json!({ "state": told.word(), "at": at, "why": why })
}
