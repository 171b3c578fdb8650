//! Sentences of the search for a key whose serial is worn off, on the screen and on the command line.

use super::Lang;
use super::common::pick;
use super::wall::{Wall, grouped};
use crate::domain::found::{Breadth, Hunt, Lead, MOST_CODES, Shortlist};
use crate::domain::moment::Span;

/// Below this, chance is left out of the account.
const BEYOND_DOUBT: f64 = 1e-9;

/// Sentences that carry no value.
pub struct Found {
    /// The screen.
    pub title: &'static str,
    /// Label of the code field.
    pub code: fn(usize) -> String,
    /// What to do first.
    pub start: &'static str,
    /// What the finder is told.
    pub ask: &'static str,
    /// The search was stopped, so many codes are kept.
    pub kept: fn(usize) -> String,
    /// What the finder is told once a code was read.
    pub ask_next: &'static str,
    /// The search runs.
    pub searching: &'static str,
    /// How to stop it.
    pub stop: &'static str,
    /// It was stopped.
    pub cancelled: &'static str,
    /// Not 6 to 8 digits.
    pub wrong_length: &'static str,
    /// Another length than the code before.
    pub other_length: &'static str,
    /// The code before, again.
    pub same_code: &'static str,
    /// The search is open already, under other screens.
    pub open_already: &'static str,
    /// A lead without holder has no card.
    pub no_holder: &'static str,
    /// Heads of the columns: key, holder, state, offset, drift.
    pub heads: [&'static str; 5],
    /// A key nobody holds.
    pub nobody: &'static str,
    /// A code was missed between those read.
    pub missed: &'static str,
    /// What to do with the only lead.
    pub only_one: &'static str,
    /// Asks for a code at the terminal.
    pub prompt: &'static str,
    /// Asks for the next one, or none.
    pub prompt_next: &'static str,
}

/// French.
pub static FR: Found = Found {
    title: "Clé trouvée",
    code: |number| format!("Code {number}"),
    start: "Tapez le code que la clé affiche. Toutes les clés du coffre sont comparées ; aucun code n’est consommé.",
    ask: "« Lisez-moi les chiffres affichés sur la clé trouvée. »",
    kept: |codes| match codes {
        1 => "Le code lu est gardé : F5 relance la recherche, ou tapez le code suivant.".to_owned(),
        _ => {
            format!("Les {codes} codes lus sont gardés : F5 relance la recherche, ou tapez le code suivant.")
        }
    },
    ask_next: "« Attendez que les chiffres changent, puis lisez-moi les nouveaux. »",
    searching: "Recherche…",
    stop: "Échap l’arrête",
    cancelled: "Recherche arrêtée. F5 la relance avec les mêmes codes.",
    wrong_length: "Un code a 6, 7 ou 8 chiffres, zéros compris. La saisie est effacée.",
    other_length: "Ce code n’a pas autant de chiffres que le précédent : il n’est pas de la même clé. La saisie est effacée.",
    same_code: "C’est encore le code précédent : attendez que les chiffres changent.",
    open_already: "La recherche d’une clé trouvée est déjà ouverte : Échap y ramène.",
    no_holder: "Cette clé n’a pas de titulaire : pas de fiche à ouvrir.",
    heads: ["Clé", "Titulaire", "État", "Écart", "Dérive"],
    nobody: "sans titulaire",
    missed: "Entre les codes lus, il en manque : le hasard a deux fois plus de chances par code manqué.",
    only_one: "Entrée ouvre la fiche : prévenez le titulaire, ou suspendez la clé (l).",
    prompt: "Code affiché par la clé trouvée : ",
    prompt_next: "Code suivant (rien pour en rester là) : ",
};

/// English.
pub static EN: Found = Found {
    title: "Found key",
    code: |number| format!("Code {number}"),
    start: "Type the code that the key shows. All keys of the vault are compared; no code is consumed.",
    ask: "“Read me the digits shown on the key you found.”",
    kept: |codes| match codes {
        1 => "The code read is kept: F5 starts the search again, or type the next code.".to_owned(),
        _ => format!("The {codes} codes read are kept: F5 starts the search again, or type the next code."),
    },
    ask_next: "“Wait until the digits change, then read me the new ones.”",
    searching: "Searching…",
    stop: "Esc stops it",
    cancelled: "Search stopped. F5 starts it again with the same codes.",
    wrong_length: "A code has 6, 7 or 8 digits, zeros included. The entry was erased.",
    other_length: "This code has not as many digits as the one before: it is not of the same key. The entry was erased.",
    same_code: "That is the code before once more: wait until the digits change.",
    open_already: "The search for a found key is open already: Esc leads back to it.",
    no_holder: "This key has no holder: there is no card to open.",
    heads: ["Key", "Holder", "State", "Offset", "Drift"],
    nobody: "no holder",
    missed: "Codes are missing between those read: chance is twice as likely for each.",
    only_one: "Enter opens the card: tell the holder, or suspend the key (l).",
    prompt: "Code shown on the found key: ",
    prompt_next: "Next code (nothing to leave it at that): ",
};

/// "±5 pas", "±1 h", "±12 h".
pub fn breadth(lang: Lang, breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Near => pick(lang, "±5\u{a0}pas", "±5\u{a0}steps"),
        Breadth::Hour => "±1\u{a0}h",
        Breadth::HalfDay => "±12\u{a0}h",
    }
}

