//! The notice line: what happened, what was kept, what to do. It stays until the next key.

use crate::ui::theme::Role;

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Good, careful or bad.
    pub role: Role,
    /// One sentence, two at most.
    pub text: String,
}

impl Notice {
    /// It worked.
    pub fn good(text: impl Into<String>) -> Self {
        Self { role: Role::Good, text: text.into() }
    }

    /// To be read.
    pub fn info(text: impl Into<String>) -> Self {
        Self { role: Role::Info, text: text.into() }
    }

    /// Careful.
    pub fn warn(text: impl Into<String>) -> Self {
        Self { role: Role::Warn, text: text.into() }
    }

    /// It did not work.
    pub fn bad(text: impl Into<String>) -> Self {
        Self { role: Role::Danger, text: text.into() }
    }
}
