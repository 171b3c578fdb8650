//! Tickets by mail through a real server: what arrived is read from its files.

use std::time::{Duration, Instant};

use guichet::backend::Clock;
use guichet::desk::mail::{MailDesk, Settings};
use guichet::desk::{DeskFault, Filing, TicketDesk};
use guichet::domain::moment::Moment;
use guichet::domain::profile::Profiles;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Attachment, Draft, TicketId};
use serde_json::{Value, json};

use crate::office::{desks, draft, runtime};

/// Longest that the server takes to put a message into its file.
const DELIVERY: Duration = Duration::from_secs(20);

fn mail() -> &'static Value {
    &desks().unwrap()["mail"]
}

/// A desk that mails to one address; none where there is no server.
fn desk(to: &str, change: &Value) -> Option<MailDesk> {
    desks()?;
    let mut settings = json!({
        "host": mail()["host"], "port": mail()["port"], "ca": mail()["ca"],
        "from": "m.durand@guichet.test", "reply_to": "equipe@guichet.test", "to": format!("{to}@guichet.test"),
    });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    let settings: Settings = serde_json::from_value(settings).unwrap();
    let clock: Clock = std::sync::Arc::new(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Moment::from_millis(since.as_millis() as i64)
    });
    Some(MailDesk::new(&settings, Profiles::shipped().unwrap(), clock).unwrap())
}

fn file(desk: &MailDesk, draft: &Draft, files: Vec<Attachment>) -> Result<TicketId, DeskFault> {
    let filing = Filing { draft: draft.clone(), author: "m.durand".to_owned(), files };
    runtime().block_on(desk.file(filing))
}

/// The messages about a draft that the server has put into files.
fn arrived(draft: &Draft) -> Vec<String> {
    let folder = std::fs::read_dir(mail()["delivered"].as_str().unwrap());
    let texts = folder.into_iter().flatten().map(|entry| std::fs::read(entry.unwrap().path()).unwrap());
    let texts = texts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    texts.filter(|text| text.contains(draft.uuid.as_str())).collect()
}

