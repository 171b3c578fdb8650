//! Failures in words: what happened, what was kept, what to do.

use std::io::{self, ErrorKind};

use super::common::{pick, standing};
use super::{Lang, Text};
use crate::app::notice::Notice;
use crate::backend::privacyidea::SettingFault;
use crate::backend::{Fault, Trouble};
use crate::service::request::{Failure, Outcome};
use crate::store::StoreFault;
use crate::store::drafts::DraftFault;

impl Text {
    /// A failure in one or two sentences.
    pub fn failure(&self, failure: &Failure) -> String {
        match failure {
            Failure::Backend(fault) => backend(self.lang, fault),
            Failure::Desk(fault) => super::desk::fault(self.lang, fault),
            Failure::Draft(fault) => draft(self.lang, fault),
            Failure::Store(fault) => store(self.lang, fault),
            Failure::Picture { path, why } => super::form::picture(self.lang, path, why),
            Failure::Journal(fault) => {
                let said = pick(
                    self.lang,
                    "Le journal n’a pas pu être écrit : rien n’a été fait.",
                    "The journal could not be written: nothing was done.",
                );
                format!("{said} {}", store(self.lang, fault))
            }
        }
    }

    /// The outcome of a write whose screen was left before it came.
    pub fn outcome(&self, result: &Result<Outcome, Failure>) -> Option<Notice> {
        let french = self.lang == Lang::Fr;
        Some(match result {
            Err(failure) => Notice::bad(self.failure(failure)),
            Ok(Outcome::Acted { act, serial, caution, telling }) => {
                super::act::outcome(self.lang, (*act, serial), *caution, telling.as_ref())
            }
            Ok(Outcome::Tested(verdict)) => {
                let label = if french { "Code testé" } else { "Code tested" };
                let word = super::verdict::headline(self.lang, verdict);
                Notice::info(format!("{label}, {} : {word}", verdict.serial.as_str()))
            }
            Ok(Outcome::Filed(filed)) => self.filed(filed),
            Ok(Outcome::Saved { renamed: None, .. }) => Notice::info(self.common.draft_kept),
            Ok(Outcome::Saved { renamed: Some(_), .. }) => Notice::warn(self.tickets.renamed),
            Ok(Outcome::Queued { stage, words }) => self.outbox.queued(*stage, words),
            Ok(Outcome::Delivered(round)) => return self.delivered(round),
            Ok(Outcome::Changed { results, .. }) => self.triage.changed(results, self),
            Ok(Outcome::Told(round)) => return super::notice::round(self.lang, round),
            Ok(Outcome::NoticeGivenUp) => Notice::good(self.outbox.given_up),
            Ok(Outcome::Carried { id, number }) => Notice::good((self.page.carried)(number, id.as_str())),
            Ok(Outcome::GivenUp) => Notice::good(self.outbox.given_up),
            Ok(Outcome::Mended(_) | Outcome::Looks) => return None,
            Ok(Outcome::LoggedIn(_) | Outcome::DeskEntered(_)) => Notice::good(self.common.logged_in),
            Ok(Outcome::Dropped | Outcome::HuntBegun(_) | Outcome::HuntEnded | Outcome::LoginAsks { .. }) => {
                return None;
            }
        })
    }
}

