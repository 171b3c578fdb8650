//! Lists: what a filter wants and nothing else, page by page.

use guichet::desk::{About, DeskFault, Filter, PAGE, TicketDesk, TicketPage, What};
use guichet::domain::ticket::{Field, State, TicketId};
use serde_json::json;

use super::{Office, draft, number};

impl Office {
    fn list(&self, filter: Filter, page: u32) -> TicketPage {
        self.wait(self.desk.list(filter, page)).unwrap()
    }

    fn ids(&self, filter: Filter) -> Vec<TicketId> {
        self.list(filter, 0).rows.into_iter().map(|row| row.id).collect()
    }
}

#[test]
fn conditions_hold() {
    let office = Office::open();
    office.filed();
    let mut own = draft("À retrouver");
    own.login = "agent2".to_owned();
    own.set(Field::Mail, "filtre.o'connor@ac-nantes.fr");
    let id = office.file(&own).unwrap();
    let about = |login: &str, mail: &str| Some(About { login: login.to_owned(), mail: mail.to_owned() });
    let by = |about| Filter { about, ..Filter::default() };
    let only = [id.clone()];
    assert_eq!(office.ids(by(about("", "filtre.o'connor@ac-nantes.fr"))), only);
    assert_eq!(office.ids(by(about("agent2", ""))), only);
    assert_eq!(office.ids(by(about("agent2", "filtre.o'connor@ac-nantes.fr"))), only);
    assert_eq!(office.ids(by(about("cdupont", "filtre.o'connor@ac-nantes.fr"))).len(), 2, "one or the other");
    assert!(office.ids(by(about("", ""))).is_empty() && office.ids(by(about("personne", ""))).is_empty());
    let with = |state, queue: &str, owner: &str| Filter {
        states: vec![state],
        queue: Some(queue.to_owned()),
        owner: Some(owner.to_owned()),
        about: about("agent2", ""),
    };
    let queue = "Assistance > OTP";
    assert_eq!(office.ids(with(State::New, queue, "")), only);
    for none in [
        with(State::Open, queue, ""),
        with(State::New, "Réseau > VPN", ""),
        with(State::New, "n’existe pas", ""),
        with(State::New, queue, "agent"),
        with(State::New, queue, "personne"),
    ] {
        assert!(office.ids(none.clone()).is_empty(), "{none:?}");
    }
    office.change(&id, What::Take).unwrap();
    for state in [State::Open, State::Waiting, State::Solved, State::Closed] {
        office.change(&id, What::State(state)).unwrap();
        assert_eq!(office.ids(with(state, queue, "agent")), only, "{state:?}");
        let live = Filter { states: State::LIVE.to_vec(), ..by(about("agent2", "")) };
        assert_eq!(!office.ids(live).is_empty(), State::LIVE.contains(&state), "{state:?}");
    }
    let row = office.list(by(about("agent2", "")), 0).rows.remove(0);
    assert_eq!(row, office.ticket(&id).row);
}

/// The server keeps any status: one that nobody knows asks for work and must not vanish.
#[test]
fn an_unknown_status_is_work() {
    let office = Office::open();
    let id = office.filed();
    office.server.state.lock().unwrap().tickets.get_mut(&number(&id)).unwrap()["status"] = json!(99);
    let live = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
    let rows = office.list(live, 0).rows;
    assert_eq!((rows.len(), rows[0].state), (1, State::Open));
}

#[test]
fn pages_follow_one_another() {
    let office = Office::open();
    let empty = office.list(Filter::default(), 0);
    assert_eq!((empty.rows.len(), empty.total, empty.more), (0, Some(0), false));
    let subjects: Vec<_> = (0..=PAGE).rev().map(|number| number.to_string()).collect();
    for subject in subjects.iter().rev() {
        office.file(&draft(subject)).unwrap();
    }
    office.server.forget();
    let (first, second) = (office.list(Filter::default(), 0), office.list(Filter::default(), 1));
    assert_eq!((first.rows.len(), first.total, first.more), (PAGE as usize, Some(u64::from(PAGE) + 1), true));
    assert_eq!((second.rows.len(), second.more), (1, false));
    let told: Vec<_> = first.rows.into_iter().chain(second.rows).map(|row| row.subject).collect();
    assert_eq!(told, subjects, "the ticket that changed last first");
    assert!(office.server.asked().len() <= 3, "names are asked for once, all together");
    for beyond in [2, u32::MAX] {
        let page = office.list(Filter::default(), beyond);
        assert_eq!((page.rows.len(), page.more), (0, false));
    }
}

#[test]
fn other_categories_stay_away() {
    let office = Office::with(json!({ "categories": ["Réseau > VPN"], "agents": ["m.durand"] }), |_| None);
    let id = office.filed();
    assert!(office.list(Filter::default(), 0).rows.is_empty());
    office.change(&id, What::Route("Réseau > VPN".to_owned())).unwrap();
    assert_eq!(office.ids(Filter::default()), [id]);
    let places = office.wait(office.desk.places()).unwrap();
    assert_eq!(places.queues, ["Réseau > VPN"]);
    assert_eq!(places.agents, ["agent", "m.durand"]);
    let all = Office::open();
    assert_eq!(all.wait(all.desk.places()).unwrap().queues.len(), 5);
}

#[test]
fn what_is_no_ticket_is_not_found() {
    let office = Office::open();
    for absent in ["999999", "x", "", "1/Ticket_User", "-1"] {
        let answer = office.wait(office.desk.ticket(TicketId::new(absent)));
        assert_eq!(answer, Err(DeskFault::NotFound), "{absent}");
    }
}
