//! Sentences of tickets.

use super::common::pick;
use super::{Lang, Text};
use crate::app::notice::Notice;
use crate::desk::sender::Round;
use crate::domain::phone::PhoneFault;
use crate::domain::ticket::{
    Field, FieldFault, NoteKind, Priority, SecretKind, SerialAnswer, State, TicketId, Unkept,
};
use crate::service::request::Filed;
use crate::ui::clean::clean;

/// Sentences of tickets.
pub struct Tickets {
    /// Marks a draft in a list.
    pub draft: &'static str,
    /// Heading of the form.
    pub new: &'static str,
    /// So many required fields are missing.
    pub missing: fn(usize) -> String,
    /// So many fields are not right.
    pub faulty: fn(usize) -> String,
    /// Another console was first: this text got a name of its own.
    pub renamed: &'static str,
    /// Drafts that do not open.
    pub unreadable_drafts: fn(usize) -> String,
    /// What to type where there is no message.
    pub errors_hint: &'static str,
    /// Nothing is missing.
    pub complete: &'static str,
    /// Filing failed, and the draft is where it was.
    pub draft_kept: &'static str,
    /// The draft is on the disk.
    pub saved: &'static str,
    /// The draft is not on the disk yet.
    pub unsaved: &'static str,
    /// Something looks like a secret.
    pub suspicious: fn(&str) -> String,
    /// It cannot be filed: the first fault.
    pub incomplete: fn(&str) -> String,
    /// The number of a ticket.
    pub number: fn(&str) -> String,
    /// It was filed.
    pub filed: fn(&str) -> String,
    /// The desk has a ticket, but not all that was filed: its number, what is missing.
    pub filed_without: fn(&str, &str) -> String,
    /// What the desk did not keep: the label on a ticket.
    pub unkept: &'static str,
    /// For that label: answers that are in the text of the ticket alone, files that are nowhere.
    pub in_text_alone: fn(&str) -> String,
    /// A file that is not there.
    pub not_attached: fn(&str) -> String,
    /// The desk could not be read back: the label's words, and the sentence with the number of the ticket.
    pub unread_back: &'static str,
    /// The same as a sentence.
    pub filed_unread: fn(&str) -> String,
    /// It is being filed.
    pub filing: &'static str,
    /// Press again to throw it away.
    pub discard: &'static str,
    /// It was thrown away.
    pub discarded: &'static str,
    /// The serial's ready-made answers.
    pub serial_hint: &'static str,
    /// Heading of the list, with its filter.
    pub list: fn(&str) -> String,
    /// The filter of live tickets.
    pub live: &'static str,
    /// The filter of settled tickets.
    pub settled: &'static str,
    /// No filter.
    pub all: &'static str,
    /// No ticket in the list.
    pub none: &'static str,
    /// A list at a terminal ends after so many, and there are more.
    pub and_more: fn(usize) -> String,
    /// How tickets come to be.
    pub none_hint: &'static str,
    /// Reading the list or a ticket.
    pub reading: &'static str,
    /// Filed by whom, when.
    pub filed_by: fn(&str, &str) -> String,
    /// Nobody takes care of it.
    pub nobody: &'static str,
    /// Conversation.
    pub notes: &'static str,
    /// A note that tells of a new state.
    pub moved: fn(&str) -> String,
    /// Somebody takes care of it from now on.
    pub owned: fn(&str) -> String,
    /// Nobody does any more.
    pub released: &'static str,
    /// It waits in another queue.
    pub routed: fn(&str) -> String,
    /// It is more or less pressing.
    pub pressed: fn(&str) -> String,
    /// Another ticket went into it.
    pub merged: fn(&str) -> String,
    /// What is said to whom the ticket is about.
    pub replied: fn(&str) -> String,
}