/// The token backend.
pub fn backend(lang: Lang, fault: &Fault) -> String {
    let french = lang == Lang::Fr;
    match fault {
        Fault::NotFound => pick(
            lang,
            "Introuvable : la fiche a changé. F5 la relit ; rien n’a été fait.",
            "Not found: the card has changed. F5 reads it again; nothing was done.",
        )
        .to_owned(),
        Fault::State(state) if french => {
            format!("La clé est {} : rien n’a été fait. F5 relit la fiche.", standing(lang, *state))
        }
        Fault::State(state) => {
            format!("The key is {}: nothing was done. F5 reads the card again.", standing(lang, *state))
        }
        Fault::NotConsecutive => pick(
            lang,
            "Ces deux codes ne se suivent pas sur cette clé. Rien n’a changé : faites lire un code, puis le suivant.",
            "These two codes do not follow each other on this key. Nothing changed: have one code read, then the next.",
        )
        .to_owned(),
        Fault::OldCodes { age } => {
            let age = super::wall::length(lang, *age);
            match lang {
                Lang::Fr => format!(
                    "Ces deux codes datent d’il y a {age} : codes notés d’avance ? Rien n’a changé. Faites lire la clé en ce moment même ; si son horloge retarde autant, remplacez-la (r)."
                ),
                Lang::En => format!(
                    "These two codes are {age} old: noted beforehand? Nothing changed. Have the key read at this very moment; if its clock is that slow, replace it (r)."
                ),
            }
        }
        Fault::Taken { holder } if french => format!("Cette clé est déjà celle de {holder}. Rien n’a été fait."),
        Fault::Taken { holder } => format!("This key is {holder}’s already. Nothing was done."),
        Fault::Offline => pick(
            lang,
            "Indisponible hors ligne : il y faut le serveur. Rien n’a été fait.",
            "Not available offline: it takes the server. Nothing was done.",
        )
        .to_owned(),
        Fault::Unreachable { why } => {
            let kept = pick(lang, "Rien n’a été fait.", "Nothing was done.");
            format!("{} {kept}", trouble(lang, *why))
        }
        Fault::NoAnswer { why, seen } => format!("{} {}", trouble(lang, *why), super::lost::read_back(lang, *seen)),
        Fault::HalfDone { why } => {
            let half = pick(
                lang,
                "Le début est fait, la suite non : relisez la fiche (F5) et reprenez.",
                "The first part is done, the rest is not: read the card again (F5) and go on.",
            );
            match why.as_ref() {
                Fault::Unreachable { why } => format!("{half} {}", trouble(lang, *why)),
                why => format!("{half} {}", backend(lang, why)),
            }
        }
        Fault::LoginOver => pick(
            lang,
            "Votre connexion au serveur est finie : F3 vous reconnecte. Rien n’a été fait, rien n’est perdu.",
            "Your login to the server is over: F3 logs you in again. Nothing was done, nothing is lost.",
        )
        .to_owned(),
        Fault::WrongLogin => pick(
            lang,
            "Identifiant, mot de passe, PIN ou code refusé : le serveur ne dit pas lequel. Attention aux essais, le compte peut se bloquer.",
            "Name, password, PIN or code refused: the server does not tell which. Mind the tries, the account may lock.",
        )
        .to_owned(),
        Fault::NotAnAgent => pick(
            lang,
            "C’est le compte d’un titulaire de clé, pas d’un agent : connectez-vous avec votre compte d’assistance.",
            "This is the account of a key holder, not of an agent: log in with your help desk account.",
        )
        .to_owned(),
        Fault::Forbidden(words) if french => {
            format!("Vos droits ne le permettent pas ({words}). Rien n’a été fait : demandez à un superviseur.")
        }
        Fault::Forbidden(words) => {
            format!("Your rights do not allow it ({words}). Nothing was done: ask a supervisor.")
        }
        Fault::Refused(words) if french => format!("Le serveur refuse : « {words} ». Rien n’a été fait."),
        Fault::Refused(words) => format!("The server refuses: “{words}”. Nothing was done."),
        Fault::NoSeed => pick(
            lang,
            "La graine de cette clé n’est pas dans l’instantané : son code ne peut pas être testé hors ligne.",
            "The seed of this key is not in the snapshot: its code cannot be tested offline.",
        )
        .to_owned(),
        Fault::NoSeeds => pick(
            lang,
            "Cet instantané a été tiré sans les graines : aucun code ne peut y être comparé.",
            "This snapshot was drawn without seeds: no code can be compared in it.",
        )
        .to_owned(),
        Fault::Expired { .. } => pick(
            lang,
            "Cet instantané a expiré : ses données ne sont plus montrées. Faites-en un autre (guichet snapshot make).",
            "This snapshot has expired: its data are not shown any more. Make another (guichet snapshot make).",
        )
        .to_owned(),
        Fault::Busy => pick(
            lang,
            "Une autre console occupe le serveur. Rien n’a été fait : recommencez.",
            "Another console keeps the server busy. Nothing was done: try again.",
        )
        .to_owned(),
        Fault::Broken(what) if french => {
            format!("Le serveur a échoué ({what}). L’effet est inconnu : relisez la fiche (F5) avant d’agir.")
        }
        Fault::Broken(what) => {
            format!("The server failed ({what}). The effect is unknown: read the card again (F5) before acting.")
        }
    }
}

