#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::VecDeque;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::desk::{Abilities, Filter, Places, Reply, TicketPage};
use crate::domain::delivery::PATIENCE;
use crate::domain::moment::Span;
use crate::domain::ticket::{Audience, Draft, Remark, Ticket};

/// What befalls an exchange with the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Nothing.
    Well,
    /// The desk is not reached.
    Down,
    /// What was sent never arrives, and neither does an answer.
    CutBefore,
    /// It arrives, a second later; the answer does not.
    CutAfter,
    /// The desk says no.
    No,
    /// The login is over.
    Out,
    /// The console is killed while it waits; what was sent arrives.
    Killed,
}

/// A desk like the real ones: no names of requests, two tickets from two equal requests.
struct Counter {
    once: Once,
    fates: Mutex<VecDeque<Fate>>,
    /// Name and time from which it can be found.
    filed: Mutex<Vec<(Uuid, Moment)>>,
    asked: Mutex<Vec<&'static str>>,
    /// What an agent does while the next thing is under way.
    meanwhile: Mutex<Option<Box<dyn FnOnce() + Send>>>,
    now: Arc<AtomicI64>,
}

impl Counter {
    fn now(&self) -> Moment {
        Moment::from_millis(self.now.load(Ordering::SeqCst))
    }

    fn fate(&self) -> Fate {
        self.fates.lock().unwrap().pop_front().unwrap_or(Fate::Well)
    }

    fn keep(&self, uuid: Uuid, after: Span) -> TicketId {
        let mut filed = self.filed.lock().unwrap();
        filed.push((uuid, self.now() + after));
        TicketId::new(filed.len().to_string())
    }

    fn take(&self, what: &'static str, uuid: Uuid) -> Reply<'_, TicketId> {
        self.asked.lock().unwrap().push(what);
        if let Some(deed) = self.meanwhile.lock().unwrap().take() {
            deed();
        }
        let fate = self.fate();
        Box::pin(async move {
            match fate {
                Fate::Well => Ok(self.keep(uuid, Span::secs(0))),
                Fate::Down => Err(DeskFault::Unreachable("down".to_owned())),
                Fate::CutBefore => Err(DeskFault::Doubtful),
                Fate::CutAfter => {
                    self.keep(uuid, Span::secs(1));
                    Err(DeskFault::Doubtful)
                }
                Fate::No => Err(DeskFault::Refused("champ interdit".to_owned())),
                Fate::Out => Err(DeskFault::LoginOver),
                Fate::Killed => {
                    self.keep(uuid, Span::secs(1));
                    std::future::pending().await
                }
            }
        })
    }

    fn find(&self, uuid: &Uuid) -> Result<Vec<TicketId>, DeskFault> {
        self.asked.lock().unwrap().push("look");
        match self.fate() {
            Fate::Well | Fate::No => {}
            Fate::Out => return Err(DeskFault::LoginOver),
            _ => return Err(DeskFault::Unreachable("down".to_owned())),
        }
        let filed = self.filed.lock().unwrap();
        let seen = (1..).zip(filed.iter()).filter(|(_, (name, at))| name == uuid && *at <= self.now());
        Ok(seen.map(|(id, _): (u32, _)| TicketId::new(id.to_string())).collect())
    }
}

impl TicketDesk for Counter {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "counter",
            read: true,
            notes: true,
            replies: true,
            changes: &[],
            files: 0,
            once: self.once,
            sends: true,
            logs_in: false,
        }
    }
    fn file(&self, filing: Filing) -> Reply<'_, TicketId> {
        self.take("file", filing.draft.uuid)
    }
    fn unkept(&self, _id: &TicketId) -> Vec<Unkept> {
        vec![Unkept::Unread]
    }
    fn find_by_uuid(&self, uuid: Uuid) -> Reply<'_, Vec<TicketId>> {
        Box::pin(async move { self.find(&uuid) })
    }
    fn list(&self, _filter: Filter, _page: u32) -> Reply<'_, TicketPage> {
        Box::pin(async { Err(DeskFault::NotFound) })
    }
    fn ticket(&self, _id: TicketId) -> Reply<'_, Ticket> {
        Box::pin(async { Err(DeskFault::NotFound) })
    }
    fn note(&self, remark: Remark) -> Reply<'_, ()> {
        let taken = self.take("note", remark.uuid);
        Box::pin(async { taken.await.map(drop) })
    }
    fn find_note(&self, _ticket: TicketId, uuid: Uuid) -> Reply<'_, bool> {
        Box::pin(async move { Ok(!self.find(&uuid)?.is_empty()) })
    }
    fn change(&self, _change: Change) -> Reply<'_, ()> {
        Box::pin(async { Err(DeskFault::NotFound) })
    }
    fn places(&self) -> Reply<'_, Places> {
        Box::pin(async { Ok(Places::default()) })
    }
}