/// French.
pub static FR: Tickets = Tickets {
    draft: "brouillon",
    new: "Nouveau ticket",
    missing: |count| match count {
        1 => "1 champ manque".to_owned(),
        _ => format!("{count} champs manquent"),
    },
    faulty: |count| match count {
        1 => "1 champ à revoir".to_owned(),
        _ => format!("{count} champs à revoir"),
    },
    renamed: "Une autre console a modifié, déposé ou jeté ce brouillon : votre texte est gardé à part.",
    unreadable_drafts: |count| match count {
        1 => {
            "Un brouillon est illisible : il est gardé tel quel. « guichet vault check » le nomme.".to_owned()
        }
        _ => format!(
            "{count} brouillons sont illisibles : ils sont gardés tels quels. « guichet vault check » les nomme."
        ),
    },
    errors_hint: "« aucun » s’il n’y en a pas",
    complete: "complet",
    draft_kept: "Le brouillon est gardé.",
    saved: "brouillon gardé",
    unsaved: "…",
    suspicious: |what| format!("Cela ressemble à {what} : remplacé par [***] avant d’être gardé ou déposé."),
    incomplete: |fault| format!("Pas encore déposé. {fault}"),
    number: |id| format!("n° {id}"),
    filed: |id| format!("Ticket n° {id} déposé."),
    filed_without: |id, what| {
        format!("Ticket n° {id} déposé, mais le guichet d’assistance n’a pas gardé : {what}.")
    },
    unkept: "Non gardé",
    in_text_alone: |field| {
        format!("{field} : le guichet ne l’a pas pris dans son champ ; c’est dans le texte.")
    },
    not_attached: |name| {
        format!("{name} : le guichet n’a pas pris ce fichier ; joignez-le par un autre moyen.")
    },
    unread_back: "le ticket n’a pas pu être relu après son dépôt : vérifiez ses champs au guichet",
    filed_unread: |id| format!("Ticket n° {id} déposé, mais il n’a pas pu être relu : vérifiez ses champs."),
    filing: "Dépôt en cours…",
    discard: "Ctrl-D une seconde fois supprime ce brouillon définitivement.",
    discarded: "Brouillon jeté.",
    serial_hint: "F6 : numéro, pas encore de clé, illisible",
    list: |filter| format!("Tickets {filter}"),
    live: "en cours",
    settled: "résolus",
    all: "de tous les états",
    none: "Aucun ticket.",
    and_more: |shown| format!("… {shown} tickets affichés, il y en a d’autres."),
    none_hint: "Un ticket se rédige depuis la fiche d’une personne, touche n.",
    reading: "Lecture…",
    filed_by: |who, when| format!("déposé par {who}, {when}"),
    nobody: "sans intervenant",
    notes: "Échanges",
    moved: |state| format!("passé à « {state} »"),
    owned: |who| format!("confié à {who}"),
    released: "n’est plus confié à personne",
    routed: |queue| format!("transmis à la file « {queue} »"),
    pressed: |priority| format!("priorité {priority}"),
    merged: |id| format!("reprend le ticket {id}, qui était le même"),
    replied: |words| format!("(au demandeur) {words}"),
};

/// English.
pub static EN: Tickets = Tickets {
    draft: "draft",
    new: "New ticket",
    missing: |count| match count {
        1 => "1 field missing".to_owned(),
        _ => format!("{count} fields missing"),
    },
    faulty: |count| match count {
        1 => "1 field to correct".to_owned(),
        _ => format!("{count} fields to correct"),
    },
    renamed: "Another console changed, filed or threw away this draft: your text is kept beside it.",
    unreadable_drafts: |count| match count {
        1 => "One draft cannot be read: it is kept as it is. “guichet vault check” names it.".to_owned(),
        _ => format!(
            "{count} drafts cannot be read: they are kept as they are. “guichet vault check” names them."
        ),
    },
    errors_hint: "“none” if there is none",
    complete: "complete",
    draft_kept: "The draft is kept.",
    saved: "draft kept",
    unsaved: "…",
    suspicious: |what| format!("This looks like {what}: replaced by [***] before it is kept or filed."),
    incomplete: |fault| format!("Not filed yet. {fault}"),
    number: |id| format!("no. {id}"),
    filed: |id| format!("Ticket no. {id} filed."),
    filed_without: |id, what| format!("Ticket no. {id} filed, but the desk did not keep: {what}."),
    unkept: "Not kept",
    in_text_alone: |field| format!("{field}: the desk did not take it into its field; it is in the text."),
    not_attached: |name| format!("{name}: the desk did not take this file; send it another way."),
    unread_back: "the ticket could not be read back once filed: check its fields at the desk",
    filed_unread: |id| format!("Ticket no. {id} filed, but it could not be read back: check its fields."),
    filing: "Filing…",
    discard: "Ctrl-D once more throws this draft away for good.",
    discarded: "Draft thrown away.",
    serial_hint: "F6: number, no key yet, unreadable",
    list: |filter| format!("Tickets: {filter}"),
    live: "live",
    settled: "settled",
    all: "any state",
    none: "No ticket.",
    and_more: |shown| format!("… {shown} tickets shown, there are more."),
    none_hint: "A ticket is written from a person’s card, key n.",
    reading: "Reading…",
    filed_by: |who, when| format!("filed by {who}, {when}"),
    nobody: "nobody’s",
    notes: "Conversation",
    moved: |state| format!("moved to “{state}”"),
    owned: |who| format!("given to {who}"),
    released: "given to nobody any more",
    routed: |queue| format!("sent on to the queue “{queue}”"),
    pressed: |priority| format!("priority {priority}"),
    merged: |id| format!("takes over ticket {id}, which was the same"),
    replied: |words| format!("(to the requester) {words}"),
};

