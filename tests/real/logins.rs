//! Logins: by password, by PIN and code, by challenge; who is refused; what the rights allow.

use guichet::backend::{Fault, Find, Login, LoginStep, TokenBackend, Trouble};
use guichet::domain::key::KeyAct;
use guichet::domain::moment::Span;
use guichet::domain::secret::Secret;
use serde_json::json;

use crate::office::{Office, code, real};

fn login(agent: &str, secret: &str, transaction: &str) -> Login {
    let secret = Secret::new(secret.to_owned());
    Login { agent: agent.to_owned(), secret, transaction: transaction.to_owned() }
}

#[test]
fn a_password_opens_and_tells_what_is_allowed() {
    let Some(office) = Office::open() else { return };
    assert_eq!(office.backend.abilities().acts, KeyAct::ALL);
    let Some(reader) = Office::of("lecture", json!({})) else { return };
    assert_eq!(reader.backend.abilities().acts, []);
}

#[test]
fn a_wrong_password_and_an_unknown_name_are_refused_alike() {
    let Some(office) = Office::stranger(json!({}), Span::default()) else { return };
    for (agent, secret) in [("helpdesk", "wrong"), ("nobody", "wrong"), ("helpdesk", "")] {
        let refused = office.wait(office.backend.log_in(login(agent, secret, "")));
        assert_eq!(refused, Err(Fault::WrongLogin), "{agent}");
    }
    let find = Find { text: "durand".to_owned(), limit: 5 };
    assert_eq!(office.wait(office.backend.find(find)), Err(Fault::LoginOver));
}

/// An ordinary user logs in at the same address: the console is not for them.
#[test]
fn a_holder_is_not_an_agent() {
    let Some(office) = Office::stranger(json!({ "agents_realm": "academie" }), Span::default()) else {
        return;
    };
    let password = real().unwrap()["user_password"].as_str().unwrap();
    let refused = office.wait(office.backend.log_in(login("amelie.durand", password, "")));
    assert_eq!(refused, Err(Fault::NotAnAgent));
    assert_eq!(office.wait(office.backend.card("amelie.durand".to_owned())), Err(Fault::LoginOver));
}

#[test]
fn an_agent_with_a_key_logs_in_by_pin_and_code() {
    let Some(office) = Office::stranger(json!({ "agents_realm": "agents" }), Span::default()) else { return };
    let code = code("GALT10512046", office.now(), 0);
    let typed = format!("4821{}", code.expose());
    assert_eq!(office.wait(office.backend.log_in(login("m.durand", &typed, ""))), Ok(LoginStep::In));
    assert_eq!(office.card("amelie.durand").keys[0].serial.as_str(), "GALT10512001");
    // The code is used up: the same once more is refused.
    assert_eq!(office.wait(office.backend.log_in(login("m.durand", &typed, ""))), Err(Fault::WrongLogin));
}

#[test]
fn an_agent_with_a_key_is_asked_for_the_code_after_the_pin() {
    let Some(office) = Office::stranger(json!({ "agents_realm": "agents" }), Span::default()) else { return };
    let asked = office.wait(office.backend.log_in(login("n.costa", "4821", "")));
    let Ok(LoginStep::More { transaction, question }) = asked else { panic!("{asked:?}") };
    assert!(!question.is_empty() && !transaction.is_empty());
    let wrong = office.wait(office.backend.log_in(login("n.costa", "000000", &transaction)));
    assert_eq!(wrong, Err(Fault::WrongLogin));
    let code = code("GALT10512047", office.now(), 0);
    let right = office.wait(office.backend.log_in(login("n.costa", code.expose(), &transaction)));
    assert_eq!(right, Ok(LoginStep::In));
    assert!(!office.find("durand").hits.is_empty());
}

/// A session of three seconds: what comes after it is refused by name, and a second login by the same
/// agent, without the name, goes on.
#[test]
fn a_login_ends_and_is_renewed() {
    let Some(office) = Office::stranger(json!({ "agents_realm": "remplacants" }), Span::default()) else {
        return;
    };
    let password = real().unwrap()["user_password"].as_str().unwrap();
    assert_eq!(office.wait(office.backend.log_in(login("e.brunel", password, ""))), Ok(LoginStep::In));
    office.card("amelie.durand");
    std::thread::sleep(std::time::Duration::from_secs(5));
    assert_eq!(office.wait(office.backend.card("amelie.durand".to_owned())), Err(Fault::LoginOver));
    assert_eq!(office.wait(office.backend.log_in(login("", password, ""))), Ok(LoginStep::In));
    office.card("amelie.durand");
}

/// This machine is ten minutes ahead: after the first answer the console goes by the server's clock.
#[test]
fn the_clock_is_that_of_the_server() {
    let Some(office) = Office::of("helpdesk", json!({})) else { return };
    let right = office.now();
    let Some(ahead) = Office::stranger(json!({}), Span::minutes(10)) else { return };
    assert!((ahead.now() - right).as_secs() > 500);
    let wrong = ahead.wait(ahead.backend.log_in(login("helpdesk", "wrong", "")));
    assert_eq!(wrong, Err(Fault::WrongLogin));
    assert!((ahead.now() - office.now()).abs().as_millis() <= 1500);
}

/// The first node is dead, the second answers; a third that is no server at all is never reached.
#[test]
fn a_dead_node_is_passed_over() {
    let Some(real) = real() else { return };
    let dead = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let nodes = json!({ "nodes": [format!("http://{dead}"), real["url"], "http://127.0.0.1:1"] });
    let Some(office) = Office::of("helpdesk", nodes) else { return };
    assert_eq!(office.card("amelie.durand").person.family, "Durand");
    let Some(alone) = Office::stranger(json!({ "nodes": [format!("http://{dead}")] }), Span::default())
    else {
        return;
    };
    let refused = alone.wait(alone.backend.log_in(login("helpdesk", "x", "")));
    assert_eq!(refused, Err(Fault::Unreachable { why: Trouble::Refused }));
}
