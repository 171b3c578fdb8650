//! Sentences of the outbox.

use super::Lang;
use super::desk::of_line;
use crate::app::notice::Notice;
use crate::desk::sender::Round;
use crate::domain::delivery::Stage;
use crate::ui::clean::clean;

/// What the words of [`DeskFault::Lacks`](crate::desk::DeskFault::Lacks) begin with.
const LACKS: &str = "lacks: ";

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
    /// The agent carries it to a web page.
    pub page: &'static str,
    /// Waiting, unknown, refused, doubtful, page.
    pub stages: [&'static str; 5],
    /// So many wait: in the title line.
    pub waiting_count: fn(u32) -> String,
    /// Heading of the screen.
    pub title: &'static str,
    /// Nothing waits.
    pub empty: &'static str,
    /// So many entries cannot be read.
    pub damaged: fn(usize) -> String,
    /// When it is tried next, and how often it was.
    pub next: fn(&str, u32) -> String,
    /// The desk's words.
    pub said: fn(&str) -> String,
    /// Something is missing at the desk, by its name there: nothing leaves.
    pub lacks: fn(&str) -> String,
    /// Words for a ticket.
    pub remark: fn(&str) -> String,
    /// Mending would make two of it.
    pub not_mended: &'static str,
    /// The console looks for it by itself.
    pub looked_up_first: &'static str,
    /// Giving up takes a second key.
    pub give_up: &'static str,
    /// It was given up.
    pub given_up: &'static str,
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
    waiting: "Envoi gardé en file d’attente : il partira de lui-même.",
    unknown: "Parti, sans réponse : la console vérifie s’il est arrivé avant de le renvoyer.",
    refused: "Le guichet d’assistance a refusé ; rien n’est perdu, le texte reste dans la boîte d’envoi.",
    doubtful: "Message envoyé, sans réponse du serveur : à vous de décider s’il faut le renvoyer.",
    page: "Ticket gardé : à porter sur la page de l’académie, champ par champ (p dans la boîte d’envoi).",
    stages: ["en attente", "incertain", "refusé", "douteux", "à porter"],
    waiting_count: |count| format!("{count} à envoyer"),
    title: "Boîte d’envoi",
    empty: "Rien n’attend : tout est parti.",
    damaged: |count| format!("{count} envoi(s) illisible(s) : guichet vault check les nomme."),
    next: |time, tries| match tries {
        0 => format!("Prochain essai : {time}."),
        1 => format!("Prochain essai : {time}, après 1 essai."),
        _ => format!("Prochain essai : {time}, après {tries} essais."),
    },
    said: |words| format!("Réponse du guichet : {words}"),
    lacks: |what| {
        format!(
            "Il manque « {what} » au guichet, ou le droit de le voir : rien ne part. Prévenez son administrateur."
        )
    },
    remark: |ticket| format!("réponse au ticket {ticket}"),
    not_mended: "Cet envoi est peut-être arrivé : le corriger ici en ferait deux. Cherchez-le d’abord au guichet.",
    looked_up_first: "La console cherche d’elle-même si cet envoi est arrivé, puis le renvoie au besoin.",
    give_up: "Retirer cet envoi pour toujours ? Encore une fois x pour confirmer.",
    given_up: "Envoi retiré de la boîte.",
    sent: |sent| match sent {
        1 => "L’envoi en attente est arrivé au guichet.".to_owned(),
        _ => format!("Les {sent} envois en attente sont arrivés au guichet."),
    },
    sent_and_left: |sent, left| {
        format!("Envois en attente : {sent} arrivés au guichet, {left} attendent encore.")
    },
    stuck: |stuck| match stuck {
        1 => "Boîte d’envoi : 1 envoi attend votre décision.".to_owned(),
        _ => format!("Boîte d’envoi : {stuck} envois attendent votre décision."),
    },
    login_over: "Le guichet d’assistance demande votre mot de passe (F3) ; rien n’est perdu.",
};

/// English.
pub static EN: Outbox = Outbox {
    waiting: "Kept in the queue: it leaves by itself.",
    unknown: "Sent, no answer: the console looks whether it got there before sending it again.",
    refused: "The help desk said no; nothing is lost, the text stays in the outbox.",
    doubtful: "Message sent, no answer from the server: it is yours to decide whether to send it again.",
    page: "Ticket kept: it is for you to carry to the academy’s page, field by field (p in the outbox).",
    stages: ["waiting", "uncertain", "refused", "doubtful", "to carry"],
    waiting_count: |count| format!("{count} to send"),
    title: "Outbox",
    empty: "Nothing waits: everything has left.",
    damaged: |count| format!("{count} unreadable: guichet vault check names them."),
    next: |time, tries| match tries {
        0 => format!("Next try: {time}."),
        1 => format!("Next try: {time}, after 1 try."),
        _ => format!("Next try: {time}, after {tries} tries."),
    },
    said: |words| format!("The desk said: {words}"),
    lacks: |what| {
        format!(
            "The desk lacks “{what}”, or you the right to see it: nothing leaves. Tell its administrator."
        )
    },
    remark: |ticket| format!("words for ticket {ticket}"),
    not_mended: "This may have got there: mended here it would be there twice. Look for it at the desk first.",
    looked_up_first: "The console looks by itself whether it got there, and sends it again if it must.",
    give_up: "Take this out for good? x once more to confirm.",
    given_up: "Taken out of the outbox.",
    sent: |sent| match sent {
        1 => "What waited has reached the help desk.".to_owned(),
        _ => format!("The {sent} that waited have reached the help desk."),
    },
    sent_and_left: |sent, left| format!("{sent} have reached the help desk, {left} still wait."),
    stuck: |stuck| match stuck {
        1 => "Outbox: 1 waits for your decision.".to_owned(),
        _ => format!("Outbox: {stuck} wait for your decision."),
    },
    login_over: "The help desk asks for your password (F3); nothing is lost.",
};

impl Outbox {
    /// How far something has come, in a word or two.
    pub fn stage(&self, stage: Stage) -> &'static str {
        let [waiting, unknown, refused, doubtful, page] = self.stages;
        match stage {
            Stage::Waiting => waiting,
            Stage::Unknown => unknown,
            Stage::Refused => refused,
            Stage::Doubtful => doubtful,
            Stage::Page => page,
        }
    }

    /// What that means.
    pub fn told(&self, stage: Stage) -> &'static str {
        match stage {
            Stage::Waiting => self.waiting,
            Stage::Unknown => self.unknown,
            Stage::Refused => self.refused,
            Stage::Doubtful => self.doubtful,
            Stage::Page => self.page,
        }
    }

    /// Why something waits.
    pub fn why(&self, lang: Lang, words: &str) -> String {
        match words.strip_prefix(LACKS) {
            Some(what) => (self.lacks)(what),
            None => (self.said)(&of_line(lang, words)),
        }
    }

    /// What became of a ticket that the desk does not have, or may not.
    pub fn queued(&self, stage: Stage, words: &str) -> Notice {
        match (stage, clean(words)) {
            (Stage::Waiting, said) if said.starts_with(LACKS) => {
                Notice::warn((self.lacks)(said.trim_start_matches(LACKS)))
            }
            (Stage::Waiting, _) => Notice::good(self.waiting),
            (Stage::Unknown, _) => Notice::warn(self.unknown),
            (Stage::Refused, said) if said.is_empty() => Notice::bad(self.refused),
            (Stage::Refused, said) => Notice::bad(format!("{} [{said}]", self.refused)),
            (Stage::Doubtful, _) => Notice::warn(self.doubtful),
            (Stage::Page, _) => Notice::info(self.page),
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
