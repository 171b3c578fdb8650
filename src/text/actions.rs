//! The words of the action table: a short one for the footer, a line for help and palette.

use super::Lang;
use crate::app::action::Action;
use crate::desk::ChangeKind;
use crate::domain::key::KeyAct;

/// The short word and the line of an action.
pub fn line(lang: Lang, action: Action) -> (&'static str, &'static str) {
    match lang {
        Lang::Fr => french(action),
        Lang::En => english(action),
    }
}

fn french(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Help => ("aide", "Montrer les touches de cet écran"),
        Action::Palette => ("commandes", "Trouver une action par son nom"),
        Action::Back => ("retour", "Revenir à l’écran précédent, sans rien perdre"),
        Action::Quit => ("quitter", "Quitter Guichet"),
        Action::Mouse => ("souris", "Activer ou couper la souris"),
        Action::Theme => ("thème", "Passer au thème suivant"),
        Action::LogIn => ("se reconnecter", "Se reconnecter au serveur de clés"),
        Action::Offline => ("hors ligne", "Passer hors ligne si le serveur se tait, puis le rappeler"),
        Action::Tickets => ("tickets", "Ouvrir la liste des tickets"),
        Action::Outbox => ("envoi", "Ouvrir la boîte d’envoi : ce qui attend, et pourquoi"),
        Action::Comment => ("commenter", "Écrire un commentaire pour les collègues"),
        Action::Reply => ("répondre", "Répondre à la personne que le ticket concerne"),
        Action::Send => ("envoyer", "Envoyer ce qui est écrit"),
        Action::SendAgain => ("renvoyer", "Envoyer tout de suite la ligne choisie"),
        Action::Mend => ("corriger", "Reprendre la ligne choisie comme brouillon"),
        Action::GiveUp => ("abandonner", "Retirer la ligne choisie de la boîte d’envoi"),
        Action::Carry => ("porter", "Porter ce ticket sur la page de l’académie"),
        Action::MarkDone => ("fait, suivant", "Ce champ est sur la page : passer au suivant"),
        Action::CopyField => ("copier", "Copier ce champ dans le presse-papiers du terminal"),
        Action::FoundKey => ("clé trouvée", "Chercher à qui est une clé au numéro illisible"),
        Action::Refresh => ("actualiser", "Actualiser l’écran"),
        Action::Up => ("haut", "Monter d’une ligne"),
        Action::Down => ("bas", "Descendre d’une ligne"),
        Action::PageUp => ("page haut", "Monter d’une page"),
        Action::PageDown => ("page bas", "Descendre d’une page"),
        Action::First => ("début", "Aller à la première ligne"),
        Action::Last => ("fin", "Aller à la dernière ligne"),
        Action::Open => ("ouvrir", "Ouvrir la ligne choisie"),
        Action::SuspendWatched => ("suspendre", "Suspendre la clé surveillée de cette ligne"),
        Action::NextKey => ("autre clé", "Choisir la clé suivante de cette personne"),
        Action::Test => ("tester", "Tester les 6 chiffres lus par l’appelant"),
        Action::Act(act) => french_act(act),
        Action::Follow => ("suivre", "Suivre la création du code PIN par l’appelant"),
        Action::NewTicket => ("ticket", "Rédiger un ticket pour cette personne"),
        Action::Submit => ("valider", "Valider ce qui est saisi"),
        Action::NextField => ("champ suivant", "Passer au champ suivant de l’écran"),
        Action::PreviousField => ("champ précédent", "Revenir au champ précédent de l’écran"),
        Action::NextChoice => ("autre choix", "Changer la réponse toute faite de ce champ"),
        Action::File => ("déposer", "Déposer le ticket au guichet d’assistance"),
        Action::Detach => ("retirer", "Retirer un fichier joint au ticket"),
        Action::OpenTwin => ("voir l’autre", "Ouvrir le ticket qui traite déjà de la même chose"),
        Action::JoinTwin => ("y ajouter", "Ajouter ce texte à ce ticket au lieu d’en déposer un autre"),
        Action::Discard => ("jeter", "Jeter ce texte pour toujours"),
        Action::Seek => ("chercher", "Comparer le code saisi, ou ouvrir la fiche de la ligne"),
        Action::Widen => ("plus loin", "Chercher plus loin : ±5 pas, ±1 h, ±12 h"),
        Action::NextFilter => ("vue", "Passer à la vue suivante : libres, à moi, non lus…"),
        Action::PreviousFilter => ("vue", "Revenir à la vue précédente"),
        Action::Filter => ("filtrer", "Filtrer la liste en tapant"),
        Action::Mark => ("cocher", "Cocher la ligne pour changer plusieurs tickets à la fois"),
        Action::Change(kind) => french_change(kind),
        Action::NotOtp => ("pas OTP", "Ce n’est pas un problème de clé OTP : transmettre le ticket"),
        Action::ReadyReply => ("réponse type", "Insérer une réponse type de l’académie"),
        Action::KeepLook => ("garder", "Garder cette vue et son filtre sous un nom, ou la renommer"),
        Action::DropLook => ("retirer", "Retirer cette vue, gardée sous un nom"),
        Action::AskMissing => ("demander", "Demander à la personne les champs qui manquent"),
        Action::Person => ("fiche", "Ouvrir la fiche de la personne du ticket"),
    }
}

