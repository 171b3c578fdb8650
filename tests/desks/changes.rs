//! Changes: done is what is seen afterwards, and what a colleague did meanwhile is not overwritten.

use guichet::desk::{Change, DeskFault, TicketDesk, What};
use guichet::domain::moment::Span;
use guichet::domain::ticket::{NoteKind, Priority, State, TicketId};
use reqwest::Method;
use serde_json::json;

use crate::office::{Office, draft, rt};

#[test]
fn every_change_is_done_told_and_done_once() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let second = rt()["second"].as_str().unwrap().to_owned();
    let wanted = [
        What::State(State::Open),
        What::Priority(Priority::High),
        What::Take,
        What::State(State::Waiting),
        What::Assign("agent2".to_owned()),
        What::State(State::Solved),
        What::Route(second.clone()),
    ];
    for what in wanted {
        assert_eq!(office.change(&id, what.clone()), Ok(()), "{what:?}");
        let noted = office.ticket(&id).notes.len();
        // So already: whatever the agent had seen.
        assert_eq!(office.change_seen(&id, guichet::domain::moment::Moment::default(), what.clone()), Ok(()));
        assert_eq!(office.ticket(&id).notes.len(), noted, "{what:?}");
    }
    let ticket = office.ticket(&id);
    let row = ticket.row;
    assert_eq!((row.state, row.priority), (State::Solved, Priority::High));
    assert_eq!((row.owner.as_str(), row.queue.as_str()), ("agent2", second.as_str()));
    let told: Vec<_> = ticket.notes.into_iter().map(|note| note.what).collect();
    assert_eq!(
        told,
        [
            NoteKind::Moved(State::Open),
            NoteKind::Pressed(Priority::High),
            NoteKind::Owned("agent".to_owned()),
            NoteKind::Moved(State::Waiting),
            NoteKind::Owned("agent2".to_owned()),
            NoteKind::Moved(State::Solved),
            NoteKind::Routed(second),
        ]
    );
}

/// The server says 200 to each of them.
#[test]
fn a_change_that_was_not_done_is_refused_in_the_servers_words() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    office.change(&id, What::Take).unwrap();
    let before = office.ticket(&id);
    let reader = Office::of("lecture", json!({})).unwrap();
    let refused = |office: &Office, what: What| {
        let answer = office.change(&id, what.clone());
        assert!(
            matches!(&answer, Err(DeskFault::Refused(words)) if !words.is_empty()),
            "{what:?}: {answer:?}"
        );
    };
    for what in
        [What::Priority(Priority::High), What::Route("Divers".to_owned()), What::Assign("lecture".to_owned())]
    {
        refused(&reader, what);
    }
    refused(&reader, What::State(State::Solved));
    refused(&office, What::Assign("sansdroit".to_owned()));
    refused(&office, What::Assign("n’existe pas".to_owned()));
    refused(&office, What::Route("N’existe pas".to_owned()));
    // It is a colleague's: the server lets nobody take it away.
    let colleague = Office::of("agent2", json!({})).unwrap();
    refused(&colleague, What::Assign("agent2".to_owned()));
    let after = office.ticket(&id);
    assert_eq!((after.row, after.notes), (before.row, before.notes));
}

#[test]
fn states_are_offered_to_those_who_may_change_them() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let reader = Office::of("lecture", json!({})).unwrap();
    assert_eq!(office.ticket(&id).moves, [State::Open, State::Waiting, State::Solved, State::Closed]);
    assert_eq!(reader.ticket(&id).moves, []);
    for (state, moves) in [
        (State::Waiting, &[State::Open, State::Solved, State::Closed][..]),
        (State::Solved, &[State::Open, State::Closed]),
        // The server lets a rejected ticket come back.
        (State::Closed, &[State::Open]),
    ] {
        office.change(&id, What::State(state)).unwrap();
        assert_eq!(office.ticket(&id).moves, moves, "{state:?}");
    }
    let never = office.change(&id, What::State(State::New));
    assert_eq!(never, Err(DeskFault::Refused("rejected -> new".to_owned())));
}

#[test]
fn what_changed_meanwhile_is_not_overwritten() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let seen = office.ticket(&id).row.changed - Span::secs(1);
    for what in [What::State(State::Solved), What::Priority(Priority::High), What::Take] {
        assert_eq!(office.change_seen(&id, seen, what), Err(DeskFault::Conflict));
    }
    let row = office.ticket(&id).row;
    assert_eq!((row.state, row.owner.as_str()), (State::New, ""));
    let absent = TicketId::new("999999");
    assert_eq!(office.change_seen(&absent, seen, What::Take), Err(DeskFault::NotFound));
}

