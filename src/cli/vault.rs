//! `guichet vault`: the passphrases that open the data, and whether all that is sealed opens.

use std::sync::Arc;

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, ask, open};
use crate::domain::secret::Secret;
use crate::store::check::Sealed;
use crate::store::journal::Intent;
use crate::store::slots::SlotFault;
use crate::store::vault::{Cost, SLOTS_MAX, Through, is_name};
use crate::store::{Kind, Store};

/// Lists the slots; no passphrase is needed to see them.
pub fn slots(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text().vault;
    let header = Store::header(&open::folder(args)).map_err(|fault| open::stop(args, &fault))?;
    if args.json {
        let slots = header.slots.iter().map(|slot| match slot.cost() {
            Ok(Cost { memory_kib, passes, lanes }) => json!({
                "name": slot.name, "kdf": "argon2id", "memory_kib": memory_kib, "passes": passes,
                "lanes": lanes, "damaged": false,
            }),
            Err(_) => json!({ "name": slot.name, "damaged": true }),
        });
        output.json(&slots.collect::<Vec<_>>());
        return Ok(Exit::Done);
    }
    if header.kind() == Kind::Demo {
        output.line(text.none);
        return Ok(Exit::Done);
    }
    let [name, cost] = text.headings;
    let names = header.slots.iter().map(|slot| slot.name.chars().count());
    let width = names.chain([name.chars().count()]).max().unwrap_or_default();
    output.line(&format!("{name:<width$}  {cost}"));
    for slot in header.slots {
        let cost = slot.cost().map_or_else(|_| text.unreadable.to_owned(), text.cost);
        output.line(&format!("{:<width$}  {cost}", slot.name));
    }
    Ok(Exit::Done)
}

/// One more passphrase.
pub fn add(args: &Args, name: &str, output: &mut Output) -> Ended {
    let (text, name) = (args.lang.text(), typed(name));
    // Said before a passphrase is asked for nothing.
    if !is_name(&name) {
        return Err(told(args, &name, &SlotFault::BadName));
    }
    if known(args)?.contains(&name) {
        return Err(told(args, &name, &SlotFault::Exists));
    }
    let store = open::store(args)?;
    let passphrase = new_passphrase(args, &store)?;
    journalled(args, &store, "vault-add", &name, || store.add_slot(&name, &passphrase, Cost::STANDARD))?;
    Ok(done(args, output, &name, "added", text.vault.added))
}

/// Another passphrase for a slot, by whoever knows the one it has.
pub fn change(args: &Args, name: &str, output: &mut Output) -> Ended {
    let (text, name) = (args.lang.text(), typed(name));
    let (prompt, wrong) = ((text.vault.current)(&name), (text.vault.not_current)(&name));
    let store = open_known(args, &name, Through::Only(&name), &prompt, &wrong)?;
    let passphrase = new_passphrase(args, &store)?;
    journalled(args, &store, "vault-change", &name, || {
        store.change_slot(&name, &passphrase, Cost::STANDARD)
    })?;
    Ok(done(args, output, &name, "changed", text.vault.changed))
}

/// A passphrase less, by whoever knows one that remains. The last slot stays; that is journalled too.
pub fn remove(args: &Args, name: &str, output: &mut Output) -> Ended {
    let (text, name) = (args.lang.text(), typed(name));
    let last = known(args)?.len() == 1;
    let (prompt, through) = match last {
        true => (text.cli.passphrase, Through::Any(name.as_str())),
        false => (text.vault.remaining, Through::AllBut(name.as_str())),
    };
    let wrong = (text.vault.not_remaining)(&name);
    let wrong = if last { None } else { Some(wrong.as_str()) };
    if !known(args)?.contains(&name) {
        return Err(absent(args, &name));
    }
    let store = open::store_through(args, through, prompt, wrong)?;
    journalled(args, &store, "vault-remove", &name, || store.remove_slot(&name))?;
    Ok(done(args, output, &name, "removed", text.vault.removed))
}

