#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;

use super::*;
use crate::desk::{About, PAGE};
use crate::domain::moment::Moment;
use crate::domain::ticket::{Attachment, Draft, MARK, Note, Priority, State};

/// A desk whose clock ticks one second each time it is read.
fn desk_on(store: Store) -> LocalDesk {
    let ticks = AtomicI64::new(1_000);
    let clock = move || Moment::from_secs(ticks.fetch_add(1, Ordering::Relaxed));
    LocalDesk::new(Arc::new(store), Arc::new(clock))
}

fn desk(folder: &Path) -> LocalDesk {
    desk_on(Store::create(folder, None).unwrap())
}

fn wait<T>(reply: Reply<'_, T>) -> Result<T, DeskFault> {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(reply)
}

fn uuid(number: u32) -> Uuid {
    let mut bytes = [0; 16];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    Uuid::from_random(bytes)
}

fn draft(number: u32) -> Draft {
    let mut draft = Draft::new(uuid(number), "nantes");
    draft.login = "cdupont".to_owned();
    draft.set(Field::Subject, &format!("Clé perdue {number}"));
    draft.set(Field::Phone, "02 61 91 23 45");
    draft.serial_answer = SerialAnswer::Known("2600000012345".to_owned());
    draft
}

fn file(desk: &LocalDesk, draft: Draft) -> TicketId {
    wait(desk.file(Filing { draft, author: "m.durand".to_owned(), files: Vec::new() })).unwrap()
}

fn read(desk: &LocalDesk, id: &TicketId) -> Ticket {
    wait(desk.ticket(id.clone())).unwrap()
}

fn remark(ticket: &TicketId, number: u32, text: &str) -> Remark {
    let author = "p.martin".to_owned();
    let audience = Audience::Colleagues;
    Remark { ticket: ticket.clone(), uuid: uuid(number), author, audience, text: text.to_owned() }
}

/// What p.martin wants of a ticket, as it stands now.
fn change(desk: &LocalDesk, ticket: &TicketId, what: What) -> Result<(), DeskFault> {
    let seen = wait(desk.ticket(ticket.clone())).map_or(Moment::from_secs(0), |ticket| ticket.row.changed);
    wait(desk.change(Change { ticket: ticket.clone(), seen, author: "p.martin".to_owned(), what }))
}

#[test]
fn a_filed_ticket_is_read_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let id = file(&desk, draft(1));
    let ticket = read(&desk, &id);
    assert_eq!(ticket.uuid, Some(uuid(1)));
    assert_eq!(ticket.author, "m.durand");
    assert_eq!(ticket.fields, draft(1).fields());
    assert_eq!(ticket.fields[&Field::Phone], "+33261912345");
    assert_eq!(ticket.moves, State::New.moves());
    assert_eq!(ticket.notes, []);
    let row = ticket.row;
    assert_eq!((row.subject.as_str(), row.state), ("Clé perdue 1", State::New));
    assert_eq!((row.queue.as_str(), row.owner.as_str(), row.requester.as_str()), ("nantes", "", "cdupont"));
    assert_eq!(row.created, Moment::from_secs(1_000));
    assert_eq!(row.changed, row.created);
}

#[test]
fn the_same_uuid_is_the_same_ticket_whatever_else_changed() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let first = file(&desk, draft(1));
    let mut mended = draft(1);
    mended.set(Field::Subject, "Autre objet");
    assert_eq!(file(&desk, mended), first);
    assert_eq!(read(&desk, &first).row.subject, "Clé perdue 1");
    assert_eq!(wait(desk.find_by_uuid(uuid(1))), Ok(vec![first]));
    assert_eq!(wait(desk.find_by_uuid(uuid(2))), Ok(Vec::new()));
}

