//! A console killed at any moment, above all between the consumption of a code and its answer.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use guichet::backend::Test;
use guichet::desk::local::LocalDesk;
use guichet::service::Service;
use guichet::service::request::{Outcome, Write};

use crate::office::{CLAIRE, Console, FIRST, OWN, STRIDE, code, furnish, used_twice};

/// Names the folder and the first step to the agent who is killed.
const FOLDER: &str = "GUICHET_TEST_FOLDER";
const STEP: &str = "GUICHET_TEST_STEP";

/// Agents killed, each in the middle of his work.
const KILLED: i64 = 40;

/// Steps one agent may get through before he is killed.
const SHIFT: i64 = 4_000;

/// Tests one code after the other and says what came out, until he is killed.
#[test]
#[ignore = "run, and killed, by the test beside it"]
fn the_agent_who_is_killed() {
    let (Some(folder), Ok(first)) = (std::env::var_os(FOLDER), std::env::var(STEP)) else { return };
    let first: i64 = first.parse().unwrap();
    let now = Arc::new(AtomicI64::new(first));
    let console = Console::open(Path::new(&folder), &now);
    let (store, clock) = (console.store.clone(), console.clock.clone());
    let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
    let service = Service::new(Arc::new(console.local.clone()), desk, store, clock, "killed".to_owned());
    for step in first..first + SHIFT {
        now.store(step, Ordering::SeqCst);
        let test = Test { serial: OWN.to_owned(), code: code(OWN, step), agent: "killed".to_owned() };
        let write = Write::Test { test, login: CLAIRE.to_owned(), pin_disclosed: false };
        let Ok(Outcome::Tested(verdict)) = console.runtime.block_on(service.write(write)) else {
            panic!("no verdict");
        };
        println!("\nanswer {step} {}", verdict.word());
    }
}

/// When an agent is killed: a while after his last awaited answer, or as soon as the next code is
/// seen to be spent, which is before he can say so.
enum When {
    After(Duration),
    OnceSpent,
}

/// Starts the agent, lets him answer a few times, kills him; the answers he gave, all "valid".
fn killed_at_work(survivor: &Console, folder: &Path, first: i64, answers: usize, when: &When) -> Vec<i64> {
    let mut agent = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "killed::the_agent_who_is_killed", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FOLDER, folder)
        .env(STEP, first.to_string())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(agent.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut heard = lines.filter_map(|line| {
        let (step, word) = line.strip_prefix("answer ")?.split_once(' ')?;
        assert_eq!(word, "valid", "{line}");
        Some(step.parse().unwrap())
    });
    let mut answered: Vec<i64> = heard.by_ref().take(answers).collect();
    assert_eq!(answered.len(), answers, "the agent works");
    match when {
        When::After(while_) => thread::sleep(*while_),
        When::OnceSpent => {
            let begun = Instant::now();
            let spent = survivor.last_step();
            while survivor.last_step() == spent && begun.elapsed() < Duration::from_secs(10) {}
        }
    }
    agent.kill().unwrap();
    agent.wait().unwrap();
    answered.extend(heard);
    answered
}

#[test]
fn a_code_spent_by_a_killed_console_is_never_accepted_again() {
    let folder = tempfile::tempdir().unwrap();
    furnish(folder.path());
    let now = Arc::new(AtomicI64::new(FIRST));
    let survivor = Console::open(folder.path(), &now);
    let (mut given, mut burnt, mut untouched) = (0, 0, 0);
    for round in 0..KILLED {
        let first = FIRST + (round + 1) * (SHIFT + STRIDE);
        let when = match round % 2 {
            0 => When::OnceSpent,
            _ => When::After(Duration::from_micros(u64::try_from(round * 977 % 20_000).unwrap())),
        };
        let answers = 1 + usize::try_from(round % 3).unwrap();
        let answered = killed_at_work(&survivor, folder.path(), first, answers, &when);
        let last = *answered.last().unwrap();
        assert_eq!(answered, (first..=last).collect::<Vec<_>>());
        for step in first..=last + 2 {
            now.store(step, Ordering::SeqCst);
            let again = survivor.tested(OWN, step);
            match (answered.contains(&step), again) {
                (true, true) => panic!("step {step} was accepted twice"),
                (true, false) => given += 1,
                (false, false) => burnt += 1,
                (false, true) => untouched += 1,
            }
        }
    }
    assert_eq!(used_twice(&survivor.store), 0);
    // Whoever died at work left his last entry open: it tells that the effect is unknown.
    let journal = survivor.store.journal(u32::MAX).unwrap();
    let open = journal.iter().filter(|entry| entry.outcome.is_none()).count();
    assert!(open <= usize::try_from(KILLED).unwrap());
    assert!(journal.len() >= given + burnt, "no code is spent without an entry");
    println!(
        "{given} answered, {burnt} burnt without an answer, {untouched} not reached, {open} entries open"
    );
    assert!(burnt > 0 && untouched > 0, "{burnt} burnt, {untouched} not reached: both must be seen");
}
