//! Sentences of `guichet vault`.

use super::wall::{counted, grouped};
use crate::store::check::Sealed;
use crate::store::vault::Cost;

/// Sentences of `guichet vault`.
pub struct VaultText {
    /// Headings of the list: name, derivation.
    pub headings: [&'static str; 2],
    /// What a guess costs.
    pub cost: fn(Cost) -> String,
    /// A slot whose parameters cannot be read.
    pub unreadable: &'static str,
    /// A demo has no slots.
    pub none: &'static str,
    /// Asks for the passphrase that will be replaced.
    pub current: fn(&str) -> String,
    /// Asks for a passphrase that stays good.
    pub remaining: &'static str,
    /// A new passphrase is too short.
    pub short: &'static str,
    /// The two entries differ.
    pub differ: &'static str,
    /// Done: a slot more.
    pub added: fn(&str) -> String,
    /// Done: another passphrase.
    pub changed: fn(&str) -> String,
    /// Done: a slot less.
    pub removed: fn(&str) -> String,
    /// Not the passphrase of the slot to be changed.
    pub not_current: fn(&str) -> String,
    /// The passphrase of no slot that would remain.
    pub not_remaining: fn(&str) -> String,
    /// The name is taken.
    pub exists: fn(&str) -> String,
    /// No such name.
    pub not_found: fn(&str) -> String,
    /// The last slot stays.
    pub last: &'static str,
    /// No more slots.
    pub full: fn(usize) -> String,
    /// Not a name.
    pub bad_name: &'static str,
    /// The slot that opened this console is no more.
    pub gone: &'static str,
    /// So many of a kind.
    pub kinds: fn(Sealed, u64) -> String,
    /// One of a kind, before its name.
    pub kind: fn(Sealed) -> &'static str,
    /// Everything opens; what was looked at.
    pub whole: fn(&str) -> String,
    /// So many rows do not; what was looked at.
    pub damaged: fn(usize, &str) -> String,
}

/// French.
pub static FR: VaultText = VaultText {
    headings: ["Accès", "Dérivation"],
    cost: |cost| format!("Argon2id, {} Mio, {} passes", cost.memory_kib / 1024, cost.passes),
    unreadable: "endommagé",
    none: "Une démonstration n’a pas de phrase de passe : sa clé est dans demo.key, à côté des données.",
    current: |name| format!("Phrase de passe actuelle de l’accès {name} : "),
    remaining: "Phrase de passe d’un accès qui reste : ",
    short: "Phrase trop courte : 12 caractères au moins. Rien n’a changé.",
    differ: "Les deux saisies diffèrent. Rien n’a changé.",
    added: |name| format!("Accès {name} ajouté. Les autres phrases de passe valent toujours."),
    changed: |name| {
        format!(
            "Phrase de passe de l’accès {name} changée. L’ancienne n’ouvre plus ces données ; elle ouvre encore leurs copies d’avant."
        )
    },
    removed: |name| {
        format!(
            "Accès {name} retiré. Sa phrase de passe n’ouvre plus ces données ; elle ouvre encore leurs copies d’avant."
        )
    },
    not_current: |name| {
        format!(
            "Ce n’est pas la phrase de passe de l’accès {name}. Rien n’a changé. Si elle est perdue, un autre accès peut le retirer, puis l’ajouter."
        )
    },
    not_remaining: |name| {
        format!(
            "Cette phrase de passe n’ouvre aucun accès autre que {name}. Rien n’a changé : il faut celle d’un accès qui reste."
        )
    },
    exists: |name| {
        format!(
            "Il y a déjà un accès {name}. Rien n’a changé : « guichet vault change » en change la phrase de passe."
        )
    },
    not_found: |name| format!("Il n’y a pas d’accès {name}. « guichet vault slots » les montre."),
    last: "C’est le dernier accès : sans lui, personne n’ouvrirait plus ces données. Rien n’a changé ; ajoutez-en un autre d’abord.",
    full: |most| {
        format!("Il y a déjà {most} accès, le plus possible. Rien n’a changé : retirez-en un d’abord.")
    },
    bad_name: "Le nom d’un accès a de 1 à 64 caractères, sans espace au début ni à la fin. Rien n’a changé.",
    gone: "La phrase de passe tapée ici vient d’être changée ou retirée par une autre console. Rien n’a changé : recommencez avec une phrase qui vaut encore.",
    kinds: |kind, count| {
        let shown = grouped(count as i64);
        match (kind, count) {
            (Sealed::Slot, _) => format!("{shown} accès"),
            (Sealed::Seed, ..=1) => format!("{shown} graine"),
            (Sealed::Seed, _) => format!("{shown} graines"),
            (Sealed::PinCheck, ..=1) => format!("{shown} preuve de PIN"),
            (Sealed::PinCheck, _) => format!("{shown} preuves de PIN"),
            (Sealed::Draft, ..=1) => format!("{shown} brouillon"),
            (Sealed::Draft, _) => format!("{shown} brouillons"),
            (Sealed::Ticket, ..=1) => format!("{shown} ticket"),
            (Sealed::Ticket, _) => format!("{shown} tickets"),
            (Sealed::Jot, ..=1) => format!("{shown} texte non envoyé"),
            (Sealed::Jot, _) => format!("{shown} textes non envoyés"),
            (Sealed::Look, ..=1) => format!("{shown} vue"),
            (Sealed::Look, _) => format!("{shown} vues"),
            (Sealed::Outbox, ..=1) => format!("{shown} ticket en attente"),
            (Sealed::Outbox, _) => format!("{shown} tickets en attente"),
            (Sealed::Notice, ..=1) => format!("{shown} avis au titulaire"),
            (Sealed::Notice, _) => format!("{shown} avis aux titulaires"),
            (Sealed::Note, ..=1) => format!("{shown} note"),
            (Sealed::Note, _) => format!("{shown} notes"),
        }
    },
    kind: |kind| match kind {
        Sealed::Slot => "accès",
        Sealed::Seed => "graine de la clé",
        Sealed::PinCheck => "preuve de PIN de la clé",
        Sealed::Draft => "brouillon",
        Sealed::Ticket => "ticket",
        Sealed::Outbox => "ticket en attente",
        Sealed::Jot => "texte non envoyé",
        Sealed::Look => "vue",
        Sealed::Notice => "avis au titulaire",
        Sealed::Note => "note",
    },
    whole: |counts| format!("Tout s’ouvre : {counts}."),
    damaged: |count, counts| match count {
        1 => format!(
            "Vérifié : {counts}. Une ligne est endommagée ou déplacée ; le reste s’ouvre. Rien n’y a été écrit : gardez le dossier et reprenez-la d’une sauvegarde."
        ),
        _ => format!(
            "Vérifié : {counts}. {} lignes sont endommagées ou déplacées ; le reste s’ouvre. Rien n’y a été écrit : gardez le dossier et reprenez-les d’une sauvegarde.",
            counted(count)
        ),
    },
};

/// English.
pub static EN: VaultText = VaultText {
    headings: ["Slot", "Derivation"],
    cost: |cost| format!("Argon2id, {} MiB, {} passes", cost.memory_kib / 1024, cost.passes),
    unreadable: "damaged",
    none: "A demo has no passphrase: its key is in demo.key, beside the data.",
    current: |name| format!("Present passphrase of the slot {name}: "),
    remaining: "Passphrase of a slot that remains: ",
    short: "Too short: 12 characters at least. Nothing was changed.",
    differ: "The two entries differ. Nothing was changed.",
    added: |name| format!("Slot {name} added. The other passphrases still hold."),
    changed: |name| {
        format!(
            "Passphrase of the slot {name} changed. The old one no longer opens these data; it still opens earlier copies of them."
        )
    },
    removed: |name| {
        format!(
            "Slot {name} removed. Its passphrase no longer opens these data; it still opens earlier copies of them."
        )
    },
    not_current: |name| {
        format!(
            "This is not the passphrase of the slot {name}. Nothing was changed. If it is lost, another slot can remove this one and add it again."
        )
    },
    not_remaining: |name| {
        format!(
            "This passphrase opens no slot but {name}. Nothing was changed: give that of a slot that remains."
        )
    },
    exists: |name| {
        format!(
            "There is a slot {name} already. Nothing was changed: “guichet vault change” changes its passphrase."
        )
    },
    not_found: |name| format!("There is no slot {name}. “guichet vault slots” shows them."),
    last: "It is the last slot: without it nobody would open these data again. Nothing was changed; add another one first.",
    full: |most| {
        format!(
            "There are {most} slots already, as many as there may be. Nothing was changed: remove one first."
        )
    },
    bad_name: "The name of a slot has 1 to 64 characters, with no space at its ends. Nothing was changed.",
    gone: "The passphrase typed here has just been changed or removed by another console. Nothing was changed: start again with one that still holds.",
    kinds: |kind, count| {
        let shown = grouped(count as i64);
        match (kind, count) {
            (Sealed::Slot, 1) => format!("{shown} slot"),
            (Sealed::Slot, _) => format!("{shown} slots"),
            (Sealed::Seed, 1) => format!("{shown} seed"),
            (Sealed::Seed, _) => format!("{shown} seeds"),
            (Sealed::PinCheck, 1) => format!("{shown} PIN proof"),
            (Sealed::PinCheck, _) => format!("{shown} PIN proofs"),
            (Sealed::Draft, 1) => format!("{shown} draft"),
            (Sealed::Draft, _) => format!("{shown} drafts"),
            (Sealed::Ticket, 1) => format!("{shown} ticket"),
            (Sealed::Ticket, _) => format!("{shown} tickets"),
            (Sealed::Jot, 1) => format!("{shown} unsent text"),
            (Sealed::Jot, _) => format!("{shown} unsent texts"),
            (Sealed::Look, 1) => format!("{shown} view"),
            (Sealed::Look, _) => format!("{shown} views"),
            (Sealed::Outbox, 1) => format!("{shown} waiting ticket"),
            (Sealed::Outbox, _) => format!("{shown} waiting tickets"),
            (Sealed::Notice, 1) => format!("{shown} notice to a holder"),
            (Sealed::Notice, _) => format!("{shown} notices to holders"),
            (Sealed::Note, 1) => format!("{shown} note"),
            (Sealed::Note, _) => format!("{shown} notes"),
        }
    },
    kind: |kind| match kind {
        Sealed::Slot => "slot",
        Sealed::Seed => "seed of the key",
        Sealed::PinCheck => "PIN proof of the key",
        Sealed::Draft => "draft",
        Sealed::Ticket => "ticket",
        Sealed::Outbox => "waiting ticket",
        Sealed::Jot => "unsent text",
        Sealed::Look => "view",
        Sealed::Notice => "notice to a holder",
        Sealed::Note => "note",
    },
    whole: |counts| format!("Everything opens: {counts}."),
    damaged: |count, counts| match count {
        1 => format!(
            "Checked: {counts}. One row is damaged or was moved; the rest opens. Nothing was written to it: keep the folder and take the row from a backup."
        ),
        _ => format!(
            "Checked: {counts}. {} rows are damaged or were moved; the rest opens. Nothing was written to them: keep the folder and take the rows from a backup.",
            counted(count)
        ),
    },
};