#[test]
fn consoles_that_file_one_draft_at_once_make_one_ticket() {
    let folder = tempfile::tempdir().unwrap();
    drop(desk(folder.path()));
    let consoles: Vec<_> = (0..4).map(|_| desk_on(Store::open(folder.path(), None).unwrap())).collect();
    thread::scope(|scope| {
        let work = consoles
            .iter()
            .map(|desk| scope.spawn(|| (0..25).map(|number| file(desk, draft(number))).collect::<Vec<_>>()));
        let answers: Vec<_> = work.collect::<Vec<_>>().into_iter().map(|work| work.join().unwrap()).collect();
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:?}");
    });
    let page = wait(consoles[0].list(Filter::default(), 0)).unwrap();
    assert_eq!(page.total, Some(25));
}

#[test]
fn secrets_are_gone_before_anything_is_filed_or_noted() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let mut typed = draft(1);
    typed.set(Field::Description, "il tape 4576768950");
    let id = file(&desk, typed);
    let said = "clé 2600000012345, mot de passe : Tournesol";
    wait(desk.note(remark(&id, 2, said))).unwrap();
    let ticket = read(&desk, &id);
    assert_eq!(ticket.fields[&Field::Description], format!("il tape {MARK}"));
    let NoteKind::Said(said) = &ticket.notes[0].what else { panic!("{:?}", ticket.notes) };
    assert_eq!(*said, format!("clé 2600000012345, mot de passe : {MARK}"));
}

#[test]
fn a_note_is_added_once_and_changes_the_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let id = file(&desk, draft(1));
    for _ in 0..3 {
        wait(desk.note(remark(&id, 2, "rappelé, ne répond pas"))).unwrap();
    }
    let ticket = read(&desk, &id);
    let at = Moment::from_secs(1_001);
    let what = NoteKind::Said("rappelé, ne répond pas".to_owned());
    assert_eq!(ticket.notes, [Note { at, author: "p.martin".to_owned(), what }]);
    assert_eq!(ticket.row.changed, at);
    let nowhere = remark(&TicketId::new("77"), 3, "x");
    assert_eq!(wait(desk.note(nowhere)), Err(DeskFault::NotFound));
}

#[test]
fn states_follow_their_table_and_what_the_agent_saw() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let id = file(&desk, draft(1));
    let stale = read(&desk, &id).row.changed;
    let go = |to| change(&desk, &id, What::State(to));
    assert_eq!(go(State::Open), Ok(()));
    let late = |what| {
        let author = "l.petit".to_owned();
        wait(desk.change(Change { ticket: id.clone(), seen: stale, author, what }))
    };
    assert_eq!(late(What::State(State::Solved)), Err(DeskFault::Conflict));
    assert_eq!(late(What::Route("rouen".to_owned())), Err(DeskFault::Conflict));
    assert_eq!(late(What::State(State::Open)), Ok(()), "it is there already");
    assert!(matches!(go(State::New), Err(DeskFault::Refused(_))));
    assert_eq!(go(State::Closed), Ok(()));
    assert!(matches!(go(State::Open), Err(DeskFault::Refused(_))));
    let ticket = read(&desk, &id);
    assert_eq!(ticket.row.state, State::Closed);
    assert_eq!(ticket.moves, []);
    let moves: Vec<_> = ticket.notes.into_iter().map(|note| note.what).collect();
    assert_eq!(moves, [NoteKind::Moved(State::Open), NoteKind::Moved(State::Closed)]);
    assert_eq!(change(&desk, &TicketId::new("77"), What::State(State::Open)), Err(DeskFault::NotFound));
}

#[test]
fn a_ticket_is_taken_given_sent_on_and_pressed_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let id = file(&desk, draft(1));
    let wants = [
        What::Take,
        What::Assign("l.petit".to_owned()),
        What::Assign(String::new()),
        What::Route("rouen".to_owned()),
        What::Priority(Priority::High),
    ];
    for what in &wants {
        assert_eq!(change(&desk, &id, what.clone()), Ok(()), "{what:?}");
        assert_eq!(change(&desk, &id, what.clone()), Ok(()), "again: {what:?}");
    }
    let ticket = read(&desk, &id);
    let told: Vec<_> = ticket.notes.iter().map(|note| note.what.told()).collect();
    let expected = [
        ("owner", "p.martin"),
        ("owner", "l.petit"),
        ("owner", ""),
        ("queue", "rouen"),
        ("priority", "high"),
    ];
    assert_eq!(told, expected);
    let row = ticket.row;
    assert_eq!((row.owner.as_str(), row.queue.as_str(), row.priority), ("", "rouen", Priority::High));
    let places = wait(desk.places()).unwrap();
    assert_eq!((places.queues, places.agents), (vec!["rouen".to_owned()], vec!["m.durand".to_owned()]));
}

