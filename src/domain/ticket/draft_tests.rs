#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::ticket::{MARK, SecretKind};

fn draft() -> Draft {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "nantes");
    draft.login = "cdupont".to_owned();
    draft.serials = vec!["2600000012345".to_owned()];
    draft.set(Field::Subject, "Clé désynchronisée");
    draft
}

#[test]
fn a_draft_survives_the_disk() {
    let mut draft = draft();
    draft.serial_answer = SerialAnswer::Unreadable("effacé".to_owned());
    draft.attachments.push("/home/agent/écran 1.png".to_owned());
    let body = serde_json::to_string(&draft).unwrap();
    assert!(body.contains(r#""values":{"subject":"Clé désynchronisée"}"#), "{body}");
    assert_eq!(serde_json::from_str::<Draft>(&body).unwrap(), draft);
}

#[test]
fn each_field_gives_back_what_was_typed() {
    let mut draft = draft();
    for field in Field::ALL {
        draft.set(field, field.word());
        let expected = if field == Field::Screenshots { "" } else { field.word() };
        assert_eq!(draft.text(field), expected);
    }
    assert_eq!(draft.serial_answer, SerialAnswer::Known("serial".to_owned()));
    draft.serial_answer = SerialAnswer::NoKeyYet;
    draft.set(Field::Serial, "103142718");
    assert_eq!(draft.serial_answer, SerialAnswer::NoKeyYet);
}

#[test]
fn serial_answers_are_read_back() {
    let answers = [
        (SerialAnswer::Known("103142718".to_owned()), Some("103142718")),
        (SerialAnswer::NoKeyYet, Some("pas encore de clé")),
        (SerialAnswer::Unreadable("usé : chute".to_owned()), Some("illisible : usé : chute")),
    ];
    for (answer, filed) in answers {
        assert_eq!(answer.filed().as_deref(), filed);
        assert_eq!(SerialAnswer::from_filed(filed.unwrap()), answer);
    }
    assert_eq!(SerialAnswer::Known("  ".to_owned()).filed(), None);
}

#[test]
fn secrets_leave_every_text_but_known_serials_stay() {
    let mut draft = draft();
    let typed = "Clé 2600000012345, il tape 4576768950";
    for field in [Field::Subject, Field::Description, Field::Errors, Field::Hours, Field::Accounts] {
        draft.set(field, typed);
    }
    draft.serial_answer = SerialAnswer::Unreadable("PIN 4576 gravé".to_owned());
    draft.attachments.push("capture-20261121143005.png".to_owned());
    let clean = draft.redacted().into_owned();
    for field in [Field::Subject, Field::Description, Field::Errors, Field::Hours, Field::Accounts] {
        assert_eq!(clean.text(field), format!("Clé 2600000012345, il tape {MARK}"));
    }
    assert_eq!(clean.serial_answer, SerialAnswer::Unreadable(format!("PIN {MARK} gravé")));
    assert_eq!(clean.attachments, draft.attachments);
    assert_eq!(draft.suspicions().len(), 6);
    assert!(
        draft
            .suspicions()
            .iter()
            .any(|(field, found)| { *field == Field::Serial && found.kind == SecretKind::Pin })
    );
    assert!(clean.suspicions().is_empty());
}

#[test]
fn a_clean_draft_is_not_copied() {
    assert!(matches!(draft().redacted(), Cow::Borrowed(_)));
}

#[test]
fn a_desk_receives_answers_only_in_their_stored_form() {
    let mut draft = draft();
    draft.set(Field::Phone, " 02 61 91 23 45 ");
    draft.set(Field::Description, "une ligne\r\nune autre\rmot de passe : azerty ");
    draft.set(Field::Errors, "   ");
    draft.attachments = vec!["/tmp/a.png".to_owned(), "/tmp/b.png".to_owned()];
    let fields = draft.fields();
    let expected = [
        (Field::Phone, "+33261912345"),
        (Field::Subject, "Clé désynchronisée"),
        (Field::Description, "une ligne\nune autre\nmot de passe : [***]"),
        (Field::Screenshots, "/tmp/a.png\n/tmp/b.png"),
    ];
    let expected: BTreeMap<_, _> = expected.into_iter().map(|(f, text)| (f, text.to_owned())).collect();
    assert_eq!(fields, expected);
}

#[test]
fn debug_shows_no_text() {
    let mut draft = draft();
    draft.set(Field::Description, "mot de passe : azerty");
    let shown = format!("{draft:?}");
    assert!(!shown.contains("azerty") && !shown.contains("cdupont"), "{shown}");
}
