#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use super::*;
use crate::domain::key::KeyAct;
use crate::domain::moment::Span;
use crate::domain::notice::{Known, Notice, Told};
use crate::domain::ticket::Uuid;
use crate::notify::Reply;
use crate::store::journal::Intent;

const NOW: Moment = Moment::from_secs(1_795_000_000);

/// A route that answers as it is told, and well when nothing is left to be told.
#[derive(Default)]
struct Road {
    fates: Mutex<VecDeque<Result<(), RouteFault>>>,
    carried: Mutex<Vec<Uuid>>,
    /// What an agent does while the next one is under way.
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl Route for Road {
    fn send(&self, notice: Notice) -> Reply<'_, ()> {
        self.carried.lock().unwrap().push(notice.uuid);
        if let Some(deed) = self.meanwhile.lock().unwrap().take() {
            deed();
        }
        let fate = self.fates.lock().unwrap().pop_front().unwrap_or(Ok(()));
        Box::pin(async { fate })
    }
}

struct Scene {
    road: Arc<Road>,
    store: Arc<Store>,
    now: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Scene {
    /// So many acts done, nobody told yet.
    fn new(notices: u8, fates: Vec<Result<(), RouteFault>>) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        for byte in 1..=notices {
            let telling = Ok(notice(byte));
            let entry = store.begin_act(NOW, &Intent::default(), Some(&telling)).unwrap();
            store.end_act(entry, NOW, ("done", Known::Done), Some(&telling)).unwrap();
        }
        let road = Arc::new(Road { fates: Mutex::new(fates.into()), ..Road::default() });
        Self { road, store, now: Arc::new(AtomicI64::new(NOW.millis())), _folder: folder }
    }

    fn round(&self) -> Round {
        let now = self.now.clone();
        let clock: Clock = Arc::new(move || Moment::from_millis(now.load(Ordering::SeqCst)));
        let courier = Courier::new(self.store.clone(), self.road.clone(), clock);
        tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(courier.round()).unwrap()
    }

    fn later(&self, span: Span) -> &Self {
        self.now.fetch_add(span.as_millis(), Ordering::SeqCst);
        self
    }

    fn carried(&self) -> usize {
        self.road.carried.lock().unwrap().len()
    }

    fn told(&self) -> Vec<Told> {
        self.store.journal(9).unwrap().into_iter().rev().filter_map(|entry| entry.told).collect()
    }
}

fn notice(byte: u8) -> Notice {
    Notice {
        uuid: Uuid::from_random([byte; 16]),
        act: KeyAct::Enable,
        at: NOW + Span::secs(i64::from(byte)),
        to: "c@ac-nantes.fr".to_owned(),
        name: String::new(),
        academy: "nantes".to_owned(),
        login: "c".to_owned(),
        serial: "1".to_owned(),
        successor: String::new(),
    }
}

fn unsent() -> Result<(), RouteFault> {
    Err(RouteFault::Unsent("no connection".to_owned()))
}

#[test]
fn what_is_due_leaves_once_the_oldest_first() {
    let scene = Scene::new(2, vec![]);
    assert_eq!(scene.round(), Round { sent: 2, ..Round::default() });
    assert_eq!(scene.round(), Round::default());
    assert_eq!(*scene.road.carried.lock().unwrap(), [notice(1).uuid, notice(2).uuid]);
    assert_eq!(scene.told(), [Told::Sent(NOW); 2]);
}

/// A round may last minutes: what an agent takes out in it does not leave.
#[test]
fn what_is_taken_out_during_a_round_is_not_sent() {
    let scene = Scene::new(2, vec![]);
    let store = scene.store.clone();
    *scene.road.meanwhile.lock().unwrap() =
        Some(Box::new(move || store.give_up_notice(&notice(2).uuid).unwrap()));
    assert_eq!(scene.round(), Round { sent: 1, ..Round::default() });
    assert_eq!((scene.carried(), scene.told()), (1, vec![Told::Sent(NOW), Told::GivenUp]));
}

