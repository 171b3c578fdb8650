//! Every act from every state of a key, and what it does.

use super::*;

/// The states a key can be in, and the statement that brings Claire's key there. The first is that
/// of a key in stock, which is another key.
const STATES: [(&str, &str); 9] = [
    ("stock", ""),
    ("assigned", "life = 'assigned'"),
    ("active", "life = 'active'"),
    ("failing", "fails = 3"),
    ("locked", "fails = 10"),
    ("expired", "expires = 1799999999000"),
    ("early", "starts = 1800000001000"),
    ("suspended", "life = 'suspended', before = 'active'"),
    ("retired", "life = 'retired'"),
];

/// What each act answers in each state, in the order of [`STATES`]: `+` is done, else the standing
/// that forbids it, or that somebody holds the key already.
const TABLE: [(KeyAct, [&str; 9]); 8] = [
    (
        KeyAct::ClearPin,
        ["in-stock", "never-activated", "+", "+", "+", "expired", "not-yet-valid", "suspended", "retired"],
    ),
    (
        KeyAct::Unlock,
        [
            "in-stock",
            "never-activated",
            "usable",
            "+",
            "+",
            "expired",
            "not-yet-valid",
            "suspended",
            "retired",
        ],
    ),
    (
        KeyAct::Resync,
        ["in-stock", "never-activated", "+", "+", "+", "expired", "not-yet-valid", "suspended", "retired"],
    ),
    (KeyAct::Suspend, ["in-stock", "+", "+", "+", "+", "+", "+", "suspended", "retired"]),
    (
        KeyAct::Enable,
        [
            "in-stock",
            "never-activated",
            "usable",
            "usable",
            "locked",
            "expired",
            "not-yet-valid",
            "+",
            "retired",
        ],
    ),
    (KeyAct::Assign, ["+", "taken", "taken", "taken", "taken", "taken", "taken", "taken", "taken"]),
    (KeyAct::Replace, ["in-stock", "+", "+", "+", "+", "+", "+", "+", "retired"]),
    (KeyAct::Unassign, ["in-stock", "+", "+", "+", "+", "+", "+", "suspended", "retired"]),
];

/// The same order a second time, after it was done once from "failing" ("suspended" to enable, the
/// stock to assign).
const REPLAYS: [(KeyAct, &str); 8] = [
    (KeyAct::ClearPin, "+"),
    (KeyAct::Unlock, "usable"),
    (KeyAct::Resync, "not consecutive"),
    (KeyAct::Suspend, "suspended"),
    (KeyAct::Enable, "usable"),
    (KeyAct::Assign, "taken"),
    (KeyAct::Replace, "retired"),
    (KeyAct::Unassign, "in-stock"),
];

const DONE: [(KeyAct, Happening); 8] = [
    (KeyAct::ClearPin, Happening::PinCleared),
    (KeyAct::Unlock, Happening::Unlocked),
    (KeyAct::Resync, Happening::Resynced),
    (KeyAct::Suspend, Happening::Suspended),
    (KeyAct::Enable, Happening::Enabled),
    (KeyAct::Assign, Happening::Assigned),
    (KeyAct::Replace, Happening::Replaced),
    (KeyAct::Unassign, Happening::Unassigned),
];

/// An office with the key in a state, and an order that lacks nothing.
fn ready(state: usize) -> (Office, &'static str) {
    let office = Office::open();
    let (name, change) = STATES[state];
    if name == "stock" {
        return (office, STOCKED);
    }
    office.sql(&format!("UPDATE keys SET {change} WHERE serial = '{OWN}'"));
    (office, OWN)
}

fn whole_order(office: &Office, act: KeyAct, serial: &str, login: &str) -> Order {
    let codes = Some((office.code(serial, 4), office.code(serial, 5)));
    Order { codes, ..order(act, serial, login) }
}

fn word(answer: &Result<(), Fault>) -> String {
    match answer {
        Ok(()) => "+".to_owned(),
        Err(Fault::State(standing)) => standing.word().to_owned(),
        Err(Fault::Taken { holder }) if holder == CLAIRE => "taken".to_owned(),
        Err(Fault::NotConsecutive) => "not consecutive".to_owned(),
        Err(other) => other.to_string(),
    }
}

