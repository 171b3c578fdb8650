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
    /// Leaving throws them away.
    pub discard: &'static str,
    /// Changed by somebody else meanwhile, in a word or two.
    pub conflict: &'static str,
    /// Refused, in a word.
    pub refused: &'static str,
    /// Not reached, in a word.
    pub unreachable: &'static str,
    /// Perhaps done, in a word or two.
    pub doubtful: &'static str,
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
    discard: "Échap une seconde fois jette ce texte.",
    conflict: "a changé entre-temps",
    refused: "refusé",
    unreachable: "injoignable",
    doubtful: "peut-être fait",
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
    discard: "Esc once more throws this text away.",
    conflict: "changed meanwhile",
    refused: "refused",
    unreachable: "unreachable",
    doubtful: "perhaps done",
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
