//! Lists: what a filter wants and nothing else, page by page.

use guichet::desk::{About, Filter, PAGE, What};
use guichet::domain::ticket::{Field, State, TicketId};
use serde_json::json;

use crate::office::{Office, draft};

fn ids(office: &Office, filter: Filter) -> Vec<TicketId> {
    let mut all = Vec::new();
    for page in 0.. {
        let found = office.list(filter.clone(), page);
        all.extend(found.rows.into_iter().map(|row| row.id));
        if !found.more {
            return all;
        }
    }
    all
}

#[test]
fn conditions_hold() {
    let Some(office) = Office::open() else { return };
    let mut own = draft("À retrouver");
    own.set(Field::Mail, "filtre.o'connor@ac-nantes.fr");
    own.set(Field::Accounts, "foconnor");
    let id = office.file(&own).unwrap();
    let about = About { mail: "filtre.o'connor@ac-nantes.fr".to_owned(), ..About::default() };
    let by_mail = Filter { about: Some(about.clone()), ..Filter::default() };
    let only = [id.clone()];
    assert_eq!(ids(&office, by_mail.clone()), only);
    let by_login = About { login: "foconnor".to_owned(), ..About::default() };
    assert_eq!(ids(&office, Filter { about: Some(by_login), ..Filter::default() }), only);
    assert!(ids(&office, Filter { about: Some(About::default()), ..Filter::default() }).is_empty());
    let with = |state, queue: &str, owner: &str| Filter {
        states: vec![state],
        queue: Some(queue.to_owned()),
        owner: Some(owner.to_owned()),
        ..by_mail.clone()
    };
    let queue = "Assistance OTP";
    assert_eq!(ids(&office, with(State::New, queue, "")), only);
    assert!(ids(&office, with(State::Open, queue, "")).is_empty());
    assert!(ids(&office, with(State::New, "Divers", "")).is_empty());
    assert!(ids(&office, with(State::New, "n’existe pas", "")).is_empty());
    assert!(ids(&office, with(State::New, queue, "agent")).is_empty());
    office.change(&id, What::Take).unwrap();
    for state in [State::Open, State::Waiting, State::Solved, State::Closed] {
        office.change(&id, What::State(state)).unwrap();
        assert_eq!(ids(&office, with(state, queue, "agent")), only, "{state:?}");
        let live = Filter { states: State::LIVE.to_vec(), ..by_mail.clone() };
        assert_eq!(!ids(&office, live).is_empty(), State::LIVE.contains(&state), "{state:?}");
    }
    let row = office.list(by_mail, 0).rows.remove(0);
    let whole = office.ticket(&id).row;
    assert_eq!(row, whole);
}

#[test]
fn pages_follow_one_another() {
    let Some(office) = Office::open() else { return };
    let about = About { mail: "cent.tickets@ac-nantes.fr".to_owned(), ..About::default() };
    let filter = Filter { about: Some(about.clone()), ..Filter::default() };
    let empty = office.list(filter.clone(), 0);
    assert_eq!((empty.rows.len(), empty.total, empty.more), (0, Some(0), false));
    let mut filed: Vec<_> = (0..=PAGE)
        .map(|number| {
            let body = json!({
                "Queue": "Assistance OTP - Niveau 2", "Subject": format!("{number}"), "Requestor": about.mail,
            });
            let (status, _) = office.send("agent", reqwest::Method::POST, "ticket", &body).unwrap();
            assert_eq!(status, 201);
            number.to_string()
        })
        .collect();
    filed.reverse();
    let (first, second) = (office.list(filter.clone(), 0), office.list(filter.clone(), 1));
    assert_eq!((first.rows.len(), first.total, first.more), (PAGE as usize, Some(u64::from(PAGE) + 1), true));
    assert_eq!((second.rows.len(), second.more), (1, false));
    let subjects: Vec<_> = first.rows.into_iter().chain(second.rows).map(|row| row.subject).collect();
    assert_eq!(subjects, filed, "the ticket that changed last first");
    let beyond = office.list(filter.clone(), 2);
    assert_eq!((beyond.rows.len(), beyond.more), (0, false));
    assert_eq!(office.list(filter, u32::MAX).rows.len(), 0);
}

/// The lists of the settings bound what is listed.
#[test]
fn other_queues_stay_away() {
    let Some(office) = Office::of("agent", json!({ "queues": ["Divers"] })) else { return };
    office.filed();
    assert!(office.list(Filter::default(), 0).rows.iter().all(|row| row.queue == "Divers"));
    let nobody = Office::of("sansdroit", json!({})).unwrap();
    assert!(nobody.list(Filter::default(), 0).rows.is_empty());
}
