//! Arguments: what was asked for, checked before anything is opened.

use std::ffi::OsString;
use std::path::PathBuf;
use std::str::FromStr;

use lexopt::{Arg, Parser, ValueExt};

use super::keys::options::{self, KeyOptions};
use crate::demo;
use crate::domain::found::Breadth;
use crate::text::Lang;

/// What to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Version,
    Console,
    Init,
    ImportKeys(PathBuf),
    ExportKeys,
    ListKeys,
    ImportPeople(PathBuf),
    Search(String),
    Show(String),
    Test { login: String, serial: Option<String> },
    Verify(String),
    Found(Breadth),
    TicketList,
    TicketShow(String),
    TicketNew { login: String, fields: Vec<String> },
    SnapshotMake(PathBuf),
    SnapshotInfo(PathBuf),
    Journal,
    Fob(String),
    Portal,
    VaultSlots,
    VaultAdd(String),
    VaultChange(String),
    VaultRemove(String),
    VaultCheck,
}

/// What a snapshot is drawn from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draw {
    pub academies: Vec<String>,
    pub schools: Vec<String>,
    pub seeds: bool,
    pub hours: Option<u32>,
}

/// Everything that was asked for.
#[derive(Clone, Debug)]
pub struct Args {
    pub command: Command,
    /// On the demo, which is made if it is not there.
    pub demo: bool,
    pub data: Option<PathBuf>,
    pub lang: Lang,
    pub theme: Option<String>,
    pub ascii: bool,
    pub agent: Option<String>,
    pub json: bool,
    /// Over a snapshot instead of the backend.
    pub offline: Option<PathBuf>,
    /// A snapshot to turn to where the backend cannot be reached.
    pub snapshot: Option<PathBuf>,
    pub draw: Draw,
    /// Demo: how many people it is made with.
    pub people: usize,
    /// Demo: make it, but do not open it.
    pub no_open: bool,
    /// What was asked of `guichet keys`.
    pub keys: KeyOptions,
}

type Wrong = (Lang, String);

impl Args {
    /// Reads the arguments; what is wrong is told in the language asked for so far.
    pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Self, Wrong> {
        let mut args = Self {
            command: Command::Console,
            demo: false,
            data: None,
            lang: from_environment(),
            theme: None,
            ascii: false,
            agent: None,
            json: false,
            offline: None,
            snapshot: None,
            draw: Draw::default(),
            people: demo::USERS,
            no_open: false,
            keys: KeyOptions::default(),
        };
        let mut words = Vec::new();
        let mut shortcut = None;
        let mut parser = Parser::from_iter(arguments);
        let mut option = String::new();
        let read = args.read_all(&mut parser, &mut words, &mut shortcut, &mut option);
        read.map_err(|fault| (args.lang, told(args.lang, &option, &fault)))?;
        args.command = match shortcut {
            Some(command) => command,
            None => args.command(words).map_err(|words| (args.lang, words))?,
        };
        args.in_place().map_err(|option| (args.lang, (args.lang.text().cli.unexpected)(option)))?;
        Ok(args)
    }

