//! Sentences of the ticket form: tickets about the same, pictures.

use super::Lang;
use super::common::pick;
use crate::domain::ticket::{Media, Place, Shared, Twin};
use crate::service::twins::Unsearched;
use crate::store::pictures::PictureFault;
use crate::text::wall::Wall;

/// Sentences of the form.
pub struct FormText {
    /// Tickets about the same are looked for.
    pub looking: &'static str,
    /// They could not be: why.
    pub not_looked: fn(&str) -> String,
    /// Nobody can be asked without network.
    pub offline: &'static str,
    /// The desk cannot be asked what it has.
    pub blind: &'static str,
    /// The desk finds no keys.
    pub no_keys: &'static str,
    /// There is no such ticket.
    pub no_twin: &'static str,
    /// It waits in the outbox, where words cannot be added to it.
    pub twin_waits: &'static str,
    /// Once more adds the text to that ticket; with pictures, which stay behind.
    pub join: fn(&str, bool) -> String,
    /// It was added.
    pub joined: fn(&str) -> String,
    /// It is being added.
    pub joining: &'static str,
    /// How a file is added.
    pub path_hint: &'static str,
    /// How a file is taken away.
    pub file_hint: &'static str,
    /// That file is in the list.
    pub attached_already: &'static str,
    /// The file differs from what was attached.
    pub changed: &'static str,
    /// What was done in the call, before its lines.
    pub steps: &'static str,
}

/// French.
pub static FR: FormText = FormText {
    looking: "Recherche d’un ticket déjà ouvert…",
    not_looked: |why| format!("Les tickets déjà déposés n’ont pas pu être cherchés. {why}"),
    offline: "Hors ligne : les tickets déjà déposés n’ont pas pu être cherchés.",
    blind: "Le guichet d’assistance ne se consulte pas d’ici : seuls les tickets de cette machine sont connus.",
    no_keys: "Le guichet d’assistance ne cherche pas par clé : seule la personne a été cherchée.",
    no_twin: "Aucun ticket en cours n’est connu pour cette personne ou cette clé.",
    twin_waits: "Ce ticket attend encore dans la boîte d’envoi : F8 l’ouvre, et il peut y être corrigé.",
    join: |id, pictures| {
        let left = if pictures { " (sans les captures)" } else { "" };
        format!(
            "Encore une fois Ctrl-T pour ajouter ce texte au ticket n° {id}{left} ; rien d’autre ne sera déposé."
        )
    },
    joined: |id| format!("Texte ajouté au ticket n° {id} ; aucun autre ticket n’est déposé."),
    joining: "Ajout en cours…",
    path_hint: "Chemin d’un fichier. Entrée ajoute, F6 complète, Haut : liste",
    file_hint: "Ctrl-X retire ce fichier",
    attached_already: "Ce fichier est déjà joint.",
    changed: "a changé depuis",
    steps: "Pendant l’appel :",
};

/// English.
pub static EN: FormText = FormText {
    looking: "Looking for a ticket that is open already…",
    not_looked: |why| format!("Tickets filed already could not be looked for. {why}"),
    offline: "Offline: tickets filed already could not be looked for.",
    blind: "This desk cannot be searched: only tickets of this console are known.",
    no_keys: "This desk does not search by key: only the person was looked for.",
    no_twin: "No live ticket is known for this person or this key.",
    twin_waits: "That ticket still waits in the outbox: F8 opens it, and it can be mended there.",
    join: |id, pictures| {
        let left = if pictures { " (without the screenshots)" } else { "" };
        format!("Ctrl-T once more: this text is added to ticket no. {id}{left}, nothing else is filed.")
    },
    joined: |id| format!("Text added to ticket no. {id}; no other ticket is filed."),
    joining: "Adding…",
    path_hint: "Path of a file. Enter adds it, F6 completes it, Up: the list",
    file_hint: "Ctrl-X takes this file away",
    attached_already: "This file is attached already.",
    changed: "changed since",
    steps: "During the call:",
};

impl FormText {
    /// Why there may be more tickets about the same than were found.
    pub fn unsearched(&self, why: Unsearched) -> &'static str {
        match why {
            Unsearched::Offline => self.offline,
            Unsearched::Desk => self.blind,
            Unsearched::Keys => self.no_keys,
        }
    }
}

