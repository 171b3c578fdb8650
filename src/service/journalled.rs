//! What the journal says of what is done: the intent before, the outcome after. No code and no secret.

use super::Service;
use super::request::{Failure, Fate, HuntEnd, Outcome, Write};
use crate::backend::Order;
use crate::desk::sender::filed_word;
use crate::domain::found::Hunt;
use crate::domain::ticket::{Audience, redact};
use crate::store::journal::Intent;

impl Service {
    pub(super) fn intent(&self, write: &Write) -> Intent {
        let agent = self.agent.clone();
        match write {
            Write::Act { order, reason } => Intent {
                agent,
                act: order.act.word().to_owned(),
                login: order.login.clone(),
                serial: order.serial.clone(),
                reason: reason_of(order, reason),
            },
            Write::Test { test, login, pin_disclosed } => Intent {
                agent,
                act: "test-code".to_owned(),
                login: login.clone(),
                serial: test.serial.clone(),
                reason: if *pin_disclosed { "pin-disclosed".to_owned() } else { String::new() },
            },
            Write::File(draft) => Intent {
                agent,
                act: "file-ticket".to_owned(),
                login: draft.login.clone(),
                serial: String::new(),
                reason: draft.uuid.as_str().to_owned(),
            },
            Write::Change { tickets, what } => Intent {
                agent,
                act: format!("ticket-{}", what.kind().word()),
                reason: tickets.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>().join(" "),
                ..Intent::default()
            },
            Write::Say { remark, .. } => Intent {
                agent,
                act: match remark.audience {
                    Audience::Colleagues => "comment-ticket",
                    Audience::Requester => "reply-ticket",
                }
                .to_owned(),
                reason: remark.ticket.as_str().to_owned(),
                ..Intent::default()
            },
            Write::Refer { remark, queue, .. } => Intent {
                agent,
                act: "refer-ticket".to_owned(),
                reason: format!("{} {queue}", remark.ticket.as_str()),
                ..Intent::default()
            },
            Write::Outbox { uuid, what } => Intent {
                agent,
                act: match what {
                    Fate::Again => "send-again",
                    Fate::Mend => "mend-ticket",
                    Fate::GiveUp => "give-up-ticket",
                }
                .to_owned(),
                reason: uuid.as_str().to_owned(),
                ..Intent::default()
            },
            Write::Notice { uuid, what } => Intent {
                agent,
                act: if *what == Fate::Again { "send-notice" } else { "give-up-notice" }.to_owned(),
                reason: uuid.as_str().to_owned(),
                ..Intent::default()
            },
            Write::Carry { uuid, .. } => Intent {
                agent,
                act: "carry-ticket".to_owned(),
                reason: uuid.as_str().to_owned(),
                ..Intent::default()
            },
            Write::EnterDesk(_) => Intent { agent, act: "log-in-desk".to_owned(), ..Intent::default() },
            Write::LogIn { .. } => Intent { agent, act: "log-in".to_owned(), ..Intent::default() },
            Write::SaveDraft(_)
            | Write::DropDraft(_)
            | Write::SaveJot(_)
            | Write::DropJot(_)
            | Write::KeepLook(_)
            | Write::DropLook(_)
            | Write::Deliver
            | Write::Tell
            | Write::BeginHunt(_)
            | Write::EndHunt { .. } => Intent::default(),
        }
    }

    /// Who looks, and how far; never the codes.
    pub(super) fn hunt_intent(&self, hunt: &Hunt) -> Intent {
        Intent {
            agent: self.agent.clone(),
            act: "found-key".to_owned(),
            reason: format!("codes={} window={}", hunt.codes(), hunt.breadth().word()),
            ..Intent::default()
        }
    }
}

/// The agent's words, in which no secret reaches the journal, and the key that takes over.
fn reason_of(order: &Order, reason: &str) -> String {
    let said = redact(reason, &[&order.serial, &order.successor, &order.login]);
    match order.successor.as_str() {
        "" => said.into_owned(),
        successor => format!("{said} [{successor}]"),
    }
}

/// The journal's word for the end of a search.
pub(super) fn hunt_word(end: HuntEnd) -> String {
    match end {
        HuntEnd::Done { found, keys } => format!("found {found} of {keys}"),
        HuntEnd::Cancelled => "cancelled".to_owned(),
        HuntEnd::Failed => "failed".to_owned(),
    }
}

/// The journal's word for an outcome: a verdict by its own words, a failure by its kind.
pub(super) fn outcome_word(result: &Result<Outcome, Failure>) -> String {
    match result {
        Ok(Outcome::Tested(verdict)) if verdict.word() == verdict.finding.word() => verdict.word().to_owned(),
        Ok(Outcome::Tested(verdict)) => format!("{} {}", verdict.word(), verdict.finding.word()),
        Ok(Outcome::Filed(filed)) => filed_word(&filed.id, &filed.unkept),
        Ok(Outcome::Carried { id, number }) => format!("carried {} [{number}]", id.as_str()),
        Ok(Outcome::Changed { results, .. }) => {
            let done = results.iter().filter(|(_, result)| result.is_ok()).count();
            format!("done {done} of {}", results.len())
        }
        Ok(Outcome::Queued { stage, .. }) => format!("queued {}", stage.word()),
        Ok(_) => "done".to_owned(),
        Err(failure) => format!("failed: {failure}"),
    }
}