    /// Options that a command would not heed are refused: who typed them expected something.
    fn in_place(&self) -> Result<(), &'static str> {
        let draws = matches!(self.command, Command::SnapshotMake(_));
        match () {
            () if self.offline.is_some() && !self.takes_offline() => Err("--offline"),
            () if self.snapshot.is_some() && (self.command != Command::Console || self.offline.is_some()) => {
                Err("--snapshot")
            }
            () if self.draw != Draw::default() && !draws => Err("--academy, --school, --seeds, --hours"),
            () => Ok(()),
        }
    }

    /// Whether the command can work over a snapshot.
    pub fn takes_offline(&self) -> bool {
        matches!(
            self.command,
            Command::Console
                | Command::Search(_)
                | Command::Show(_)
                | Command::Test { .. }
                | Command::Verify(_)
                | Command::Found(_)
                | Command::TicketList
                | Command::TicketShow(_)
                | Command::TicketNew { .. }
        )
    }

    fn read_all(
        &mut self,
        parser: &mut Parser,
        words: &mut Vec<OsString>,
        shortcut: &mut Option<Command>,
        option: &mut String,
    ) -> Result<(), lexopt::Error> {
        while let Some(arg) = parser.next()? {
            if let Arg::Long(name) = arg {
                *option = format!("--{name}");
            }
            match arg {
                Arg::Short('h') | Arg::Long("help") => *shortcut = Some(Command::Help),
                Arg::Short('V') | Arg::Long("version") => *shortcut = Some(Command::Version),
                Arg::Long("data") => self.data = Some(parser.value()?.into()),
                Arg::Long("theme") => self.theme = Some(parser.value()?.string()?),
                Arg::Long("agent") => self.agent = Some(parser.value()?.string()?),
                Arg::Long("ascii") => self.ascii = true,
                Arg::Long("json") => self.json = true,
                Arg::Long("offline") => self.offline = Some(parser.value()?.into()),
                Arg::Long("snapshot") => self.snapshot = Some(parser.value()?.into()),
                Arg::Long("academy") => self.draw.academies.push(parser.value()?.string()?),
                Arg::Long("school") => self.draw.schools.push(parser.value()?.string()?),
                Arg::Long("seeds") => self.draw.seeds = true,
                Arg::Long("hours") => self.draw.hours = Some(number(parser)?),
                Arg::Long("no-open") => self.no_open = true,
                Arg::Long("people") => self.people = number(parser)?,
                Arg::Long("lang") => {
                    self.lang = parser.value()?.parse_with(|lang| match lang {
                        "fr" => Ok(Lang::Fr),
                        "en" => Ok(Lang::En),
                        _ => Err("fr, en"),
                    })?;
                }
                Arg::Value(word) => words.push(word),
                Arg::Long(name) => {
                    let name = name.to_owned();
                    if !self.keys.take(&name, parser)? {
                        return Err(lexopt::Error::UnexpectedOption(format!("--{name}")));
                    }
                }
                other => return Err(other.unexpected()),
            }
        }
        Ok(())
    }

    /// The command that the words make.
    fn command(&mut self, words: Vec<OsString>) -> Result<Command, String> {
        let text = self.lang.text().cli;
        let mut words = words.into_iter();
        let mut name = words.next().unwrap_or_default();
        if name == "demo" {
            self.demo = true;
            name = words.next().unwrap_or_default();
        }
        let name = name.to_string_lossy().into_owned();
        let mut next = |what: &str| words.next().ok_or_else(|| (text.missing)(what));
        let command = match name.as_str() {
            "" => Command::Console,
            "help" => Command::Help,
            "init" => Command::Init,
            "journal" => Command::Journal,
            "portal" => Command::Portal,
            "keys" => match next("keys")?.to_str() {
                Some("import") => Command::ImportKeys(next("keys import")?.into()),
                Some("export") => Command::ExportKeys,
                Some("list") => Command::ListKeys,
                other => return Err((text.unknown_command)(&format!("keys {}", other.unwrap_or_default()))),
            },
            "people" => match next("people")?.to_str() {
                Some("import") => Command::ImportPeople(next("people import")?.into()),
                other => {
                    return Err((text.unknown_command)(&format!("people {}", other.unwrap_or_default())));
                }
            },
            "snapshot" => match next("snapshot")?.to_str() {
                Some("make") => Command::SnapshotMake(next("snapshot make")?.into()),
                Some("info") => Command::SnapshotInfo(next("snapshot info")?.into()),
                other => {
                    return Err((text.unknown_command)(&format!("snapshot {}", other.unwrap_or_default())));
                }
            },
            "search" => {
                let first = lossy(next("search")?);
                let rest = words.by_ref().map(lossy);
                Command::Search(std::iter::once(first).chain(rest).collect::<Vec<_>>().join(" "))
            }
            "show" => Command::Show(lossy(next("show")?)),
            "fob" => Command::Fob(lossy(next("fob")?)),
            "test" => {
                let login = lossy(next("test")?);
                Command::Test { login, serial: words.next().map(lossy) }
            }
            "verify" => Command::Verify(lossy(next("verify")?)),
            "found" => match words.next().map(lossy) {
                None => Command::Found(Breadth::default()),
                Some(word) => {
                    let named = Breadth::ALL.into_iter().find(|breadth| breadth.word() == word);
                    let words = Breadth::ALL.map(Breadth::word).join(", ");
                    Command::Found(named.ok_or_else(|| (text.bad_choice)("found", &word, &words))?)
                }
            },
            "ticket" => match next("ticket")?.to_str() {
                Some("list") => Command::TicketList,
                Some("show") => Command::TicketShow(lossy(next("ticket show")?)),
                Some("new") => {
                    let login = lossy(next("ticket new")?);
                    Command::TicketNew { login, fields: words.by_ref().map(lossy).collect() }
                }
                other => {
                    return Err((text.unknown_command)(&format!("ticket {}", other.unwrap_or_default())));
                }
            },
            "vault" => match next("vault")?.to_str() {
                Some("slots") => Command::VaultSlots,
                Some("add") => Command::VaultAdd(lossy(next("vault add")?)),
                Some("change") => Command::VaultChange(lossy(next("vault change")?)),
                Some("remove") => Command::VaultRemove(lossy(next("vault remove")?)),
                Some("check") => Command::VaultCheck,
                other => {
                    return Err((text.unknown_command)(&format!("vault {}", other.unwrap_or_default())));
                }
            },
            other => return Err((text.unknown_command)(other)),
        };
        let own = match &command {
            Command::ImportKeys(_) => options::IMPORT,
            Command::ExportKeys => options::EXPORT,
            Command::ListKeys => options::LIST,
            _ => &[],
        };
        match (words.next(), self.keys.foreign_to(own)) {
            (Some(extra), _) => Err((text.unexpected)(&extra.to_string_lossy())),
            (None, Some(option)) => Err((text.unexpected)(&format!("--{option}"))),
            (None, None) => Ok(command),
        }
    }
}

fn lossy(word: OsString) -> String {
    word.to_string_lossy().into_owned()
}

fn from_environment() -> Lang {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    Lang::from_locale(&locale.unwrap_or_default())
}

/// A whole number; what else stands there is told with what may.
pub(super) fn number<N: FromStr>(parser: &mut Parser) -> Result<N, lexopt::Error> {
    parser.value()?.parse_with(|text| text.parse().map_err(|_| "0, 1, 2, 3…"))
}

/// A fault in words; `option` is the last one that was begun.
fn told(lang: Lang, option: &str, fault: &lexopt::Error) -> String {
    use lexopt::Error as Fault;
    let text = lang.text().cli;
    match fault {
        Fault::MissingValue { option } => (text.missing)(option.as_deref().unwrap_or_default()),
        Fault::UnexpectedOption(option) => (text.unexpected)(option),
        Fault::UnexpectedArgument(value) => (text.unexpected)(&value.to_string_lossy()),
        Fault::UnexpectedValue { option, value } => (text.bad_value)(option, &value.to_string_lossy()),
        Fault::ParsingFailed { value, error } => (text.bad_choice)(option, value, &error.to_string()),
        Fault::NonUnicodeValue(value) => (text.unexpected)(&value.to_string_lossy()),
        Fault::Custom(error) => (text.unexpected)(&error.to_string()),
    }
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