/// Waits for so many.
fn delivered(draft: &Draft, count: usize) -> Vec<String> {
    let until = Instant::now() + DELIVERY;
    loop {
        let found = arrived(draft);
        if found.len() >= count || Instant::now() > until {
            return found;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn words(fault: Result<TicketId, DeskFault>) -> String {
    match fault {
        Err(DeskFault::Refused(words)) => format!("refused: {words}"),
        Err(DeskFault::Unreachable(words)) => format!("unreachable: {words}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_ticket_arrives_with_its_picture_and_its_accents() {
    let Some(desk) = desk("pole", &json!({})) else { return };
    let draft = draft("Clé désynchronisée : « plus rien » 🔑");
    let mut content = b"\x89PNG\r\n\x1a\n".to_vec();
    content.extend((0..=255).cycle().take(200_000));
    let id = file(&desk, &draft, vec![Attachment::new("écran.png", content.clone()).unwrap()]).unwrap();
    let found = delivered(&draft, 1);
    let [message] = found.as_slice() else { panic!("{} arrived", found.len()) };
    for line in [
        "Envelope-to: pole@guichet.test",
        "Return-path: <m.durand@guichet.test>",
        "From: m.durand@guichet.test",
        "Reply-To: equipe@guichet.test",
        "To: pole@guichet.test",
        &format!("Message-ID: <{}>", id.as_str()),
        "Content-Disposition: attachment; filename=\"ecran.png\"",
    ] {
        assert!(message.lines().any(|own| own == line), "{line}\n{message:.2000}");
    }
    // The server itself says that the line was encrypted.
    assert!(message.contains("with esmtps"), "{message:.2000}");
    let python = r#"
import sys, email, email.policy
message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
print(message["subject"])
print(message.get_body().get_content())
picture = next(message.iter_attachments()).get_content()
print(len(picture), sum(picture) % 65521)
"#;
    let Some(read) = reader(python, message) else { return };
    assert!(read.starts_with("Clé désynchronisée : « plus rien » 🔑\n"), "{read}");
    for line in [
        "Nom : Zoé Dupont-L’Écuyer",
        "Description : Tous les codes sont refusés.",
        "    Elle n’a rien changé : « c’est arrivé d’un coup » 🔑",
        "Messages d’erreur : L'accès n’est pas autorisé",
        &format!("Référence : {}", draft.uuid.as_str()),
    ] {
        assert!(read.lines().any(|own| own == line), "{line}\n{read}");
    }
    let sum: u64 = content.iter().map(|byte| u64::from(*byte)).sum();
    assert!(read.contains(&format!("{} {}", content.len(), sum % 65521)), "{read}");
}

/// A message as somebody else's library reads it.
fn reader(python: &str, message: &str) -> Option<String> {
    use std::io::Write;
    use std::process::{Command, Stdio};
    let child = Command::new("python3")
        .args(["-I", "-X", "utf8", "-c", python])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        println!("SKIPPED: no python3 to read the message with");
        return None;
    };
    child.stdin.take().unwrap().write_all(message.as_bytes()).unwrap();
    Some(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap())
}

#[test]
fn encrypted_from_the_first_byte_too() {
    let Some(desk) = desk("pole", &json!({ "port": desks_port("tls_port"), "encryption": "tls" })) else {
        return;
    };
    let draft = draft("TLS d’emblée");
    assert!(file(&desk, &draft, Vec::new()).is_ok());
    assert_eq!(delivered(&draft, 1).len(), 1);
}

fn desks_port(name: &str) -> Value {
    desks().map_or(Value::Null, |desks| desks["mail"][name].clone())
}

#[test]
fn what_the_server_refuses_or_puts_off_is_said_in_its_words() {
    let Some(nobody) = desk("inconnu", &json!({})) else { return };
    let refused = draft("Personne");
    assert_eq!(words(file(&nobody, &refused, Vec::new())), "refused: 550 5.1.1 Adresse inconnue");
    let later = desk("plus-tard", &json!({})).unwrap();
    assert_eq!(words(file(&later, &refused, Vec::new())), "unreachable: 451 4.2.0 Essayez plus tard");
    let content = draft("REFUS du contenu");
    let desk = desk("pole", &json!({})).unwrap();
    assert_eq!(words(file(&desk, &content, Vec::new())), "refused: 550 5.7.1 Contenu refuse");
    // What comes after has been delivered when these would have been.
    let after = draft("Après");
    assert!(file(&desk, &after, Vec::new()).is_ok());
    assert_eq!(delivered(&after, 1).len(), 1);
    assert_eq!((arrived(&refused).len(), arrived(&content).len()), (0, 0));
}

#[test]
fn an_authority_that_is_not_named_is_not_trusted() {
    let Some(desk) = desk("pole", &json!({ "ca": null })) else { return };
    let draft = draft("Sans autorité");
    assert_eq!(words(file(&desk, &draft, Vec::new())), "unreachable: certificate");
    assert_eq!(arrived(&draft).len(), 0);
}

#[test]
fn a_login_opens_what_is_closed_without() {
    let Some(stranger) = desk("authentifie", &json!({})) else { return };
    let draft = draft("Avec mot de passe");
    assert!(words(file(&stranger, &draft, Vec::new())).starts_with("refused: 550 5.7.0"));
    let desk = desk("authentifie", &json!({ "login": true })).unwrap();
    assert_eq!(file(&desk, &draft, Vec::new()), Err(DeskFault::LoginOver));
    let log_in = |password: &str| {
        let user = mail()["user"].as_str().unwrap().to_owned();
        runtime().block_on(desk.log_in(user, Secret::new(password.to_owned())))
    };
    assert_eq!(log_in("faux"), Err(DeskFault::WrongLogin));
    assert_eq!(log_in(mail()["password"].as_str().unwrap()), Ok(()));
    assert!(file(&desk, &draft, Vec::new()).is_ok());
    assert_eq!(delivered(&draft, 1).len(), 1);
}

/// What the agent sends again is the same message to whoever sorts by its name.
#[test]
fn sent_twice_it_is_called_the_same() {
    let Some(desk) = desk("pole", &json!({})) else { return };
    let draft = draft("Deux fois");
    assert_eq!(file(&desk, &draft, Vec::new()), file(&desk, &draft, Vec::new()));
    let found = delivered(&draft, 2);
    let name =
        |message: &String| message.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned();
    let names: std::collections::BTreeSet<_> = found.iter().map(name).collect();
    assert_eq!((found.len(), names.len()), (2, 1));
}
