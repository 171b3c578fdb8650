//! Words used everywhere.

use crate::domain::key::{Key, Pin, Standing};
use crate::domain::otp::{Algorithm, Moving};
use crate::domain::person::Happening;
use crate::domain::profile::Ask;

use super::Lang;

/// Words used everywhere.
pub struct Common {
    /// Heading of the login dialog.
    pub login_over: &'static str,
    /// The desk wants the agent's login.
    pub desk_login: &'static str,
    /// The same where the agent was never in.
    pub login_first: &'static str,
    /// This console has no server to log in to.
    pub no_login: &'static str,
    /// Label of the password.
    pub password: &'static str,
    /// The server is asked.
    pub logging_in: &'static str,
    /// The agent is in again.
    pub logged_in: &'static str,
    /// The agent is in for the first time.
    pub met: &'static str,
    /// The mark of a demo store.
    pub demo: &'static str,
    /// The terminal is too small.
    pub too_small: fn(u16, u16) -> String,
    /// A question takes its time.
    pub waiting: &'static str,
    /// The mouse now selects rows; select text with Shift.
    pub mouse_on: &'static str,
    /// The mouse selects text again.
    pub mouse_off: &'static str,
    /// The theme has changed.
    pub theme_is: fn(&str) -> String,
    /// Heading of the help.
    pub help: &'static str,
    /// Heading of the palette.
    pub palette: &'static str,
    /// The palette found nothing.
    pub palette_empty: &'static str,
    /// A write goes on though its screen was left.
    pub still_writing: &'static str,
    /// Quit away from the search screen.
    pub quit_again: &'static str,
    /// A draft could be kept before leaving.
    pub draft_kept: &'static str,
}

/// French.
pub static FR: Common = Common {
    login_over: "Votre connexion au serveur de clés est finie. Ce qui est saisi reste.",
    desk_login: "Le guichet d’assistance demande votre mot de passe. Ce qui est saisi reste.",
    login_first: "Le serveur de clés ne vous connaît pas encore. Ce qui est saisi reste.",
    no_login: "Cette console n’a pas de serveur où se connecter.",
    password: "Mot de passe, ou PIN et code",
    logging_in: "Connexion…",
    logged_in: "Reconnecté. Reprenez où vous en étiez.",
    met: "Connecté au serveur de clés. Reprenez où vous en étiez.",
    demo: "DÉMONSTRATION",
    too_small: |width, height| format!("Fenêtre trop petite : {width} × {height}. Il faut 40 × 10."),
    waiting: "Le serveur n’a pas encore répondu…",
    mouse_on: "Souris active. Maj + souris sélectionne du texte.",
    mouse_off: "Souris coupée : elle sélectionne de nouveau du texte.",
    theme_is: |name| format!("Thème : {name}"),
    help: "Aide",
    palette: "Commandes",
    palette_empty: "Aucune action de ce nom ici.",
    still_writing: "Une opération est encore en cours…",
    quit_again: "Ctrl-Q encore une fois quitte Guichet. Toute autre touche reste ici.",
    draft_kept: "Brouillon gardé.",
};

/// English.
pub static EN: Common = Common {
    login_over: "Your login to the key server is over. What is typed stays.",
    desk_login: "The help desk asks for your password. What is typed stays.",
    login_first: "The key server does not know you yet. What is typed stays.",
    no_login: "This console has no server to log in to.",
    password: "Password, or PIN and code",
    logging_in: "Logging in…",
    logged_in: "Logged in again. Go on where you were.",
    met: "Logged in to the key server. Go on where you were.",
    demo: "DEMO",
    too_small: |width, height| format!("Window too small: {width} × {height}. 40 × 10 is needed."),
    waiting: "The server has not answered yet…",
    mouse_on: "Mouse on. Shift + mouse selects text.",
    mouse_off: "Mouse off: it selects text again.",
    theme_is: |name| format!("Theme: {name}"),
    help: "Help",
    palette: "Commands",
    palette_empty: "No action of that name here.",
    still_writing: "An operation is still under way…",
    quit_again: "Ctrl-Q once more leaves Guichet. Any other key stays here.",
    draft_kept: "Draft kept.",
};