/// "Un ticket ouvert il y a 2 j traite déjà de cette clé : n° 123, objet". `others`: so many more.
pub fn twin(wall: &Wall, twin: &Twin, others: usize, now: crate::domain::moment::Moment) -> String {
    let (french, age) = (wall.lang() == Lang::Fr, wall.age(twin.opened, now));
    let about = match twin.shared {
        Shared::Key if french => "cette clé",
        Shared::Key => "this key",
        Shared::Person if french => "cette personne",
        Shared::Person => "this person",
    };
    let more = match others {
        0 => String::new(),
        1 if french => " (et 1 autre)".to_owned(),
        1 => " (and 1 other)".to_owned(),
        _ if french => format!(" (et {others} autres)"),
        _ => format!(" (and {others} others)"),
    };
    let subject = &twin.subject;
    match &twin.place {
        Place::Desk(id) if french => {
            format!("Un ticket déposé {age} traite déjà de {about} : n° {}{more}, {subject}", id.as_str())
        }
        Place::Desk(id) => {
            format!("A ticket opened {age} is about {about} already: no. {}{more}, {subject}", id.as_str())
        }
        Place::Outbox(_) if french => {
            format!(
                "Un ticket déposé {age}, qui n’est pas encore parti, traite déjà de {about}{more} : {subject}"
            )
        }
        Place::Outbox(_) => {
            format!("A ticket filed {age}, which has not left yet, is about {about} already{more}: {subject}")
        }
    }
}

/// Kind and size of a file.
pub fn file(lang: Lang, media: Media, bytes: u64) -> String {
    let kind = match media {
        Media::Pdf => "PDF".to_owned(),
        _ => format!("{} {}", pick(lang, "image", "picture"), media.ending().to_uppercase()),
    };
    format!("{kind}, {}", size(lang, bytes))
}

/// "118 Kio", "2,4 Mio"; upwards, so that nothing is said to be empty that is not.
fn size(lang: Lang, bytes: u64) -> String {
    let (unit, point) = if lang == Lang::Fr { ("io", ",") } else { ("iB", ".") };
    match bytes {
        0..1024 => format!("{bytes}\u{a0}{}", pick(lang, "octets", "bytes")),
        1024..1_048_576 => format!("{}\u{a0}K{unit}", bytes.div_ceil(1024)),
        _ => {
            let tenths = bytes.saturating_mul(10).div_ceil(1_048_576);
            format!("{}{point}{}\u{a0}M{unit}", tenths / 10, tenths % 10)
        }
    }
}

/// Why a file does not go with a ticket, in a few words.
pub fn picture_fault(lang: Lang, why: &PictureFault) -> &'static str {
    match why {
        PictureFault::Missing => pick(lang, "introuvable", "not found"),
        PictureFault::Unreadable(_) => pick(lang, "illisible", "cannot be read"),
        PictureFault::NotAFile => pick(lang, "ce n’est pas un fichier", "not a file"),
        PictureFault::TooLarge(_) => pick(lang, "plus de 5 Mio", "more than 5 MiB"),
        PictureFault::TooMany => pick(lang, "plus de 10 Mio en tout", "more than 10 MiB in all"),
        PictureFault::NotAPicture => pick(
            lang,
            "ni image (PNG, JPEG, GIF, WebP) ni PDF",
            "neither a picture (PNG, JPEG, GIF, WebP) nor a PDF",
        ),
        PictureFault::Changed => pick(
            lang,
            "a changé depuis son ajout ; Ctrl-S encore une fois joint la nouvelle version",
            "changed since it was attached; Ctrl-S once more sends the new version",
        ),
    }
}

/// A file that does not go with a ticket.
pub fn picture(lang: Lang, path: &str, why: &PictureFault) -> String {
    let why = picture_fault(lang, why);
    match lang {
        Lang::Fr => format!("Pièce jointe « {path} » : {why}. Rien n’est parti ; le brouillon est gardé."),
        Lang::En => format!("Attachment “{path}”: {why}. Nothing has left; the draft is kept."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_told_upwards() {
        let french = |bytes| size(Lang::Fr, bytes);
        assert_eq!(french(0), "0\u{a0}octets");
        assert_eq!(french(1025), "2\u{a0}Kio");
        assert_eq!(french(5 << 20), "5,0\u{a0}Mio");
        assert_eq!(size(Lang::En, (1 << 20) + 1), "1.1\u{a0}MiB");
        assert_eq!(file(Lang::Fr, Media::Png, 900), "image PNG, 900\u{a0}octets");
        assert_eq!(file(Lang::En, Media::Pdf, 900), "PDF, 900\u{a0}bytes");
    }
}
