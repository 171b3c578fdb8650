//! A disk that refuses: full or read-only. An act that cannot be journalled is not done.
//!
//! The console's part is played by another process, which can be given a limit of its own.

use std::process::Command;
use std::sync::Arc;

use super::*;
use crate::backend::Order;
use crate::backend::local::Local;
use crate::desk::local::LocalDesk;
use crate::domain::key::KeyAct;
use crate::keyfile::PersonRow;
use crate::service::Service;
use crate::service::request::Write;
use crate::store::journal::Intent;

/// Names the folder to the other process.
const FOLDER: &str = "GUICHET_TEST_FOLDER";

/// This very test, in another process.
const OTHER: &str = "store::tests::disk::the_other_process";

/// A key to be suspended, and a console that stays open: its log of writes has outgrown `grown`.
fn waiting(folder: &Path, grown: u64) -> Store {
    let store = demo_with_keys(folder, &["1001"]);
    let person = PersonRow { login: "cdupont".into(), serials: vec!["1001".into()], ..PersonRow::default() };
    store.import_people(&[person], NOW).unwrap();
    let log = folder.join(LOG);
    while fs::metadata(&log).unwrap().len() <= grown {
        store.journal_begin(NOW, &Intent { act: "filler".into(), ..Intent::default() }).unwrap();
    }
    store
}

fn suspended(store: &Store) -> bool {
    candidate(store, "1001").unwrap().key.life == crate::domain::key::Life::Suspended
}

/// Runs the other process behind `prefix`, a shell command that ends in `exec "$@"`; what it said.
fn act_elsewhere(folder: &Path, prefix: &str) -> String {
    let program = std::env::current_exe().unwrap();
    let output = Command::new("sh")
        .args(["-c", prefix, "sh"])
        .arg(program)
        .args(["--exact", OTHER, "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// Suspends the key and says how it ended.
#[test]
#[ignore = "run by the tests beside it"]
fn the_other_process() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let store = match Store::open(Path::new(&folder), None) {
        Ok(store) => Arc::new(store),
        Err(fault) => return println!("not opened: {fault}"),
    };
    let clock: crate::backend::Clock = Arc::new(|| NOW);
    let backend = Arc::new(Local::new(store.clone(), clock.clone()));
    let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
    let service = Service::new(backend, desk, store, clock, "m.durand".to_owned());
    let order = Order {
        act: KeyAct::Suspend,
        serial: "1001".to_owned(),
        login: "cdupont".to_owned(),
        successor: String::new(),
        activation: false,
        codes: None,
        agent: "m.durand".to_owned(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    match runtime.block_on(service.write(Write::Act { order, reason: "perdue".to_owned() })) {
        Ok(_) => println!("acted"),
        Err(failure) => println!("not done: {failure}"),
    }
}

#[test]
fn without_a_fault_the_act_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let store = waiting(folder.path(), 0);
    let said = act_elsewhere(folder.path(), "exec \"$@\"");
    assert!(said.contains("acted"), "{said}");
    assert!(suspended(&store));
    let last = store.journal(1).unwrap().remove(0);
    assert_eq!((last.intent.act.as_str(), last.outcome), ("suspend", Some((NOW, "done".to_owned()))));
}

/// The log cannot grow any more, as on a full disk: no journal, no act.
#[test]
fn on_a_full_disk_nothing_is_done() {
    const LIMIT_KIB: u64 = 100;
    let folder = tempfile::tempdir().unwrap();
    let store = waiting(folder.path(), LIMIT_KIB * 1024);
    let entries = store.journal(1000).unwrap().len();
    // In blocks of 512 bytes, as the standard says; the signal must not end the process.
    let said =
        act_elsewhere(folder.path(), &format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", LIMIT_KIB * 2));
    assert!(said.contains("not done: journal: disk"), "{said}");
    assert!(!suspended(&store));
    assert_eq!(store.journal(1000).unwrap().len(), entries);
    assert!(store.journal_begin(NOW, &Intent::default()).is_ok(), "the store goes on where there is room");
}

/// Nobody may write in the folder, and nobody does; root may always, so he becomes somebody else.
#[test]
fn in_a_read_only_folder_nothing_is_done() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("store");
    let before = {
        drop(waiting(&folder, 0));
        contents(&folder)
    };
    let program = parent.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let mut prefix = format!("shift; exec {} \"$@\"", program.display());
    let root = rustix::process::getuid().is_root();
    if root {
        let other = rustix::fs::Uid::from_raw(65_534);
        for path in [parent.path().to_owned(), folder.clone(), folder.join(FILE), folder.join(DEMO_KEY)] {
            rustix::fs::chown(&path, Some(other), None).unwrap();
        }
        let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
        prefix = format!("shift; exec {nobody} {} \"$@\"", program.display());
    }
    mode(&folder.join(FILE), 0o400);
    mode(&folder, 0o500);
    let said = act_elsewhere(&folder, &prefix);
    mode(&folder, 0o700);
    assert!(said.contains("not opened: disk") || said.contains("not done: journal: disk"), "{said}");
    assert_eq!(contents(&folder), before);
    mode(&folder.join(FILE), 0o600);
    assert!(!suspended(&Store::open(&folder, None).unwrap()));
}
