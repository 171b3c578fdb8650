//! `guichet keys import` and `guichet people import`: all or nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::atomic::AtomicBool;

use serde_json::json;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, open};
use crate::domain::moment::Moment;
use crate::keyfile::{Refusal, Unlock, people, pskc};
use crate::store::import::{ImportFault, Imported};
use crate::store::journal::Intent;
use crate::store::{Store, StoreFault};
use crate::text::refusals;

/// Refusals told in words; a program gets all of them.
const SHOWN: usize = 20;

/// Imports a PSKC file.
pub fn keys(args: &Args, file: &Path, output: &mut Output) -> Ended {
    let rows =
        pskc::read(BufReader::new(opened(args, file)?), &Unlock::None, &AtomicBool::new(false)).accepted();
    import(args, file, "import-keys", output, rows, Store::import_keys)
}

/// Imports a CSV file.
pub fn people(args: &Args, file: &Path, output: &mut Output) -> Ended {
    let rows = people::read(BufReader::new(opened(args, file)?)).accepted();
    import(args, file, "import-people", output, rows, Store::import_people)
}

fn opened(args: &Args, file: &Path) -> Result<impl Read, Stop> {
    File::open(file).map_err(|fault| {
        let words = (args.lang.text().cli.unreadable)(&file.display().to_string(), &fault.to_string());
        Stop::new(Exit::Failed, words)
    })
}

fn import<T>(
    args: &Args,
    file: &Path,
    act: &str,
    output: &mut Output,
    rows: Result<Vec<T>, Vec<Refusal>>,
    into: impl FnOnce(&Store, &[T], Moment) -> Result<Imported, ImportFault>,
) -> Ended {
    let lang = args.lang;
    let rows = match rows {
        Ok(rows) => rows,
        Err(refused) => {
            let told = refused.iter().map(|refusal| {
                let name = refusal.serial_or_login.as_deref().unwrap_or_default();
                (refusal.line, name, refusal.reason.word(), refusals::refusal(lang, refusal))
            });
            return Ok(tell(args, output, told));
        }
    };
    let store = open::store(args)?;
    let fault = |fault: StoreFault| open::stop(args, &fault);
    let intent = Intent {
        agent: open::agent(args, &store),
        act: act.to_owned(),
        reason: file.display().to_string(),
        ..Intent::default()
    };
    let entry = store.journal_begin(open::clock()(), &intent).map_err(fault)?;
    let imported = into(&store, &rows, open::clock()());
    let word = match &imported {
        Ok(Imported { new, updated }) => format!("done {new} {updated}"),
        Err(fault) => format!("failed: {fault}"),
    };
    store.journal_end(entry, open::clock()(), &word).map_err(fault)?;
    match imported {
        Ok(Imported { new, updated }) if args.json => {
            output.json(&json!({ "imported": new, "updated": updated }));
            Ok(Exit::Done)
        }
        Ok(Imported { new, updated }) => {
            output.line(&(lang.text().cli.imported)(new, updated));
            Ok(Exit::Done)
        }
        Err(ImportFault::Store(inner)) => Err(fault(inner)),
        Err(ImportFault::Clashes(clashes)) => {
            let told = clashes.iter().map(|clash| {
                (clash.line, clash.name.as_str(), clash.why.word(), refusals::clash(lang, clash))
            });
            Ok(tell(args, output, told))
        }
    }
}

/// Tells every fault; nothing was imported.
fn tell<'a>(
    args: &Args,
    output: &mut Output,
    faults: impl Iterator<Item = (u64, &'a str, &'static str, String)>,
) -> Exit {
    let text = args.lang.text().cli;
    let faults: Vec<_> = faults.collect();
    if args.json {
        let refused: Vec<_> = faults
            .iter()
            .map(|(line, name, reason, words)| json!({ "line": line, "name": name, "reason": reason, "words": words }))
            .collect();
        output.json(&json!({ "imported": 0, "refused": refused }));
        return Exit::Failed;
    }
    output.complain(&(text.nothing_imported)(faults.len()));
    for (_, _, _, words) in faults.iter().take(SHOWN) {
        output.complain(&format!("  {words}"));
    }
    if faults.len() > SHOWN {
        output.complain(&format!("  {}", (text.and_more)(faults.len() - SHOWN)));
    }
    Exit::Failed
}