/// A server that is down for two days: tried with longer and longer waits, one notice a round, and none is lost.
#[test]
fn a_server_that_is_down_gets_everything_when_it_is_back() {
    let scene = Scene::new(3, (0..2_000).map(|_| unsent()).collect());
    let mut rounds = 0;
    while scene.now.load(Ordering::SeqCst) < (NOW + Span::days(2)).millis() {
        let before = scene.carried();
        let round = scene.round();
        assert!((round.left, round.stuck) == (3, 0) && scene.carried() - before <= 1);
        let wait = round.next.unwrap() - Moment::from_millis(scene.now.load(Ordering::SeqCst));
        scene.later(Span::millis(wait.as_millis().max(1)));
        rounds += 1;
    }
    assert!((200..2_000).contains(&rounds), "{rounds}");
    assert!(scene.told().iter().all(|told| *told == Told::Waiting));
    scene.road.fates.lock().unwrap().clear();
    let mut sent = 0;
    for _ in 0..3 {
        sent += scene.later(Span::minutes(20)).round().sent;
    }
    assert_eq!((sent, scene.store.notice_count().unwrap()), (3, 0));
}

#[test]
fn a_refused_one_waits_for_the_agent_and_holds_up_no_other() {
    let scene = Scene::new(2, vec![Err(RouteFault::Refused("550 5.1.1 Adresse inconnue".to_owned()))]);
    let round = scene.round();
    assert_eq!((round.sent, round.left, round.stuck, round.next), (1, 1, 1, None));
    assert_eq!(scene.told()[0], Told::Refused);
    assert!(matches!(scene.told()[1], Told::Sent(_)));
    assert_eq!(scene.store.notices().unwrap().whole[0].words, "550 5.1.1 Adresse inconnue");
    // Said once: a later round finds it as it was.
    assert_eq!(scene.later(Span::days(1)).round(), Round { left: 1, ..Round::default() });
    scene.store.notice_again(&notice(1).uuid, NOW).unwrap();
    assert_eq!(scene.round().sent, 1);
}

/// Sent again by itself: to the holder it is the same message.
#[test]
fn a_lost_answer_is_followed_by_the_same_message() {
    let scene = Scene::new(1, vec![Err(RouteFault::Doubtful)]);
    let round = scene.round();
    assert_eq!((round.sent, round.left, round.stuck), (0, 1, 0));
    assert_eq!(scene.later(Span::minutes(1)).round().sent, 1);
    assert_eq!(*scene.road.carried.lock().unwrap(), [notice(1).uuid, notice(1).uuid]);
}

#[test]
fn a_server_that_never_answers_gets_three_and_no_more() {
    let scene = Scene::new(1, (0..9).map(|_| Err(RouteFault::Doubtful)).collect());
    for _ in 0..9 {
        scene.round();
        scene.later(Span::minutes(20));
    }
    assert_eq!((scene.carried(), scene.told()), (3, vec![Told::Doubtful]));
}

#[test]
fn without_a_login_everything_waits_and_nothing_is_in_doubt() {
    for fault in [RouteFault::LoginOver, RouteFault::WrongLogin] {
        let scene = Scene::new(2, vec![Err(fault)]);
        let round = scene.round();
        assert!(round.login_over && round.left == 2 && round.next.is_none(), "{round:?}");
        assert_eq!(scene.carried(), 1, "the second would meet the same");
        assert!(scene.store.notices().unwrap().whole.iter().all(|one| one.errand.doubts == 0));
        assert_eq!(scene.round().sent, 2);
    }
}

/// A notice whose act is not known done is not sent, however long it waits.
#[test]
fn what_is_held_is_not_sent() {
    let scene = Scene::new(0, vec![]);
    scene.store.begin_act(NOW, &Intent::default(), Some(&Ok(notice(1)))).unwrap();
    let round = scene.later(Span::days(9)).round();
    assert_eq!((round.sent, round.left, scene.carried()), (0, 1, 0));
    assert!(round.next.is_some());
}

#[test]
fn another_console_at_it_leaves_nothing_to_do() {
    let scene = Scene::new(1, vec![]);
    let held = scene.store.hold_notices().unwrap();
    let round = scene.round();
    assert_eq!((round.sent, round.left, scene.carried()), (0, 1, 0));
    drop(held);
    assert_eq!(scene.round().sent, 1);
}
