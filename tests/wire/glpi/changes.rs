//! Changes: done is what is seen afterwards, and what a colleague did meanwhile is not overwritten.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::desk::{DeskFault, TicketDesk, What};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::ticket::{NoteKind, Priority, State, TicketId};
use serde_json::json;

use super::{Office, change, draft, number};
use crate::blunt::{json_of, nothing};

#[test]
fn every_change_is_done_and_done_once() {
    let office = Office::open();
    let id = office.filed();
    let wanted = [
        What::State(State::Open),
        What::Priority(Priority::High),
        What::Priority(Priority::Low),
        What::Take,
        What::State(State::Waiting),
        What::Assign("agent2".to_owned()),
        What::State(State::Solved),
        What::Route("VPN".to_owned()),
        What::Assign(String::new()),
        What::State(State::Closed),
    ];
    for what in wanted {
        assert_eq!(office.change(&id, what.clone()), Ok(()), "{what:?}");
        office.server.forget();
        // So already: whatever the agent had seen.
        let again = office.desk.change(change(&id, Moment::default(), what.clone()));
        assert_eq!(office.wait(again), Ok(()), "{what:?}");
        assert!(office.server.asked().iter().all(|asked| asked.line.starts_with("GET")), "{what:?}");
    }
    let ticket = office.ticket(&id);
    let row = ticket.row;
    assert_eq!((row.state, row.priority, row.owner.as_str()), (State::Closed, Priority::Low, ""));
    assert_eq!((row.queue.as_str(), ticket.moves), ("Réseau > VPN", vec![]));
}

#[test]
fn a_change_that_was_not_done_is_refused() {
    let office = Office::open();
    let id = office.filed();
    let reader = office.colleague("lecture");
    let before = office.ticket(&id);
    let seen = before.row.changed;
    for what in [
        What::Priority(Priority::High),
        What::State(State::Solved),
        What::Take,
        What::Assign("agent2".to_owned()),
    ] {
        let answer = office.wait(reader.change(change(&id, seen, what.clone())));
        assert!(
            matches!(&answer, Err(DeskFault::Refused(words)) if words.contains("droits")),
            "{what:?}: {answer:?}"
        );
    }
    let nobody = office.change(&id, What::Assign("personne".to_owned()));
    assert_eq!(nobody, Err(DeskFault::Refused("personne".to_owned())));
    let nowhere = office.change(&id, What::Route("OTP".to_owned()));
    assert_eq!(nowhere, Err(DeskFault::Refused("OTP".to_owned())), "two are called so");
    assert_eq!(office.ticket(&id), before);
    let absent = office.desk.change(change(&TicketId::new("999"), seen, What::Take));
    assert_eq!(office.wait(absent), Err(DeskFault::NotFound));
}

/// The server ignores every precondition.
#[test]
fn what_changed_meanwhile_is_not_overwritten() {
    let office = Office::open();
    let id = office.filed();
    let seen = office.ticket(&id).row.changed - Span::secs(1);
    for what in [
        What::State(State::Solved),
        What::Priority(Priority::High),
        What::Take,
        What::Assign("agent2".to_owned()),
    ] {
        assert_eq!(office.wait(office.desk.change(change(&id, seen, what))), Err(DeskFault::Conflict));
    }
    let row = office.ticket(&id).row;
    assert_eq!((row.state, row.owner.as_str()), (State::New, ""));
}

#[test]
fn one_of_two_who_take_it_at_once_has_it() {
    let office = Office::open();
    let other = office.colleague("agent2");
    for _ in 0..8 {
        let id = office.filed();
        let seen = office.ticket(&id).row.changed;
        let take = || change(&id, seen, What::Take);
        let both = async { tokio::join!(office.desk.change(take()), other.change(take())) };
        let won = match office.wait(both) {
            (Ok(()), Err(DeskFault::Conflict)) => 4,
            (Err(DeskFault::Conflict), Ok(())) => 5,
            answers => panic!("{answers:?}"),
        };
        let state = office.server.state.lock().unwrap();
        let own =
            state.actors.iter().filter(|actor| actor["tickets_id"] == number(&id) && actor["type"] == 2);
        assert_eq!(own.map(|actor| actor["users_id"].clone()).collect::<Vec<_>>(), [json!(won)]);
    }
}