/// The label of a field.
pub fn field(lang: Lang, field: Field) -> &'static str {
    let (french, english) = match field {
        Field::Name => ("Prénom, nom", "Given, family name"),
        Field::Post => ("Fonction, service", "Function, school"),
        Field::Mail => ("Adresse académique", "Academic mail"),
        Field::Phone => ("Téléphone de rappel", "Call-back number"),
        Field::Hours => ("Horaires de rappel", "Call-back hours"),
        Field::Subject => ("Objet précis", "Precise subject"),
        Field::Description => ("Description", "Description"),
        Field::Errors => ("Messages d’erreur", "Error messages"),
        Field::Accounts => ("Comptes concernés", "Accounts concerned"),
        Field::Serial => ("N° de la clé", "Serial of the key"),
        Field::Screenshots => ("Captures d’écran", "Screenshots"),
    };
    pick(lang, french, english)
}

/// What is wrong with an answer.
pub fn fault(lang: Lang, fault: &FieldFault) -> String {
    let fixed = |french: &'static str, english: &'static str| pick(lang, french, english).to_owned();
    let french = lang == Lang::Fr;
    match fault {
        FieldFault::Empty => fixed("Champ obligatoire.", "This field is required."),
        FieldFault::Forbidden => {
            fixed("Cette académie interdit de le demander.", "This academy forbids asking for it.")
        }
        FieldFault::Control => fixed("Caractère de commande refusé.", "Control character refused."),
        FieldFault::TooShort { least } if french => format!("{least} caractères au moins."),
        FieldFault::TooShort { least } => format!("{least} characters at least."),
        FieldFault::TooLong { most } if french => format!("{most} caractères au plus."),
        FieldFault::TooLong { most } => format!("{most} characters at most."),
        FieldFault::Mail => fixed("Adresse incomplète.", "Not a whole address."),
        FieldFault::MailDomain => {
            fixed("Il faut l’adresse académique, pas une autre.", "The academic address is needed, no other.")
        }
        FieldFault::Phone(phone) => phone_fault(lang, phone),
        FieldFault::Hours => fixed(
            "Horaires impossibles : ils finissent avant de commencer.",
            "Impossible hours: they end before they begin.",
        ),
        FieldFault::Uai { expected } if french => format!("UAI faux : la lettre devrait être {expected}."),
        FieldFault::Uai { expected } => format!("Wrong UAI: its letter should be {expected}."),
        FieldFault::Serial => fixed("Ce n’est pas un numéro de clé.", "Not the serial of a key."),
        FieldFault::Account(account) if french => format!("« {account} » n’est pas un identifiant."),
        FieldFault::Account(account) => format!("“{account}” is not a login."),
    }
}

fn phone_fault(lang: Lang, _fault: &PhoneFault) -> String {
    let french = "Numéro français à 10 chiffres, ou international commençant par +.";
    pick(lang, french, "A French number of 10 digits, or an international one beginning with +.").to_owned()
}

