#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::Profiles;
use crate::domain::ticket::Priority;

const NOW: Moment = Moment::from_secs(2_000_000);

fn row(id: &str, requester: &str, subject: &str) -> TicketRow {
    TicketRow {
        id: TicketId::new(id),
        subject: subject.to_owned(),
        state: State::Open,
        priority: Priority::Normal,
        queue: "nantes".to_owned(),
        owner: String::new(),
        requester: requester.to_owned(),
        created: NOW - Span::days(30),
        changed: NOW - Span::days(2),
    }
}

fn like() -> Likeness {
    Likeness {
        uuid: Some(Uuid::from_random([1; 16])),
        login: "cdupont".into(),
        mail: "claire.dupont@ac-nantes.fr".into(),
        serial: "103142718".into(),
    }
}

fn draft(byte: u8, login: &str, serial: &str) -> Draft {
    let mut draft = Draft::new(Uuid::from_random([byte; 16]), "nantes");
    draft.login = login.to_owned();
    draft.serial_answer = SerialAnswer::Known(serial.to_owned());
    draft
}

#[test]
fn the_person_is_known_by_login_or_address_whatever_its_case() {
    for requester in ["cdupont", "CDUPONT", "Claire.Dupont@ac-nantes.fr"] {
        let twin = like().of_row(&row("1", requester, "Clé refusée"), NOW).unwrap();
        assert_eq!(twin.shared, Shared::Person, "{requester}");
        assert_eq!((twin.opened, twin.touched), (NOW - Span::days(30), NOW - Span::days(2)));
    }
    for other in ["", "cdupont2", "claire.dupont@ac-rouen.fr"] {
        assert_eq!(like().of_row(&row("1", other, "Clé refusée"), NOW), None, "{other:?}");
    }
    let nobody = Likeness::default();
    assert!(nobody.is_empty());
    assert_eq!(nobody.of_row(&row("1", "", "Clé refusée"), NOW), None);
}

#[test]
fn a_key_counts_as_a_word_of_its_own_and_more_than_a_person() {
    let shared = |subject| like().of_row(&row("1", "cdupont", subject), NOW).map(|twin| twin.shared);
    assert_eq!(shared("Clé 103142718 : refusée"), Some(Shared::Key));
    assert_eq!(shared("Clé n°103142718"), Some(Shared::Key));
    for another in ["1103142718", "1031427180", "A103142718"] {
        assert_eq!(shared(another), Some(Shared::Person), "{another}");
    }
    let stranger = like().of_row(&row("1", "jmartin", "Clé 103142718 trouvée"), NOW).unwrap();
    assert_eq!(stranger.shared, Shared::Key);
}

#[test]
fn seven_days_count_from_the_last_touch_and_settled_tickets_do_not() {
    let at = |changed| like().of_row(&TicketRow { changed, ..row("1", "cdupont", "x") }, NOW).is_some();
    assert!(at(NOW - RECENT));
    assert!(!at(NOW - RECENT - Span::millis(1)));
    for (state, counts) in
        [(State::New, true), (State::Waiting, true), (State::Solved, false), (State::Closed, false)]
    {
        let found = like().of_row(&TicketRow { state, ..row("1", "cdupont", "x") }, NOW);
        assert_eq!(found.is_some(), counts, "{state:?}");
    }
}

#[test]
fn what_waits_to_leave_counts_however_old_and_a_draft_is_not_its_own_twin() {
    let since = NOW - Span::days(40);
    let shared = |draft: &Draft| like().of_waiting(draft, since).map(|twin| twin.shared);
    assert_eq!(shared(&draft(2, "jmartin", "103142718")), Some(Shared::Key));
    assert_eq!(shared(&draft(2, "cdupont", "103199999")), Some(Shared::Person));
    assert_eq!(shared(&draft(2, "jmartin", "103199999")), None);
    assert_eq!(shared(&draft(1, "cdupont", "103142718")), None, "itself");
    let mut unreadable = draft(2, "jmartin", "");
    unreadable.serial_answer = SerialAnswer::Unreadable("103142718".into());
    assert_eq!(shared(&unreadable), None, "a reason is no serial");
    let place = like().of_waiting(&draft(2, "cdupont", ""), since).unwrap().place;
    assert_eq!(place, Place::Outbox(Uuid::from_random([2; 16])));
}

#[test]
fn what_is_not_whole_or_forbidden_is_not_looked_for() {
    let profiles = Profiles::shipped().unwrap();
    let form = Form::of(profiles.get("nantes"));
    let mut typed = draft(1, "cdupont", "103142718");
    typed.set(Field::Mail, " claire.dupont@ac-nantes.fr ");
    assert_eq!(Likeness::of(&typed, form), like());
    typed.set(Field::Mail, "claire.dup");
    typed.serial_answer = SerialAnswer::Known("1031 42".into());
    let known = Likeness::of(&typed, form);
    assert_eq!((known.mail.as_str(), known.serial.as_str()), ("", ""));
    assert!(known.has_person());
    let rouen = Form::of(profiles.get("rouen"));
    let forbidden = Likeness::of(&draft(1, "cdupont", "103142718"), rouen);
    assert_eq!(forbidden.serial, "");
}

#[test]
fn each_twin_is_told_once_the_closest_first() {
    let of = |id, shared, days| Twin {
        shared,
        place: Place::Desk(TicketId::new(id)),
        subject: String::new(),
        opened: NOW,
        touched: NOW - Span::days(days),
    };
    let all = ranked([
        of("1", Shared::Person, 1),
        of("2", Shared::Key, 5),
        of("3", Shared::Key, 3),
        of("2", Shared::Person, 5),
        of("1", Shared::Person, 1),
    ]);
    let order: Vec<_> = all.iter().map(|twin| (twin.place.clone(), twin.shared)).collect();
    let desk = |id| Place::Desk(TicketId::new(id));
    assert_eq!(order, [(desk("3"), Shared::Key), (desk("2"), Shared::Key), (desk("1"), Shared::Person)]);
}
