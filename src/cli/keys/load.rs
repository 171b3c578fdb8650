//! `guichet keys import --to server`: the same file, the same checks, and the keys go to the key server.

use std::collections::HashSet;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use super::report::{OnServer, Report, Told};
use crate::backend::Clock;
use crate::backend::privacyidea::Settings;
use crate::cli::args::Args;
use crate::cli::output::Output;
use crate::cli::remote::{self, Entered};
use crate::cli::{Ended, Exit, Stop, open};
use crate::keyfile::form::Form;
use crate::keyfile::{KeyRow, Reading};
use crate::service::load::{self, Done, Order, Plan, Stopped};
use crate::store::journal::Intent;
use crate::store::key_import::KeyReport;

/// Opens store and server. An agent who may not import is told so before anything else is asked.
pub fn enter(args: &Args, settings: Settings) -> Result<Entered, Stop> {
    let entered = remote::enter(args, settings)?;
    let text = args.lang.text().load;
    match &entered.server {
        server if !server.may_import() => Err(Stop::new(Exit::Refused, text.no_right)),
        server if !server.may_carry_seeds() => Err(Stop::new(Exit::Refused, text.in_clear)),
        _ => Ok(entered),
    }
}

/// Sends what was read, or says what would be done.
pub fn take_in(
    args: &Args,
    file: &Path,
    form: Form,
    entered: &Entered,
    reading: &Reading<KeyRow>,
    cancel: &AtomicBool,
    output: &mut Output,
) -> Ended {
    let text = args.lang.text();
    let (server, rows) = (&entered.server, reading.rows.as_slice());
    let looking = |done| {
        output.progress(&(text.load.looking)(done, rows.len()));
        !cancel.load(Ordering::Relaxed)
    };
    let plan = open::wait(load::plan(server, rows, args.keys.replace, looking))?;
    output.progress("");
    let plan = plan.map_err(|stopped| not_looked(args, &stopped))?;
    let whole = reading.refused.is_empty() && plan.report.clashes.is_empty();
    let sends = !args.keys.dry_run && (whole || args.keys.partial);
    let done = match sends {
        true => send(args, file, entered, rows, &plan, cancel, output)?,
        false => Done::default(),
    };
    let refused = reading.refused.iter().map(|refusal| Told::refusal(args, refusal));
    let refused = refused.chain(plan.report.clashes.iter().map(|clash| Told::clash(args, clash))).collect();
    let warned = reading.warned.iter().map(|refusal| Told::refusal(args, refusal));
    let bounded = rows.iter().filter(|row| row.starts.is_some() || row.expires.is_some());
    let warned = warned.chain(bounded.map(|row| Told::without_days(args, row))).collect();
    let report = if sends { only_there(plan.report, &done) } else { plan.report };
    let written = sends && report.has_keys();
    let stopped = done.stopped.as_ref().map(|stopped| crate::text::load::why(args.lang, stopped));
    let Done { there, missing, doubtful, .. } = done;
    let server = OnServer { realm: server.realm().to_owned(), there, missing, doubtful, stopped };
    let server = Some(server);
    Ok(Report { form: Some(form), written, rows, report, refused, warned, server }.tell(args, output))
}

fn send(
    args: &Args,
    file: &Path,
    entered: &Entered,
    rows: &[KeyRow],
    plan: &Plan,
    cancel: &AtomicBool,
    output: &mut Output,
) -> Result<Done, Stop> {
    let intent = Intent {
        agent: entered.agent.clone(),
        act: "load-keys".to_owned(),
        reason: file.display().to_string(),
        ..Intent::default()
    };
    let clock: Clock = entered.server.clock();
    let order = Order { intent: &intent, cancel, store: &entered.store, clock: &clock };
    let sending = args.lang.text().load.sending;
    let told = |done, all| output.progress(&sending(done, all));
    let done = open::wait(load::load(&entered.server, rows, plan, &order, told))?;
    output.progress("");
    Ok(done)
}

/// What the plan says of the keys that are on the server now.
fn only_there(plan: KeyReport, done: &Done) -> KeyReport {
    let there: HashSet<usize> = done.there.iter().copied().collect();
    let KeyReport { mut new, same, updated, mut replaced, clashes } = plan;
    new.retain(|at| there.contains(at));
    replaced.retain(|(at, _)| there.contains(at));
    KeyReport { new, same, updated, replaced, clashes }
}

fn not_looked(args: &Args, stopped: &Stopped) -> Stop {
    let why = crate::text::load::why(args.lang, stopped);
    Stop::new(Exit::Failed, (args.lang.text().load.not_looked)(&why))
}