/// What a suspicious text looks like.
pub fn secret(lang: Lang, kind: SecretKind) -> &'static str {
    let (french, english) = match kind {
        SecretKind::Passcode => ("un PASSCODE", "a PASSCODE"),
        SecretKind::Pin => ("un code PIN", "a PIN"),
        SecretKind::Password => ("un mot de passe", "a password"),
        SecretKind::ActivationCode => ("un code d’activation", "an activation code"),
        SecretKind::Numen => ("un NUMEN", "a NUMEN"),
    };
    pick(lang, french, english)
}

/// The state of a ticket.
pub fn state(lang: Lang, state: State) -> &'static str {
    let (french, english) = match state {
        State::New => ("nouveau", "new"),
        State::Open => ("en cours", "open"),
        State::Waiting => ("en attente", "waiting"),
        State::Solved => ("résolu", "solved"),
        State::Closed => ("clos", "closed"),
    };
    pick(lang, french, english)
}

/// The kind of answer to "number of the key".
pub fn serial_answer(lang: Lang, answer: &SerialAnswer) -> &'static str {
    match answer {
        SerialAnswer::Known(_) => "",
        SerialAnswer::NoKeyYet => pick(lang, "pas encore de clé", "no key yet"),
        SerialAnswer::Unreadable(_) => pick(lang, "illisible, car : ", "unreadable, because: "),
    }
}

/// A priority.
pub fn priority(lang: Lang, priority: Priority) -> &'static str {
    match priority {
        Priority::Low => pick(lang, "basse", "low"),
        Priority::Normal => pick(lang, "normale", "normal"),
        Priority::High => pick(lang, "haute", "high"),
    }
}

/// What a desk did not keep of a ticket, a line each, with where it is.
pub fn unkept(text: &Text, what: &[Unkept]) -> Vec<String> {
    let line = |one: &Unkept| match one {
        Unkept::Answer(of) => (text.tickets.in_text_alone)(field(text.lang, *of)),
        Unkept::File(name) => (text.tickets.not_attached)(name),
        Unkept::Unread => text.tickets.unread_back.to_owned(),
    };
    what.iter().map(line).collect()
}

impl Text {
    /// A ticket is at the desk, whole or not.
    pub fn filed(&self, filed: &Filed) -> Notice {
        match filed.unkept.is_empty() {
            true => Notice::good((self.tickets.filed)(filed.id.as_str())),
            false => Notice::warn(self.filed_without(&filed.id, &filed.unkept)),
        }
    }

    /// A ticket is at the desk, and this is not.
    pub fn filed_without(&self, id: &TicketId, what: &[Unkept]) -> String {
        let names = what.iter().filter_map(|one| match one {
            Unkept::Answer(of) => Some(field(self.lang, *of).to_owned()),
            Unkept::File(name) => Some(clean(name).into_owned()),
            Unkept::Unread => None,
        });
        match names.collect::<Vec<_>>() {
            none if none.is_empty() => (self.tickets.filed_unread)(id.as_str()),
            names => (self.tickets.filed_without)(id.as_str(), &names.join(", ")),
        }
    }

    /// What a round did, and what did not arrive whole.
    pub fn delivered(&self, round: &Round) -> Option<Notice> {
        let said = self.outbox.delivered(round);
        if round.unkept.is_empty() {
            return said;
        }
        let lost = round.unkept.iter().map(|(id, what)| self.filed_without(id, what));
        let all: Vec<_> = said.map(|said| said.text).into_iter().chain(lost).collect();
        Some(Notice::warn(all.join(" ")))
    }
}

/// What a note tells.
pub fn note(text: &Text, what: &NoteKind) -> String {
    match what {
        NoteKind::Said(words) | NoteKind::Wrote(words) => words.clone(),
        NoteKind::Replied(words) => (text.tickets.replied)(words),
        NoteKind::Moved(to) => (text.tickets.moved)(state(text.lang, *to)),
        NoteKind::Owned(owner) if owner.is_empty() => text.tickets.released.to_owned(),
        NoteKind::Owned(owner) => (text.tickets.owned)(owner),
        NoteKind::Routed(queue) => (text.tickets.routed)(queue),
        NoteKind::Pressed(to) => (text.tickets.pressed)(priority(text.lang, *to)),
        NoteKind::Merged(id) => (text.tickets.merged)(id.as_str()),
    }
}
