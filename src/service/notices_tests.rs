#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use tempfile::TempDir;

use super::*;
use crate::backend::local::Local;
use crate::backend::{
    Abilities, Caution, Clock, Find, Found, Part, Reply as Answer, Scope, Seen, Test, Trouble,
};
use crate::desk::local::LocalDesk;
use crate::domain::key::Key;
use crate::domain::moment::{Moment, Span};
use crate::domain::notice::Told;
use crate::domain::otp::Shape;
use crate::domain::person::{Card, Event, Loose};
use crate::domain::secret::Secret;
use crate::domain::verdict::Verdict;
use crate::keyfile::{KeyRow, PersonRow};
use crate::notify::{Reply, RouteFault};
use crate::store::Store;

const NOW: Moment = Moment::from_secs(1_795_514_600);

/// How an order ends.
#[derive(Clone, Debug)]
enum End {
    /// As it should.
    Well,
    /// Done, and this is what the console hears.
    Done(Fault),
    /// Not done, and this is what the console hears.
    Not(Fault),
}

/// The embedded backend with ends of its own.
struct Odd {
    inner: Local,
    end: Mutex<End>,
    /// The directory cannot be read.
    blind: Mutex<bool>,
}

impl TokenBackend for Odd {
    fn abilities(&self) -> Abilities {
        self.inner.abilities()
    }
    fn find(&self, find: Find) -> Answer<'_, Found> {
        self.inner.find(find)
    }
    fn card(&self, login: String) -> Answer<'_, Card> {
        match *self.blind.lock().unwrap() {
            true => Box::pin(async { Err(Fault::Unreachable { why: Trouble::Refused }) }),
            false => self.inner.card(login),
        }
    }
    fn key(&self, serial: String) -> Answer<'_, Key> {
        self.inner.key(serial)
    }
    fn stock(&self, part: String) -> Answer<'_, Vec<Key>> {
        self.inner.stock(part)
    }
    fn follow(&self, login: String, after: i64) -> Answer<'_, Vec<Event>> {
        self.inner.follow(login, after)
    }
    fn loose(&self) -> Answer<'_, Vec<Loose>> {
        self.inner.loose()
    }
    fn act(&self, order: Order) -> Answer<'_, Option<Caution>> {
        let end = self.end.lock().unwrap().clone();
        Box::pin(async move {
            match end {
                End::Well => self.inner.act(order).await,
                End::Not(fault) => Err(fault),
                End::Done(fault) => {
                    self.inner.act(order).await?;
                    Err(fault)
                }
            }
        })
    }
    fn test(&self, test: Test) -> Answer<'_, Verdict> {
        self.inner.test(test)
    }
    fn draw(&self, scope: Scope, after: String) -> Answer<'_, Part> {
        self.inner.draw(scope, after)
    }
}

/// A route that keeps what it is given.
#[derive(Default)]
struct Mailbox {
    letters: Mutex<Vec<Notice>>,
}

impl Route for Mailbox {
    fn send(&self, notice: Notice) -> Reply<'_, ()> {
        self.letters.lock().unwrap().push(notice);
        Box::pin(async { Ok::<(), RouteFault>(()) })
    }
}

