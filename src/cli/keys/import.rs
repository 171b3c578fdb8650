//! `guichet keys import`: a key file into the stock, all or nothing unless told otherwise.
//!
//! Where a key server is configured the agent says whether the keys go there ([`super::load`]) or into
//! the vault of this machine: each has its use, and neither is meant by default.

use std::collections::HashSet;
use std::fs::File;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};

use super::load;
use super::options::To;
use super::report::{Report, Told};
use crate::backend::privacyidea::Settings;
use crate::cli::args::Args;
use crate::cli::config::Backend;
use crate::cli::output::Output;
use crate::cli::remote::Entered;
use crate::cli::{Ended, Exit, Stop, ask, config, interrupt, open};
use crate::domain::secret::Secret;
use crate::keyfile::form::{self, Form, How};
use crate::keyfile::map::Map;
use crate::keyfile::wiped::Wiped;
use crate::keyfile::{KeyRow, Needs, Reading, Reason, Refusal, Unlock, pskc};
use crate::store::Store;
use crate::store::import::{Clash, ImportFault};
use crate::store::journal::Intent;
use crate::store::key_import::{KeyReport, KeyRules};
use crate::text::faults;

/// Where the keys go.
enum Into {
    Vault(Arc<Store>),
    Server(Box<Entered>),
}

/// Imports a key file, or says what an import would do.
pub fn run(args: &Args, file: &Path, output: &mut Output) -> Ended {
    let server = server(args)?;
    let map = map(args)?;
    // Whatever is asked at the terminal is asked before Ctrl-C is watched, see `interrupt`.
    let quiet = AtomicBool::new(false);
    let opened = File::open(file).and_then(|source| Wiped::open(source, &quiet));
    let head = opened.map_err(|fault| unreadable(args, file, &fault))?;
    let form = match args.keys.form.map_or_else(|| Form::of(head.head(), map.is_some()), Ok) {
        Ok(form) => form,
        Err(reason) => return Ok(refuse_whole(args, reason, output)),
    };
    if let Some(option) = idle(args, form) {
        return Err(Stop::new(Exit::Usage, (args.lang.text().cli.unexpected)(option)));
    }
    let place = match server {
        None => Into::Vault(open::store(args)?),
        Some(settings) => Into::Server(Box::new(load::enter(args, settings)?)),
    };
    let unlock = match form {
        Form::Pskc => unlock(args, pskc::needs(head.head()))?,
        _ => Unlock::None,
    };
    let cancel = interrupt::watch().map_err(|fault| unreadable(args, file, &fault))?;
    let how = How { form, encoding: args.keys.encoding, map: map.as_ref(), unlock: &unlock, cancel: &cancel };
    let reading = form::read(head.watched_by(&cancel), &how);
    if cancel.load(Ordering::Relaxed) {
        return Err(Stop::new(Exit::Failed, args.lang.text().keys.cancelled));
    }
    // All or nothing needs no such care; a trial run tells of both.
    let careful = args.keys.partial || args.keys.dry_run;
    let reading = if careful { without_doubtful(reading) } else { reading };
    match place {
        Into::Vault(store) => take_in(args, file, form, &store, &reading, &cancel, output),
        Into::Server(entered) => load::take_in(args, file, form, &entered, &reading, &cancel, output),
    }
}

/// The server that the keys are to go to, if it is one.
fn server(args: &Args) -> Result<Option<Settings>, Stop> {
    let text = args.lang.text();
    if args.keys.to == Some(To::Vault) {
        return Ok(None);
    }
    let backend = if args.demo { Backend::Local } else { config::backend(text)? };
    match (backend, args.keys.to) {
        (Backend::Local, None) => Ok(None),
        (Backend::Local, Some(_)) => Err(Stop::new(Exit::Usage, text.load.no_server)),
        (Backend::PrivacyIdea(_), None) => Err(Stop::new(Exit::Usage, text.load.where_to)),
        (Backend::PrivacyIdea(settings), Some(_)) => Ok(Some(*settings)),
    }
}

/// Where the columns are, if that was said. Only CSV has columns.
fn map(args: &Args) -> Result<Option<Map>, Stop> {
    let text = args.lang.text();
    if args.keys.maps.is_empty() {
        return Ok(None);
    }
    let map = Map::parse(args.keys.maps.iter().map(String::as_str));
    map.map(Some).map_err(|fault| Stop::new(Exit::Usage, (text.keys.bad_map)(&fault)))
}

/// An option that would be silently without effect on a file of this form.
fn idle(args: &Args, form: Form) -> Option<&'static str> {
    let is_csv = matches!(form, Form::Csv | Form::OathCsv);
    let map = (!args.keys.maps.is_empty() && form != Form::Csv).then_some("--map");
    map.or_else(|| (args.keys.encoding.is_some() && !is_csv).then_some("--encoding"))
}