/// A colleague at the server's own pages takes it between our look and our taking, or just after: ours goes.
#[test]
fn a_colleague_who_does_not_let_go_has_it() {
    for first in [true, false] {
        let (state, done): (Arc<std::sync::OnceLock<_>>, Arc<AtomicBool>) = Default::default();
        let own = state.clone();
        let office = Office::choosing(move |asked| {
            let now = match first {
                true => asked.line == "POST Ticket_User",
                false => asked.line.ends_with("/Ticket_User") && done.load(Ordering::SeqCst),
            };
            if asked.line == "POST Ticket_User" {
                done.store(true, Ordering::SeqCst);
            }
            if now && let Some(state) = own.get() {
                let state: &Arc<std::sync::Mutex<super::rows::State>> = state;
                let mut state = state.lock().unwrap();
                if !state.actors.iter().any(|actor| actor["users_id"] == 5) {
                    state.add(5, "Ticket_User", &json!({ "tickets_id": 1, "users_id": 5, "type": 2 }));
                }
            }
            None
        });
        let id = office.filed();
        state.set(office.server.state.clone()).ok().unwrap();
        assert_eq!(office.change(&id, What::Take), Err(DeskFault::Conflict), "{first}");
        assert_eq!(office.ticket(&id).row.owner, "agent2", "{first}");
    }
}

#[test]
fn the_younger_goes_into_the_older_whichever_is_named() {
    let office = Office::open();
    for named in [0, 1] {
        let drafts = [draft("Première"), draft("Seconde")];
        let ids = drafts.each_ref().map(|draft| office.file(draft).unwrap());
        let (older, younger) = (&ids[0], &ids[1]);
        let what = What::Merge(ids[1 - named].clone());
        assert_eq!(office.change(&ids[named], what.clone()), Ok(()));
        assert_eq!(office.change(&ids[named], what), Ok(()), "merged already");
        let kept = office.ticket(younger);
        assert_eq!((&kept.row.id, kept.row.state), (older, State::New));
        // The name of the younger one is found in the bin, or it would be filed again.
        assert_eq!(office.find(&drafts[1].uuid), Ok(vec![older.clone()]));
        assert_eq!(office.find(&drafts[0].uuid), Ok(vec![older.clone()]));
        let merged = kept.notes.iter().filter(|note| note.what == NoteKind::Merged(younger.clone()));
        assert_eq!(merged.count(), 1, "{:?}", kept.notes);
        assert!(kept.notes.iter().any(|note| note.what.told().1.contains("Refusés & <b>rejetés</b>")));
        // A change under the old number is one of the ticket it went into.
        office.change(younger, What::Take).unwrap();
        assert_eq!(office.ticket(older).row.owner, "agent");
    }
}

/// What has no answer is told by what is seen.
#[test]
fn a_lost_answer_is_looked_at() {
    for done in [true, false] {
        let state: Arc<std::sync::OnceLock<Arc<std::sync::Mutex<super::rows::State>>>> = Arc::default();
        let own = state.clone();
        let office = Office::choosing(move |asked| {
            (asked.line == "PUT Ticket/1").then(|| {
                if done {
                    own.get().unwrap().lock().unwrap().update(4, 1, &asked.input());
                }
                nothing()
            })
        });
        let id = office.filed();
        state.set(office.server.state.clone()).ok().unwrap();
        let expected = if done { Ok(()) } else { Err(DeskFault::Doubtful) };
        assert_eq!(office.change(&id, What::Priority(Priority::High)), expected);
        assert_eq!(office.server.count("PUT Ticket/1"), 1);
    }
}

/// The server says 200 and true to what it did not do.
#[test]
fn what_is_said_to_be_done_is_looked_at_too() {
    let office = Office::choosing(|asked| {
        let said = json!([{ "1": true, "message": "Règle métier" }]);
        (asked.line == "PUT Ticket/1").then(|| json_of(200, &said))
    });
    let id = office.filed();
    let answer = office.change(&id, What::State(State::Solved));
    assert_eq!(answer, Err(DeskFault::Refused("Règle métier".to_owned())));
}
