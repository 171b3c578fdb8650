//! Sentences of the outbox.

use crate::app::notice::Notice;
use crate::desk::sender::Round;
use crate::domain::delivery::Stage;
use crate::ui::clean::clean;

/// Sentences of the outbox.
pub struct Outbox {
    /// A ticket waits for the desk.
    pub waiting: &'static str,
    /// Sent, and no answer: it is looked for.
    pub unknown: &'static str,
    /// The desk said no; its words follow.
    pub refused: &'static str,
    /// Sent by mail, and no answer: the agent decides.
    pub doubtful: &'static str,
    /// So many wait: in the title line.
    pub waiting_count: fn(u32) -> String,
    /// So many have reached the desk.
    pub sent: fn(u32) -> String,
    /// So many have, so many wait on.
    pub sent_and_left: fn(u32, u32) -> String,
    /// So many need the agent.
    pub stuck: fn(u32) -> String,
    /// The desk wants the agent's login before anything leaves.
    pub login_over: &'static str,
}

/// French.
pub static FR: Outbox = Outbox {
    waiting: "Ticket gardé en file d’attente : il partira de lui-même.",
    unknown: "Ticket envoyé, sans réponse : la console vérifie s’il est arrivé avant de le renvoyer.",
    refused: "Le guichet des tickets a refusé ; rien n’est perdu, le texte reste dans la boîte d’envoi.",
    doubtful: "Message envoyé, sans réponse du serveur : à vous de décider s’il faut le renvoyer.",
    waiting_count: |count| format!("{count} à envoyer"),
    sent: |sent| match sent {
        1 => "Le ticket en attente est déposé.".to_owned(),
        _ => format!("Les {sent} tickets en attente sont déposés."),
    },
    sent_and_left: |sent, left| format!("Tickets en attente : {sent} déposés, {left} attendent encore."),
    stuck: |stuck| match stuck {
        1 => "Boîte d’envoi : 1 ticket attend votre décision.".to_owned(),
        _ => format!("Boîte d’envoi : {stuck} tickets attendent votre décision."),
    },
    login_over: "Le guichet des tickets demande votre mot de passe (F3) ; rien n’est perdu.",
};

/// English.
pub static EN: Outbox = Outbox {
    waiting: "Ticket kept in the queue: it leaves by itself.",
    unknown: "Ticket sent, no answer: the console looks whether it got there before sending it again.",
    refused: "The ticket desk said no; nothing is lost, the text stays in the outbox.",
    doubtful: "Message sent, no answer from the server: it is yours to decide whether to send it again.",
    waiting_count: |count| format!("{count} to send"),
    sent: |sent| match sent {
        1 => "The waiting ticket is filed.".to_owned(),
        _ => format!("The {sent} waiting tickets are filed."),
    },
    sent_and_left: |sent, left| format!("Waiting tickets: {sent} filed, {left} still wait."),
    stuck: |stuck| match stuck {
        1 => "Outbox: 1 ticket waits for your decision.".to_owned(),
        _ => format!("Outbox: {stuck} tickets wait for your decision."),
    },
    login_over: "The ticket desk asks for your password (F3); nothing is lost.",
};

impl Outbox {
    /// What became of a ticket that the desk does not have, or may not.
    pub fn queued(&self, stage: Stage, words: &str) -> Notice {
        match (stage, clean(words)) {
            (Stage::Waiting, _) => Notice::good(self.waiting),
            (Stage::Unknown, _) => Notice::warn(self.unknown),
            (Stage::Refused, said) if said.is_empty() => Notice::bad(self.refused),
            (Stage::Refused, said) => Notice::bad(format!("{} [{said}]", self.refused)),
            (Stage::Doubtful, _) => Notice::warn(self.doubtful),
        }
    }

    /// What a round did, if it is worth a word.
    pub fn delivered(&self, round: &Round) -> Option<Notice> {
        let sent = round.sent.len() as u32;
        match (sent, round.left) {
            (_, _) if round.login_over => Some(Notice::warn(self.login_over)),
            (0, _) if round.stuck > 0 => Some(Notice::warn((self.stuck)(round.stuck))),
            (0, _) => None,
            (sent, 0) => Some(Notice::good((self.sent)(sent))),
            (sent, left) => Some(Notice::warn((self.sent_and_left)(sent, left))),
        }
    }
}