fn french_change(kind: ChangeKind) -> (&'static str, &'static str) {
    match kind {
        ChangeKind::Take => ("prendre", "Prendre le ticket, ou les tickets cochés"),
        ChangeKind::State => ("état", "Changer l’état du ticket"),
        ChangeKind::Assign => ("confier", "Confier le ticket à un autre agent, ou à personne"),
        ChangeKind::Route => ("file", "Transmettre le ticket à une autre file"),
        ChangeKind::Priority => ("urgence", "Changer la priorité du ticket"),
        ChangeKind::Merge => ("réunir", "Réunir le ticket avec un autre qui est le même"),
    }
}

fn english_change(kind: ChangeKind) -> (&'static str, &'static str) {
    match kind {
        ChangeKind::Take => ("take", "Take the ticket, or the marked ones"),
        ChangeKind::State => ("state", "Change the state of the ticket"),
        ChangeKind::Assign => ("assign", "Give the ticket to another agent, or to nobody"),
        ChangeKind::Route => ("queue", "Send the ticket on to another queue"),
        ChangeKind::Priority => ("urgency", "Change the priority of the ticket"),
        ChangeKind::Merge => ("merge", "Put the ticket together with one that is the same"),
    }
}

fn french_act(act: KeyAct) -> (&'static str, &'static str) {
    match act {
        KeyAct::ClearPin => ("PIN", "Effacer le code PIN : l’appelant en créera un nouveau"),
        KeyAct::Unlock => ("débloquer", "Débloquer : remettre les échecs à zéro"),
        KeyAct::Resync => ("resynchro", "Resynchroniser avec deux codes consécutifs"),
        KeyAct::Suspend => ("perdue", "Suspendre une clé perdue ou volée, tout de suite"),
        KeyAct::Enable => ("réactiver", "Réactiver une clé suspendue"),
        KeyAct::Assign => ("attribuer", "Attribuer une clé en stock à cette personne"),
        KeyAct::Replace => ("remplacer", "Remplacer la clé par une autre du stock"),
        KeyAct::Unassign => ("en stock", "Reprendre la clé et la remettre en stock"),
    }
}

