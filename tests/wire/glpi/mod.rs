//! The desk of GLPI over a model of one: no real GLPI is run here.

mod bad;
mod changes;
mod filing;
mod lists;
mod notes;
mod once;
mod program;
mod rows;
mod server;
mod wrong;

use guichet::desk::glpi::{GlpiDesk, Settings};
use guichet::desk::{Change, DeskFault, Filing, TicketDesk, What};
use guichet::domain::moment::Moment;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Audience, Draft, Field, Remark, SerialAnswer, Ticket, TicketId, Uuid};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::blunt::Answer;
use crate::office::{PASSWORD, runtime};
use server::{Asked, Server};

/// A server and an agent's desk at it.
struct Office {
    server: Server,
    desk: GlpiDesk,
    runtime: Runtime,
}

fn desk(url: &str, more: &Value) -> GlpiDesk {
    let mut settings = json!({ "url": url, "category": "Assistance > OTP", "timeout": 5 });
    for (name, value) in more.as_object().unwrap() {
        settings[name] = value.clone();
    }
    GlpiDesk::new(serde_json::from_value::<Settings>(settings).unwrap()).unwrap()
}

impl Office {
    fn open() -> Self {
        Self::with(json!({}), |_| None)
    }

    /// Some requests are answered by the test.
    fn choosing(choose: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) -> Self {
        Self::with(json!({}), choose)
    }

    fn with(more: Value, choose: impl Fn(&Asked) -> Option<Answer> + Send + Sync + 'static) -> Self {
        let server = Server::start(choose);
        let desk = desk(&server.url(), &more);
        let office = Self { server, desk, runtime: runtime() };
        assert_eq!(office.log_in(&office.desk, "agent"), Ok(()));
        office.server.forget();
        office
    }

    /// Another agent at the same server.
    fn colleague(&self, agent: &str) -> GlpiDesk {
        let desk = desk(&self.server.url(), &json!({}));
        assert_eq!(self.log_in(&desk, agent), Ok(()));
        desk
    }

    fn log_in(&self, desk: &GlpiDesk, agent: &str) -> Result<(), DeskFault> {
        self.wait(desk.log_in(agent.to_owned(), Secret::new(PASSWORD.to_owned())))
    }

    fn wait<T>(&self, reply: impl Future<Output = T>) -> T {
        self.runtime.block_on(reply)
    }

    fn file(&self, draft: &Draft) -> Result<TicketId, DeskFault> {
        self.wait(self.desk.file(filing(draft)))
    }

    fn filed(&self) -> TicketId {
        self.file(&draft("Une clé parmi d’autres")).unwrap()
    }

    fn find(&self, uuid: &Uuid) -> Result<Vec<TicketId>, DeskFault> {
        self.wait(self.desk.find_by_uuid(uuid.clone()))
    }

    fn ticket(&self, id: &TicketId) -> Ticket {
        self.wait(self.desk.ticket(id.clone())).unwrap()
    }

    fn note(&self, remark: &Remark) -> Result<(), DeskFault> {
        self.wait(self.desk.note(remark.clone()))
    }

    fn noted(&self, remark: &Remark) -> Result<bool, DeskFault> {
        self.wait(self.desk.find_note(remark.ticket.clone(), remark.uuid.clone()))
    }

    /// A change by an agent who has just read the ticket.
    fn change(&self, id: &TicketId, what: What) -> Result<(), DeskFault> {
        self.wait(self.desk.change(change(id, self.ticket(id).row.changed, what)))
    }
}

fn change(id: &TicketId, seen: Moment, what: What) -> Change {
    Change { ticket: id.clone(), seen, author: "agent".to_owned(), what }
}

fn number(id: &TicketId) -> u64 {
    id.as_str().parse().unwrap()
}

fn uuid() -> Uuid {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).unwrap();
    Uuid::from_random(bytes)
}

fn filing(draft: &Draft) -> Filing {
    Filing { draft: draft.clone(), author: "agent".to_owned(), files: Vec::new() }
}

fn remark(ticket: &TicketId, audience: Audience, text: &str) -> Remark {
    let (author, text) = ("agent".to_owned(), text.to_owned());
    Remark { ticket: ticket.clone(), uuid: uuid(), author, audience, text }
}

/// A complete one, with what servers spoil.
fn draft(subject: &str) -> Draft {
    let mut draft = Draft::new(uuid(), "nantes");
    draft.login = "cdupont".to_owned();
    for (field, answer) in [
        (Field::Name, "Zoé Dupont-L’Écuyer"),
        (Field::Mail, "zoe.dupont@ac-nantes.fr"),
        (Field::Phone, "+33261912345"),
        (Field::Hours, "9h-12h, 14h-17h"),
        (Field::Subject, subject),
        (Field::Description, "Refusés & <b>rejetés</b>.\n\n« c’est arrivé d’un coup » &#60; 🔑"),
        (Field::Errors, "L'accès n’est pas autorisé\nErreur 0x1F : réessayez"),
        (Field::Accounts, "cdupont, dir-0449001v"),
    ] {
        draft.set(field, answer);
    }
    draft.serial_answer = SerialAnswer::Known("103142718".to_owned());
    draft
}
