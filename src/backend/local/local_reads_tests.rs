//! Cards, searches and followers: what is read is what is there, also by a second console.

use super::*;

fn find(local: &Local, text: &str) -> Vec<String> {
    let found = wait(local.find(Find { text: text.to_owned(), limit: 10 })).unwrap();
    found.hits.into_iter().map(|hit| hit.person.login).collect()
}

fn follow(local: &Local, login: &str, after: i64) -> Vec<Event> {
    wait(local.follow(login.to_owned(), after)).unwrap()
}

#[test]
fn a_card_is_the_person_the_keys_and_what_happened() {
    let office = Office::open();
    office.test(OWN, &office.code(OWN, 0)).unwrap();
    office.pass(PERIOD);
    office.act(order(KeyAct::Suspend, SECOND, CLAIRE)).unwrap();
    let card = wait(office.local.card(CLAIRE.to_owned())).unwrap();
    assert_eq!(card.person.mail, "cdupont@ac-nantes.fr");
    assert_eq!(card.person.school.uai, "0449001V");
    let keys: Vec<_> = card.keys.iter().map(|key| key.serial.as_str()).collect();
    assert_eq!(keys, [OWN, BUTTON, SECOND], "in service first");
    let told: Vec<_> = card.events.iter().map(|event| event.what).collect();
    assert_eq!(told, [Happening::Suspended, Happening::CodeTested], "newest first");
}

#[test]
fn there_is_no_card_of_nobody() {
    let office = Office::open();
    for login in ["", "nobody", "CDUPONT", "cdupont ", "' OR 1=1 --", "%", "cdupont\0"] {
        assert_eq!(wait(office.local.card(login.to_owned())), Err(Fault::NotFound), "{login:?}");
    }
}

/// However many events there are, a card stays short.
#[test]
fn a_long_life_is_cut_to_its_end() {
    let office = Office::open();
    let past = office.store.write(|transaction| {
        for minute in 0..80 {
            let at = START - Span::minutes(100 - minute);
            rows::record(transaction, at, (OWN, CLAIRE), Happening::WrongPin, None, "")?;
        }
        rows::record(transaction, START, (OWN, CLAIRE), Happening::LoggedIn, Some(1), "")
    });
    past.unwrap();
    let events = wait(office.local.card(CLAIRE.to_owned())).unwrap().events;
    assert_eq!((events.len(), events[0].what), (50, Happening::LoggedIn));
}

#[test]
fn a_follower_gets_each_new_event_once_and_in_order() {
    let office = Office::open();
    let other = office.second_console();
    assert_eq!(follow(&office.local, CLAIRE, 0), []);
    let mut seen = Vec::new();
    let mut after = 0;
    for round in 0..12 {
        office.pass(PERIOD);
        let acts = [KeyAct::Suspend, KeyAct::Enable];
        wait(other.act(order(acts[round % 2], OWN, CLAIRE))).unwrap();
        if round % 3 == 0 {
            test_on(&other, SECOND, &office.code(SECOND, 0)).unwrap();
        }
        wait(other.act(order(acts[round % 2], HIS, JEAN))).unwrap();
        if round % 2 == 1 {
            let new = follow(&office.local, CLAIRE, after);
            after = new.last().unwrap().id;
            seen.extend(new);
        }
    }
    assert_eq!(seen.len(), 12 + 4);
    assert!(seen.windows(2).all(|pair| pair[0].id < pair[1].id && pair[0].at <= pair[1].at));
    assert_eq!(seen, office.events(CLAIRE), "none twice, none lost, none of anybody else's");
    assert_eq!(follow(&office.local, CLAIRE, after), []);
    assert_eq!(follow(&office.local, CLAIRE, i64::MAX), []);
    assert_eq!(follow(&office.local, "nobody", 0), []);
}

/// More happened than one answer holds: the rest comes with the next question.
#[test]
fn a_follower_who_slept_catches_up() {
    let office = Office::open();
    let past = office.store.write(|transaction| {
        for _ in 0..250 {
            rows::record(transaction, START, (OWN, CLAIRE), Happening::WrongPin, None, "")?;
        }
        Ok::<_, StoreFault>(())
    });
    past.unwrap();
    let (mut after, mut answers) = (0, Vec::new());
    loop {
        let events = follow(&office.local, CLAIRE, after);
        let Some(last) = events.last() else { break };
        assert!(last.id > after);
        after = last.id;
        answers.push(events.len());
    }
    assert_eq!(answers.iter().sum::<usize>(), 250, "{answers:?}");
}

#[test]
fn a_search_sees_what_another_console_changed() {
    let office = Office::open();
    let other = office.second_console();
    assert_eq!(find(&office.local, SPARE), [""; 0]);
    assert_eq!(find(&office.local, "morvan"), [""; 0]);
    assert_eq!(find(&other, OWN), [CLAIRE]);

    wait(other.act(order(KeyAct::Replace, OWN, CLAIRE))).unwrap();
    assert_eq!(find(&office.local, SPARE), [CLAIRE]);
    wait(other.act(order(KeyAct::Assign, STOCKED, JEAN))).unwrap();
    assert_eq!(find(&office.local, STOCKED), [JEAN]);
    wait(other.act(order(KeyAct::Unassign, STOCKED, JEAN))).unwrap();
    assert_eq!(find(&office.local, STOCKED), [""; 0]);

    let newcomer = PersonRow { family: "Morvan".to_owned(), ..person("gmorvan", &[]) };
    Store::open(office.folder.path(), None).unwrap().import_people(&[newcomer], START).unwrap();
    assert_eq!(find(&office.local, "morvan"), ["gmorvan"]);
    assert_eq!(find(&other, "morvan"), ["gmorvan"]);
}

#[test]
fn a_refused_act_or_a_failed_import_costs_no_index() {
    let office = Office::open();
    let version = || {
        let read = office.store.read(|connection| {
            Ok(connection.query_row("SELECT version FROM directory", [], |row| row.get::<_, i64>(0))?)
        });
        read.unwrap()
    };
    let before = version();
    assert!(office.act(order(KeyAct::Assign, OWN, JEAN)).is_err());
    assert!(office.store.import_people(&[person("gmorvan", &["9999"])], START).is_err());
    assert_eq!(find(&office.local, "gmorvan"), [""; 0], "nobody of a refused file came in");
    assert_eq!(version(), before);
}

#[test]
fn the_stock_is_what_is_nobodys() {
    let office = Office::open();
    let stock = |part: &str| {
        let keys = wait(office.local.stock(part.to_owned())).unwrap();
        keys.into_iter().map(|key| key.serial.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(stock(""), [STOCKED, SPARE]);
    assert_eq!(stock("09"), [SPARE]);
    for part in ["%", "_", "1001", "' OR 1=1 --"] {
        assert_eq!(stock(part), [""; 0], "{part}");
    }
    office.act(order(KeyAct::Assign, STOCKED, JEAN)).unwrap();
    assert_eq!(stock(""), [SPARE]);
}

#[test]
fn the_index_survives_hostile_questions() {
    let office = Office::open();
    let long = "é".repeat(100_000);
    for text in ["\0", "\u{1b}[2J", "%", "' OR 1=1 --", "\u{202e}", &long, "a b c d e f g h i j k l m n o p"]
    {
        assert_eq!(find(&office.local, text), [""; 0], "{text:.20}");
    }
    assert_eq!(wait(office.local.find(Find { text: "dupont".to_owned(), limit: 0 })).unwrap().matching, 2);
}
