//! Sentences of triage.

use super::Text;
use crate::app::notice::Notice;
use crate::desk::{ChangeKind, DeskFault};
use crate::domain::ticket::{Lens, TicketId};

/// Sentences of triage.
pub struct Triage {
    /// The looks, in the order of Tab: what stands behind "Tickets".
    pub lenses: [&'static str; 7],
    /// So many shown of so many.
    pub count: fn(&str, &str) -> String,
    /// So many are marked.
    pub marked: fn(usize) -> String,
    /// So many tickets are meant.
    pub several: fn(usize) -> String,
    /// No ticket is seen through this look and filter.
    pub none_so: &'static str,
    /// What to do then.
    pub none_so_hint: &'static str,
    /// The desk or the agent's rights do not allow it.
    pub cannot: &'static str,
    /// State, taking, assigning, routing, priority, merging: what is asked.
    pub asks: [&'static str; 6],
    /// The ticket is the same as another one.
    pub same_as: fn(&str) -> String,
    /// So many were changed.
    pub done: fn(usize) -> String,
    /// So many were changed, so many not.
    pub partly: fn(usize, usize) -> String,
    /// Heading of words for colleagues.
    pub to_colleagues: &'static str,
    /// Heading of words for whom the ticket is about.
    pub to_requester: &'static str,
    /// They are there.
    pub said: &'static str,
    /// Somebody did something meanwhile: it is shown, and the words wait.
    pub said_meanwhile: &'static str,
    /// Press again to throw them away.
    pub discard: &'static str,
    /// Changed by somebody else meanwhile, in a word or two.
    pub conflict: &'static str,
    /// Refused, in a word.
    pub refused: &'static str,
    /// Not reached, in a word.
    pub unreachable: &'static str,
    /// Perhaps done, in a word or two.
    pub doubtful: &'static str,
    /// So many fields are missing, and which.
    pub lacking: fn(&str, &str) -> String,
    /// What the key `d` does about it, put behind.
    pub d_asks: &'static str,
    /// So many are missing, in two words.
    pub few_lacking: fn(usize) -> String,
    /// The ticket has what its academy requires.
    pub lacks_nothing: &'static str,
    /// Nothing tells what it should have.
    pub no_form: &'static str,
    /// The academy forbids asking for it in writing.
    pub not_asked: &'static str,
    /// Words that were kept are there again.
    pub resumed: &'static str,
    /// Another console was first: these words got a name of their own.
    pub renamed: &'static str,
    /// Heading of the ready answers.
    pub replies: &'static str,
    /// The academy has none.
    pub no_replies: &'static str,
    /// None fits what is typed.
    pub no_reply_so: &'static str,
    /// Nothing says which academy it is.
    pub no_academy: &'static str,
    /// The notice of this academy has no such sentence.
    pub no_sentence: fn(&str) -> String,
    /// The desk sends no tickets on.
    pub no_route: &'static str,
    /// Heading: it is no matter of keys.
    pub not_otp: &'static str,
    /// To which queue it goes.
    pub to_queue: fn(&str) -> String,
    /// With this comment for colleagues.
    pub with_comment: &'static str,
    /// With this answer to the requester.
    pub with_answer: &'static str,
    /// Title of the notice.
    pub of_notice: fn(&str) -> String,
    /// It is done.
    pub referred: fn(&str) -> String,
    /// Somebody did something meanwhile: it is shown.
    pub referred_meanwhile: &'static str,
    /// Heading: a name for this look.
    pub keep_look: &'static str,
    /// Heading: another name for this look.
    pub rename_look: &'static str,
    /// What is kept: a look and a filter.
    pub kept_look: fn(&str, &str) -> String,
    /// Heading of a look of one's own: its name, and what it is.
    pub own_look: fn(&str, &str) -> String,
    /// A name that cannot be one, or is taken.
    pub bad_look_name: fn(usize) -> String,
    /// It is kept.
    pub look_kept: fn(&str) -> String,
    /// Removing it is asked once more.
    pub drop_look: fn(&str) -> String,
    /// It is removed.
    pub look_dropped: &'static str,
    /// Only one's own looks are removed.
    pub look_of_all: &'static str,
}

/// French.
pub static FR: Triage = Triage {
    lenses: ["en cours", "libres", "à moi", "non lus", "en souffrance", "résolus", "de tous les états"],
    count: |shown, all| format!("{shown} sur {all}"),
    marked: |count| match count {
        1 => "1 coché".to_owned(),
        _ => format!("{count} cochés"),
    },
    several: |count| format!("{count} tickets"),
    none_so: "Aucun ticket ici.",
    none_so_hint: "Tab change de vue, Échap efface le filtre.",
    cannot: "Ce guichet, ou vos droits, ne le permettent pas.",
    asks: [
        "Nouvel état",
        "Prendre",
        "Confier à",
        "Transmettre à la file",
        "Priorité",
        "Même demande que le ticket n°",
    ],
    same_as: |id| format!("réunir avec le ticket {id} : le plus ancien des deux reste"),
    done: |count| match count {
        1 => "C’est fait.".to_owned(),
        _ => format!("C’est fait pour les {count} tickets."),
    },
    partly: |done, all| format!("Fait pour {done} tickets sur {all} ; le motif est au bout de chaque ligne."),
    to_colleagues: "Commentaire, pour les collègues",
    to_requester: "Réponse, envoyée au demandeur",
    said: "C’est ajouté au ticket.",
    said_meanwhile: "Le ticket a changé entre-temps, voyez ci-dessus ; Ctrl-S envoie quand même.",
    discard: "Ctrl-D une seconde fois supprime ce texte définitivement.",
    conflict: "a changé entre-temps",
    refused: "refusé",
    unreachable: "injoignable",
    doubtful: "peut-être fait",
    lacking: |count, names| format!("{count} : {names}"),
    d_asks: " (d les demande)",
    few_lacking: |count| match count {
        1 => "1 manque".to_owned(),
        _ => format!("{count} manquent"),
    },
    lacks_nothing: "Rien ne manque de ce que l’académie exige.",
    no_form: "Impossible de dire ce qui manque : ce ticket n’a pas de formulaire, ou son académie est inconnue.",
    resumed: "Votre texte, repris où il en était. Ctrl-D le jette.",
    renamed: "Une autre console a modifié, envoyé ou jeté ce texte : le vôtre est gardé à part.",
    replies: "Réponse type",
    no_replies: "Aucune réponse type pour cette académie : son profil n’en a pas, ou elle est inconnue.",
    no_reply_so: "Aucune réponse type de ce nom.",
    no_academy: "Rien ne dit de quelle académie vient ce ticket : transmettez-le par la touche f.",
    no_sentence: |academy| {
        format!(
            "Académie {academy} : la notice n’a pas de phrase pour ce cas, et aucune autre n’est empruntée. La touche f transmet."
        )
    },
    no_route: "Ce guichet d’assistance ne transmet aucun ticket à une autre file : dites vous-même au demandeur à qui s’adresser.",
    not_otp: "Ce n’est pas un problème de clé OTP",
    to_queue: |queue| format!("Le ticket passe à la file « {queue} »,"),
    with_comment: "avec ce commentaire pour les collègues :",
    with_answer: "avec cette réponse au demandeur :",
    of_notice: |source| format!("(notice « {source} »)"),
    referred: |queue| format!("Transmis à la file « {queue} », avec la phrase de la notice."),
    referred_meanwhile: "Le ticket a changé entre-temps, voyez ci-dessous ; encore une fois Entrée pour transmettre quand même.",
    keep_look: "Garder cette vue sous le nom",
    rename_look: "Nouveau nom de cette vue",
    kept_look: |lens, filter| match filter {
        "" => format!("tickets {lens}"),
        _ => format!("tickets {lens}, filtre « {filter} »"),
    },
    own_look: |name, what| format!("{name} : {what}"),
    bad_look_name: |most| {
        format!("Il faut un nom de {most} caractères au plus, qu’aucune vue ne porte déjà.")
    },
    look_kept: |name| format!("Vue « {name} » gardée, après les autres : Tab y mène."),
    drop_look: |name| format!("x une seconde fois retire la vue « {name} » ; les tickets restent."),
    look_dropped: "Vue retirée.",
    look_of_all: "Cette vue est à tous : elle ne se retire pas.",
    not_asked: "L’académie interdit de demander par écrit ce qui manque ici.",
};

/// English.
pub static EN: Triage = Triage {
    lenses: ["live", "free", "mine", "unread", "left alone", "settled", "of every state"],
    count: |shown, all| format!("{shown} of {all}"),
    marked: |count| format!("{count} marked"),
    several: |count| format!("{count} tickets"),
    none_so: "No ticket here.",
    none_so_hint: "Tab changes the view, Esc clears the filter.",
    cannot: "This desk, or your rights, do not allow it.",
    asks: ["New state", "Take", "Give to", "Send on to the queue", "Priority", "Same request as ticket no."],
    same_as: |id| format!("put together with ticket {id}: the older of the two stays"),
    done: |count| match count {
        1 => "Done.".to_owned(),
        _ => format!("Done for all {count} tickets."),
    },
    partly: |done, all| format!("Done for {done} of {all} tickets; why not stands at the end of each line."),
    to_colleagues: "Comment, for colleagues",
    to_requester: "Answer, sent to the requester",
    said: "It is added to the ticket.",
    said_meanwhile: "The ticket has changed meanwhile, see above; Ctrl-S sends all the same.",
    discard: "Ctrl-D once more throws this text away for good.",
    conflict: "changed meanwhile",
    refused: "refused",
    unreachable: "unreachable",
    doubtful: "perhaps done",
    lacking: |count, names| format!("{count}: {names}"),
    d_asks: " (d asks for them)",
    few_lacking: |count| format!("{count} missing"),
    lacks_nothing: "Nothing is missing of what the academy requires.",
    no_form: "Nothing is surely missing: this ticket has no form, or its academy is unknown.",
    resumed: "Your text, where you left it. Ctrl-D throws it away.",
    renamed: "Another console changed, sent or threw away this text: yours is kept beside it.",
    replies: "Canned reply",
    no_replies: "No canned reply for this academy: its profile has none, or it is unknown.",
    no_reply_so: "No canned reply of this name.",
    no_academy: "Nothing says which academy this ticket comes from: send it on with the f key.",
    no_sentence: |academy| {
        format!(
            "The notice of {academy} has no sentence for this case, and no other is borrowed. The f key sends on."
        )
    },
    no_route: "This desk sends no ticket on to another queue: tell the person yourself.",
    not_otp: "It is no matter of an OTP key",
    to_queue: |queue| format!("The ticket goes to the queue “{queue}”,"),
    with_comment: "with this comment for colleagues:",
    with_answer: "with this answer to the requester:",
    of_notice: |source| format!("(notice “{source}”)"),
    referred: |queue| format!("Sent on to the queue “{queue}”, with the sentence of the notice."),
    referred_meanwhile: "The ticket has changed meanwhile, see below; Enter sends it on all the same.",
    keep_look: "Keep this view under the name",
    rename_look: "New name of this view",
    kept_look: |lens, filter| match filter {
        "" => format!("tickets: {lens}"),
        _ => format!("tickets: {lens}, filter “{filter}”"),
    },
    own_look: |name, what| format!("{name}: {what}"),
    bad_look_name: |most| format!("A name of {most} characters at most is needed that no view has yet."),
    look_kept: |name| format!("View “{name}” kept, behind the others: Tab leads there."),
    drop_look: |name| format!("x once more removes the view “{name}”; the tickets stay."),
    look_dropped: "View removed.",
    look_of_all: "This view is everybody’s: it is not removed.",
    not_asked: "The academy forbids asking in writing for what is missing here.",
};

impl Triage {
    /// What stands behind "Tickets".
    pub fn lens(&self, lens: Lens) -> &'static str {
        let at = Lens::ALL.iter().position(|known| *known == lens);
        at.and_then(|at| self.lenses.get(at)).copied().unwrap_or_default()
    }

    /// What a change asks.
    pub fn asks(&self, kind: ChangeKind) -> &'static str {
        let [state, take, assign, route, priority, merge] = self.asks;
        match kind {
            ChangeKind::State => state,
            ChangeKind::Take => take,
            ChangeKind::Assign => assign,
            ChangeKind::Route => route,
            ChangeKind::Priority => priority,
            ChangeKind::Merge => merge,
        }
    }

    /// Why a ticket was not changed, short enough for the end of its line.
    pub fn why(&self, fault: &DeskFault) -> &'static str {
        match fault {
            DeskFault::Conflict | DeskFault::NotFound => self.conflict,
            DeskFault::Refused(_) | DeskFault::Lacks(_) | DeskFault::Nowhere(_) | DeskFault::Unable => {
                self.refused
            }
            DeskFault::Unreachable(_) | DeskFault::LoginOver | DeskFault::WrongLogin => self.unreachable,
            DeskFault::Broken(_) | DeskFault::Doubtful => self.doubtful,
        }
    }

    /// What became of a change.
    pub fn changed(&self, results: &[(TicketId, Result<(), DeskFault>)], text: &Text) -> Notice {
        let done = results.iter().filter(|(_, result)| result.is_ok()).count();
        match results {
            [(_, Err(fault))] => Notice::bad(super::desk::fault(text.lang, fault)),
            _ if done == results.len() => Notice::good((self.done)(done)),
            _ => Notice::warn((self.partly)(done, results.len())),
        }
    }
}
