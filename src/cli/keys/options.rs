//! The options of `guichet keys`, which no other command takes.

use std::path::PathBuf;

use lexopt::{Parser, ValueExt};

use crate::cli::args::number;
use crate::domain::key::Standing;
use crate::keyfile::form::Form;
use crate::keyfile::seed_text::Encoding;
use crate::store::key_list::Holder;

/// Keys that leave by one export, unless `--max` says otherwise.
pub const EXPORT_MAX: usize = 200;

/// What `--holder` says for keys that nobody holds.
const NOBODY: &str = "none";

/// The options of each command.
pub const IMPORT: &[&str] = &["form", "encoding", "map", "dry-run", "partial", "replace", "to"];
pub const EXPORT: &[&str] = &["out", "serial", "login", "max"];
pub const LIST: &[&str] = &["state", "holder"];

/// Where an import goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum To {
    Vault,
    Server,
}

/// What `--to` says.
const TO: [(To, &str); 2] = [(To::Server, "server"), (To::Vault, "vault")];

/// Everything that was asked for.
#[derive(Clone, Debug)]
pub struct KeyOptions {
    pub form: Option<Form>,
    pub encoding: Option<Encoding>,
    pub maps: Vec<String>,
    pub dry_run: bool,
    pub partial: bool,
    pub replace: bool,
    pub to: Option<To>,
    pub out: Option<PathBuf>,
    pub serials: Vec<String>,
    pub logins: Vec<String>,
    pub max: usize,
    pub state: Option<Standing>,
    pub holder: Holder,
    /// Names of the options given.
    given: Vec<String>,
}

impl Default for KeyOptions {
    fn default() -> Self {
        Self {
            form: None,
            encoding: None,
            maps: Vec::new(),
            dry_run: false,
            partial: false,
            replace: false,
            to: None,
            out: None,
            serials: Vec::new(),
            logins: Vec::new(),
            max: EXPORT_MAX,
            state: None,
            holder: Holder::Any,
            given: Vec::new(),
        }
    }
}

impl KeyOptions {
    /// Takes an option with its value; `false` if it is none of these.
    pub fn take(&mut self, name: &str, parser: &mut Parser) -> Result<bool, lexopt::Error> {
        match name {
            "form" => {
                let names = Form::WORDS.map(|(_, word)| word).join(", ");
                let form = parser.value()?.parse_with(|word| Form::from_word(word).ok_or(names))?;
                self.form = Some(form);
            }
            "encoding" => {
                let names = Encoding::WORDS.map(|(_, word)| word).join(", ");
                let encoding = parser.value()?.parse_with(|word| Encoding::from_word(word).ok_or(names))?;
                self.encoding = Some(encoding);
            }
            "map" => self.maps.push(parser.value()?.string()?),
            "dry-run" => self.dry_run = true,
            "partial" => self.partial = true,
            "replace" => self.replace = true,
            "to" => {
                let known = |word: &str| TO.into_iter().find(|(_, known)| *known == word).map(|(to, _)| to);
                let names = TO.map(|(_, word)| word).join(", ");
                self.to = Some(parser.value()?.parse_with(|word| known(word).ok_or(names))?);
            }
            "out" => self.out = Some(parser.value()?.into()),
            "serial" => self.serials.push(parser.value()?.string()?),
            "login" => self.logins.push(parser.value()?.string()?),
            "max" => self.max = number(parser)?,
            "state" => {
                let names = Standing::ALL.map(Standing::word).join(", ");
                let known = |word: &str| Standing::ALL.into_iter().find(|standing| standing.word() == word);
                self.state = Some(parser.value()?.parse_with(|word| known(word).ok_or(names))?);
            }
            "holder" => {
                let login = parser.value()?.string()?;
                self.holder = if login == NOBODY { Holder::Nobody } else { Holder::Login(login) };
            }
            _ => return Ok(false),
        }
        self.given.push(name.to_owned());
        Ok(true)
    }

    /// The first option given that is not among those of the command: it would be silently without
    /// effect, and somebody meant something by it.
    pub fn foreign_to(&self, own: &[&str]) -> Option<&str> {
        self.given.iter().map(String::as_str).find(|name| !own.contains(name))
    }
}
