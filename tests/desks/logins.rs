//! The login: a session of the server's own, by name and password.

use guichet::desk::{DeskFault, Filter, TicketDesk};
use guichet::domain::secret::Secret;
use guichet::domain::ticket::TicketId;
use serde_json::json;

use crate::office::{Office, draft, password, remark, rt, uuid};
use guichet::desk::{Change, What};
use guichet::domain::moment::Moment;
use guichet::domain::ticket::Audience;

#[test]
fn nothing_is_asked_without_a_login() {
    let Some(office) = Office::stranger(json!({})) else { return };
    let id = TicketId::new("1");
    assert_eq!(office.file(&draft("x")), Err(DeskFault::LoginOver));
    assert_eq!(office.find(&uuid()), Err(DeskFault::LoginOver));
    assert_eq!(office.wait(office.desk.ticket(id.clone())), Err(DeskFault::LoginOver));
    assert_eq!(office.wait(office.desk.list(Filter::default(), 0)), Err(DeskFault::LoginOver));
    assert_eq!(office.wait(office.desk.find_note(id.clone(), uuid())), Err(DeskFault::LoginOver));
    assert_eq!(office.note(remark(&id, Audience::Colleagues, "x")), Err(DeskFault::LoginOver));
    let change = Change { ticket: id, seen: Moment::default(), author: String::new(), what: What::Take };
    assert_eq!(office.wait(office.desk.change(change)), Err(DeskFault::LoginOver));
    assert_eq!(office.wait(office.desk.places()), Err(DeskFault::LoginOver));
}

#[test]
fn a_wrong_password_is_a_wrong_login() {
    let Some(office) = Office::stranger(json!({})) else { return };
    let enter = |agent: &str, word: &str| {
        office.wait(office.desk.log_in(agent.to_owned(), Secret::new(word.to_owned())))
    };
    for (agent, word) in
        [("agent", "faux"), ("agent", ""), ("personne", "faux"), ("", ""), ("agent&user=root", "x")]
    {
        assert_eq!(enter(agent, word), Err(DeskFault::WrongLogin), "{agent}");
        assert_eq!(office.find(&uuid()), Err(DeskFault::LoginOver));
    }
    assert_eq!(office.log_in("agent"), Ok(()));
    assert_eq!(office.find(&uuid()), Ok(Vec::new()));
    // A wrong one afterwards does not end what was.
    assert_eq!(enter("agent", "faux"), Err(DeskFault::WrongLogin));
    assert_eq!(office.find(&uuid()), Ok(Vec::new()));
}

#[test]
fn an_agent_logs_in_again_by_the_name_before() {
    let Some(office) = Office::of("agent2", json!({})) else { return };
    let again = office.wait(office.desk.log_in(String::new(), password("agent2")));
    assert_eq!(again, Ok(()));
    assert!(office.wait(office.desk.places()).unwrap().agents.contains(&"agent2".to_owned()));
}

#[test]
fn queues_are_those_that_the_agent_sees() {
    let Some(office) = Office::open() else { return };
    let places = office.wait(office.desk.places()).unwrap();
    assert_eq!(
        places.queues,
        [&rt()["queue"], &rt()["second"], &rt()["bare"]].map(|name| name.as_str().unwrap())
    );
    assert!(places.agents.contains(&"agent".to_owned()));
    let own = json!({ "queues": ["Assistance OTP"], "agents": ["agent2"] });
    let office = Office::of("agent", own).unwrap();
    let places = office.wait(office.desk.places()).unwrap();
    assert_eq!(
        (places.queues.as_slice(), places.agents.as_slice()),
        (&["Assistance OTP".to_owned()][..], &["agent".to_owned(), "agent2".to_owned()][..])
    );
    let office = Office::of("sansdroit", json!({})).unwrap();
    assert!(office.wait(office.desk.places()).unwrap().queues.is_empty());
}