/// What befell a request.
pub fn trouble(lang: Lang, why: Trouble) -> &'static str {
    match why {
        Trouble::Refused => pick(lang, "Le serveur est injoignable.", "The server cannot be reached."),
        Trouble::TimedOut => {
            pick(lang, "Le serveur n’a pas répondu à temps.", "The server did not answer in time.")
        }
        Trouble::Certificate => pick(
            lang,
            "Le certificat du serveur n’est pas de confiance : prévenez le RSSI, ne contournez pas.",
            "The certificate of the server is not trusted: tell the security officer, do not go round it.",
        ),
        Trouble::Interrupted => {
            pick(lang, "La liaison avec le serveur s’est coupée.", "The connection to the server broke.")
        }
        Trouble::Failing => pick(lang, "Le serveur est en panne.", "The server is out of order."),
        Trouble::Nonsense => pick(
            lang,
            "Ce qui répond n’est pas le serveur de clés, ou pas comme il devrait.",
            "What answers is not the key server, or not as it should.",
        ),
    }
}

/// A login that failed: one whose answer was lost may have used a code up, and no card tells.
pub fn login(lang: Lang, fault: &Fault) -> String {
    let Fault::NoAnswer { why, .. } = fault else { return backend(lang, fault) };
    let unknown = pick(
        lang,
        "La connexion a pu aboutir sans réponse : un code à usage unique est peut-être consommé, attendez le suivant.",
        "The login may have got through without an answer: a one-time code may be used up, wait for the next.",
    );
    format!("{} {unknown}", trouble(lang, *why))
}

fn draft(lang: Lang, fault: &DraftFault) -> String {
    match fault {
        DraftFault::Conflict { .. } | DraftFault::Gone => lang.text().tickets.renamed.to_owned(),
        DraftFault::Store(fault) => store(lang, fault),
    }
}

/// The store.
pub fn store(lang: Lang, fault: &StoreFault) -> String {
    let french = lang == Lang::Fr;
    match fault {
        StoreFault::Missing(folder) if french => {
            format!(
                "Pas de données dans {}. « guichet init » les crée ; « guichet demo » ouvre la démonstration.",
                folder.display()
            )
        }
        StoreFault::Missing(folder) => {
            format!(
                "No data in {}. “guichet init” creates them; “guichet demo” opens the demo.",
                folder.display()
            )
        }
        StoreFault::Exists(folder) if french => {
            format!("Il y a déjà des données dans {} : elles ne sont jamais écrasées.", folder.display())
        }
        StoreFault::Exists(folder) => {
            format!("There are data in {} already: they are never overwritten.", folder.display())
        }
        StoreFault::Damaged(what) if french => format!(
            "Les données sont endommagées ({what}). Rien n’y a été écrit : gardez le dossier et restaurez une sauvegarde."
        ),
        StoreFault::Damaged(what) => format!(
            "The data are damaged ({what}). Nothing was written to them: keep the folder and restore a backup."
        ),
        StoreFault::Newer { found, known } if french => format!(
            "Ces données viennent d’une version plus récente (format {found}, connu jusqu’à {known}). Rien n’y a été écrit : mettez Guichet à jour."
        ),
        StoreFault::Newer { found, known } => format!(
            "These data come from a later version (format {found}, known up to {known}). Nothing was written to them: update Guichet."
        ),
        StoreFault::WrongPassphrase { damaged } => {
            let said = pick(
                lang,
                "Cette phrase de passe n’ouvre pas ces données. Perdue, elle ne se retrouve pas : celle d’un autre accès les ouvre encore.",
                "This passphrase does not open these data. Lost, it cannot be found again: that of another slot still opens them.",
            );
            let names = damaged.join(", ");
            match names.as_str() {
                "" => said.to_owned(),
                _ if french => format!("{said} Endommagé et non essayé : {names}."),
                _ => format!("{said} Damaged and not tried: {names}."),
            }
        }
        StoreFault::NeedsPassphrase => pick(
            lang,
            "Ces données demandent une phrase de passe, à taper au terminal.",
            "These data ask for a passphrase, typed at the terminal.",
        )
        .to_owned(),
        StoreFault::Busy => pick(
            lang,
            "Une autre console occupe les données. Rien n’a été fait : recommencez.",
            "Another console keeps the data busy. Nothing was done: try again.",
        )
        .to_owned(),
        StoreFault::Disk(what) if french => {
            format!("Le disque refuse ({what}). Rien n’a été fait : vérifiez la place et les droits.")
        }
        StoreFault::Disk(what) => {
            format!("The disk refuses ({what}). Nothing was done: check the space and the rights.")
        }
    }
}