/// Opens every sealed row once.
pub fn check(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text().vault;
    let store = open::store(args)?;
    let report = store.check().map_err(|fault| open::stop(args, &fault))?;
    let exit = if report.damaged.is_empty() { Exit::Done } else { Exit::Failed };
    if args.json {
        let counts: serde_json::Map<_, _> =
            report.counts.iter().map(|(kind, count)| (kind.word().to_owned(), json!(count))).collect();
        let damaged = report.damaged.iter().map(|(kind, name)| json!({ "kind": kind.word(), "name": name }));
        output.json(&json!({ "checked": counts, "damaged": damaged.collect::<Vec<_>>() }));
        return Ok(exit);
    }
    let looked: Vec<_> = report.counts.iter().filter(|(_, count)| *count > 0).collect();
    let counts: Vec<_> = looked.iter().map(|(kind, count)| (text.kinds)(*kind, *count)).collect();
    let counts = if counts.is_empty() { (text.kinds)(Sealed::Seed, 0) } else { counts.join(", ") };
    if report.damaged.is_empty() {
        output.line(&(text.whole)(&counts));
        return Ok(exit);
    }
    output.complain(&(text.damaged)(report.damaged.len(), &counts));
    for (kind, name) in &report.damaged {
        output.line(&format!("  {} {name}", (text.kind)(*kind)));
    }
    Ok(exit)
}

/// The name as it will be stored: an accent typed on another keyboard is the same accent.
fn typed(name: &str) -> String {
    name.nfc().collect()
}

/// Names of the slots; none in a demo.
fn known(args: &Args) -> Result<Vec<String>, Stop> {
    let header = Store::header(&open::folder(args)).map_err(|fault| open::stop(args, &fault))?;
    Ok(header.slots.into_iter().map(|slot| slot.name).collect())
}

fn absent(args: &Args, name: &str) -> Stop {
    let demo = Store::header(&open::folder(args)).is_ok_and(|header| header.kind() == Kind::Demo);
    told(args, name, if demo { &SlotFault::Demo } else { &SlotFault::NotFound })
}

fn open_known(
    args: &Args,
    name: &str,
    through: Through,
    prompt: &str,
    wrong: &str,
) -> Result<Arc<Store>, Stop> {
    match known(args)?.iter().any(|known| known == name) {
        true => open::store_through(args, through, prompt, Some(wrong)),
        false => Err(absent(args, name)),
    }
}

/// A demo takes none: that is told before one is asked.
fn new_passphrase(args: &Args, store: &Store) -> Result<Secret<String>, Stop> {
    let text = args.lang.text();
    if store.kind() == Kind::Demo {
        return Err(told(args, "", &SlotFault::Demo));
    }
    let (short, differ) = (text.vault.short, text.vault.differ);
    ask::new_secret(text, &ask::Fresh { prompt: text.cli.new_passphrase, short, differ })
}

/// In the journal before it is done, and how it ended: the slot's name, never a passphrase.
fn journalled(
    args: &Args,
    store: &Store,
    act: &str,
    name: &str,
    work: impl FnOnce() -> Result<(), SlotFault>,
) -> Result<(), Stop> {
    let fault = |fault| open::stop(args, &fault);
    let intent = Intent {
        agent: open::agent(args, store),
        act: act.to_owned(),
        reason: name.to_owned(),
        ..Intent::default()
    };
    let entry = store.journal_begin(open::clock()(), &intent).map_err(fault)?;
    let ended = work();
    let word = match &ended {
        Ok(()) => "done".to_owned(),
        Err(SlotFault::Store(inner)) => format!("failed: {inner}"),
        Err(refusal) => format!("refused: {refusal}"),
    };
    store.journal_end(entry, open::clock()(), &word).map_err(fault)?;
    ended.map_err(|refusal| told(args, name, &refusal))
}

fn done(args: &Args, output: &mut Output, name: &str, word: &str, words: fn(&str) -> String) -> Exit {
    if args.json {
        output.json(&json!({ "slot": name, "done": word }));
    } else {
        output.line(&words(name));
    }
    Exit::Done
}

fn told(args: &Args, name: &str, fault: &SlotFault) -> Stop {
    let text = args.lang.text().vault;
    let (exit, words) = match fault {
        SlotFault::Store(fault) => return open::stop(args, fault),
        SlotFault::NotFound => (Exit::NotFound, (text.not_found)(name)),
        SlotFault::BadName => (Exit::Usage, text.bad_name.to_owned()),
        SlotFault::Exists => (Exit::Refused, (text.exists)(name)),
        SlotFault::Full => (Exit::Refused, (text.full)(SLOTS_MAX)),
        SlotFault::Last => (Exit::Refused, text.last.to_owned()),
        SlotFault::Changed => (Exit::Refused, text.gone.to_owned()),
        SlotFault::Demo => (Exit::Refused, text.none.to_owned()),
    };
    Stop::new(exit, words)
}
