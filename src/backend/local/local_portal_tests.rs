//! The holder's side: the login page, from a cleared PIN to an operational key.

use super::*;

/// What Claire types: a PIN, then the code her key shows `ahead` steps from now.
fn typed(office: &Office, pin: &str, serial: &str, ahead: i64) -> Secret<String> {
    secret(format!("{pin}{}", office.code(serial, ahead).expose()))
}

fn knock(office: &Office, login: &str, passcode: Secret<String>) -> Knock {
    wait(Portal::new(office.local.clone()).knock(login.to_owned(), passcode)).unwrap()
}

fn create(office: &Office, login: &str, serial: &str, pin: &str) -> Result<(), Fault> {
    let portal = Portal::new(office.local.clone());
    wait(portal.create_pin(login.to_owned(), serial.to_owned(), secret(pin)))
}

/// An office where Claire has one key and the PIN 4831, and a step has passed since.
fn with_pin() -> Office {
    let office = alone();
    assert!(matches!(knock(&office, CLAIRE, typed(&office, "", OWN, 0)), Knock::CreatePin { .. }));
    create(&office, CLAIRE, OWN, "4831").unwrap();
    office.pass(PERIOD);
    assert_eq!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Welcome { confirmed: true });
    office.pass(PERIOD);
    office
}

/// Claire with one key and no PIN.
fn alone() -> Office {
    let office = Office::open();
    office.sql(&format!(
        "UPDATE keys SET holder = NULL, life = 'in-stock' WHERE serial IN ('{SECOND}', '{BUTTON}')"
    ));
    office
}

#[test]
fn from_a_cleared_pin_to_an_operational_key() {
    let office = alone();
    office.act(order(KeyAct::ClearPin, OWN, CLAIRE)).unwrap();
    let entry = typed(&office, "", OWN, 0);
    assert_eq!(knock(&office, CLAIRE, entry), Knock::CreatePin { serial: OWN.to_owned() });
    assert_eq!(knock(&office, CLAIRE, typed(&office, "", OWN, 0)), Knock::Refused, "the code is spent");
    create(&office, CLAIRE, OWN, "4831").unwrap();
    assert_eq!(office.key(OWN).pin, Pin::ToConfirm);
    assert_eq!(wait(office.local.loose()).unwrap(), []);
    assert_eq!(create(&office, CLAIRE, OWN, "9999"), Err(Fault::NotFound), "a PIN is created once");
    // The mistake the notices warn of: the same code again, the PIN before it.
    assert_eq!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Refused);
    office.pass(PERIOD);
    assert_eq!(
        knock(&office, CLAIRE, typed(&office, "", OWN, 0)),
        Knock::Refused,
        "the digits alone no more"
    );
    let confirmed = knock(&office, CLAIRE, typed(&office, "4831", OWN, 0));
    assert_eq!(confirmed, Knock::Welcome { confirmed: true });
    office.pass(PERIOD);
    let next = knock(&office, CLAIRE, typed(&office, "4831", OWN, 0));
    assert_eq!(next, Knock::Welcome { confirmed: false });
    use Happening::{DigitsAccepted, LoggedIn, PinCleared, PinConfirmed, PinCreated, WrongCode, WrongPin};
    let told =
        [PinCleared, DigitsAccepted, WrongCode, PinCreated, WrongCode, WrongPin, PinConfirmed, LoggedIn];
    assert_eq!(office.happenings(CLAIRE), told);
    let by: Vec<_> = office.events(CLAIRE).into_iter().map(|event| event.by).collect();
    assert_eq!(
        by.iter().filter(|by| by.is_empty()).count(),
        told.len() - 1,
        "the holder has no agent's name"
    );
    assert_eq!((office.key(OWN).fails, office.key(OWN).pin), (0, Pin::Set));
}

/// Agent and holder spend the same codes, whoever comes first.
#[test]
fn a_code_spent_on_one_side_is_spent_on_the_other() {
    let office = with_pin();
    assert!(office.test(OWN, &office.code(OWN, 0)).unwrap().is_good());
    assert_eq!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Refused);
    office.pass(PERIOD);
    assert!(matches!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Welcome { .. }));
    let verdict = office.test(OWN, &office.code(OWN, 0)).unwrap();
    assert_eq!(verdict.finding, Finding::Used { step: office.step(), at: Some(office.now()) });
}

#[test]
fn ten_failures_lock_and_only_an_agent_unlocks() {
    let office = with_pin();
    for count in 1..=10 {
        // In turn a wrong PIN, and the right one with a code that is none.
        let entry = match count % 2 {
            0 => typed(&office, "0000", OWN, 0),
            _ => typed(&office, "4831", HIS, 0),
        };
        assert_eq!(knock(&office, CLAIRE, entry), Knock::Refused);
        assert_eq!(office.key(OWN).fails, count);
    }
    assert_eq!(office.key(OWN).standing(office.now()), Standing::Locked);
    let right = || typed(&office, "4831", OWN, 0);
    assert_eq!(knock(&office, CLAIRE, right()), Knock::Refused);
    assert_eq!(office.key(OWN).fails, 10, "a locked key counts no further");
    let told = office.happenings(CLAIRE);
    assert_eq!(told.iter().filter(|what| **what == Happening::LockedOut).count(), 1);
    assert_eq!(told.last(), Some(&Happening::KeyRefused));
    office.act(order(KeyAct::Unlock, OWN, CLAIRE)).unwrap();
    assert!(
        matches!(knock(&office, CLAIRE, right()), Knock::Welcome { .. }),
        "refused, its code was not spent"
    );
}

