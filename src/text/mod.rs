//! Every sentence, in French and in English. A missing one does not compile.
//!
//! One struct a screen; one file a screen and language. Sentences that carry values are functions.

pub mod act;
pub mod actions;
pub mod card;
pub mod cli;
pub mod common;
pub mod desk;
pub mod faults;
pub mod form;
pub mod found;
pub mod holder;
pub mod home;
pub mod keys;
pub mod load;
mod lost;
pub mod mail;
pub mod notice;
pub mod offline;
pub mod outbox;
pub mod page;
pub mod refusals;
pub mod shell;
pub mod snapshot;
pub mod tickets;
pub mod triage;
pub mod vault;
pub mod verdict;
pub mod wall;

use crate::domain::profile::Words;

/// The two languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// French, the first.
    Fr,
    /// English, complete too.
    En,
}

impl Lang {
    /// From `--lang` or the environment's LC_ALL, LC_MESSAGES, LANG: English only when asked for.
    pub fn from_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("en") { Self::En } else { Self::Fr }
    }

    /// Every sentence of this language.
    pub fn text(self) -> &'static Text {
        match self {
            Self::Fr => &FR,
            Self::En => &EN,
        }
    }

    /// The words of a profile in this language.
    pub fn of(self, words: &Words) -> &str {
        match self {
            Self::Fr => &words.fr,
            Self::En => &words.en,
        }
    }
}

/// Every sentence of one language.
pub struct Text {
    /// Which.
    pub lang: Lang,
    /// Words used everywhere.
    pub common: &'static common::Common,
    /// Search.
    pub home: &'static home::Home,
    /// The card.
    pub card: &'static card::CardText,
    /// Dialogs of key acts.
    pub act: &'static act::Acts,
    /// The search for a found key.
    pub found: &'static found::Found,
    /// Tickets.
    pub tickets: &'static tickets::Tickets,
    /// The ticket form.
    pub form: &'static form::FormText,
    /// The offline mode.
    pub offline: &'static offline::Offline,
    /// The outbox.
    pub outbox: &'static outbox::Outbox,
    /// A ticket carried to a web page.
    pub page: &'static page::Page,
    /// Triage.
    pub triage: &'static triage::Triage,
    /// Snapshots on the command line.
    pub snapshot: &'static snapshot::Snapshot,
    /// The command line.
    pub cli: &'static cli::Cli,
    /// `guichet vault`.
    pub vault: &'static vault::VaultText,
    /// Key files and lists of keys.
    pub keys: &'static keys::Keys,
    /// Keys into the server.
    pub load: &'static load::Load,
}

static FR: Text = Text {
    lang: Lang::Fr,
    common: &common::FR,
    home: &home::FR,
    card: &card::FR,
    act: &act::FR,
    found: &found::FR,
    tickets: &tickets::FR,
    form: &form::FR,
    offline: &offline::FR,
    outbox: &outbox::FR,
    page: &page::FR,
    triage: &triage::FR,
    snapshot: &snapshot::FR,
    cli: &cli::FR,
    vault: &vault::FR,
    keys: &keys::FR,
    load: &load::FR,
};

static EN: Text = Text {
    lang: Lang::En,
    common: &common::EN,
    home: &home::EN,
    card: &card::EN,
    act: &act::EN,
    found: &found::EN,
    tickets: &tickets::EN,
    form: &form::EN,
    offline: &offline::EN,
    outbox: &outbox::EN,
    page: &page::EN,
    triage: &triage::EN,
    snapshot: &snapshot::EN,
    cli: &cli::EN,
    vault: &vault::EN,
    keys: &keys::EN,
    load: &load::EN,
};

#[cfg(test)]
#[path = "spaces_tests.rs"]
mod spaces_tests;
