//! `guichet snapshot`: drawing a scope of the directory into a file for a machine without network,
//! and telling what such a file is.

use std::path::Path;

use serde_json::json;

use super::args::{Args, Draw};
use super::output::Output;
use super::{Ended, Exit, Stop, ask, offline, open};
use crate::backend::Scope;
use crate::domain::moment::{Moment, Span};
use crate::domain::secret::Secret;
use crate::service::draw::{DrawFault, draw};
use crate::service::request::Failure;
use crate::store::journal::Intent;
use crate::store::snapshot::{Header, Label, may_write};
use crate::store::{Kind, Store, StoreFault};
use crate::text::wall::Wall;

/// Hours a snapshot lives unless asked otherwise, and the most it may with seeds.
const HOURS: u32 = 72;

/// The most it may live without seeds: 30 days.
const HOURS_MAX: u32 = 720;

/// Draws a snapshot.
pub fn make(args: &Args, file: &Path, wanted: &Draw, output: &mut Output) -> Ended {
    let hours = hours(args, wanted)?;
    let scope = scope(args, wanted)?;
    may_write(file).map_err(|fault| offline::stop(args, &fault))?;
    let (service, store) = open::service(args)?;
    let (reason, second) = why(args, wanted, &store)?;
    let passphrase = new_passphrase(args)?;
    let said = words(&scope);
    let intent = Intent {
        agent: service.agent().to_owned(),
        act: if wanted.seeds { "snapshot-with-seeds" } else { "snapshot" }.to_owned(),
        reason: format!("{said}, {hours} h, {}{second}{reason}", file.display()),
        ..Intent::default()
    };
    let fault = |fault: StoreFault| open::stop(args, &fault);
    let entry = store.journal_begin(open::clock()(), &intent).map_err(fault)?;
    let made = open::clock()();
    let expires = made + Span::minutes(60 * i64::from(hours));
    let label = Label { scope: said, agent: intent.agent.clone(), made, expires };
    let work = draw(service.backend(), &store, (scope, wanted.seeds), &passphrase, (file, label));
    let drawn = open::wait(work)?;
    let word = match &drawn {
        Ok(header) => format!("done {} people, {} keys, {} seeds", header.people, header.keys, header.seeds),
        Err(fault) => format!("failed: {fault}"),
    };
    store.journal_end(entry, open::clock()(), &word).map_err(fault)?;
    tell(args, &drawn.map_err(|fault| not_drawn(args, &fault))?, output);
    Ok(Exit::Done)
}

fn not_drawn(args: &Args, fault: &DrawFault) -> Stop {
    let exit = match fault {
        DrawFault::Snapshot(fault) => return offline::stop(args, fault),
        DrawFault::Empty => Exit::NotFound,
        DrawFault::Cut(_) | DrawFault::TooManySeeds(_) => Exit::Refused,
        DrawFault::Backend(fault) => {
            return Stop::failed(Exit::Failed, args.lang.text(), &Failure::Backend(fault.clone()));
        }
    };
    Stop::new(exit, crate::text::snapshot::not_drawn(args.lang, fault))
}

fn new_passphrase(args: &Args) -> Result<Secret<String>, Stop> {
    let text = args.lang.text();
    let (short, differ) = (text.cli.too_short, text.cli.differ);
    ask::new_secret(
        text,
        &ask::Fresh { prompt: text.snapshot.new_passphrase, again: text.cli.again, short, differ },
    )
}

/// Tells what a file is, without its passphrase.
pub fn info(args: &Args, file: &Path, output: &mut Output) -> Ended {
    let header = Header::read(file).map_err(|fault| offline::stop(args, &fault))?;
    tell(args, &header, output);
    Ok(Exit::Done)
}

fn hours(args: &Args, draw: &Draw) -> Result<u32, Stop> {
    let hours = draw.hours.unwrap_or(HOURS);
    let most = if draw.seeds { HOURS } else { HOURS_MAX };
    match (1..=most).contains(&hours) {
        true => Ok(hours),
        false => Err(Stop::new(Exit::Refused, (args.lang.text().snapshot.too_many_hours)(most))),
    }
}

fn scope(args: &Args, draw: &Draw) -> Result<Scope, Stop> {
    match (draw.academies.as_slice(), draw.schools.as_slice()) {
        ([_, ..], []) => Ok(Scope::Academies(draw.academies.clone())),
        ([], [_, ..]) => Ok(Scope::Schools(draw.schools.iter().map(|uai| uai.to_uppercase()).collect())),
        _ => Err(Stop::new(Exit::Usage, args.lang.text().snapshot.which_scope)),
    }
}

/// The scope in the words of the command.
fn words(scope: &Scope) -> String {
    match scope {
        Scope::Academies(names) => format!("--academy {}", names.join(" --academy ")),
        Scope::Schools(codes) => format!("--school {}", codes.join(" --school ")),
    }
}

/// Why seeds are to leave, and who else knows. Recorded, not yet verified. On a demo nobody is asked.
fn why(args: &Args, draw: &Draw, store: &Store) -> Result<(String, String), Stop> {
    if !draw.seeds || store.kind() == Kind::Demo {
        return Ok((String::new(), String::new()));
    }
    let said = ask::accountable(args.lang.text(), &open::agent(args, store))?;
    Ok((format!(": {}", said.reason), format!(", + {}", said.second)))
}

fn tell(args: &Args, header: &Header, output: &mut Output) {
    if args.json {
        output.json(&json!({
            "id": header.id, "made": header.made().secs(), "expires": header.expires().secs(), "scope": header.scope,
            "agent": header.agent, "people": header.people, "keys": header.keys, "seeds": header.seeds,
        }));
        return;
    }
    let text = args.lang.text();
    let wall = Wall::system(args.lang);
    let stamp = |at: Moment| crate::text::offline::stamp(&wall, at);
    let counts = (header.people, header.keys, header.seeds);
    let scope = crate::text::snapshot::scope(args.lang, &header.scope);
    output.line(&(text.snapshot.holds)(counts.0, counts.1, counts.2, &scope));
    output.line(&(text.snapshot.dates)(&stamp(header.made()), &header.agent, &stamp(header.expires())));
}
