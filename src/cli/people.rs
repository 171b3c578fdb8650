//! `guichet people import`: all or nothing.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use serde_json::json;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, open};
use crate::keyfile::people;
use crate::store::StoreFault;
use crate::store::import::{ImportFault, Imported};
use crate::store::journal::Intent;
use crate::text::{faults, refusals};

/// Refusals told in words; a program gets all of them.
const SHOWN: usize = 20;

/// Imports a CSV file.
pub fn run(args: &Args, file: &Path, output: &mut Output) -> Ended {
    let lang = args.lang;
    let rows = match people::read(BufReader::new(opened(args, file)?)).accepted() {
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
        act: "import-people".to_owned(),
        reason: file.display().to_string(),
        ..Intent::default()
    };
    let entry = store.journal_begin(open::clock()(), &intent).map_err(fault)?;
    let imported = store.import_people(&rows, open::clock()());
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
        Err(ImportFault::Cancelled) => Err(Stop::new(Exit::Failed, lang.text().keys.cancelled)),
        Err(ImportFault::Clashes(clashes)) => {
            let told = clashes.iter().map(|clash| {
                (clash.line, clash.name.as_str(), clash.why.word(), refusals::clash(lang, clash))
            });
            Ok(tell(args, output, told))
        }
    }
}

fn opened(args: &Args, file: &Path) -> Result<impl Read, Stop> {
    File::open(file).map_err(|fault| {
        let why = faults::system(args.lang, &fault);
        let words = (args.lang.text().cli.unreadable)(&file.display().to_string(), &why);
        Stop::new(Exit::Failed, words)
    })
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