#[test]
fn one_of_two_who_take_it_at_once_has_it() {
    let (Some(one), Some(other)) = (Office::open(), Office::of("agent2", json!({}))) else { return };
    for _ in 0..8 {
        let id = one.filed();
        let seen = one.ticket(&id).row.changed;
        let take = |author: &str| {
            let (author, what) = (author.to_owned(), What::Take);
            Change { ticket: id.clone(), seen, author, what }
        };
        let both = async { tokio::join!(one.desk.change(take("agent")), other.desk.change(take("agent2"))) };
        let won = match one.wait(both) {
            (Ok(()), Err(DeskFault::Conflict)) => "agent",
            (Err(DeskFault::Conflict), Ok(())) => "agent2",
            answers => panic!("{answers:?}"),
        };
        assert_eq!(one.ticket(&id).row.owner, won);
    }
}

#[test]
fn a_ticket_is_given_back() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    office.change(&id, What::Take).unwrap();
    assert_eq!(office.change(&id, What::Assign(String::new())), Ok(()));
    assert_eq!(office.ticket(&id).row.owner, "");
    let last = office.ticket(&id).notes.pop().unwrap();
    assert_eq!(last.what, NoteKind::Owned(String::new()));
}

/// The form in which the server tells a due date wipes it when it is sent back: nothing here sends one.
#[test]
fn a_due_date_survives_every_change() {
    let Some(office) = Office::open() else { return };
    let id = office.filed();
    let path = format!("ticket/{}", id.as_str());
    office.send("agent", Method::PUT, &path, &json!({ "Due": "2027-01-05 10:00:00" })).unwrap();
    for what in [What::State(State::Open), What::Take, What::Priority(Priority::High)] {
        office.change(&id, what).unwrap();
    }
    assert_eq!(office.read(&path)["Due"], "2027-01-05T10:00:00Z");
}

#[test]
fn the_younger_goes_into_the_older_whichever_is_named() {
    let Some(office) = Office::open() else { return };
    for named in [0, 1] {
        let drafts = [draft("Première"), draft("Seconde")];
        let ids = drafts.each_ref().map(|draft| office.file(draft).unwrap());
        let (older, younger) = (&ids[0], &ids[1]);
        let what = What::Merge(ids[1 - named].clone());
        assert_eq!(office.change(&ids[named], what.clone()), Ok(()));
        assert_eq!(office.change(&ids[named], what), Ok(()), "merged already");
        let kept = office.ticket(younger);
        assert_eq!((&kept.row.id, kept.row.state), (older, State::New));
        // The name of the younger one is found, or it would be filed again.
        assert_eq!(office.find(&drafts[1].uuid), Ok(vec![older.clone()]));
        assert_eq!(office.find(&drafts[0].uuid), Ok(vec![older.clone()]));
        let merged = kept.notes.iter().filter(|note| note.what == NoteKind::Merged(younger.clone()));
        assert_eq!(merged.count(), 1, "{:?}", kept.notes);
        assert!(
            kept.notes
                .iter()
                .any(|note| matches!(&note.what, NoteKind::Said(words) if words.contains("Tous les")))
        );
        // A change under the old number is one of the ticket it went into.
        office.change(younger, What::Take).unwrap();
        assert_eq!(office.ticket(older).row.owner, "agent");
    }
}

#[test]
fn two_who_merge_a_pair_in_opposite_directions_do_the_same() {
    let (Some(one), Some(other)) = (Office::open(), Office::of("agent2", json!({}))) else { return };
    for _ in 0..4 {
        let ids = [one.filed(), one.filed()];
        let merge = |from: usize, author: &str| Change {
            ticket: ids[from].clone(),
            seen: guichet::domain::moment::Moment::default(),
            author: author.to_owned(),
            what: What::Merge(ids[1 - from].clone()),
        };
        let both =
            async { tokio::join!(one.desk.change(merge(0, "agent")), other.desk.change(merge(1, "agent2"))) };
        assert_eq!(one.wait(both), (Ok(()), Ok(())));
        let kept = one.ticket(&ids[1]);
        assert_eq!((&kept.row.id, kept.row.state), (&ids[0], State::New));
        let merged = kept.notes.iter().filter(|note| matches!(note.what, NoteKind::Merged(_)));
        assert_eq!(merged.count(), 1);
    }
}
