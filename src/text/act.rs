//! Sentences of the dialogs about a key.

use super::Lang;
use super::common::pick;
use crate::app::notice::Notice;
use crate::backend::Caution;
use crate::domain::key::KeyAct;
use crate::domain::notice::Announced;

/// Sentences all dialogs share.
pub struct Acts {
    /// "Claire Dupont, clé …2718".
    pub about: fn(&str, &str) -> String,
    /// Only the person, when there is no key yet.
    pub about_person: fn(&str) -> String,
    /// Label of the reason.
    pub reason: &'static str,
    /// How to choose a reason.
    pub reason_hint: &'static str,
    /// A reason is required.
    pub reason_missing: &'static str,
    /// Label of the first code.
    pub first_code: &'static str,
    /// Label of the second code.
    pub second_code: &'static str,
    /// How to have the codes read.
    pub codes_hint: &'static str,
    /// Both codes are required.
    pub codes_missing: fn(u8) -> String,
    /// Label of the serial of a key in stock.
    pub from_stock: &'static str,
    /// How to choose it.
    pub stock_hint: &'static str,
    /// None matches.
    pub stock_empty: &'static str,
    /// All is filled in: read it again, Enter once more.
    pub again: fn(&str) -> String,
    /// The key chosen from stock, with its last digits.
    pub chosen: fn(&str) -> String,
    /// Choose a key in stock first.
    pub choose: &'static str,
    /// The person has a key already.
    pub has_key: fn(&str) -> String,
    /// Under way.
    pub working: &'static str,
    /// The paste guard is on.
    pub after_paste: &'static str,
}

/// French.
pub static FR: Acts = Acts {
    about: |person, tail| format!("{person}, clé …{tail}"),
    about_person: str::to_owned,
    reason: "Motif",
    reason_hint: "↑ ↓ motifs courants, ou tapez le vôtre",
    reason_missing: "Indiquez un motif (4 caractères au moins) : il est inscrit au journal.",
    first_code: "Premier code",
    second_code: "Code suivant",
    codes_hint: "« Lisez-moi les chiffres affichés sur la clé, sans votre code PIN, attendez qu’ils changent, puis lisez-moi les suivants. »",
    codes_missing: |digits| format!("Il faut deux codes de {digits} chiffres, lus l’un après l’autre."),
    from_stock: "Clé du stock",
    stock_hint: "Tapez une partie du numéro ; ↑ ↓ choisissent",
    stock_empty: "Aucune clé en stock ne correspond.",
    again: |about| format!("Relisez : {about}. Entrée encore une fois valide ; toute autre touche corrige."),
    chosen: |tail| format!("nouvelle clé …{tail}"),
    choose: "Choisissez une clé du stock avec ↑ ↓.",
    has_key: |tail| {
        format!("Attention : cette personne a déjà la clé …{tail}. Pour la remplacer : Échap, puis r.")
    },
    working: "En cours…",
    after_paste: "Collage tout juste reçu : relisez, puis validez de nouveau.",
};

/// English.
pub static EN: Acts = Acts {
    about: |person, tail| format!("{person}, key …{tail}"),
    about_person: str::to_owned,
    reason: "Reason",
    reason_hint: "↑ ↓ common reasons, or type your own",
    reason_missing: "Give a reason (4 characters at least): it goes into the journal.",
    first_code: "First code",
    second_code: "Next code",
    codes_hint: "“Read me the digits shown on the key, without your PIN, wait until they change, then read me the next ones.”",
    codes_missing: |digits| format!("Two codes of {digits} digits are needed, read one after the other."),
    from_stock: "Key from stock",
    stock_hint: "Type part of the serial; ↑ ↓ choose",
    stock_empty: "No key in stock matches.",
    again: |about| format!("Read again: {about}. Enter once more confirms; any other key corrects."),
    chosen: |tail| format!("new key …{tail}"),
    choose: "Choose a key from stock with ↑ ↓.",
    has_key: |tail| format!("Careful: this person already has key …{tail}. To replace it: Esc, then r."),
    working: "Working…",
    after_paste: "A paste has just arrived: read it again, then confirm once more.",
};

