//! `guichet init`: a real store, opened by a passphrase.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, ask, open};
use crate::store::vault::Cost;
use crate::store::{Store, StoreFault};

/// Rights of others on a folder: to write, and to do anything at all.
const WRITE: u32 = 0o022;
const ANY: u32 = 0o077;

/// Creates the store.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let folder = open::folder(args);
    let shown = folder.display().to_string();
    // Said before the agent has thought of a passphrase for nothing.
    if !matches!(Store::header(&folder), Err(StoreFault::Missing(_))) {
        return Err(open::stop(args, &StoreFault::Exists(folder)));
    }
    let shared = shared(&folder);
    if shared & WRITE != 0 {
        return Err(Stop::new(Exit::Refused, (text.cli.folder_writable)(&shown)));
    }
    let (short, differ) = (text.cli.too_short, text.cli.differ);
    let words = ask::Fresh { prompt: text.cli.new_passphrase, short, differ };
    let passphrase = ask::new_secret(text, &words)?;
    Store::create_as(&folder, &open::login(), Some(&passphrase), Cost::STANDARD)
        .map_err(|fault| open::stop(args, &fault))?;
    output.line(&(text.cli.created)(&shown));
    if shared & ANY != 0 {
        output.complain(&(text.cli.folder_shared)(&shown));
    }
    Ok(Exit::Done)
}

/// What others may do with a folder that holds something already: its rights are not ours to change.
/// One that is empty or not there becomes private.
fn shared(folder: &Path) -> u32 {
    let holds_something = fs::read_dir(folder).is_ok_and(|mut inside| inside.next().is_some());
    let mode = fs::metadata(folder).map_or(0, |found| found.permissions().mode());
    if holds_something { mode & ANY } else { 0 }
}
