//! Sentences of `guichet snapshot` and `--offline`.

use super::Lang;
use super::common::pick;
use super::wall::{counted, grouped};
use crate::service::draw::{DrawFault, SEEDS_MAX};
use crate::store::snapshot::SnapshotFault;

/// Sentences of `guichet snapshot` and `--offline`.
pub struct Snapshot {
    /// Asks for the passphrase of a snapshot.
    pub passphrase: &'static str,
    /// Asks for a new one.
    pub new_passphrase: &'static str,
    /// Invented and real people on one machine.
    pub two_worlds: &'static str,
    /// It may live so many hours at most.
    pub too_many_hours: fn(u32) -> String,
    /// No scope, or two.
    pub which_scope: &'static str,
    /// The server gave no more than so many.
    pub scope_cut: fn(u64) -> String,
    /// Nobody in it.
    pub empty_scope: &'static str,
    /// So many seeds, so many allowed.
    pub too_many_seeds: fn(u64, u64) -> String,
    /// What is in it: people, keys, seeds, scope.
    pub holds: fn(u64, u64, u64, &str) -> String,
    /// Made when, by whom, until when.
    pub dates: fn(&str, &str, &str) -> String,
}

/// French.
pub static FR: Snapshot = Snapshot {
    passphrase: "Phrase de passe de l’instantané : ",
    new_passphrase: "Phrase de passe du nouvel instantané (12 caractères au moins) : ",
    two_worlds: "Les données de ce dossier et celles de l’instantané ne sont pas du même monde : les unes sont inventées. Choisissez un autre dossier (--data).",
    too_many_hours: |most| {
        format!("Un instantané de cette sorte vit de 1 à {most} heures. Rien n’a été fait.")
    },
    which_scope: "Indiquez la portée : --academy NOM, ou --school UAI, une ou plusieurs fois.",
    scope_cut: |limit| {
        format!(
            "Le serveur n’en montre que {} et tait les autres : une portée tronquée est refusée. Prenez-la plus petite.",
            grouped(limit as i64)
        )
    },
    empty_scope: "Personne dans cette portée. Rien n’a été fait.",
    too_many_seeds: |found, most| {
        format!(
            "{} clés avec leur graine, {most} au plus : prenez une portée plus petite.",
            grouped(found as i64)
        )
    },
    holds: |people, keys, seeds, scope| {
        let [people, keys, seeds] = [people, keys, seeds].map(|count| grouped(count as i64));
        format!("Instantané : {scope} ; {people} personnes, {keys} clés, dont {seeds} testables hors ligne.")
    },
    dates: |made, agent, expires| format!("États du {made}, par {agent}. Illisible à partir du {expires}."),
};

/// English.
pub static EN: Snapshot = Snapshot {
    passphrase: "Passphrase of the snapshot: ",
    new_passphrase: "Passphrase of the new snapshot (12 characters at least): ",
    two_worlds: "The data in this folder and those of the snapshot are not of one world: some are invented. Choose another folder (--data).",
    too_many_hours: |most| format!("A snapshot of this kind lives 1 to {most} hours. Nothing was done."),
    which_scope: "Give the scope: --academy NAME, or --school UAI, once or more.",
    scope_cut: |limit| {
        format!(
            "The server shows {} only and hides the others: a scope cut short is refused. Take a smaller one.",
            grouped(limit as i64)
        )
    },
    empty_scope: "Nobody in this scope. Nothing was done.",
    too_many_seeds: |found, most| {
        format!("{} keys with their seed, {most} at most: take a smaller scope.", grouped(found as i64))
    },
    holds: |people, keys, seeds, scope| {
        let [people, keys, seeds] = [people, keys, seeds].map(|count| grouped(count as i64));
        format!("Snapshot: {scope}; {people} people, {keys} keys, of which {seeds} can be tested offline.")
    },
    dates: |made, agent, expires| format!("States of {made}, by {agent}. Not shown from {expires} on."),
};

/// Names of a scope told in words; a program gets all of them.
const NAMES: usize = 4;

/// A scope, which a header has as the options that it was asked for with: "établissements 0449001V et
/// 0440002A". What no scope looks like is told as it is.
pub fn scope(lang: Lang, options: &str) -> String {
    let mut words = options.split_whitespace();
    let mut named = Vec::new();
    while let (Some(option), Some(name)) = (words.next(), words.next()) {
        named.push((option, name));
    }
    let of = |option: &str| !named.is_empty() && named.iter().all(|(other, _)| *other == option);
    let kind = match (of("--academy"), of("--school"), named.len()) {
        (true, _, 1) => pick(lang, "académie", "academy"),
        (true, _, _) => pick(lang, "académies", "academies"),
        (_, true, 1) => pick(lang, "établissement", "school"),
        (_, true, _) => pick(lang, "établissements", "schools"),
        _ => return options.to_owned(),
    };
    format!("{kind} {}", listed(lang, &named))
}