/// The part of the configuration about a server.
pub fn setting(lang: Lang, fault: &SettingFault) -> String {
    let french = lang == Lang::Fr;
    let said = match fault {
        SettingFault::NoNode => pick(lang, "aucun serveur (nodes)", "no server (nodes)").to_owned(),
        SettingFault::NoRealm => pick(lang, "aucun domaine (realm)", "no realm (realm)").to_owned(),
        SettingFault::Address(node) if french => format!("ce n’est pas l’adresse d’un serveur : {node}"),
        SettingFault::Address(node) => format!("not the address of a server: {node}"),
        SettingFault::Plain(node) if french => {
            format!("les codes voyageraient en clair : {node} (https, ou plain_http = true)")
        }
        SettingFault::Plain(node) => {
            format!("codes would travel in clear: {node} (https, or plain_http = true)")
        }
        SettingFault::Timeout(secs) if french => format!("timeout = {secs} : de 1 à 60 secondes"),
        SettingFault::Timeout(secs) => format!("timeout = {secs}: 1 to 60 seconds"),
        SettingFault::Certificates(what) if french => format!("certificats inutilisables : {what}"),
        SettingFault::Certificates(what) => format!("certificates of no use: {what}"),
        SettingFault::People(what) if french => format!("annuaire inutilisable : {what}"),
        SettingFault::People(what) => format!("directory of no use: {what}"),
        SettingFault::Person(path, refused) => {
            format!("{}\n{}", path.display(), super::refusals::refusal(lang, refused))
        }
    };
    match french {
        true => format!("Configuration du serveur de clés refusée : {said}. Rien n’a été ouvert."),
        false => format!("Configuration of the key server refused: {said}. Nothing was opened."),
    }
}

/// What the system says of a file, for the middle of a sentence. What is rare is told in its own words.
pub fn system(lang: Lang, fault: &io::Error) -> String {
    let said = match fault.kind() {
        ErrorKind::NotFound => pick(lang, "fichier ou dossier absent", "no such file or folder"),
        ErrorKind::PermissionDenied => pick(lang, "droits insuffisants", "no right to do so"),
        ErrorKind::IsADirectory => pick(lang, "c’est un dossier", "it is a folder"),
        ErrorKind::NotADirectory => pick(lang, "ce n’est pas un dossier", "it is no folder"),
        ErrorKind::StorageFull => pick(lang, "disque plein", "the disk is full"),
        ErrorKind::ReadOnlyFilesystem => pick(lang, "disque en lecture seule", "the disk is read-only"),
        _ => return fault.to_string(),
    };
    said.to_owned()
}

#[cfg(test)]
#[path = "faults_tests.rs"]
mod tests;
