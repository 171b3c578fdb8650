//! Why a file was refused, a line of the file at a time: where, what is wrong, and what to do about
//! it where that is not plain. That nothing was imported is said once, by the caller.
//!
//! Texts quoted from the file stand in the sentences as they came: the screen cleans them.

mod en;
mod fr;

use super::Lang;
use crate::domain::profile::ProfileFault;
use crate::keyfile::Refusal;
use crate::store::import::Clash;

/// What [`ProfileFault::key`] holds when no key can be named; a sentence then names none.
const NO_KEY: &str = "top level";

/// The columns of a people file. The reader takes either name, the agent may have written either.
const COLUMNS: [Column; 11] = [
    Column { english: "login", french: "identifiant" },
    Column { english: "family", french: "nom" },
    Column { english: "given", french: "prénom" },
    Column { english: "mail", french: "courriel" },
    Column { english: "phone", french: "téléphone" },
    Column { english: "role", french: "fonction" },
    Column { english: "uai", french: "rne" },
    Column { english: "school", french: "établissement" },
    Column { english: "town", french: "ville" },
    Column { english: "academy", french: "académie" },
    Column { english: "keys", french: "clés" },
];

struct Column {
    english: &'static str,
    french: &'static str,
}

impl Column {
    /// `None` if the name, in English, is that of no column.
    fn named(name: &str) -> Option<&'static Self> {
        COLUMNS.iter().find(|column| column.english == name)
    }
}

/// What the readers of files found wrong: "ligne 12, « GX12 » : …".
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let name = refusal.serial_or_login.as_deref();
    match lang {
        Lang::Fr => fr::at(refusal.line, name, &fr::reason(&refusal.reason)),
        Lang::En => en::at(refusal.line, name, &en::reason(&refusal.reason)),
    }
}

/// What does not fit the store, in the same form.
pub fn clash(lang: Lang, clash: &Clash) -> String {
    let name = Some(clash.name.as_str());
    match lang {
        Lang::Fr => fr::at(clash.line, name, &fr::clash(&clash.why)),
        Lang::En => en::at(clash.line, name, &en::clash(&clash.why)),
    }
}

/// What is wrong with a profile: `nantes.toml, ligne 12, ask.phone[2] : …`.
pub fn profile_problem(lang: Lang, fault: &ProfileFault) -> String {
    let key = Some(fault.key.as_str()).filter(|key| *key != NO_KEY);
    match lang {
        Lang::Fr => fr::in_profile(&fault.file, fault.line, key, &fr::problem(&fault.problem)),
        Lang::En => en::in_profile(&fault.file, fault.line, key, &en::problem(&fault.problem)),
    }
}

#[cfg(test)]
#[path = "refusals_tests.rs"]
mod tests;
