//! Keys of a file into the key server: what it has first, then part after part, each between two lines
//! of the journal. What was sent and what was not is known at every end.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::backend::privacyidea::PrivacyIdea;
use crate::backend::privacyidea::importing::{Loaded, PART, Place};
use crate::backend::{Clock, Fault};
use crate::keyfile::{KeyRow, plain};
use crate::store::import::{Clash, ClashKind};
use crate::store::journal::Intent;
use crate::store::key_import::KeyReport;
use crate::store::{Store, StoreFault};

/// Who orders an import, and where it is written down.
pub struct Order<'a> {
    /// Who imports and the file's name.
    pub intent: &'a Intent,
    /// May be set from elsewhere at any time: no further part is sent.
    pub cancel: &'a AtomicBool,
    /// The journal.
    pub store: &'a Store,
    /// Its clock.
    pub clock: &'a Clock,
}

/// What an import would do.
pub struct Plan {
    /// Keys by what becomes of them. None is the same: the server shows no secret to compare.
    pub report: KeyReport,
    /// What is under the serial of each row.
    places: Vec<Option<Place>>,
}

/// What an import did; numbers are places in the rows.
#[derive(Default)]
pub struct Done {
    /// On the server, read back.
    pub there: Vec<usize>,
    /// Not on the server, so far.
    pub missing: Vec<usize>,
    /// In doubt.
    pub doubtful: Vec<usize>,
    /// Why it ended before its end.
    pub stopped: Option<Stopped>,
}

/// Why an import ended before its end.
#[derive(Debug)]
pub enum Stopped {
    /// The agent gave up.
    Cancelled,
    /// The server.
    Server(Fault),
    /// The journal: what cannot be written down is not done.
    Journal(StoreFault),
}

/// Looks for every serial on the server; nothing is changed. `replace`: keys of the same serial are to be
/// overwritten. `told` hears how many were looked for, and says whether to go on.
pub async fn plan(
    server: &PrivacyIdea,
    rows: &[KeyRow],
    replace: bool,
    told: impl FnMut(usize) -> bool,
) -> Result<Plan, Stopped> {
    let (mut report, mut fit) = (KeyReport::default(), Vec::new());
    let mut clash = |row: &KeyRow, why: ClashKind| {
        report.clashes.push(Clash { line: row.line, name: row.serial.clone(), why });
    };
    for (at, row) in rows.iter().enumerate() {
        match plain::check(row) {
            Ok(()) => fit.push(at),
            Err(why) => clash(row, ClashKind::NotCarried(why)),
        }
    }
    let asked: Vec<&KeyRow> = fit.iter().map(|at| &rows[*at]).collect();
    let found = server.places(&asked, told).await.map_err(Stopped::Server)?;
    let found = found.ok_or(Stopped::Cancelled)?;
    let mut places: Vec<Option<Place>> = rows.iter().map(|_| None).collect();
    for (at, place) in fit.into_iter().zip(found) {
        match (place.clash(&rows[at], replace), &place) {
            (Some(why), _) => clash(&rows[at], why),
            (None, Place::Taken(there)) => report.replaced.push((at, there.holder())),
            (None, _) => report.new.push(at),
        }
        places[at] = Some(place);
    }
    report.clashes.sort_by_key(|clash| clash.line);
    Ok(Plan { report, places })
}

/// Sends what the plan lets in, in the order of the file, and stops at the first part that is not whole.
pub async fn load(
    server: &PrivacyIdea,
    rows: &[KeyRow],
    plan: &Plan,
    order: &Order<'_>,
    mut told: impl FnMut(usize, usize),
) -> Done {
    let replaced = plan.report.replaced.iter().map(|(at, _)| *at);
    let mut wanted: Vec<usize> = plan.report.new.iter().copied().chain(replaced).collect();
    wanted.sort_unstable();
    let mut done = Done::default();
    for (number, part) in wanted.chunks(PART).enumerate() {
        if order.cancel.load(Ordering::Relaxed) {
            done.stopped = Some(Stopped::Cancelled);
        }
        if done.stopped.is_some() {
            done.missing.extend_from_slice(part);
            continue;
        }
        match load_part(server, rows, plan, order, part).await {
            Ok(Loaded { there, missing, doubtful, fault }) => {
                done.there.extend(there.iter().map(|at| part[*at]));
                done.missing.extend(missing.iter().map(|at| part[*at]));
                done.doubtful.extend(doubtful.iter().map(|at| part[*at]));
                done.stopped = fault.map(Stopped::Server);
            }
            Err(fault) => {
                done.missing.extend_from_slice(part);
                done.stopped = Some(Stopped::Journal(fault));
            }
        }
        told((number * PART + part.len()).min(wanted.len()), wanted.len());
    }
    done
}

async fn load_part(
    server: &PrivacyIdea,
    rows: &[KeyRow],
    plan: &Plan,
    order: &Order<'_>,
    part: &[usize],
) -> Result<Loaded, StoreFault> {
    let free = Place::Free;
    let keys: Vec<&KeyRow> = part.iter().map(|at| &rows[*at]).collect();
    let before: Vec<&Place> = part.iter().map(|at| plan.places[*at].as_ref().unwrap_or(&free)).collect();
    let entries = begin(order, &keys, &before)?;
    let loaded = server.load(&keys, &before).await;
    let whole = outcome(&keys, &loaded);
    for (entry, key) in entries {
        let word = match key {
            None => whole.as_str(),
            Some(at) if loaded.there.contains(&at) => "done",
            Some(at) if loaded.doubtful.contains(&at) => "in doubt",
            Some(_) => "not done",
        };
        // The keys are there or not: an end that cannot be written is told by its absence.
        let _ = order.store.journal_end(entry, (order.clock)(), word);
    }
    Ok(loaded)
}

/// One line for the part, and one for each key that somebody holds.
fn begin(
    order: &Order<'_>,
    keys: &[&KeyRow],
    before: &[&Place],
) -> Result<Vec<(i64, Option<usize>)>, StoreFault> {
    let now = (order.clock)();
    let serials: Vec<&str> = keys.iter().map(|key| key.serial.as_str()).collect();
    let reason = format!("{} [keys: {}]", order.intent.reason, serials.join(" "));
    let mut entries =
        vec![(order.store.journal_begin(now, &Intent { reason, ..order.intent.clone() })?, None)];
    for (at, place) in before.iter().enumerate() {
        let Place::Taken(there) = place else { continue };
        let Some(login) = there.holder() else { continue };
        let serial = keys[at].serial.clone();
        let intent = Intent { act: "replace-secret".to_owned(), login, serial, ..order.intent.clone() };
        entries.push((order.store.journal_begin(now, &intent)?, Some(at)));
    }
    Ok(entries)
}

/// The journal's words for a part.
fn outcome(keys: &[&KeyRow], loaded: &Loaded) -> String {
    let named = |places: &[usize]| -> String {
        places.iter().map(|at| keys[*at].serial.as_str()).collect::<Vec<_>>().join(" ")
    };
    match &loaded.fault {
        None => format!("done {}", loaded.there.len()),
        Some(fault) => format!(
            "failed: {fault} [there: {}] [missing: {}] [in doubt: {}]",
            named(&loaded.there),
            named(&loaded.missing),
            named(&loaded.doubtful)
        ),
    }
}