/// An outbox, a desk and a clock that moves on command.
struct Office {
    _folder: TempDir,
    store: Arc<Store>,
    desk: Arc<Counter>,
    clock: Clock,
    now: Arc<AtomicI64>,
    runtime: tokio::runtime::Runtime,
}

fn uuid(byte: u8) -> Uuid {
    Uuid::from_random([byte; 16])
}

impl Office {
    fn new(once: Once, fates: &[Fate]) -> Self {
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(folder.path(), None).unwrap());
        let now = Arc::new(AtomicI64::new(1_795_000_000_000));
        let ticks = now.clone();
        let clock: Clock = Arc::new(move || Moment::from_millis(ticks.load(Ordering::SeqCst)));
        let desk = Arc::new(Counter {
            once,
            fates: Mutex::new(fates.iter().copied().collect()),
            filed: Mutex::default(),
            asked: Mutex::default(),
            meanwhile: Mutex::default(),
            now: now.clone(),
        });
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        Self { _folder: folder, store, desk, clock, now, runtime }
    }

    fn writes(&self, byte: u8) -> &Self {
        let parcel = Parcel::Ticket(Draft::new(uuid(byte), "nantes"));
        self.store.queue("m.durand", &parcel, &[], (self.clock)()).unwrap();
        self
    }

    fn waits(&self, span: Span) -> &Self {
        self.now.fetch_add(span.as_millis(), Ordering::SeqCst);
        self
    }

    /// One round; `None` if the console is killed in it.
    fn round(&self) -> Option<Round> {
        let sender = Sender::new(self.store.clone(), self.desk.clone(), self.clock.clone());
        let deaths = || self.desk.fates.lock().unwrap().iter().filter(|fate| **fate == Fate::Killed).count();
        let before = deaths();
        if before == 0 {
            return Some(self.runtime.block_on(sender.round(None)).unwrap());
        }
        self.runtime.block_on(async {
            let rest = |millis| tokio::time::sleep(std::time::Duration::from_millis(millis));
            let killed = async {
                while deaths() == before {
                    rest(1).await;
                }
                // Time to end for a round that only asked.
                rest(40).await;
            };
            tokio::select! {
                biased;
                round = sender.round(None) => Some(round.unwrap()),
                () = killed => None,
            }
        })
    }

    fn asked(&self) -> Vec<&'static str> {
        std::mem::take(&mut *self.desk.asked.lock().unwrap())
    }

    fn filed(&self, byte: u8) -> usize {
        self.desk.filed.lock().unwrap().iter().filter(|(name, _)| *name == uuid(byte)).count()
    }
}

#[test]
fn what_waits_leaves_in_its_order_and_is_known_afterwards() {
    let office = Office::new(Once::LookUp, &[]);
    office.writes(1).waits(Span::secs(1)).writes(2);
    let round = office.round().unwrap();
    let sent = [(uuid(1), TicketId::new("1")), (uuid(2), TicketId::new("2"))];
    assert_eq!((round.sent.as_slice(), round.left, round.next), (sent.as_slice(), 0, None));
    assert_eq!(office.store.posted(&uuid(2)).unwrap(), Some(TicketId::new("2")));
    let lost: Vec<_> = round.unkept.iter().map(|(id, _)| id.as_str()).collect();
    assert_eq!(lost, ["1", "2"], "what was not kept of each is told");
    // Another console held the same draft and files it now.
    office.writes(1);
    assert_eq!((office.round().unwrap().left, office.filed(1)), (0, 1));
}