fn unreadable(args: &Args, file: &Path, fault: &std::io::Error) -> Stop {
    let why = faults::system(args.lang, fault);
    let words = (args.lang.text().cli.unreadable)(&file.display().to_string(), &why);
    Stop::new(Exit::Failed, words)
}

/// What opens the file, asked at the terminal.
fn unlock(args: &Args, needs: Needs) -> Result<Unlock, Stop> {
    let text = args.lang.text();
    match needs {
        Needs::Nothing => Ok(Unlock::None),
        Needs::Password => Ok(Unlock::Password(ask::secret(text, text.keys.file_password)?)),
        Needs::Key => {
            let typed = ask::secret(text, text.keys.file_key)?;
            let typed = typed.expose().trim().as_bytes();
            // A key has 16, 24 or 32 bytes: what is hexadecimal then is never base64 too.
            let key = HEXLOWER_PERMISSIVE.decode(typed).or_else(|_| BASE64.decode(typed));
            let key = key.map_err(|_| Stop::new(Exit::Usage, text.keys.bad_file_key))?;
            Ok(Unlock::Key(Secret::new(key)))
        }
    }
}

/// A file of which nothing was read.
fn refuse_whole(args: &Args, reason: Reason, output: &mut Output) -> Exit {
    let refusal = Refusal { line: 0, serial_or_login: None, reason };
    let refused = vec![Told::refusal(args, &refusal)];
    let report = KeyReport::default();
    let report =
        Report { form: None, written: false, rows: &[], report, refused, warned: Vec::new(), server: None };
    report.tell(args, output)
}

/// Without the keys whose serial another line was refused with: which of the two is meant is not
/// known. They are refused like the other.
fn without_doubtful(reading: Reading<KeyRow>) -> Reading<KeyRow> {
    let Reading { rows, mut refused, warned } = reading;
    let named: HashSet<String> =
        refused.iter().filter_map(|refusal| refusal.serial_or_login.clone()).collect();
    let (doubtful, rows) = rows.into_iter().partition::<Vec<_>, _>(|row| named.contains(&row.serial));
    for row in doubtful {
        let other = refused.iter().find(|refusal| refusal.serial_or_login.as_ref() == Some(&row.serial));
        let reason = Reason::DuplicateSerial { first_line: other.map_or(0, |refusal| refusal.line) };
        refused.push(Refusal { line: row.line, serial_or_login: Some(row.serial), reason });
    }
    refused.sort_by_key(|refusal| refusal.line);
    Reading { rows, refused, warned }
}

fn take_in(
    args: &Args,
    file: &Path,
    form: Form,
    store: &Store,
    reading: &Reading<KeyRow>,
    cancel: &AtomicBool,
    output: &mut Output,
) -> Ended {
    let intent = Intent {
        agent: open::agent(args, store),
        act: "import-keys".to_owned(),
        reason: file.display().to_string(),
        ..Intent::default()
    };
    let rules = KeyRules { replace: args.keys.replace, partial: args.keys.partial, intent: &intent, cancel };
    let whole = reading.refused.is_empty() || args.keys.partial;
    let writes = whole && !args.keys.dry_run;
    let done = match writes {
        true => write(store, &reading.rows, &rules),
        false => Err(ImportFault::Clashes(Vec::new())),
    };
    let done = match done {
        // Nothing was written: what would have been is told all the same.
        Err(ImportFault::Clashes(_)) => store.plan_keys(&reading.rows, &rules).map(|report| (report, false)),
        done => done.map(|report| (report, true)),
    };
    let (report, written) = done.map_err(|fault| match fault {
        ImportFault::Store(fault) => open::stop(args, &fault),
        ImportFault::Cancelled | ImportFault::Clashes(_) => {
            Stop::new(Exit::Failed, args.lang.text().keys.cancelled)
        }
    })?;
    let written = written && report.has_keys();
    let refused = reading.refused.iter().map(|refusal| Told::refusal(args, refusal));
    let refused =
        refused.chain(report.clashes.iter().map(|clash: &Clash| Told::clash(args, clash))).collect();
    let warned = reading.warned.iter().map(|refusal| Told::refusal(args, refusal)).collect();
    let report =
        Report { form: Some(form), written, rows: &reading.rows, report, refused, warned, server: None };
    Ok(report.tell(args, output))
}

/// Writes between two lines of the journal.
fn write(store: &Store, rows: &[KeyRow], rules: &KeyRules) -> Result<KeyReport, ImportFault> {
    let entry = store.journal_begin(open::clock()(), rules.intent)?;
    let done = store.import_key_rows(rows, rules, open::clock()());
    let word = match &done {
        Ok(report) if !report.changes() => "nothing".to_owned(),
        Ok(KeyReport { new, replaced, updated, .. }) => {
            format!("done {} {} {}", new.len(), replaced.len(), updated.len())
        }
        Err(ImportFault::Cancelled) => "cancelled".to_owned(),
        Err(fault) => format!("failed: {fault}"),
    };
    store.journal_end(entry, open::clock()(), &word)?;
    done
}