/// Two who saw the same free ticket: the one who was slower is told, and nothing is taken from the other.
#[test]
fn one_of_two_takes_a_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let id = file(&desk, draft(1));
    let seen = read(&desk, &id).row.changed;
    let take = |author: &str| {
        let author = author.to_owned();
        wait(desk.change(Change { ticket: id.clone(), seen, author, what: What::Take }))
    };
    assert_eq!(
        (take("p.martin"), take("l.petit"), take("p.martin")),
        (Ok(()), Err(DeskFault::Conflict), Ok(()))
    );
    assert_eq!(change(&desk, &id, What::Take), Ok(()));
    assert_eq!(read(&desk, &id).row.owner, "p.martin");
}

/// Whichever is named first, the older one stays; the other's words and notes are in it, and its name
/// leads there.
#[test]
fn the_younger_ticket_goes_into_the_older_one() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let mut ids: Vec<_> = (1..=3).map(|number| file(&desk, draft(number))).collect();
    wait(desk.note(remark(&ids[2], 12, "rappelé"))).unwrap();
    assert_eq!(change(&desk, &ids[1], What::Merge(ids[2].clone())), Ok(()));
    assert_eq!(change(&desk, &ids[0], What::Merge(ids[2].clone())), Ok(()), "by the name of one that went");
    assert_eq!(change(&desk, &ids[2], What::Merge(ids[0].clone())), Ok(()), "so already");
    let rows = wait(desk.list(Filter::default(), 0)).unwrap().rows;
    assert_eq!(rows.iter().map(|row| &row.id).collect::<Vec<_>>(), [&ids[0]]);
    for id in ids.drain(..) {
        let ticket = read(&desk, &id);
        assert_eq!(ticket.row.id, TicketId::new("1"));
        let told: Vec<_> = ticket.notes.iter().map(|note| note.what.told()).collect();
        let expected = [
            ("said", "Clé perdue 2"),
            ("said", "Clé perdue 3"),
            ("said", "rappelé"),
            ("merged", "3"),
            ("merged", "2"),
        ];
        assert_eq!(told, expected, "{}", id.as_str());
    }
}

#[test]
fn lists_are_filtered_newest_change_first() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let mut ids: Vec<_> = (1..=3).map(|number| file(&desk, draft(number))).collect();
    let mut other = draft(4);
    other.login = "jdupont".to_owned();
    other.academy = "rouen".to_owned();
    ids.push(file(&desk, other));
    let mut nobody = draft(5);
    nobody.login = String::new();
    ids.push(file(&desk, nobody));
    change(&desk, &ids[0], What::State(State::Solved)).unwrap();

    let list = |filter: Filter| {
        let page = wait(desk.list(filter, 0)).unwrap();
        assert_eq!(page.total, Some(page.rows.len() as u64));
        page.rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    let chosen = |numbers: &[usize]| numbers.iter().map(|n| ids[*n].clone()).collect::<Vec<_>>();
    let about = |login: &str| Some(About { login: login.to_owned(), mail: String::new() });
    assert_eq!(list(Filter::default()), chosen(&[0, 4, 3, 2, 1]));
    let live = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
    assert_eq!(list(live.clone()), chosen(&[4, 3, 2, 1]));
    assert_eq!(list(Filter { about: about("cdupont"), ..live }), chosen(&[2, 1]));
    assert_eq!(list(Filter { about: about(""), ..Filter::default() }), []);
    assert_eq!(list(Filter { queue: Some("rouen".to_owned()), ..Filter::default() }), chosen(&[3]));
    let hostile = Filter { queue: Some("' OR 1=1 --".to_owned()), ..Filter::default() };
    assert_eq!(list(hostile), []);
}