#[test]
fn a_login_clears_the_failures_before_it() {
    let office = with_pin();
    for _ in 0..9 {
        knock(&office, CLAIRE, typed(&office, "0000", OWN, 0));
    }
    assert!(matches!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Welcome { .. }));
    assert_eq!(office.key(OWN).fails, 0);
}

#[test]
fn a_key_out_of_service_is_refused_and_spends_nothing() {
    for change in ["life = 'suspended'", "life = 'assigned'", "expires = 0", "starts = 9000000000000"] {
        let office = with_pin();
        office.sql(&format!("UPDATE keys SET {change} WHERE serial = '{OWN}'"));
        let before = office.key(OWN);
        assert_eq!(knock(&office, CLAIRE, typed(&office, "4831", OWN, 0)), Knock::Refused, "{change}");
        assert_eq!(office.key(OWN), before, "{change}");
        assert_eq!(office.happenings(CLAIRE).last(), Some(&Happening::KeyRefused), "{change}");
    }
}

#[test]
fn with_two_keys_the_pin_tells_which() {
    let office = Office::open();
    office.sql(&format!("UPDATE keys SET holder = NULL, life = 'in-stock' WHERE serial = '{BUTTON}'"));
    for (serial, pin) in [(OWN, "4831"), (SECOND, "975310")] {
        create(&office, CLAIRE, serial, pin).unwrap();
    }
    let welcome = Knock::Welcome { confirmed: true };
    assert_eq!(knock(&office, CLAIRE, typed(&office, "975310", SECOND, 0)), welcome);
    assert_eq!((office.key(OWN).last_step, office.key(SECOND).last_step), (None, Some(office.step())));
    assert_eq!(knock(&office, CLAIRE, typed(&office, "975310", OWN, 0)), Knock::Refused, "PIN of the other");
    assert_eq!((office.key(OWN).fails, office.key(SECOND).fails), (0, 1));
    assert_eq!(knock(&office, CLAIRE, typed(&office, "1111", OWN, 0)), Knock::Refused);
    assert_eq!((office.key(OWN).fails, office.key(SECOND).fails), (1, 2), "a PIN of neither counts on both");
}

#[test]
fn a_pin_is_created_for_ones_own_key_in_service_alone() {
    let office = Office::open();
    for (login, serial) in [(CLAIRE, HIS), (JEAN, OWN), ("", OWN), (CLAIRE, STOCKED), ("nobody", STOCKED)] {
        assert_eq!(create(&office, login, serial, "4831"), Err(Fault::NotFound), "{login} {serial}");
    }
    // Suspended between the digits and the PIN.
    knock(&office, JEAN, typed(&office, "", HIS, 0));
    office.act(order(KeyAct::Suspend, HIS, JEAN)).unwrap();
    assert_eq!(create(&office, JEAN, HIS, "4831"), Err(Fault::NotFound));
}

#[test]
fn activation_takes_the_holder_and_the_serial() {
    let office = Office::open();
    office.sql(&format!("UPDATE keys SET life = 'assigned' WHERE serial = '{OWN}'"));
    let activate = |login: &str, serial: &str| {
        wait(Portal::new(office.local.clone()).activate(login.to_owned(), serial.to_owned())).unwrap()
    };
    for (login, serial) in [(JEAN, OWN), (CLAIRE, HIS), (CLAIRE, "9999"), ("", "")] {
        assert!(!activate(login, serial), "{login} {serial}");
    }
    assert!(activate(CLAIRE, OWN));
    assert!(!activate(CLAIRE, OWN), "once");
    assert_eq!(office.happenings(CLAIRE), [Happening::Activated]);
    assert_eq!(office.key(OWN).standing(office.now()), Standing::Usable);
}

/// What lands in the wrong field must not be kept: a PASSCODE typed as the login is nobody's login.
#[test]
fn what_nobody_is_called_is_not_recorded() {
    let office = with_pin();
    let before = office.everything();
    let passcode = typed(&office, "4831", OWN, 0).expose().clone();
    for login in [passcode.as_str(), "", "nobody", "' OR 1=1 --"] {
        assert_eq!(knock(&office, login, secret("4831032848")), Knock::Refused);
    }
    assert_eq!(office.everything(), before);
}

#[test]
fn senseless_entries_are_refused() {
    let office = with_pin();
    let long = "9".repeat(10_000);
    for entry in ["", "4831", "12345", "é€é€é€", "4831é32848", "\0\0\0\0\0\0", "48310328４8", &long]
    {
        assert_eq!(knock(&office, CLAIRE, secret(entry)), Knock::Refused, "{entry:.20}");
        office.sql("UPDATE keys SET fails = 0");
    }
}