struct Scene {
    service: Service,
    odd: Arc<Odd>,
    letters: Arc<Mailbox>,
    now: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Scene {
    /// One holder of one key, at this address of the directory; another key in stock.
    fn new(mail: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let now = Arc::new(AtomicI64::new(NOW.millis()));
        let own = now.clone();
        let clock: Clock = Arc::new(move || Moment::from_millis(own.load(Ordering::SeqCst)));
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let key = |serial: &str| KeyRow {
            serial: serial.to_owned(),
            maker: String::new(),
            shape: Shape::COMMON,
            seed: Secret::new(b"12345678901234567890".to_vec()),
            counter: 0,
            starts: None,
            expires: None,
            line: 1,
        };
        store.import_keys(&["1001", "1002"].map(key), NOW).unwrap();
        let person = PersonRow {
            login: "cdupont".to_owned(),
            family: "Dupont".to_owned(),
            given: "Claire".to_owned(),
            mail: mail.to_owned(),
            academy: "nantes".to_owned(),
            serials: vec!["1001".to_owned()],
            ..PersonRow::default()
        };
        store.import_people(&[person], NOW).unwrap();
        let inner = Local::new(store.clone(), clock.clone());
        let odd = Arc::new(Odd { inner, end: Mutex::new(End::Well), blind: Mutex::new(false) });
        let letters = Arc::new(Mailbox::default());
        let desk = Arc::new(LocalDesk::new(store.clone(), clock.clone()));
        let service = Service::new(odd.clone(), desk, store, clock, "m.durand".to_owned());
        Self { service: service.with_way(Ok(letters.clone())), odd, letters, now, _folder: folder }
    }

    fn ends(&self, end: End) {
        *self.odd.end.lock().unwrap() = end;
    }

    fn later(&self, span: Span) {
        self.now.fetch_add(span.as_millis(), Ordering::SeqCst);
    }

    fn orders(&self, act: KeyAct) -> Result<Outcome, Failure> {
        let order = order(act);
        wait(self.service.write(Write::Act { order, reason: "PIN oublié".to_owned() }))
    }

    fn tells(&self) -> Round {
        match wait(self.service.write(Write::Tell)) {
            Ok(Outcome::Told(round)) => round,
            _ => panic!("not told"),
        }
    }

    /// Acts that letters were sent about.
    fn letters(&self) -> Vec<KeyAct> {
        self.letters.letters.lock().unwrap().iter().map(|notice| notice.act).collect()
    }

    fn told(&self) -> Vec<Option<Told>> {
        self.service.store.journal(9).unwrap().into_iter().rev().map(|entry| entry.told).collect()
    }
}

fn order(act: KeyAct) -> Order {
    Order {
        act,
        serial: "1001".to_owned(),
        login: "cdupont".to_owned(),
        successor: "1002".to_owned(),
        activation: false,
        codes: None,
        agent: "m.durand".to_owned(),
    }
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn announced(outcome: Result<Outcome, Failure>) -> Option<Announced> {
    match outcome {
        Ok(Outcome::Acted { telling, .. }) => telling,
        _ => panic!("not done"),
    }
}

fn no_answer(seen: Seen) -> Fault {
    Fault::NoAnswer { why: Trouble::Interrupted, seen }
}

const MAIL: &str = "claire.dupont@ac-nantes.fr";

#[test]
fn an_act_that_is_done_is_told_at_the_directorys_address() {
    let scene = Scene::new(MAIL);
    let said = announced(scene.orders(KeyAct::ClearPin));
    assert_eq!(said, Some(Announced::To("c…t@ac-nantes.fr".to_owned())));
    assert_eq!(scene.told(), [Some(Told::Waiting)]);
    assert_eq!(scene.tells(), Round { sent: 1, ..Round::default() });
    assert_eq!(scene.told(), [Some(Told::Sent(NOW))]);
    let letter = scene.letters.letters.lock().unwrap()[0].clone();
    assert_eq!((letter.to.as_str(), letter.name.as_str()), (MAIL, "Claire Dupont"));
    assert_eq!((letter.at, letter.academy.as_str(), letter.serial.as_str()), (NOW, "nantes", "1001"));
}

#[test]
fn what_only_shuts_is_not_told() {
    let scene = Scene::new(MAIL);
    assert_eq!(announced(scene.orders(KeyAct::Suspend)), None);
    assert!(announced(scene.orders(KeyAct::Enable)).is_some());
    scene.later(Span::secs(1));
    assert!(announced(scene.orders(KeyAct::Replace)).is_some());
    scene.tells();
    assert_eq!(scene.letters(), [KeyAct::Enable, KeyAct::Replace]);
    assert_eq!(scene.told()[0], None);
}

#[test]
fn what_was_refused_or_surely_not_done_is_not_told() {
    let scene = Scene::new(MAIL);
    for fault in [
        Fault::Refused("non".to_owned()),
        Fault::Forbidden("non".to_owned()),
        Fault::Unreachable { why: Trouble::Refused },
        Fault::Busy,
        Fault::NotFound,
        Fault::LoginOver,
    ] {
        scene.ends(End::Not(fault.clone()));
        assert!(scene.orders(KeyAct::ClearPin).is_err());
        assert_eq!(scene.service.store.notice_count().unwrap(), 0, "{fault:?}");
    }
    scene.later(Span::days(1));
    scene.tells();
    assert!(scene.letters().is_empty() && scene.told().iter().all(Option::is_none));
}

/// No answer: whether it was done is looked up, in its time, in what the server recorded.
#[test]
fn what_nobody_knows_is_told_only_if_the_server_shows_it() {
    let broken = Fault::Broken("x".to_owned());
    let half = || Fault::HalfDone { why: Box::new(Fault::Busy) };
    for (act, fault) in [
        (KeyAct::ClearPin, no_answer(Seen::Nothing)),
        (KeyAct::ClearPin, no_answer(Seen::Unchanged)),
        (KeyAct::ClearPin, broken),
        (KeyAct::Replace, half()),
    ] {
        for (end, sent) in [(End::Done(fault.clone()), 1), (End::Not(fault.clone()), 0)] {
            let scene = Scene::new(MAIL);
            scene.ends(end);
            assert!(scene.orders(act).is_err());
            assert_eq!(scene.told(), [Some(Told::Unknown)]);
            let round = scene.tells();
            assert_eq!((round.sent, round.left), (0, 1), "too early: {fault:?}");
            assert_eq!(round.next, Some(NOW + crate::domain::notice::PATIENCE));
            scene.later(Span::minutes(11));
            assert_eq!((scene.tells().sent, scene.letters().len()), (sent, sent as usize), "{fault:?}");
            let told = scene.told()[0].unwrap();
            assert!(
                if sent == 1 { matches!(told, Told::Sent(_)) } else { told == Told::Doubtful },
                "{told:?}"
            );
        }
    }
}

/// The first part is what the holder is told of.
#[test]
fn what_was_done_in_part_is_told() {
    let scene = Scene::new(MAIL);
    scene.ends(End::Done(Fault::HalfDone { why: Box::new(Fault::Busy) }));
    assert!(scene.orders(KeyAct::ClearPin).is_err());
    assert_eq!((scene.tells().sent, scene.letters()), (1, vec![KeyAct::ClearPin]));
}

/// kill -9 between the server's yes and the end of the act's line: the next console tells it.
#[test]
fn a_console_that_died_after_the_act_has_told_nobody_and_the_next_one_does() {
    for act in [KeyAct::ClearPin, KeyAct::Replace] {
        let scene = Scene::new(MAIL);
        let telling = wait(scene.service.notice(scene.odd.as_ref(), &order(act)));
        scene.service.store.begin_act(NOW, &Default::default(), Some(&telling)).unwrap();
        wait(scene.odd.act(order(act))).unwrap();
        // Here it dies.
        assert_eq!(scene.tells().sent, 0);
        scene.later(Span::minutes(10));
        assert_eq!((scene.tells().sent, scene.letters()), (1, vec![act]));
    }
}

/// The same before the order left: nothing shows it, and the agent decides.
#[test]
fn a_console_that_died_before_the_act_leaves_it_to_the_agent() {
    let scene = Scene::new(MAIL);
    let telling = wait(scene.service.notice(scene.odd.as_ref(), &order(KeyAct::ClearPin)));
    scene.service.store.begin_act(NOW, &Default::default(), Some(&telling)).unwrap();
    scene.later(Span::minutes(10));
    *scene.odd.blind.lock().unwrap() = true;
    assert_eq!((scene.tells().left, scene.told()), (1, vec![Some(Told::Unknown)]), "not to be asked now");
    *scene.odd.blind.lock().unwrap() = false;
    scene.later(Span::minutes(30));
    assert_eq!((scene.tells().left, scene.told()), (1, vec![Some(Told::Doubtful)]));
    let pending = scene.service.store.notices().unwrap().whole.remove(0);
    assert_eq!(pending.words, UNPROVED);
    let uuid = pending.notice.uuid;
    let given_up = wait(scene.service.write(Write::Notice { uuid, what: Fate::GiveUp }));
    assert!(matches!(given_up, Ok(Outcome::NoticeGivenUp)));
    assert_eq!(scene.told(), [Some(Told::GivenUp), None]);
    assert_eq!(scene.service.store.journal(1).unwrap()[0].intent.act, "give-up-notice");
}

#[test]
fn the_agent_sends_what_the_server_does_not_show() {
    let scene = Scene::new(MAIL);
    scene.ends(End::Not(no_answer(Seen::Nothing)));
    assert!(scene.orders(KeyAct::ClearPin).is_err());
    let uuid = scene.service.store.notices().unwrap().whole[0].notice.uuid.clone();
    let again = || wait(scene.service.write(Write::Notice { uuid: uuid.clone(), what: Fate::Again }));
    assert!(matches!(again(), Ok(Outcome::Told(round)) if round.sent == 0), "it is looked for first");
    scene.later(Span::minutes(10));
    scene.tells();
    assert!(matches!(again(), Ok(Outcome::Told(round)) if round.sent == 1));
}

#[test]
fn why_nobody_is_told_is_in_the_journal_and_on_the_screen() {
    let cases = [("", Why::NoAddress), (" ", Why::NoAddress), ("claire dupont", Why::BadAddress)];
    for (mail, why) in cases {
        let scene = Scene::new(mail);
        assert_eq!(announced(scene.orders(KeyAct::ClearPin)), Some(Announced::Not(why)), "{mail:?}");
        assert_eq!((scene.told(), scene.tells().left), (vec![Some(Told::Not(why))], 0));
    }
    let scene = Scene::new(MAIL);
    *scene.odd.blind.lock().unwrap() = true;
    assert_eq!(announced(scene.orders(KeyAct::ClearPin)), Some(Announced::Not(Why::Unread)));
    for why in [Why::NoRoute, Why::Demo] {
        let scene = Scene::new(MAIL);
        let service = scene.service.clone().with_way(Err(why));
        let reason = "PIN oublié".to_owned();
        let done = wait(service.write(Write::Act { order: order(KeyAct::ClearPin), reason }));
        assert_eq!(announced(done), Some(Announced::Not(why)));
        assert_eq!(scene.told(), [Some(Told::Not(why))]);
    }
}