/// What was found, in one sentence.
pub fn outcome(lang: Lang, list: &Shortlist, hunt: &Hunt) -> String {
    let keys = grouped(i64::try_from(list.keys).unwrap_or(i64::MAX));
    let around = breadth(lang, hunt.breadth());
    match (lang, list.count, hunt.codes()) {
        (Lang::Fr, 0, 1) => format!("Aucune des {keys} clés comparées n’affiche ce code à {around}."),
        (Lang::Fr, 0, codes) => {
            format!("Aucune des {keys} clés comparées n’affiche ces {codes} codes à la suite, à {around}.")
        }
        (Lang::Fr, 1, 1) => format!("1 clé affiche ce code, sur {keys} comparées à {around}."),
        (Lang::Fr, 1, codes) => format!("1 clé affiche ces {codes} codes, sur {keys} comparées à {around}."),
        (Lang::Fr, count, 1) => {
            format!("{} clés affichent ce code, sur {keys} comparées à {around}.", grouped(count as i64))
        }
        (Lang::Fr, count, codes) => {
            format!(
                "{} clés affichent ces {codes} codes, sur {keys} comparées à {around}.",
                grouped(count as i64)
            )
        }
        (Lang::En, 0, 1) => format!("None of the {keys} keys compared shows this code within {around}."),
        (Lang::En, 0, codes) => {
            format!("None of the {keys} keys compared shows these {codes} codes in a row within {around}.")
        }
        (Lang::En, 1, 1) => format!("1 key shows this code, of {keys} compared within {around}."),
        (Lang::En, 1, codes) => {
            format!("1 key shows these {codes} codes, of {keys} compared within {around}.")
        }
        (Lang::En, count, 1) => {
            format!("{} keys show this code, of {keys} compared within {around}.", grouped(count as i64))
        }
        (Lang::En, count, codes) => {
            format!(
                "{} keys show these {codes} codes, of {keys} compared within {around}.",
                grouped(count as i64)
            )
        }
    }
}

/// How far chance explains it, and what to do.
pub fn chance(lang: Lang, list: &Shortlist, hunt: &Hunt) -> String {
    if list.count == 0 {
        return nothing(lang, hunt);
    }
    let odds = odds(lang, list.expected(hunt));
    match !list.is_sure(hunt) && hunt.codes() < MOST_CODES {
        true => format!("{odds} {}", pick(lang, "Demandez le code suivant.", "Ask for the next code.")),
        false => odds,
    }
}

/// What chance alone would bring.
fn odds(lang: Lang, expected: f64) -> String {
    let french = lang == Lang::Fr;
    // Two digits say enough: the number is an expectation.
    let rounded = |number: f64| {
        let unit = 10_f64.powi(number.log10().floor() as i32 - 1).max(1.0);
        grouped(((number / unit).round() * unit) as i64)
    };
    match expected {
        1.5.. if french => format!("Attendez-vous à {} clés par hasard.", rounded(expected)),
        1.5.. => format!("Expect {} keys by chance.", rounded(expected)),
        0.5..1.5 => pick(lang, "Attendez-vous à une clé par hasard.", "Expect one key by chance.").to_owned(),
        BEYOND_DOUBT..0.5 if french => {
            format!("Attendez-vous à une clé par hasard une fois sur {}.", rounded(1.0 / expected))
        }
        BEYOND_DOUBT..0.5 => format!("Expect a key by chance once in {} times.", rounded(1.0 / expected)),
        _ => pick(lang, "Le hasard n’y est pour rien.", "Chance has no part in it.").to_owned(),
    }
}

/// What to try when no key showed the codes.
fn nothing(lang: Lang, hunt: &Hunt) -> String {
    let wider = match hunt.breadth() {
        Breadth::HalfDay => "",
        _ => pick(lang, "Tab cherche plus loin. ", "Tab looks further. "),
    };
    let again = pick(lang, "Le prochain code recommence à zéro.", "The next code starts afresh.");
    format!("{wider}{again}")
}

/// Keys that could not be compared.
pub fn unreadable(lang: Lang, count: u64) -> String {
    match (lang, count) {
        (Lang::Fr, 1) => "1 clé du coffre est illisible et n’a pas été comparée.".to_owned(),
        (Lang::Fr, _) => {
            format!("{} clés du coffre sont illisibles et n’ont pas été comparées.", grouped(count as i64))
        }
        (Lang::En, 1) => "1 key of the vault is unreadable and was not compared.".to_owned(),
        (Lang::En, _) => {
            format!("{} keys of the vault are unreadable and were not compared.", grouped(count as i64))
        }
    }
}

/// More leads than are shown.
pub fn and_more(lang: Lang, count: usize) -> String {
    match lang {
        Lang::Fr => format!("… et {} autres.", grouped(count as i64)),
        Lang::En => format!("… and {} more.", grouped(count as i64)),
    }
}

/// How far a lead is from where it should be: "+3 (3 min)", "+12" for a button.
pub fn offset(wall: &Wall, lead: &Lead) -> String {
    let offset = lead.trace.offset;
    match lead.key.shape.period() {
        Some(period) if offset != 0 => {
            let secs = i64::from(period).saturating_mul(offset.saturating_abs());
            format!("{offset:+} ({})", wall.length(Span::secs(secs)))
        }
        _ => format!("{offset:+}"),
    }
}