/// "TOTP 6/60", "HOTP 6", with the hash when it is not SHA-1.
pub fn kind(key: &Key) -> String {
    let digits = key.shape.digits;
    let hash = match key.shape.algorithm {
        Algorithm::Sha1 => "",
        Algorithm::Sha256 => " SHA-256",
        Algorithm::Sha512 => " SHA-512",
    };
    match key.shape.moving {
        Moving::Time { period, .. } => format!("TOTP {digits}/{period}{hash}"),
        Moving::Event => format!("HOTP {digits}{hash}"),
    }
}

/// The state of a key in one or two words.
pub fn standing(lang: Lang, standing: Standing) -> &'static str {
    let (french, english) = match standing {
        Standing::Usable => ("en service", "in service"),
        Standing::Retired => ("retirée", "retired"),
        Standing::Suspended => ("suspendue", "suspended"),
        Standing::Expired => ("expirée", "expired"),
        Standing::NotYetValid => ("pas encore valable", "not yet valid"),
        Standing::InStock => ("en stock", "in stock"),
        Standing::NeverActivated => ("jamais activée", "never activated"),
        Standing::Locked => ("bloquée", "locked"),
    };
    pick(lang, french, english)
}

/// The state of a PIN.
pub fn pin(lang: Lang, pin: Pin) -> &'static str {
    match pin {
        Pin::Set => pick(lang, "PIN défini", "PIN set"),
        Pin::ToCreate => pick(lang, "PIN à créer", "PIN to create"),
        Pin::ToConfirm => pick(lang, "PIN à confirmer", "PIN to confirm"),
        Pin::Unknown => pick(lang, "PIN inconnu", "PIN unknown"),
    }
}

/// An event in a few words.
pub fn happening(lang: Lang, what: Happening) -> &'static str {
    let (french, english) = match what {
        Happening::LoggedIn => ("connexion réussie", "logged in"),
        Happening::DigitsAccepted => ("6 chiffres seuls acceptés", "six digits accepted alone"),
        Happening::PinCreated => ("PIN créé", "PIN created"),
        Happening::PinConfirmed => ("PIN confirmé par un code", "PIN confirmed by a code"),
        Happening::WrongCode => ("code refusé", "code refused"),
        Happening::WrongPin => ("PIN refusé", "PIN refused"),
        Happening::KeyRefused => ("aucune clé utilisable", "no usable key"),
        Happening::LockedOut => ("bloquée après trop d’échecs", "locked after too many failures"),
        Happening::HolderLocked => ("compte bloqué par le serveur", "account locked by the server"),
        Happening::CodeTested => ("code testé", "code tested"),
        Happening::PinCleared => ("PIN effacé", "PIN cleared"),
        Happening::Unlocked => ("débloquée", "unlocked"),
        Happening::Resynced => ("resynchronisée", "resynchronised"),
        Happening::Suspended => ("suspendue", "suspended"),
        Happening::Enabled => ("remise en service", "put back in service"),
        Happening::Assigned => ("attribuée", "assigned"),
        Happening::Activated => ("activée", "activated"),
        Happening::Replaced => ("remplacée", "replaced"),
        Happening::Unassigned => ("reprise en stock", "taken back into stock"),
    };
    pick(lang, french, english)
}

/// Something that may or may not be asked of a caller.
pub fn ask(lang: Lang, ask: Ask) -> &'static str {
    let (french, english) = match ask {
        Ask::Pin => ("code PIN", "PIN"),
        Ask::Password => ("mot de passe", "password"),
        Ask::Numen => ("NUMEN", "NUMEN"),
        Ask::Login => ("identifiant", "login"),
        Ask::Serial => ("numéro de la clé", "serial"),
        Ask::Name => ("nom et prénom", "name"),
        Ask::School => ("établissement", "school"),
        Ask::SixDigits => ("les 6 chiffres affichés sur la clé", "the 6 digits shown on the key"),
        Ask::CallbackNumber => ("numéro de rappel", "call-back number"),
        Ask::ActivationCode => ("code d’activation", "activation code"),
        Ask::Role => ("fonction", "function"),
        Ask::Mail => ("adresse académique", "academic mail"),
        Ask::ErrorMessage => ("message d’erreur", "error message"),
    };
    pick(lang, french, english)
}

/// One of two words.
pub fn pick(lang: Lang, french: &'static str, english: &'static str) -> &'static str {
    match lang {
        Lang::Fr => french,
        Lang::En => english,
    }
}