#[test]
fn pages_cover_the_list_without_gap_or_overlap() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let filed = 2 * PAGE + 3;
    for number in 0..filed {
        file(&desk, draft(number));
    }
    let pages: Vec<_> = (0..4).map(|page| wait(desk.list(Filter::default(), page)).unwrap()).collect();
    let sizes: Vec<_> = pages.iter().map(|page| (page.rows.len() as u32, page.more)).collect();
    assert_eq!(sizes, [(PAGE, true), (PAGE, true), (3, false), (0, false)]);
    assert!(pages.iter().all(|page| page.total == Some(u64::from(filed))));
    let ids: std::collections::BTreeSet<_> =
        pages.iter().flat_map(|page| &page.rows).map(|row| &row.id).collect();
    assert_eq!(ids.len() as u32, filed);
    assert_eq!(wait(desk.list(Filter::default(), u32::MAX)).unwrap().rows, []);
}

#[test]
fn names_of_other_desks_are_no_tickets_here() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    file(&desk, draft(1));
    for name in ["", "0", "-1", "1x", "<a@b>", "99999999999999999999"] {
        assert_eq!(wait(desk.ticket(TicketId::new(name))), Err(DeskFault::NotFound), "{name}");
    }
}

#[test]
fn the_desk_says_what_it_can() {
    let folder = tempfile::tempdir().unwrap();
    let abilities = desk(folder.path()).abilities();
    assert!(abilities.read && abilities.notes && abilities.changes.contains(&ChangeKind::State));
    assert_eq!(abilities.once, Once::Assured);
}

#[test]
fn pictures_are_kept_sealed_with_their_ticket_and_listed_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let content = [&b"\x89PNG\r\n\x1a\n"[..], b"Coquelicot"].concat();
    let picture = Attachment::new("/home/m.durand/capture.png", content).unwrap();
    let filing = Filing { draft: draft(1), author: "m.durand".to_owned(), files: vec![picture.clone()] };
    let id = wait(desk.file(filing.clone())).unwrap();
    assert_eq!(wait(desk.file(filing)).unwrap(), id, "filed again");
    assert_eq!(read(&desk, &id).fields[&Field::Screenshots], "capture.png (image/png, 1 KiB)");
    let kept = desk.store.read(|connection| files::of(connection, desk.store.vault(), &id)).unwrap();
    assert_eq!(kept, [picture]);
    let clear = std::fs::read_dir(folder.path()).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(10).any(|part| part == b"Coquelicot")
    });
    assert!(!clear, "a picture lies on the disk as it is");
    // Moved to another ticket it does not open, and the check names it.
    let other = file(&desk, draft(2));
    let sql = "UPDATE ticket_files SET ticket = ?1";
    let moved: Result<usize, StoreFault> =
        desk.store.write(|transaction| Ok(transaction.execute(sql, [other.as_str()])?));
    assert_eq!(moved.unwrap(), 1);
    assert!(wait(desk.ticket(other)).is_ok(), "a damaged picture hides no ticket");
    assert_eq!(desk.store.check().unwrap().damaged.len(), 1);
}

#[test]
fn live_tickets_about_a_key_are_found_and_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path());
    let with = |number, serial: &str| {
        let serial_answer = SerialAnswer::Known(serial.to_owned());
        file(&desk, Draft { serial_answer, ..draft(number) })
    };
    let (first, _, third) = (with(1, "103142718"), with(2, "1103142718"), with(3, "103142718"));
    let settled = with(4, "103142718");
    change(&desk, &settled, What::State(State::Solved)).unwrap();
    let found = wait(desk.of_key("103142718".to_owned())).unwrap();
    assert_eq!(found.iter().map(|row| row.id.clone()).collect::<Vec<_>>(), [third, first]);
}