/// A second after the look the ticket would have been there: the wait is what makes the look worth it.
#[test]
fn after_a_lost_answer_the_desk_is_asked_before_anything_is_sent_again() {
    let office = Office::new(Once::LookUp, &[Fate::CutAfter, Fate::Well]);
    let round = office.writes(1).round().unwrap();
    assert_eq!((round.left, round.stuck, round.next), (1, 0, Some((office.clock)() + PATIENCE)));
    assert_eq!(office.round().unwrap().left, 1);
    assert_eq!(office.asked(), ["file"], "not before its time");
    assert_eq!(office.waits(PATIENCE).round().unwrap().sent, [(uuid(1), TicketId::new("1"))]);
    assert_eq!((office.asked(), office.filed(1)), (vec!["look"], 1));
}

#[test]
fn what_never_arrived_is_sent_again_once_the_desk_says_so() {
    let office = Office::new(Once::LookUp, &[Fate::CutBefore, Fate::Down, Fate::Well, Fate::Well]);
    office.writes(1).round();
    office.waits(PATIENCE).round();
    office.waits(Span::minutes(1)).round();
    office.waits(Span::minutes(1)).round();
    // The last look is for what a slow desk may have made of the first sending.
    assert_eq!((office.asked(), office.filed(1)), (vec!["file", "look", "look", "file", "look"], 1));
    assert_eq!(office.store.waiting_count().unwrap(), 0);
}

#[test]
fn a_console_that_is_killed_while_it_sends_sends_nothing_twice() {
    let office = Office::new(Once::LookUp, &[Fate::Killed]);
    assert_eq!(office.writes(1).round(), None);
    assert_eq!(office.round().unwrap().left, 1);
    assert_eq!(office.waits(PATIENCE).round().unwrap().left, 0);
    assert_eq!((office.asked(), office.filed(1)), (vec!["file", "look"], 1));
}

#[test]
fn what_is_refused_stays_with_the_words_and_holds_up_nothing_else() {
    let office = Office::new(Once::LookUp, &[Fate::No]);
    let round = office.writes(1).writes(2).round().unwrap();
    assert_eq!((round.sent.len(), round.left, round.stuck), (1, 1, 1));
    assert_eq!(office.store.waits(&uuid(1)).unwrap(), Some((Stage::Refused, "champ interdit".to_owned())));
    assert_eq!(office.waits(Span::days(9)).round().unwrap().sent, []);
    assert_eq!(office.asked().len(), 2, "nobody tries again what was refused");
}

/// The second would wait as long for the same silence.
#[test]
fn a_desk_that_is_down_is_asked_once_a_round() {
    let office = Office::new(Once::LookUp, &[Fate::Down]);
    let round = office.writes(1).writes(2).round().unwrap();
    assert_eq!((round.left, office.asked()), (2, vec!["file"]));
}

#[test]
fn a_login_that_is_over_changes_nothing() {
    let office = Office::new(Once::LookUp, &[Fate::Out]);
    let round = office.writes(1).round().unwrap();
    assert_eq!((round.login_over, round.left, round.next), (true, 1, None));
    assert_eq!(office.round().unwrap().sent.len(), 1, "it goes on where it stood");
}

#[test]
fn a_mail_whose_answer_is_lost_is_never_sent_again_by_itself() {
    let office = Office::new(Once::Agent, &[Fate::CutAfter]);
    let round = office.writes(1).round().unwrap();
    assert_eq!((round.left, round.stuck), (1, 1));
    office.waits(Span::days(9)).round();
    assert_eq!(
        (office.asked(), office.store.waits(&uuid(1)).unwrap().unwrap().0),
        (vec!["file"], Stage::Doubtful)
    );
}

/// What had begun may have arrived, and there is nobody to ask.
#[test]
fn a_mail_that_a_console_died_over_is_the_agents_to_settle() {
    let office = Office::new(Once::Agent, &[Fate::Killed]);
    assert_eq!(office.writes(1).round(), None);
    for _ in 0..3 {
        office.waits(Span::days(1)).round();
    }
    assert_eq!(
        (office.asked(), office.store.waits(&uuid(1)).unwrap().unwrap().0),
        (vec!["file"], Stage::Doubtful)
    );
}