#[test]
fn every_act_from_every_state_is_done_or_refused_by_name() {
    for (act, answers) in TABLE {
        for (state, expected) in answers.into_iter().enumerate() {
            let (office, serial) = ready(state);
            let before = office.everything();
            let answer = office.act(whole_order(&office, act, serial, CLAIRE));
            let place = format!("{} from {}", act.word(), STATES[state].0);
            assert_eq!(word(&answer), expected, "{place}");
            assert_eq!(office.everything() == before, answer.is_err(), "{place}");
            if answer.is_ok() {
                let last = office.events(CLAIRE).pop().unwrap();
                let (_, what) = DONE.into_iter().find(|(done, _)| *done == act).unwrap();
                let told = (last.what, last.serial.as_str(), last.by.as_str(), last.at, last.step);
                assert_eq!(told, (what, serial, AGENT, START, None), "{place}");
            }
        }
    }
}

#[test]
fn an_order_given_twice_is_judged_twice() {
    for (act, expected) in REPLAYS {
        let state = match act {
            KeyAct::Assign => 0,
            KeyAct::Enable => 7,
            _ => 3,
        };
        let (office, serial) = ready(state);
        assert_eq!(word(&office.act(whole_order(&office, act, serial, CLAIRE))), "+", "{}", act.word());
        let before = office.everything();
        let again = office.act(whole_order(&office, act, serial, CLAIRE));
        assert_eq!(word(&again), expected, "{} again", act.word());
        assert_eq!(office.everything() == before, again.is_err(), "{} again", act.word());
    }
}

/// The card was Claire's; the key is Jean's by now, nobody's, or never was.
#[test]
fn another_persons_key_is_not_touched() {
    for act in KeyAct::ALL.into_iter().filter(|act| *act != KeyAct::Assign) {
        let state = if act == KeyAct::Enable { 7 } else { 3 };
        let (office, serial) = ready(state);
        let before = office.everything();
        for login in [JEAN, "", "nobody", "CDUPONT", "cdupont "] {
            let answer = office.act(whole_order(&office, act, serial, login));
            assert_eq!(answer, Err(Fault::NotFound), "{} for {login:?}", act.word());
        }
        let unknown = office.act(Order { serial: "9999".to_owned(), ..order(act, OWN, CLAIRE) });
        assert_eq!(unknown, Err(Fault::NotFound), "{} of no key", act.word());
        assert_eq!(office.everything(), before);
    }
}

#[test]
fn only_a_sound_key_is_given_and_only_to_somebody() {
    let refused = [
        ("expires = 1799999999000", Fault::State(Standing::Expired)),
        ("starts = 1800000001000", Fault::State(Standing::NotYetValid)),
        ("life = 'retired'", Fault::State(Standing::Retired)),
        ("life = 'suspended'", Fault::State(Standing::Suspended)),
    ];
    for (change, expected) in refused {
        let office = Office::open();
        office.sql(&format!("UPDATE keys SET {change} WHERE serial IN ('{STOCKED}', '{SPARE}')"));
        let before = office.everything();
        assert_eq!(office.act(order(KeyAct::Assign, STOCKED, CLAIRE)), Err(expected.clone()));
        assert_eq!(office.act(order(KeyAct::Replace, OWN, CLAIRE)), Err(expected));
        assert_eq!(office.everything(), before);
    }
    let office = Office::open();
    let before = office.everything();
    for login in ["", "nobody"] {
        assert_eq!(office.act(order(KeyAct::Assign, STOCKED, login)), Err(Fault::NotFound), "{login:?}");
    }
    for (successor, fault) in [
        ("9999", Fault::NotFound),
        ("", Fault::NotFound),
        (HIS, Fault::Taken { holder: JEAN.to_owned() }),
        (OWN, Fault::Taken { holder: CLAIRE.to_owned() }),
    ] {
        let replace = Order { successor: successor.to_owned(), ..order(KeyAct::Replace, OWN, CLAIRE) };
        assert_eq!(office.act(replace), Err(fault), "{successor:?}");
    }
    assert_eq!(office.everything(), before, "a replacement that failed half-way left nothing");
}

