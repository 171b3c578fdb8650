//! `guichet keys export`: keys into a PSKC file under a password, to be taken to another vault.
//!
//! Who exports says why and names a second agent; both are recorded as said, nothing verifies them
//! yet. A key that is suspended or retired does not leave: the file does not carry its state, and
//! whoever imports it would have a working key.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::cli::args::Args;
use crate::cli::output::Output;
use crate::cli::{Ended, Exit, Stop, ask, open};
use crate::domain::key::{Key, Life};
use crate::domain::secret::Secret;
use crate::keyfile::KeyRow;
use crate::keyfile::export::{self, ExportFault};
use crate::store::Store;
use crate::store::journal::Intent;
use crate::store::key_list::Holder;

/// Exports the keys that were asked for.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let file = args.keys.out.clone().ok_or_else(|| Stop::new(Exit::Usage, (text.cli.missing)("--out")))?;
    let shown = file.display().to_string();
    // Said before anybody has thought of a password for nothing.
    if fs::symlink_metadata(&file).is_ok() {
        return Err(Stop::new(Exit::Refused, (text.keys.file_exists)(&shown)));
    }
    let store = open::store(args)?;
    let keys = chosen(args, &store)?;
    let agent = open::agent(args, &store);
    let ask::Accountable { reason, second } = ask::accountable(text, &agent)?;
    let password = password(args)?;
    let serials: Vec<_> = keys.iter().map(|key| key.serial.as_str()).collect();
    let intent = Intent {
        agent,
        act: "export-keys".to_owned(),
        serial: if let [one] = serials.as_slice() { (*one).to_owned() } else { String::new() },
        reason: format!("{reason} [second: {second}] [file: {shown}] [keys: {}]", serials.join(" ")),
        ..Intent::default()
    };
    let entry = store.journal_begin(open::clock()(), &intent).map_err(|fault| open::stop(args, &fault))?;
    let done = rows(args, &store, &keys).and_then(|rows| {
        let written = write(&file, &rows, &password);
        written.map_err(|fault| refused(args, &file, &fault))
    });
    let word = if done.is_ok() { format!("done {}", keys.len()) } else { "failed".to_owned() };
    let ended = store.journal_end(entry, open::clock()(), &word);
    done?;
    ended.map_err(|fault| open::stop(args, &fault))?;
    match args.json {
        true => output.json(&json!({ "exported": serials, "file": shown })),
        false => output.line(&(text.keys.exported)(keys.len(), &shown)),
    }
    Ok(Exit::Done)
}

/// The keys named, by serial or by holder; all of them if none is named.
fn chosen(args: &Args, store: &Store) -> Result<Vec<Key>, Stop> {
    let text = args.lang.text();
    let options = &args.keys;
    let mut found = Vec::new();
    let mut list = |holder: &Holder| store.each_key(holder, |key| found.push(key));
    let listed = match options.logins.as_slice() {
        [] => list(&Holder::Any),
        logins => logins.iter().try_for_each(|login| list(&Holder::Login(login.clone()))),
    };
    listed.map_err(|fault| open::stop(args, &fault))?;
    let wanted: BTreeSet<&str> = options.serials.iter().map(String::as_str).collect();
    if let Some(missing) =
        wanted.iter().find(|serial| !found.iter().any(|key| key.serial.as_str() == **serial))
    {
        return Err(Stop::new(Exit::NotFound, (text.cli.no_such_key)(missing)));
    }
    found.retain(|key| wanted.is_empty() || wanted.contains(key.serial.as_str()));
    if found.is_empty() {
        return Err(Stop::new(Exit::NotFound, text.keys.none));
    }
    if found.len() > options.max {
        return Err(Stop::new(Exit::Refused, (text.keys.too_many)(found.len(), options.max)));
    }
    let dead = found.iter().filter(|key| matches!(key.life, Life::Suspended | Life::Retired));
    let dead: Vec<_> = dead.map(|key| key.serial.as_str()).collect();
    if !dead.is_empty() {
        return Err(Stop::new(Exit::Refused, (text.keys.not_in_service)(&dead.join(", "))));
    }
    Ok(found)
}

fn password(args: &Args) -> Result<Secret<String>, Stop> {
    let text = args.lang.text();
    let (short, differ) = (text.keys.short_password, text.keys.passwords_differ);
    ask::new_secret(text, &ask::Fresh { prompt: text.keys.new_password, short, differ })
}

fn rows(args: &Args, store: &Store, keys: &[Key]) -> Result<Vec<KeyRow>, Stop> {
    let missing =
        |key: &Key| Stop::new(Exit::NotFound, (args.lang.text().cli.no_such_key)(key.serial.as_str()));
    let row = |key: &Key| match store.key_row(key.serial.as_str()) {
        Ok(Some(row)) => Ok(row),
        Ok(None) => Err(missing(key)),
        Err(fault) => Err(open::stop(args, &fault)),
    };
    keys.iter().map(row).collect()
}

fn refused(args: &Args, file: &Path, fault: &ExportFault) -> Stop {
    let text = args.lang.text();
    let shown = file.display().to_string();
    match fault {
        ExportFault::Write(fault) if fault.kind() == io::ErrorKind::AlreadyExists => {
            Stop::new(Exit::Refused, (text.keys.file_exists)(&shown))
        }
        ExportFault::Key { serial, why } => Stop::new(Exit::Refused, (text.keys.not_carried)(serial, *why)),
        other => Stop::new(Exit::Failed, (text.keys.unwritable)(&shown, &other.to_string())),
    }
}

/// Creates the file for its owner alone and fills it. What could not be filled is taken away.
fn write(file: &PathBuf, rows: &[KeyRow], password: &Secret<String>) -> Result<(), ExportFault> {
    let created = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
    fill(created, rows, password).inspect_err(|_| drop(fs::remove_file(file)))
}

fn fill(file: File, rows: &[KeyRow], password: &Secret<String>) -> Result<(), ExportFault> {
    let mut out = BufWriter::new(file);
    export::pskc(rows, password, export::ROUNDS, &mut out)?;
    out.flush()?;
    Ok(out.get_ref().sync_all()?)
}
