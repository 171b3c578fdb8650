#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::key::{Key, Life, Pin, Serial};
use crate::domain::moment::Moment;
use crate::domain::otp::Shape;
use crate::domain::person::School;
use crate::domain::profile::{Profiles, TicketField};
use crate::domain::verdict::Finding;

fn profiles() -> Profiles {
    Profiles::shipped().unwrap()
}

fn uuid() -> Uuid {
    Uuid::from_random([3; 16])
}

fn key(serial: &str) -> Key {
    Key {
        serial: Serial::parse(serial).unwrap(),
        maker: String::new(),
        shape: Shape::COMMON,
        life: Life::Active,
        since: None,
        pin: Pin::Set,
        fails: 0,
        max_fails: 10,
        last_step: None,
        drift: 0,
        starts: None,
        expires: None,
        holder: Some("cdupont".to_owned()),
    }
}

fn card(serials: &[&str]) -> Card {
    let school =
        School { uai: "0449001V".into(), name: "Collège des Trois-Rivières".into(), ..School::default() }
            .into();
    let person = Person {
        login: "cdupont".into(),
        family: "Dupont".into(),
        given: "Claire".into(),
        mail: "claire.dupont@ac-nantes.fr".into(),
        phone: "+33261912345".into(),
        role: "principale adjointe".into(),
        school,
    };
    Card {
        person,
        keys: serials.iter().map(|serial| key(serial)).collect(),
        events: Vec::new(),
        notes: Vec::new(),
    }
}

/// What the card leaves to the agent.
fn complete(draft: &mut Draft) {
    draft.set(Field::Hours, "9h-12h, 14h-17h");
    draft.set(Field::Subject, "Clé désynchronisée");
    draft.set(Field::Description, "Tous les codes sont refusés depuis hier.");
    draft.set(Field::Errors, "aucun");
}

#[test]
fn nantes_wants_seven_items_of_eight() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    let required: Vec<_> = TicketField::ALL
        .into_iter()
        .filter(|item| Field::ALL.iter().any(|f| f.item() == *item && form.need(*f) == Need::Required))
        .collect();
    assert_eq!(required.len(), 7);
    assert_eq!(form.need(Field::Screenshots), Need::Recommended);
    assert_eq!(form.fields().count(), Field::ALL.len());
}

#[test]
fn an_empty_draft_misses_every_required_field_in_order() {
    let profiles = profiles();
    let missing = Form::of(profiles.get("nantes")).missing(&Draft::new(uuid(), "nantes"));
    let expected: Vec<_> = Field::ALL.into_iter().filter(|field| *field != Field::Screenshots).collect();
    assert_eq!(missing, expected);
}

#[test]
fn the_card_fills_what_it_knows_and_the_agent_the_rest() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    let mut draft = form.prefill(uuid(), &card(&["103142718", "103142999"]), None);
    assert_eq!(draft.text(Field::Name), "Claire Dupont");
    assert_eq!(draft.text(Field::Phone), "02 61 91 23 45");
    assert_eq!(draft.text(Field::Accounts), "cdupont");
    assert_eq!(draft.serial_answer, SerialAnswer::Known("103142718".into()));
    assert_eq!(draft.serials, ["103142718", "103142999"]);
    let left = [Field::Hours, Field::Subject, Field::Description, Field::Errors];
    assert_eq!(form.missing(&draft), left);
    complete(&mut draft);
    assert_eq!(form.missing(&draft), []);
}

#[test]
fn the_key_under_test_and_its_verdict_go_into_the_ticket() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    let tested = Tested { serial: "103142999".into(), finding: Finding::NoMatch, at: Moment::from_secs(0) };
    let words = "14:03, code essayé : aucune correspondance.";
    let draft = form.prefill(uuid(), &card(&["103142718", "103142999"]), Some((&tested, words)));
    assert_eq!(draft.serial_answer, SerialAnswer::Known("103142999".into()));
    assert_eq!(draft.text(Field::Description), format!("{words}\n"));
    assert!(draft.suspicions().is_empty());
}

#[test]
fn somebody_without_a_key_is_asked_for_none() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    let mut draft = form.prefill(uuid(), &card(&[]), None);
    assert_eq!(draft.serial_answer, SerialAnswer::NoKeyYet);
    complete(&mut draft);
    assert_eq!(form.faults(&draft), []);
}