/// "a", "a et b", "a, b, c, d et 46 autres".
fn listed(lang: Lang, named: &[(&str, &str)]) -> String {
    let and = pick(lang, " et ", " and ");
    let shown = if named.len() > NAMES + 1 { NAMES } else { named.len() };
    let mut names: Vec<String> = named.iter().take(shown).map(|(_, name)| (*name).to_owned()).collect();
    if shown < named.len() {
        let left = counted(named.len() - shown);
        names.push(format!("{left} {}", pick(lang, "autres", "more")));
    }
    let last = names.pop().unwrap_or_default();
    if names.is_empty() { last } else { format!("{}{and}{last}", names.join(", ")) }
}

/// Why nothing was drawn.
pub fn not_drawn(lang: Lang, fault: &DrawFault) -> String {
    let text = lang.text().snapshot;
    match fault {
        DrawFault::Backend(fault) => super::faults::backend(lang, fault),
        DrawFault::Cut(limit) => (text.scope_cut)(*limit),
        DrawFault::Empty => text.empty_scope.to_owned(),
        DrawFault::TooManySeeds(found) => (text.too_many_seeds)(*found, SEEDS_MAX),
        DrawFault::Snapshot(fault) => self::fault(lang, fault),
    }
}

/// Why a snapshot was not made or not opened.
pub fn fault(lang: Lang, fault: &SnapshotFault) -> String {
    let french = lang == Lang::Fr;
    match fault {
        SnapshotFault::Missing(path) if french => format!("Aucun instantané à {}.", path.display()),
        SnapshotFault::Missing(path) => format!("There is no snapshot at {}.", path.display()),
        SnapshotFault::Exists(path) if french => {
            format!("{} existe déjà et n’est pas remplacé.", path.display())
        }
        SnapshotFault::Exists(path) => format!("{} is there already and is not replaced.", path.display()),
        SnapshotFault::Begun(path) if french => format!(
            "{} est là, sans doute laissé par un instantané interrompu : il n’est pas effacé. Rien n’a été fait : retirez-le, ou prenez un autre nom.",
            path.display()
        ),
        SnapshotFault::Begun(path) => format!(
            "{} is there, left perhaps by a snapshot that was interrupted: it is not deleted. Nothing was done: remove it, or take another name.",
            path.display()
        ),
        SnapshotFault::NoFolder(path) if french => format!(
            "Le dossier {} n’existe pas. Rien n’a été fait : créez-le, ou prenez un autre nom.",
            path.display()
        ),
        SnapshotFault::NoFolder(path) => format!(
            "There is no folder {}. Nothing was done: create it, or take another name.",
            path.display()
        ),
        SnapshotFault::Damaged(part) if french => {
            format!(
                "Ce fichier n’est pas un instantané intact ({part}) : il n’est pas ouvert. Reprenez-en une copie, ou faites-en un autre."
            )
        }
        SnapshotFault::Damaged(part) => {
            format!(
                "This file is not an unaltered snapshot ({part}): it is not opened. Take another copy, or make another."
            )
        }
        SnapshotFault::Newer if french => {
            "Cet instantané vient d’une version plus récente de Guichet : mettez celle-ci à jour.".to_owned()
        }
        SnapshotFault::Newer => {
            "This snapshot comes from a later Guichet: bring this one up to date.".to_owned()
        }
        SnapshotFault::WrongPassphrase if french => {
            "Cette phrase de passe n’ouvre pas l’instantané. Rien n’a changé.".to_owned()
        }
        SnapshotFault::WrongPassphrase => {
            "This passphrase does not open the snapshot. Nothing changed.".to_owned()
        }
        SnapshotFault::Expired(_) if french => {
            "Cet instantané a expiré : il n’est plus montré. Faites-en un autre (guichet snapshot make)."
                .to_owned()
        }
        SnapshotFault::Expired(_) => {
            "This snapshot has expired: it is not shown any more. Make another (guichet snapshot make)."
                .to_owned()
        }
        SnapshotFault::Held if french => {
            "Une autre console a ouvert cet instantané. Une seule à la fois : un code n’y sert qu’une fois."
                .to_owned()
        }
        SnapshotFault::Held => {
            "Another console has this snapshot open. One at a time: a code is used once in it.".to_owned()
        }
        SnapshotFault::Store(fault) => super::faults::store(lang, fault),
    }
}
