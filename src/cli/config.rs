//! The configuration: which backend, and where it is. `~/.config/guichet/guichet.toml`.
//!
//! Without it the console works on the store of this machine. It holds no secret: passwords are typed.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Exit, Stop};
use crate::backend::privacyidea::Settings;
use crate::desk::{glpi, mail, rt, web};
use crate::notify;
use crate::text::Text;

/// What the file says.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    backend: Name,
    #[serde(default)]
    privacyidea: Option<Settings>,
    #[serde(default)]
    desk: Option<Desk>,
    #[serde(default)]
    notify: Option<notify::Settings>,
    #[serde(default)]
    clipboard: bool,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Name {
    #[default]
    Local,
    PrivacyIdea,
}

/// Where the keys are.
pub enum Backend {
    /// In the store of this machine.
    Local,
    /// On a server.
    PrivacyIdea(Box<Settings>),
}

/// Where the tickets are, if not in the store of this machine: `[desk]`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Desk {
    /// Request Tracker.
    Rt(Box<rt::Settings>),
    /// GLPI.
    Glpi(Box<glpi::Settings>),
    /// A mail address.
    Mail(Box<mail::Settings>),
    /// A web page that the agent fills.
    WebForm(web::Settings),
}

/// The user's configuration folder, if there is a home at all.
pub fn folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
    config.or_else(|| Some(set("HOME")?.join(".config"))).unwrap_or_default().join("guichet")
}

/// Where the keys are.
pub fn backend(text: &Text) -> Result<Backend, Stop> {
    let file = read(text)?;
    match (file.backend, file.privacyidea) {
        (Name::Local, _) => Ok(Backend::Local),
        (Name::PrivacyIdea, Some(settings)) => Ok(Backend::PrivacyIdea(Box::new(settings))),
        (Name::PrivacyIdea, None) => Err(refused(text, "[privacyidea]")),
    }
}

/// Where the tickets are.
pub fn desk(text: &Text) -> Result<Option<Desk>, Stop> {
    Ok(read(text)?.desk)
}

/// How holders are told, if they are.
pub fn notify(text: &Text) -> Result<Option<notify::Settings>, Stop> {
    Ok(read(text)?.notify)
}

/// Whether a field of a ticket may go to the clipboard of the agent's terminal: not unless the file says so.
pub fn clipboard(text: &Text) -> Result<bool, Stop> {
    Ok(read(text)?.clipboard)
}

/// Reads it; a file that cannot be understood is refused whole.
fn read(text: &Text) -> Result<File, Stop> {
    match std::fs::read_to_string(path()) {
        Ok(written) => toml::from_str(&written).map_err(|fault| refused(text, &fault.to_string())),
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(fault) => Err(refused(text, &fault.to_string())),
    }
}

fn path() -> PathBuf {
    folder().join("guichet.toml")
}

fn refused(text: &Text, what: &str) -> Stop {
    let words = (text.cli.config_refused)(&path().display().to_string(), what.trim());
    Stop::new(Exit::Failed, words)
}
