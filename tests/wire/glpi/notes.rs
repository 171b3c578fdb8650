//! Words added to tickets: once, found again, and told apart by whom they are for.

use guichet::desk::{DeskFault, TicketDesk, What};
use guichet::domain::ticket::{Audience, NoteKind, State, TicketId};
use serde_json::json;

use super::{Office, draft, number, remark};
use crate::blunt::json_of;

#[test]
fn words_are_added_and_found_again() {
    let office = Office::open();
    let id = office.filed();
    let said = remark(&id, Audience::Colleagues, "Vu avec elle & <moi> 🔑\n\n  deuxième ligne");
    let replied = remark(&id, Audience::Requester, "Bonjour, « essayez à nouveau ».");
    for one in [&said, &replied] {
        assert_eq!(office.noted(one), Ok(false));
        assert_eq!(office.note(one), Ok(()));
        assert_eq!(office.noted(one), Ok(true));
    }
    let text = json!({ "itemtype": "Ticket", "items_id": number(&id), "content": "C’est moi." });
    let solution = json!({ "items_id": number(&id), "content": "<p>Clé changée</p>" });
    {
        let mut state = office.server.state.lock().unwrap();
        state.add(9, "ITILFollowup", &text).unwrap();
        state.add(5, "ITILSolution", &solution).unwrap();
        assert_eq!([0, 1].map(|at| state.followups[at]["is_private"].clone()), [json!(1), json!(0)]);
    }
    let ticket = office.ticket(&id);
    let told: Vec<_> = ticket.notes.iter().map(|note| (note.author.as_str(), note.what.clone())).collect();
    assert_eq!(
        told,
        [
            ("agent", NoteKind::Said(said.text.clone())),
            ("agent", NoteKind::Replied(replied.text)),
            ("cdupont", NoteKind::Wrote("C’est moi.".to_owned())),
            ("agent2", NoteKind::Replied("Clé changée".to_owned())),
        ]
    );
    assert_eq!(ticket.row.state, State::Solved);
    let colleague = office.colleague("agent2");
    assert_eq!(office.wait(colleague.find_note(id, said.uuid)), Ok(true));
}

#[test]
fn words_for_no_ticket_are_refused_by_their_reason() {
    let office = Office::open();
    for absent in ["999999", "x", "", "1/comment"] {
        let remark = remark(&TicketId::new(absent), Audience::Colleagues, "x");
        assert_eq!(office.note(&remark), Err(DeskFault::NotFound), "{absent}");
    }
    let id = office.filed();
    let refused = office.wait(office.colleague("lecture").note(remark(&id, Audience::Colleagues, "x")));
    let words = "Vous n’avez pas les droits requis (ERROR_GLPI_ADD)".to_owned();
    assert_eq!(refused, Err(DeskFault::Refused(words)));
}

/// Words for a ticket that was merged go to the one it went into, and are found wherever they are.
#[test]
fn words_follow_a_merge() {
    let office = Office::open();
    let (older, younger) = (office.filed(), office.file(&draft("Seconde")).unwrap());
    let before = remark(&younger, Audience::Colleagues, "avant");
    office.note(&before).unwrap();
    office.change(&younger, What::Merge(older.clone())).unwrap();
    let after = remark(&younger, Audience::Colleagues, "après");
    assert_eq!(office.note(&after), Ok(()));
    assert_eq!((office.noted(&before), office.noted(&after)), (Ok(true), Ok(true)));
    let said: Vec<_> =
        office.ticket(&older).notes.into_iter().map(|note| note.what.told().1.to_owned()).collect();
    assert_eq!(said.iter().filter(|text| *text == "avant" || *text == "après").count(), 2, "{said:?}");
}

/// Where a text is not found again the next one is not sent.
#[test]
fn words_that_could_not_be_found_again_are_not_sent() {
    let office = Office::choosing(|asked| {
        let search = asked.query("criteria[0][field]") == Some("25");
        search.then(|| json_of(200, &json!({ "totalcount": 0 })))
    });
    let id = office.filed();
    assert!(office.desk.abilities().notes);
    assert_eq!(office.note(&remark(&id, Audience::Requester, "un")), Ok(()));
    let lacks = Err(DeskFault::Lacks("search/Ticket 25".to_owned()));
    assert_eq!(office.note(&remark(&id, Audience::Requester, "deux")), lacks);
    assert!(!office.desk.abilities().notes && !office.desk.abilities().replies);
    assert_eq!(office.server.count("POST ITILFollowup"), 1);
}