#[test]
fn a_cleared_pin_is_watched_until_it_is_created() {
    let office = Office::open();
    let check = office.store.vault().pin_check(OWN, &secret("4831")).unwrap();
    let write = office.store.write(|transaction| {
        let sql = "UPDATE keys SET pin_check = ?2, pin_pending = 1 WHERE serial = ?1";
        Ok::<_, StoreFault>(transaction.execute(sql, rusqlite::params![OWN, check])?)
    });
    write.unwrap();
    assert_eq!(office.key(OWN).pin, Pin::ToConfirm);
    office.act(order(KeyAct::ClearPin, OWN, CLAIRE)).unwrap();
    assert_eq!(office.key(OWN).pin, Pin::ToCreate);
    let loose = wait(office.local.loose()).unwrap();
    let seen: Vec<_> =
        loose.iter().map(|key| (key.serial.as_str(), key.cleared, key.person.login.as_str())).collect();
    assert_eq!(seen, [(OWN, START, CLAIRE)]);
    // Suspended, the key opens nothing; back in service, it would again.
    office.act(order(KeyAct::Suspend, OWN, CLAIRE)).unwrap();
    assert_eq!(wait(office.local.loose()).unwrap(), []);
    office.act(order(KeyAct::Enable, OWN, CLAIRE)).unwrap();
    assert_eq!(wait(office.local.loose()).unwrap().len(), 1);
    office.act(order(KeyAct::Unassign, OWN, CLAIRE)).unwrap();
    assert_eq!(wait(office.local.loose()).unwrap(), []);
}

#[test]
fn a_key_comes_back_from_suspension_as_it_went() {
    for before in [Life::Assigned, Life::Active] {
        let office = Office::open();
        let word = crate::store::words::word_of(&crate::store::words::LIVES, &before);
        office.sql(&format!("UPDATE keys SET life = '{word}', fails = 4 WHERE serial = '{OWN}'"));
        office.act(order(KeyAct::Suspend, OWN, CLAIRE)).unwrap();
        office.pass(Span::days(3));
        office.act(order(KeyAct::Enable, OWN, CLAIRE)).unwrap();
        let key = office.key(OWN);
        assert_eq!((key.life, key.since, key.fails), (before, Some(office.now()), 4));
    }
}

#[test]
fn a_replacement_retires_one_key_and_gives_the_other() {
    let office = Office::open();
    let code = office.code(OWN, 0);
    office.test(OWN, &code).unwrap();
    office.sql(&format!("UPDATE keys SET fails = 9, last_step = 7 WHERE serial = '{SPARE}'"));
    office.pass(PERIOD);
    office.act(order(KeyAct::Replace, OWN, CLAIRE)).unwrap();
    let (old, new) = (office.key(OWN), office.key(SPARE));
    assert_eq!((old.standing(office.now()), old.holder.as_deref()), (Standing::Retired, Some(CLAIRE)));
    assert_eq!((new.standing(office.now()), new.holder.as_deref()), (Standing::Usable, Some(CLAIRE)));
    assert_eq!((new.pin, new.fails, new.last_step), (Pin::ToCreate, 0, Some(7)), "used steps stay used");
    let told: Vec<_> = office.events(CLAIRE).into_iter().map(|event| (event.serial, event.what)).collect();
    let expected = [
        (OWN.to_owned(), Happening::CodeTested),
        (SPARE.to_owned(), Happening::Assigned),
        (OWN.to_owned(), Happening::Replaced),
    ];
    assert_eq!(told, expected);
    // The code of the old key is recognised, and no good.
    let verdict = office.test(OWN, &office.code(OWN, 0)).unwrap();
    assert_eq!((verdict.word(), verdict.is_good()), ("retired", false));
}

#[test]
fn a_key_taken_back_forgets_its_holder_and_keeps_its_steps() {
    let office = Office::open();
    let code = office.code(OWN, 0);
    assert!(office.test(OWN, &code).unwrap().is_good());
    office.act(order(KeyAct::Unassign, OWN, CLAIRE)).unwrap();
    office.act(order(KeyAct::Assign, OWN, JEAN)).unwrap();
    let key = office.key(OWN);
    assert_eq!((key.holder.as_deref(), key.pin, key.life), (Some(JEAN), Pin::ToCreate, Life::Active));
    let verdict = office.test(OWN, &code).unwrap();
    assert!(matches!(verdict.finding, Finding::Used { .. }), "{:?}", verdict.finding);
}