fn english(action: Action) -> (&'static str, &'static str) {
    match action {
        Action::Help => ("help", "Show the keys of this screen"),
        Action::Palette => ("commands", "Find an action by its name"),
        Action::Back => ("back", "Go back to the screen before, losing nothing"),
        Action::Quit => ("quit", "Leave Guichet"),
        Action::Mouse => ("mouse", "Turn the mouse on or off"),
        Action::Theme => ("theme", "Go on to the next theme"),
        Action::LogIn => ("log in", "Log in to the key server again"),
        Action::Offline => ("offline", "Go offline if the server is silent, then call it again"),
        Action::Tickets => ("tickets", "Open the list of tickets"),
        Action::Outbox => ("outbox", "Open the outbox: what waits, and why"),
        Action::Comment => ("comment", "Write a comment for colleagues"),
        Action::Reply => ("reply", "Answer whom the ticket is about"),
        Action::Send => ("send", "Send what is written"),
        Action::SendAgain => ("send again", "Send the chosen line at once"),
        Action::Mend => ("mend", "Take the chosen line back as a draft"),
        Action::GiveUp => ("give up", "Take the chosen line out of the outbox"),
        Action::Carry => ("carry", "Carry this ticket to the academy’s page"),
        Action::MarkDone => ("done, next", "This field is on the page: go on to the next"),
        Action::CopyField => ("copy", "Copy this field to the clipboard of the terminal"),
        Action::FoundKey => ("found key", "Find whose key it is when its serial is worn off"),
        Action::Refresh => ("refresh", "Read the screen again from the server"),
        Action::Up => ("up", "Move one row up"),
        Action::Down => ("down", "Move one row down"),
        Action::PageUp => ("page up", "Move one page up"),
        Action::PageDown => ("page down", "Move one page down"),
        Action::First => ("first", "Go to the first row"),
        Action::Last => ("last", "Go to the last row"),
        Action::Open => ("open", "Open the chosen row"),
        Action::SuspendWatched => ("suspend", "Suspend the watched key of this row"),
        Action::NextKey => ("other key", "Choose the next key of this person"),
        Action::Test => ("test", "Test the 6 digits that the caller reads out"),
        Action::Act(act) => english_act(act),
        Action::Follow => ("follow", "Follow the caller creating a PIN"),
        Action::NewTicket => ("ticket", "Write a ticket for this person"),
        Action::Submit => ("confirm", "Confirm what was typed"),
        Action::NextField => ("next field", "Go on to the next field of the screen"),
        Action::PreviousField => ("previous field", "Go back to the previous field of the screen"),
        Action::NextChoice => ("other choice", "Change the ready-made answer of this field"),
        Action::File => ("file", "File the ticket with the help desk"),
        Action::Detach => ("take away", "Take away a file attached to the ticket"),
        Action::OpenTwin => ("see the other", "Open the ticket that is about the same already"),
        Action::JoinTwin => ("add to it", "Add this text to that ticket instead of filing another"),
        Action::Discard => ("discard", "Throw this draft away for good"),
        Action::Seek => ("search", "Compare the code typed, or open the card of the row"),
        Action::Widen => ("further", "Look further: ±5 steps, ±1 h, ±12 h"),
        Action::NextFilter => ("view", "Go to the next view: free, mine, unread…"),
        Action::PreviousFilter => ("view", "Go back to the view before"),
        Action::Filter => ("filter", "Filter the list while typing"),
        Action::Mark => ("mark", "Mark the line, to change several tickets at once"),
        Action::Change(kind) => english_change(kind),
        Action::NotOtp => ("not OTP", "It is no matter of an OTP key: send the ticket on"),
        Action::ReadyReply => ("canned reply", "Insert a canned reply of the academy"),
        Action::KeepLook => ("keep", "Keep this view and its filter under a name, or rename it"),
        Action::DropLook => ("remove", "Remove this view, kept under a name"),
        Action::AskMissing => ("ask for", "Ask the person for the fields that are missing"),
        Action::Person => ("card", "Open the card of the ticket’s person"),
    }
}

fn english_act(act: KeyAct) -> (&'static str, &'static str) {
    match act {
        KeyAct::ClearPin => ("PIN", "Clear the PIN: the caller will create a new one"),
        KeyAct::Unlock => ("unlock", "Unlock: set the failures back to zero"),
        KeyAct::Resync => ("resync", "Resynchronise with two consecutive codes"),
        KeyAct::Suspend => ("lost", "Suspend a lost or stolen key at once"),
        KeyAct::Enable => ("enable", "Put a suspended key back in service"),
        KeyAct::Assign => ("assign", "Assign a key in stock to this person"),
        KeyAct::Replace => ("replace", "Replace the key with another one from stock"),
        KeyAct::Unassign => ("take back", "Take the key back into stock"),
    }
}
