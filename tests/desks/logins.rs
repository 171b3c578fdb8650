//! The login: a session of the server's own, by name and password.

use std::io::{BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::desk::{Change, DeskFault, Filter, TicketDesk, What};
use guichet::domain::moment::Moment;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Audience, TicketId};
use serde_json::json;

use crate::office::{Office, draft, password, remark, rt, uuid};
use crate::proxy::request;

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
fn an_agent_is_known_by_his_name_at_the_desk() {
    let Some(office) = Office::of("agent2", json!({})) else { return };
    assert_eq!(office.desk.agent("m.durand (1000)"), "agent2");
    let again = office.wait(office.desk.log_in("agent2".to_owned(), password("agent2")));
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

/// A line to the server that swaps the session for one that the server never gave, once it is told to.
fn forgetful() -> (String, Arc<AtomicBool>) {
    let server = rt()["url"].as_str().unwrap().trim_start_matches("http://").to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let forgets = Arc::new(AtomicBool::new(false));
    let own = forgets.clone();
    std::thread::spawn(move || {
        for client in listener.incoming() {
            let mut client = client.unwrap();
            let (head, body) = request(&mut BufReader::new(&client)).unwrap();
            let mut head = String::from_utf8(head).unwrap();
            if let (true, Some(at)) = (own.load(Ordering::SeqCst), head.find("RT_SID_")) {
                let id = at + head[at..].find('=').unwrap() + 1;
                head.replace_range(id..id + 32, &"0".repeat(32));
            }
            let mut upstream = TcpStream::connect(&server).unwrap();
            upstream.write_all(head.as_bytes()).unwrap();
            upstream.write_all(&body).unwrap();
            let mut answer = Vec::new();
            upstream.read_to_end(&mut answer).unwrap();
            client.write_all(&answer).unwrap();
        }
    });
    (url, forgets)
}

#[test]
fn a_session_that_is_over_asks_for_another_and_nothing_was_done() {
    if Office::open().is_none() {
        return;
    }
    let (url, forgets) = forgetful();
    let office = Office::of("agent", json!({ "url": url })).unwrap();
    forgets.store(true, Ordering::SeqCst);
    let draft = draft("Session finie");
    assert_eq!(office.file(&draft), Err(DeskFault::LoginOver));
    assert_eq!(office.find(&draft.uuid), Err(DeskFault::LoginOver));
    assert_eq!(Office::open().unwrap().find(&draft.uuid), Ok(Vec::new()));
    forgets.store(false, Ordering::SeqCst);
    assert_eq!(office.find(&draft.uuid), Err(DeskFault::LoginOver), "it is not tried again");
    assert_eq!(office.log_in("agent"), Ok(()));
    let id = office.file(&draft).unwrap();
    assert_eq!(office.find(&draft.uuid), Ok(vec![id]));
}