/// What a dialog says about its act.
pub struct Words {
    /// Heading.
    pub title: &'static str,
    /// What it will do.
    pub effect: &'static str,
    /// What to make sure of first; empty where haste is right.
    pub caution: &'static str,
    /// What was done.
    pub done: &'static str,
    /// Common reasons.
    pub reasons: &'static [&'static str],
}

const VERIFY_FR: &str = "D’abord, assurez-vous de qui appelle (rappel au numéro de l’annuaire) : avoir la clé en main ne prouve rien.";
const VERIFY_EN: &str =
    "First make sure who is calling (call back at the directory’s number): holding the key proves nothing.";

/// The words of an act.
pub fn words(lang: Lang, act: KeyAct) -> Words {
    match lang {
        Lang::Fr => french(act),
        Lang::En => english(act),
    }
}

fn french(act: KeyAct) -> Words {
    match act {
        KeyAct::ClearPin => Words {
            title: "Effacer le code PIN",
            effect: "La clé reviendra à « 6 chiffres seuls » : faites créer le nouveau PIN tout de suite, au téléphone.",
            caution: VERIFY_FR,
            done: "PIN effacé.",
            reasons: &[
                "PIN oublié",
                "PIN connu d’un tiers",
                "PIN lu au téléphone",
                "Création du PIN à reprendre",
            ],
        },
        KeyAct::Unlock => Words {
            title: "Débloquer la clé",
            effect: "Les échecs reviennent à zéro. Le PIN et les codes déjà utilisés ne changent pas.",
            caution: VERIFY_FR,
            done: "Clé débloquée. L’appelant attend les chiffres suivants avant d’essayer.",
            reasons: &["Essais faits par l’appelant", "PIN et code inversés", "Code déjà utilisé retapé"],
        },
        KeyAct::Resync => Words {
            title: "Resynchroniser la clé",
            effect: "Deux codes consécutifs révèlent le décalage de l’horloge. Tous deux seront notés comme utilisés.",
            caution: "",
            done: "Clé resynchronisée. L’appelant attend le code suivant avant de se connecter.",
            reasons: &["Horloge décalée", "Clé peu utilisée"],
        },
        KeyAct::Suspend => Words {
            title: "Suspendre la clé (perdue ou volée)",
            effect: "Dès maintenant, la clé ne permet plus aucune connexion. C’est réversible.",
            caution: "",
            done: "Clé suspendue.",
            reasons: &["Clé perdue", "Clé volée", "PIN effacé, jamais recréé", "Usage suspect"],
        },
        KeyAct::Enable => Words {
            title: "Remettre la clé en service",
            effect: "La clé permettra de nouveau de se connecter. Vérifiez d’abord qui appelle.",
            caution: VERIFY_FR,
            done: "Clé remise en service.",
            reasons: &["Clé retrouvée par son titulaire", "Suspendue par erreur"],
        },
        KeyAct::Assign => Words {
            title: "Attribuer une clé",
            effect: "La clé devient celle de cette personne. Son code PIN sera à créer.",
            caution: VERIFY_FR,
            done: "Clé attribuée. Son code PIN est à créer.",
            reasons: &["Première attribution", "Arrivée dans l’académie"],
        },
        KeyAct::Replace => Words {
            title: "Remplacer la clé",
            effect: "L’ancienne clé est retirée définitivement ; la nouvelle la remplace, code PIN à créer.",
            caution: VERIFY_FR,
            done: "Clé remplacée. Le code PIN de la nouvelle est à créer.",
            reasons: &["Clé perdue", "Écran éteint ou abîmé", "Fin de validité"],
        },
        KeyAct::Unassign => Words {
            title: "Reprendre la clé",
            effect: "La clé retourne en stock et n’ouvre plus rien. Son PIN est effacé.",
            caution: "",
            done: "Clé reprise en stock.",
            reasons: &["Départ de l’académie", "Clé rendue"],
        },
    }
}

