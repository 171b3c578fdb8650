//! The configuration: which backend, and where it is. `~/.config/guichet/guichet.toml`.
//!
//! Without it the console works on the store of this machine. It holds no secret: passwords are typed.

use std::path::PathBuf;

use serde::Deserialize;

use super::{Exit, Stop};
use crate::backend::privacyidea::Settings;
use crate::text::Text;

/// What the file says.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    backend: Name,
    #[serde(default)]
    privacyidea: Option<Settings>,
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

/// The user's configuration folder, if there is a home at all.
pub fn folder() -> PathBuf {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let config = set("XDG_CONFIG_HOME").filter(|folder| folder.is_absolute());
    config.or_else(|| Some(set("HOME")?.join(".config"))).unwrap_or_default().join("guichet")
}

/// Reads it; a file that cannot be understood is refused whole.
pub fn backend(text: &Text) -> Result<Backend, Stop> {
    let path = folder().join("guichet.toml");
    let refused = |what: &str| {
        let words = (text.cli.config_refused)(&path.display().to_string(), what.trim());
        Stop::new(Exit::Failed, words)
    };
    let file = match std::fs::read_to_string(&path) {
        Ok(written) => toml::from_str::<File>(&written).map_err(|fault| refused(&fault.to_string()))?,
        Err(fault) if fault.kind() == std::io::ErrorKind::NotFound => File::default(),
        Err(fault) => return Err(refused(&fault.to_string())),
    };
    match (file.backend, file.privacyidea) {
        (Name::Local, _) => Ok(Backend::Local),
        (Name::PrivacyIdea, Some(settings)) => Ok(Backend::PrivacyIdea(Box::new(settings))),
        (Name::PrivacyIdea, None) => Err(refused("[privacyidea]")),
    }
}