#[test]
fn words_for_a_ticket_go_the_same_way() {
    let office = Office::new(Once::LookUp, &[Fate::CutAfter]);
    office.store.queue("m.durand", &remark(5), &[], (office.clock)()).unwrap();
    office.round();
    let round = office.waits(PATIENCE).round().unwrap();
    assert_eq!(round.sent, [(uuid(5), TicketId::new("77"))]);
    assert_eq!(round.unkept, [], "what became of the ticket is not theirs");
    assert_eq!((office.asked(), office.filed(5)), (vec!["note", "look"], 1));
}

fn remark(byte: u8) -> Parcel {
    Parcel::Remark(Remark {
        ticket: TicketId::new("77"),
        uuid: uuid(byte),
        author: "m.durand".to_owned(),
        audience: Audience::Requester,
        text: "rappelée".to_owned(),
    })
}

/// A round may last minutes: what an agent takes back or gives up in it does not leave as it was.
#[test]
fn what_an_agent_takes_back_during_a_round_is_not_sent() {
    let deeds: [fn(&Store); 2] = [
        |store| drop(store.take_back(&uuid(2), "m.durand", Moment::from_millis(7)).unwrap().unwrap()),
        |store| store.give_up(&uuid(2)).unwrap(),
    ];
    for deed in deeds {
        let office = Office::new(Once::LookUp, &[]);
        let store = office.writes(1).writes(2).store.clone();
        *office.desk.meanwhile.lock().unwrap() = Some(Box::new(move || deed(&store)));
        let round = office.round().unwrap();
        assert_eq!((round.sent.len(), round.left, office.asked()), (1, 0, vec!["file"]));
        assert_eq!(office.store.posted(&uuid(2)).unwrap(), None);
    }
}

/// Asked for at once, what was begun before is still looked for afterwards: a slow desk may have made it.
#[test]
fn trying_again_does_not_forget_that_something_was_begun() {
    let office = Office::new(Once::LookUp, &[Fate::CutBefore]);
    office.writes(1).round();
    office.waits(PATIENCE).round();
    office.store.again(&uuid(1), (office.clock)()).unwrap();
    assert_eq!(office.round().unwrap().sent.len(), 1);
    assert_eq!(office.asked(), ["file", "look", "file", "look"]);
}

#[test]
fn words_for_a_ticket_leave_in_the_order_in_which_they_were_written() {
    let office = Office::new(Once::LookUp, &[Fate::Down]);
    office.store.queue("m.durand", &remark(1), &[], (office.clock)()).unwrap();
    let next = office.round().unwrap().next;
    office.waits(Span::secs(1)).store.queue("m.durand", &remark(2), &[], (office.clock)()).unwrap();
    let round = office.round().unwrap();
    assert_eq!((round.sent, round.left), (vec![], 2), "the older words are not due yet");
    assert_eq!(round.next, next, "and nothing is worth a round before they are");
    let sent = office.waits(Span::minutes(1)).round().unwrap().sent;
    assert_eq!(sent.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>(), [uuid(1), uuid(2)]);
}

#[test]
fn an_outbox_has_one_sender() {
    let office = Office::new(Once::LookUp, &[]);
    let held = office.writes(1).store.hold_outbox().unwrap();
    let round = office.round().unwrap();
    assert_eq!((round.sent.len(), round.left, round.next.is_some()), (0, 1, true));
    drop(held);
    assert_eq!(office.round().unwrap().sent.len(), 1);
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        2 => Just(Fate::Well),
        3 => Just(Fate::Down),
        3 => Just(Fate::CutBefore),
        4 => Just(Fate::CutAfter),
        1 => Just(Fate::Out),
        1 => Just(Fate::Killed),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever befalls the exchanges: in the end each ticket is there, once.
    #[test]
    fn nothing_is_lost_and_nothing_is_doubled(fates in prop::collection::vec(fate(), 0..12)) {
        let office = Office::new(Once::LookUp, &fates);
        office.writes(1).writes(2);
        for _ in 0..40 {
            let next = office.round().and_then(|round| round.next);
            let wait = next.map_or(PATIENCE, |next| next - (office.clock)());
            office.waits(wait.max(Span::secs(1)));
        }
        prop_assert_eq!(office.store.waiting_count().unwrap(), 0);
        prop_assert_eq!((office.filed(1), office.filed(2)), (1, 1));
    }
}
