//! One agent at a real desk: what was provisioned, and the desk logged in to it.

use std::sync::OnceLock;

use guichet::desk::rt::{RtDesk, Settings};
use guichet::desk::{Change, DeskFault, Filing, Filter, TicketDesk, TicketPage, What};
use guichet::domain::moment::Moment;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Audience, Draft, Field, Remark, SerialAnswer, Ticket, TicketId, Uuid};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// What `tests/desks/run` wrote about its servers; none where there are none.
pub fn desks() -> Option<&'static Value> {
    static DESKS: OnceLock<Option<Value>> = OnceLock::new();
    let desks = DESKS.get_or_init(|| {
        let text = std::fs::read_to_string(std::env::var_os("GUICHET_DESKS")?).unwrap();
        Some(serde_json::from_str(&text).unwrap())
    });
    if desks.is_none() {
        println!("SKIPPED: no real desks (tests/desks/run -- cargo test --test desks)");
    }
    desks.as_ref()
}

/// The Request Tracker among them.
pub fn rt() -> &'static Value {
    &desks().unwrap()["rt"]
}

pub fn password(agent: &str) -> Secret<String> {
    Secret::new(rt()["passwords"][agent].as_str().unwrap().to_owned())
}

pub fn runtime() -> Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

/// A name that no other test has.
pub fn uuid() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    Uuid::from_random(bytes)
}

pub fn settings(change: &Value) -> Settings {
    let mut settings = json!({ "url": rt()["url"], "queue": rt()["queue"] });
    for (name, value) in change.as_object().unwrap() {
        settings[name] = value.clone();
    }
    serde_json::from_value(settings).unwrap()
}

/// An agent at the desk.
pub struct Office {
    pub desk: RtDesk,
    pub runtime: Runtime,
}

impl Office {
    /// The agent who may work; none where there is no server.
    pub fn open() -> Option<Self> {
        Self::of("agent", json!({}))
    }

    pub fn of(agent: &str, change: Value) -> Option<Self> {
        let office = Self::stranger(change)?;
        assert_eq!(office.log_in(agent), Ok(()));
        Some(office)
    }

    /// Nobody logged in yet.
    pub fn stranger(change: Value) -> Option<Self> {
        desks()?;
        Some(Self { desk: RtDesk::new(settings(&change)).unwrap(), runtime: runtime() })
    }

    pub fn log_in(&self, agent: &str) -> Result<(), DeskFault> {
        self.wait(self.desk.log_in(agent.to_owned(), password(agent)))
    }

    pub fn wait<T>(&self, reply: impl Future<Output = T>) -> T {
        self.runtime.block_on(reply)
    }

    pub fn file(&self, draft: &Draft) -> Result<TicketId, DeskFault> {
        self.wait(self.desk.file(filing(draft)))
    }

    /// A ticket that is there.
    pub fn filed(&self) -> TicketId {
        self.file(&draft("Une clé parmi d’autres")).unwrap()
    }

    pub fn find(&self, uuid: &Uuid) -> Result<Vec<TicketId>, DeskFault> {
        self.wait(self.desk.find_by_uuid(uuid.clone()))
    }

    pub fn ticket(&self, id: &TicketId) -> Ticket {
        self.wait(self.desk.ticket(id.clone())).unwrap()
    }

    pub fn list(&self, filter: Filter, page: u32) -> TicketPage {
        self.wait(self.desk.list(filter, page)).unwrap()
    }

    pub fn note(&self, remark: Remark) -> Result<(), DeskFault> {
        self.wait(self.desk.note(remark))
    }

    /// A change by an agent who has just read the ticket.
    pub fn change(&self, id: &TicketId, what: What) -> Result<(), DeskFault> {
        self.change_seen(id, self.ticket(id).row.changed, what)
    }

    pub fn change_seen(&self, id: &TicketId, seen: Moment, what: What) -> Result<(), DeskFault> {
        let author = "agent".to_owned();
        self.wait(self.desk.change(Change { ticket: id.clone(), seen, author, what }))
    }
}

pub fn filing(draft: &Draft) -> Filing {
    Filing { draft: draft.clone(), author: "agent".to_owned(), files: Vec::new() }
}

pub fn remark(ticket: &TicketId, audience: Audience, text: &str) -> Remark {
    Remark {
        ticket: ticket.clone(),
        uuid: uuid(),
        author: "agent".to_owned(),
        audience,
        text: text.to_owned(),
    }
}

/// A complete one, with what servers spoil.
pub fn draft(subject: &str) -> Draft {
    let mut draft = Draft::new(uuid(), "nantes");
    draft.login = "cdupont".to_owned();
    for (field, answer) in [
        (Field::Name, "Zoé Dupont-L’Écuyer"),
        (Field::Post, "principale adjointe, Collège d'Étretat (0449001V)"),
        (Field::Mail, "zoe.dupont@ac-nantes.fr"),
        (Field::Phone, "+33261912345"),
        (Field::Hours, "9h-12h, 14h-17h"),
        (Field::Subject, subject),
        (
            Field::Description,
            "Tous les codes sont refusés.\n\nElle n’a rien changé : « c’est arrivé d’un coup » 🔑",
        ),
        (Field::Errors, "L'accès n’est pas autorisé\nErreur 0x1F : réessayez"),
        (Field::Accounts, "cdupont, dir-0449001v"),
    ] {
        draft.set(field, answer);
    }
    draft.serial_answer = SerialAnswer::Known("103142718".to_owned());
    draft
}
