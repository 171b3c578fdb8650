#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::ticket::{Priority, State, TicketId};

fn row(queue: &str, requester: &str) -> TicketRow {
    TicketRow {
        id: TicketId::new("7"),
        subject: "Clé refusée".to_owned(),
        state: State::New,
        priority: Priority::Normal,
        queue: queue.to_owned(),
        owner: String::new(),
        requester: requester.to_owned(),
        created: Moment::from_secs(10),
        changed: Moment::from_secs(20),
    }
}

fn fields<const N: usize>(answers: [(Field, &str); N]) -> BTreeMap<Field, String> {
    answers.into_iter().map(|(field, answer)| (field, answer.to_owned())).collect()
}

fn lacks(row: &TicketRow, fields: &BTreeMap<Field, String>, filed: bool) -> Option<Vec<Field>> {
    let profiles = Profiles::shipped().unwrap();
    Gist::of(row, fields, filed)?.lacks(&row.queue, &profiles)
}

const WHOLE: [(Field, &str); 10] = [
    (Field::Name, "Claire Dupont"),
    (Field::Post, "principale, Collège des Trois-Rivières"),
    (Field::Mail, "claire.dupont@ac-nantes.fr"),
    (Field::Phone, "+33240001122"),
    (Field::Hours, "9h-12h"),
    (Field::Subject, "PASSCODE refusé"),
    (Field::Description, "Refusé depuis mardi."),
    (Field::Errors, "aucun"),
    (Field::Accounts, "cdupont"),
    (Field::Serial, "pas encore de clé"),
];

#[test]
fn what_is_required_and_not_answered_is_lacking() {
    let (row, mut form) = (row("nantes", "cdupont"), fields(WHOLE));
    assert_eq!(lacks(&row, &form, true), Some(Vec::new()));
    form.remove(&Field::Hours);
    form.insert(Field::Serial, " \n".to_owned());
    assert_eq!(lacks(&row, &form, true), Some(vec![Field::Hours, Field::Serial]));
}

/// Rouen forbids login and serial: a ticket without them lacks nothing.
#[test]
fn what_the_academy_forbids_is_never_lacking() {
    let mut form = fields(WHOLE);
    form.insert(Field::Mail, "a.leroy@ac-rouen.fr".to_owned());
    form.retain(|field, _| !matches!(field, Field::Accounts | Field::Serial));
    assert_eq!(lacks(&row("otp", ""), &form, true), Some(Vec::new()));
}

#[test]
fn a_mail_written_by_hand_has_no_form() {
    let message = fields([
        (Field::Subject, "Au secours"),
        (Field::Description, "Ma clé ne marche plus."),
        (Field::Screenshots, "capture.png"),
    ]);
    let row = row("nantes", "claire.dupont@ac-nantes.fr");
    assert_eq!(lacks(&row, &message, false), None);
    // A server's own form counts from its first answer on.
    let mut formed = message;
    formed.insert(Field::Hours, "le matin".to_owned());
    let lacking = lacks(&row, &formed, false).unwrap();
    assert!(lacking.contains(&Field::Serial) && !lacking.contains(&Field::Hours));
    assert!(!lacking.contains(&Field::Mail), "the desk names the requester by it");
}

#[test]
fn the_academy_is_that_of_the_holder_wherever_the_ticket_waits() {
    let rouen = fields([(Field::Mail, "a.leroy@AC-ROUEN.fr")]);
    assert!(!lacks(&row("nantes", ""), &rouen, true).unwrap().contains(&Field::Serial));
    let elsewhere = fields([(Field::Mail, "a.leroy@example.org")]);
    assert!(lacks(&row("nantes", ""), &elsewhere, true).unwrap().contains(&Field::Serial));
    assert_eq!(lacks(&row("Assistance OTP", "x"), &elsewhere, true), None, "nothing says which");
}

#[test]
fn what_is_kept_is_what_was_known() {
    let gist = Gist::of(&row("nantes", "cdupont"), &fields(WHOLE), true).unwrap();
    let (filled, domain) = gist.kept();
    assert_eq!(Gist::again(gist.changed, filled, domain), gist);
}