fn english(act: KeyAct) -> Words {
    match act {
        KeyAct::ClearPin => Words {
            title: "Clear the PIN",
            effect: "The key goes back to “six digits alone”: have the new PIN created at once, on the phone.",
            caution: VERIFY_EN,
            done: "PIN cleared.",
            reasons: &[
                "PIN forgotten",
                "PIN known to others",
                "PIN read on the phone",
                "PIN creation to start over",
            ],
        },
        KeyAct::Unlock => Words {
            title: "Unlock the key",
            effect: "Failures go back to zero. The PIN and the used codes do not change.",
            caution: VERIFY_EN,
            done: "Key unlocked. The caller waits for the next digits before trying.",
            reasons: &[
                "Tries made by the caller",
                "PIN and code in the wrong order",
                "Spent code typed again",
            ],
        },
        KeyAct::Resync => Words {
            title: "Resynchronise the key",
            effect: "Two consecutive codes teach the clock’s error. Both are consumed.",
            caution: "",
            done: "Key resynchronised. The caller waits for the next code before logging in.",
            reasons: &["Clock is off", "Rarely used key"],
        },
        KeyAct::Suspend => Words {
            title: "Suspend the key (lost or stolen)",
            effect: "The key will open no session any more, at once. This can be undone.",
            caution: "",
            done: "Key suspended.",
            reasons: &["Key lost", "Key stolen", "PIN cleared, never created again", "Suspicious use"],
        },
        KeyAct::Enable => Words {
            title: "Put the key back in service",
            effect: "The key will open sessions again. Verify first who is calling.",
            caution: VERIFY_EN,
            done: "Key back in service.",
            reasons: &["Found again by its holder", "Suspended by mistake"],
        },
        KeyAct::Assign => Words {
            title: "Assign a key",
            effect: "The key becomes this person’s. Its PIN is to be created.",
            caution: VERIFY_EN,
            done: "Key assigned. Its PIN is to be created.",
            reasons: &["First key", "New in the academy"],
        },
        KeyAct::Replace => Words {
            title: "Replace the key",
            effect: "The old key is retired for good, the new one takes its place, PIN to create.",
            caution: VERIFY_EN,
            done: "Key replaced. The PIN of the new one is to be created.",
            reasons: &["Key lost", "Display blank or broken", "End of validity"],
        },
        KeyAct::Unassign => Words {
            title: "Take the key back",
            effect: "The key goes back into stock and opens nothing. Its PIN is cleared.",
            caution: "",
            done: "Key back in stock.",
            reasons: &["Left the academy", "Key returned"],
        },
    }
}

/// An act whose dialog was left before it was done.
pub fn outcome(
    lang: Lang,
    (act, serial): (KeyAct, &str),
    careful: Option<Caution>,
    telling: Option<&Announced>,
) -> Notice {
    let label = pick(lang, "Clé", "Key");
    let careful = careful.map(|careful| caution(lang, careful));
    let told = telling.map(|telling| super::notice::announced(lang, telling));
    let more: String = careful.into_iter().chain(told.as_deref()).flat_map(|said| [" ", said]).collect();
    let said = format!("{label} {serial} : {}{more}", words(lang, act).done);
    if careful.is_some() { Notice::warn(said) } else { Notice::good(said) }
}

/// What must be known of an order that was done.
pub fn caution(lang: Lang, caution: Caution) -> &'static str {
    match caution {
        Caution::PinNeverAsked => pick(
            lang,
            "Mais le serveur ne demandera pas de nouveau PIN : les chiffres seuls ouvriraient le compte sans fin. Suspendez la clé (l) et prévenez l’administrateur.",
            "But the server will not ask for a new PIN: the digits alone would open the account for ever. Suspend the key (l) and tell the administrator.",
        ),
        Caution::SkipOneCode => pick(
            lang,
            "Le prochain code sera refusé : faites attendre celui d’après.",
            "The next code will be refused: have the caller wait for the one after it.",
        ),
    }
}