#[test]
fn an_unreadable_serial_needs_a_reason() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    let answer = |reason: &str| form.check_serial(&SerialAnswer::Unreadable(reason.to_owned()));
    assert_eq!(answer("effacé par l’usure"), Ok(()));
    assert_eq!(answer(" ah "), Err(FieldFault::TooShort { least: 4 }));
    assert_eq!(form.check_serial(&SerialAnswer::Known(String::new())), Err(FieldFault::Empty));
    assert_eq!(form.check_serial(&SerialAnswer::Known("10 31".into())), Err(FieldFault::Serial));
}

#[test]
fn rouen_sees_neither_login_nor_serial() {
    let profiles = profiles();
    let form = Form::of(profiles.get("rouen"));
    let forbidden = [Field::Accounts, Field::Serial];
    assert!(form.fields().all(|field| !forbidden.contains(&field)));
    let mut card = card(&["103142718"]);
    card.person.mail = "claire.dupont@ac-rouen.fr".into();
    let mut draft = form.prefill(uuid(), &card, None);
    complete(&mut draft);
    assert_eq!(form.faults(&draft), []);
    let filed = format!("{:?}", draft.fields());
    assert!(!filed.contains("103142718") && !filed.contains("cdupont"), "{filed}");
    assert!(draft.serials.is_empty());

    draft.set(Field::Accounts, "cdupont");
    draft.serial_answer = SerialAnswer::NoKeyYet;
    let expected = forbidden.map(|field| (field, FieldFault::Forbidden));
    assert_eq!(form.faults(&draft), expected);
}

#[test]
fn the_channel_of_the_form_is_the_one_that_takes_requests() {
    let notice = include_str!("../../../profiles/rouen.toml");
    let web = |list: &str| format!("\nweb = [\"pin\", \"password\", {list}\"six-digits\"]");
    let lenient_web = notice.replace(&web("\"login\", \"serial\", "), &web(""));
    assert_ne!(lenient_web, notice);
    let by_mail = Profile::parse("rouen.toml", &lenient_web).unwrap();
    assert_eq!(Form::of(&by_mail).need(Field::Serial), Need::Forbidden);
    let by_web =
        lenient_web.replace("mail = \"polenumerique27@ac-rouen.fr\"", "web = \"http://aide.ac-rouen.fr\"");
    let by_web = Profile::parse("rouen.toml", &by_web).unwrap();
    assert_eq!(Form::of(&by_web).need(Field::Serial), Need::Required);
}

#[test]
fn an_academy_without_profile_forbids_what_any_of_them_does() {
    let profiles = profiles();
    let form = Form::of(profiles.get("atlantide"));
    assert_eq!(form.need(Field::Serial), Need::Forbidden);
    assert_eq!(form.need(Field::Accounts), Need::Forbidden);
}

#[test]
fn faults_are_told_while_one_types_and_keep_a_ticket_back() {
    let profiles = profiles();
    let form = Form::of(profiles.get("nantes"));
    assert_eq!(form.check(Field::Mail, ""), Err(FieldFault::Empty));
    assert_eq!(form.check(Field::Mail, "claire.dupont@ac-na"), Err(FieldFault::Mail));
    assert_eq!(form.check(Field::Mail, " claire.dupont@ac-nantes.fr "), Ok(()));
    assert_eq!(form.check(Field::Screenshots, ""), Ok(()));
    let mut draft = form.prefill(uuid(), &card(&["103142718"]), None);
    complete(&mut draft);
    draft.set(Field::Mail, "claire.dupont@example.org");
    draft.attachments = vec!["écran.png".into(), "a\nb.png".into()];
    assert_eq!(form.missing(&draft), []);
    let expected = [(Field::Mail, FieldFault::MailDomain), (Field::Screenshots, FieldFault::Control)];
    assert_eq!(form.faults(&draft), expected);
}

#[test]
fn the_directory_may_know_little() {
    let profiles = profiles();
    let person =
        Person { login: "x".into(), given: "Zoé".into(), phone: "poste 12".into(), ..Person::default() };
    let card = Card { person, keys: Vec::new(), events: Vec::new(), notes: Vec::new() };
    let draft = Form::of(profiles.get("nantes")).prefill(uuid(), &card, None);
    assert_eq!(draft.text(Field::Phone), "poste 12");
    assert_eq!(draft.text(Field::Post), "");
    assert!(!draft.values.contains_key(&Field::Post));
}
