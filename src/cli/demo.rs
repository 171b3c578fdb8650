//! The demo store: made of invented people, through the door of real files.

use std::fs;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::args::Args;
use super::output::Output;
use super::{Exit, Stop, open};
use crate::demo::{SEED, academy};
use crate::keyfile::{Unlock, people, pskc};
use crate::store::import::ImportFault;
use crate::store::{Store, StoreFault};
use crate::text::refusals;

/// Makes a demo in `folder`. It appears under its name only when it is whole.
pub fn make(args: &Args, folder: &Path) -> Result<Arc<Store>, Stop> {
    let text = args.lang.text().cli;
    let mut output = Output::new();
    output.complain(text.making_demo);
    let name = folder.file_name().map_or_else(Default::default, |name| name.to_string_lossy().into_owned());
    let unborn = folder.with_file_name(format!("{name}.new-{}", std::process::id()));
    let disk = |fault: std::io::Error| open::stop(args, &StoreFault::from(fault));
    if let Some(parent) = folder.parent() {
        fs::create_dir_all(parent).map_err(disk)?;
    }
    let filled = fill(args, &unborn);
    let counts = filled.inspect_err(|_| drop(fs::remove_dir_all(&unborn)))?;
    fs::rename(&unborn, folder).map_err(|fault| {
        drop(fs::remove_dir_all(&unborn));
        disk(fault)
    })?;
    output.complain(&(text.made_demo)(counts.0, counts.1));
    Store::open(folder, None).map(Arc::new).map_err(|fault| open::stop(args, &fault))
}

/// How many people and keys came in.
fn fill(args: &Args, folder: &Path) -> Result<(usize, usize), Stop> {
    let now = open::clock()();
    let fault = |fault: StoreFault| open::stop(args, &fault);
    let refused = |fault: ImportFault| match fault {
        ImportFault::Store(inner) => fault_of(args, &inner),
        ImportFault::Cancelled => Stop::new(Exit::Failed, args.lang.text().keys.cancelled),
        ImportFault::Clashes(clashes) => {
            let lines = clashes.iter().map(|clash| refusals::clash(args.lang, clash));
            Stop::new(Exit::Failed, lines.collect::<Vec<_>>().join("\n"))
        }
    };
    let store = Store::create(folder, None).map_err(fault)?;
    let made = academy(SEED, args.people, now);
    let unread = |lines: Vec<crate::keyfile::Refusal>| {
        let lines = lines.iter().map(|line| refusals::refusal(args.lang, line));
        Stop::new(Exit::Failed, lines.collect::<Vec<_>>().join("\n"))
    };
    let source = BufReader::new(made.keys_pskc.expose().as_bytes());
    let keys = pskc::read(source, &Unlock::None, &AtomicBool::new(false)).accepted().map_err(unread)?;
    let people = people::read(made.people_csv.as_bytes()).accepted().map_err(unread)?;
    store.import_keys(&keys, now).map_err(refused)?;
    store.import_people(&people, now).map_err(refused)?;
    let shapes: Vec<_> = keys.iter().map(|key| (key.serial.clone(), key.shape)).collect();
    store.play(&made.lives, &shapes, now).map_err(fault)?;
    Ok((people.len(), keys.len()))
}

fn fault_of(args: &Args, fault: &StoreFault) -> Stop {
    open::stop(args, fault)
}
