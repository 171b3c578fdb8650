//! A code is accepted once, whoever comes at the same moment and whoever is killed in between.
//!
//! Two consoles, each with its own handle on one store, go through a barrier and spend the same
//! code: two agents, an agent and the holder at the portal, the holder twice. The clock is given,
//! so nobody waits for a step to pass. `GUICHET_RACES` sets how many races are run: 10,000 take two
//! minutes in a development build.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;

use guichet::backend::Fault;
use guichet::domain::key::KeyAct;
use guichet::store::Store;

use office::{
    CLAIRE, Console, FIRST, JEAN, Move, OWN, STOCKED, STRIDE, furnish, order, quick_folder, used_twice,
};

mod killed;
mod office;
mod slots;

/// As many as a development build runs in some seconds.
const RACES: i64 = 1_000;

fn races() -> i64 {
    std::env::var("GUICHET_RACES").map_or(RACES, |count| count.parse().expect("GUICHET_RACES is a number"))
}

/// Who meets whom; every race takes the next line.
const MEETINGS: [[Move; 2]; 8] = [
    [Move::Agent, Move::Agent],
    [Move::Agent, Move::Holder],
    [Move::Agent, Move::Agent],
    [Move::Holder, Move::Agent],
    [Move::Agent, Move::AgentOnTheOtherKey],
    [Move::Holder, Move::Holder],
    [Move::AgentOnTheOtherKey, Move::Holder],
    [Move::Resync, Move::Agent],
];

/// Two consoles make their moves at once, `rounds` times. `play(console, side, round)` makes one.
fn race<T: Send>(folder: &Path, rounds: i64, play: impl Fn(&Console, usize, i64) -> T + Sync) -> Vec<[T; 2]> {
    let step = Arc::new(AtomicI64::new(FIRST));
    let line = Barrier::new(2);
    let run = |side: usize| {
        let console = Console::open(folder, &step);
        let moves = (0..rounds).map(|round| {
            // Both are done with the round before; then the clock moves, then both start.
            if line.wait().is_leader() {
                step.store(FIRST + (round + 1) * STRIDE, Ordering::SeqCst);
            }
            line.wait();
            // A failed assertion must not leave the other side waiting.
            catch_unwind(AssertUnwindSafe(|| play(&console, side, round)))
        });
        moves.collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        let [one, two] = [0, 1].map(|side| scope.spawn(move || run(side))).map(|side| side.join().unwrap());
        let sound = |answer: thread::Result<T>| answer.unwrap_or_else(|panic| resume_unwind(panic));
        one.into_iter().zip(two).map(|(one, two)| [one, two].map(sound)).collect()
    })
}

#[test]
fn of_two_who_spend_one_code_exactly_one_is_accepted() {
    let folder = quick_folder();
    furnish(folder.path());
    let meeting = |round: i64| MEETINGS[usize::try_from(round).unwrap() % MEETINGS.len()];
    let answers = race(folder.path(), races(), |console, side, round| {
        let step = FIRST + (round + 1) * STRIDE;
        console.accepted(meeting(round)[side], step)
    });
    for (round, answer) in (0..).zip(&answers) {
        let accepted = answer.iter().filter(|accepted| **accepted).count();
        assert_eq!(accepted, 1, "race {round}, {:?}: {answer:?}", meeting(round));
    }
    let store = Store::open(folder.path(), None).unwrap();
    assert_eq!(used_twice(&store), 0);
    let first = answers.iter().filter(|answer| answer[0]).count();
    println!("{} races, {first} won by the first console", answers.len());
}

/// One key in stock, promised to two people at once: one gets it, the other agent hears who.
#[test]
fn of_two_who_give_one_key_exactly_one_does() {
    let folder = quick_folder();
    furnish(folder.path());
    let takers = [CLAIRE, JEAN];
    let answers = race(folder.path(), races() * 2, |console, side, round| {
        if round % 2 == 0 {
            return console.act(order(KeyAct::Assign, STOCKED, takers[side]));
        }
        // Between two races whoever has the key gives it back; the other is refused.
        console.act(order(KeyAct::Unassign, STOCKED, takers[side]))
    });
    for round in answers.chunks(2) {
        let winner = usize::from(round[0][1].is_ok());
        assert_eq!(round[0][winner], Ok(()), "{:?}", round[0]);
        let holder = takers[winner].to_owned();
        assert_eq!(round[0][1 - winner], Err(Fault::Taken { holder }));
        assert_eq!(round[1].iter().filter(|answer| answer.is_ok()).count(), 1, "{:?}", round[1]);
    }
}

/// One key suspended twice at once: one agent did it, the other hears that it is.
#[test]
fn of_two_who_do_the_same_to_one_key_exactly_one_does() {
    let folder = quick_folder();
    furnish(folder.path());
    let answers = race(folder.path(), races() * 2, |console, _, round| {
        let act = if round % 2 == 0 { KeyAct::Suspend } else { KeyAct::Enable };
        console.act(order(act, OWN, CLAIRE))
    });
    for answer in &answers {
        assert_eq!(answer.iter().filter(|answer| answer.is_ok()).count(), 1, "{answer:?}");
        assert!(answer.iter().any(|answer| matches!(answer, Err(Fault::State(_)))), "{answer:?}");
    }
}
