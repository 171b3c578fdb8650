//! Arguments: what was asked for, checked before anything is opened.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

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
    ImportPeople(PathBuf),
    Search(String),
    Show(String),
    Test { login: String, serial: Option<String> },
    Verify(String),
    Found(Breadth),
    TicketList,
    TicketShow(String),
    TicketNew { login: String, fields: Vec<String> },
    Journal,
    Fob(String),
    Portal,
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
    /// Demo: how many people it is made with.
    pub people: usize,
    /// Demo: make it, but do not open it.
    pub no_open: bool,
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
            people: demo::USERS,
            no_open: false,
        };
        let mut words = Vec::new();
        let mut shortcut = None;
        let mut parser = Parser::from_iter(arguments);
        let read = args.read_all(&mut parser, &mut words, &mut shortcut);
        read.map_err(|fault| (args.lang, told(args.lang, &fault)))?;
        args.command = match shortcut {
            Some(command) => command,
            None => args.command(words).map_err(|words| (args.lang, words))?,
        };
        Ok(args)
    }

    fn read_all(
        &mut self,
        parser: &mut Parser,
        words: &mut Vec<OsString>,
        shortcut: &mut Option<Command>,
    ) -> Result<(), lexopt::Error> {
        while let Some(arg) = parser.next()? {
            match arg {
                Arg::Short('h') | Arg::Long("help") => *shortcut = Some(Command::Help),
                Arg::Short('V') | Arg::Long("version") => *shortcut = Some(Command::Version),
                Arg::Long("data") => self.data = Some(parser.value()?.into()),
                Arg::Long("theme") => self.theme = Some(parser.value()?.string()?),
                Arg::Long("agent") => self.agent = Some(parser.value()?.string()?),
                Arg::Long("ascii") => self.ascii = true,
                Arg::Long("json") => self.json = true,
                Arg::Long("no-open") => self.no_open = true,
                Arg::Long("people") => self.people = parser.value()?.parse()?,
                Arg::Long("lang") => {
                    self.lang = parser.value()?.parse_with(|lang| match lang {
                        "fr" => Ok(Lang::Fr),
                        "en" => Ok(Lang::En),
                        _ => Err("fr, en"),
                    })?;
                }
                Arg::Value(word) => words.push(word),
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
            "keys" | "people" => match (next(&name)?.to_str(), name.as_str()) {
                (Some("import"), "keys") => Command::ImportKeys(next("import")?.into()),
                (Some("import"), _) => Command::ImportPeople(next("import")?.into()),
                _ => return Err((text.missing)(&format!("{name} import"))),
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
                    Command::Found(named.ok_or_else(|| (text.bad_value)("found", &word))?)
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
            other => return Err((text.unknown_command)(other)),
        };
        match words.next() {
            Some(extra) => Err((text.unexpected)(&extra.to_string_lossy())),
            None => Ok(command),
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

fn told(lang: Lang, fault: &lexopt::Error) -> String {
    use lexopt::Error as Fault;
    let text = lang.text().cli;
    match fault {
        Fault::MissingValue { option } => (text.missing)(option.as_deref().unwrap_or_default()),
        Fault::UnexpectedOption(option) => (text.unexpected)(option),
        Fault::UnexpectedArgument(value) => (text.unexpected)(&value.to_string_lossy()),
        Fault::UnexpectedValue { option, value } => (text.bad_value)(option, &value.to_string_lossy()),
        Fault::ParsingFailed { value, error } => (text.bad_value)(&error.to_string(), value),
        Fault::NonUnicodeValue(value) => (text.unexpected)(&value.to_string_lossy()),
        Fault::Custom(error) => (text.unexpected)(&error.to_string()),
    }
}

#[cfg(test)]
#[path = "args_tests.rs"]
mod tests;
