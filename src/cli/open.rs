//! Opening the store that a command works on.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use super::args::Args;
use super::config::{self, Backend};
use super::{Exit, Stop, ask, demo, desk, notify, offline, remote};
use crate::backend::Clock;
use crate::backend::local::Local;
use crate::domain::moment::Moment;
use crate::domain::profile::Profiles;
use crate::domain::secret::Secret;
use crate::service::Service;
use crate::store::journal::Intent;
use crate::store::vault::{Through, is_name};
use crate::store::{Kind, Store, StoreFault};
use crate::text::faults;

/// The clock of this machine.
pub fn clock() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    })
}

/// Whether the store is one of invented people; one that is not there yet is what was asked for.
pub fn is_demo(args: &Args) -> bool {
    Store::header(&folder(args)).map_or(args.demo, |header| header.kind() == Kind::Demo)
}

/// The folder of the store: `--data`, else the user's data folder, a demo beside the real one.
pub fn folder(args: &Args) -> PathBuf {
    if let Some(folder) = &args.data {
        return folder.clone();
    }
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let data = set("XDG_DATA_HOME").filter(|folder| folder.is_absolute());
    let data = data.or_else(|| Some(set("HOME")?.join(".local/share"))).unwrap_or_default();
    data.join(if args.demo { "guichet-demo" } else { "guichet" })
}

/// The passphrase that opened a store, where one was asked.
pub type Asked = Option<Secret<String>>;

/// Opens the store; a demo that is not there is made first. The agent's own slot is tried first.
pub fn store(args: &Args) -> Result<Arc<Store>, Stop> {
    Ok(store_asked(args)?.0)
}

/// The same for who has another use for the passphrase.
pub fn store_asked(args: &Args) -> Result<(Arc<Store>, Asked), Stop> {
    through(args, Through::Any(&login()), args.lang.text().cli.passphrase, None)
}

/// The same by the slots that a passphrase is asked of; `wrong` is said if it opens none of them.
pub fn store_through(
    args: &Args,
    slots: Through,
    prompt: &str,
    wrong: Option<&str>,
) -> Result<Arc<Store>, Stop> {
    Ok(through(args, slots, prompt, wrong)?.0)
}

fn through(
    args: &Args,
    slots: Through,
    prompt: &str,
    wrong: Option<&str>,
) -> Result<(Arc<Store>, Asked), Stop> {
    let folder = folder(args);
    let mut asked = None;
    let opened = match Store::header(&folder) {
        Err(StoreFault::Missing(_)) if args.demo => return Ok((demo::make(args, &folder)?, None)),
        Err(fault) => Err(fault),
        Ok(header) if header.kind() == Kind::Demo => Store::open(&folder, None),
        Ok(_) => {
            let passphrase = asked.insert(ask::secret(args.lang.text(), prompt)?);
            Store::open_through(&folder, Some(passphrase), slots)
        }
    };
    opened.map(|store| (Arc::new(store), asked)).map_err(|fault| match (&fault, wrong) {
        (StoreFault::WrongPassphrase { damaged }, Some(words)) if damaged.is_empty() => {
            Stop::new(Exit::Failed, words)
        }
        _ => stop(args, &fault),
    })
}

/// A failing store, for the user.
pub fn stop(args: &Args, fault: &StoreFault) -> Stop {
    Stop::new(Exit::Failed, faults::store(args.lang, fault))
}

/// What belongs to a demo was tried on a real store: the attempt is journalled.
pub fn refused(args: &Args, store: &Store, act: &str, serial: &str, words: &str) -> Stop {
    let (act, serial) = (act.to_owned(), serial.to_owned());
    let intent = Intent { agent: agent(args, store), act, serial, ..Intent::default() };
    let entry = store.journal_begin(clock()(), &intent);
    match entry.and_then(|entry| store.journal_end(entry, clock()(), "refused")) {
        Ok(()) => Stop::new(Exit::Refused, words),
        Err(fault) => stop(args, &fault),
    }
}

/// Everything a command needs to read and write.
pub fn service(args: &Args) -> Result<(Service, Arc<Store>), Stop> {
    let (service, store, _) = service_asked(args)?;
    Ok((service, store))
}

/// The same with the passphrase that opened the store, where one was asked.
pub fn service_asked(args: &Args) -> Result<(Service, Arc<Store>, Asked), Stop> {
    match service_reached(args)? {
        (service, store, asked, None) => Ok((service, store, asked)),
        (_, _, _, Some(fault)) => {
            let out = args.takes_offline().then_some(args.lang.text().offline.without);
            Err(remote::silent(args, &fault, out))
        }
    }
}

/// The same where the server did not answer: then with the reason.
pub fn service_reached(args: &Args) -> Result<remote::Reached, Stop> {
    if let Some(file) = &args.offline {
        let (service, store) = offline::service(args, file)?;
        return Ok((service, store, None, None));
    }
    if !args.demo
        && let Backend::PrivacyIdea(settings) = config::backend(args.lang.text())?
    {
        return remote::service(args, *settings);
    }
    let (desk, way) = (desk::ready(args, &clock())?, notify::way(args, clock())?);
    let (store, asked) = store_asked(args)?;
    let backend = Arc::new(Local::new(store.clone(), clock()));
    let desk = desk.over(&store, clock());
    let service = Service::new(backend, desk, store.clone(), clock(), agent(args, &store)).with_way(way);
    Ok((service, store, asked, None))
}

/// Who sits here, for the journal. A chosen name counts in a demo only: a real journal names the
/// user that the system knows, and always its number.
pub fn agent(args: &Args, store: &Store) -> String {
    let number = rustix::process::getuid().as_raw();
    match (store.kind(), &args.agent, user()) {
        (Kind::Demo, Some(name), _) => name.clone(),
        (Kind::Demo, None, Some(user)) => user,
        (Kind::Real, _, Some(user)) => format!("{user} ({number})"),
        (_, _, None) => format!("uid-{number}"),
    }
}

/// Whether a name that was typed is the agent's own. A real store's agent is "name (number)": the
/// name is what somebody would type.
pub fn is_agent(agent: &str, typed: &str) -> bool {
    let (typed, agent) = (typed.trim().to_lowercase(), agent.to_lowercase());
    typed == agent || agent.split_once(" (").is_some_and(|(name, _)| typed == name)
}

/// The name the session has, for want of a better one its number: the first slot is called so.
pub fn login() -> String {
    let own = user().filter(|name| is_name(name));
    own.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

fn user() -> Option<String> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    set("LOGNAME").or_else(|| set("USER"))
}

/// The academies: the shipped ones and the user's own files over them.
pub fn profiles(args: &Args) -> Result<Profiles, Stop> {
    let mut files = Vec::new();
    for entry in fs::read_dir(config::folder().join("profiles")).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".toml")
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            files.push((name, text));
        }
    }
    Profiles::with_overrides(files).map_err(|faults| {
        let words = args.lang.text().cli.profile_refused;
        let lines = faults.0.iter().map(|fault| crate::text::refusals::profile_problem(args.lang, fault));
        Stop::new(Exit::Failed, format!("{words}\n{}", lines.collect::<Vec<_>>().join("\n")))
    })
}

/// Waits for an asynchronous answer, where there is no screen to keep alive.
pub fn wait<T>(work: impl Future<Output = T>) -> Result<T, Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| Stop::new(Exit::Failed, fault.to_string()))?;
    Ok(runtime.block_on(work))
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
