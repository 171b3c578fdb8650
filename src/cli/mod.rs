//! The command line: the console's functions without the screen. One file a command.
//!
//! What is printed is cleaned like everything else that comes from data; secrets are asked at the
//! terminal only.

mod args;
mod ask;
mod config;
mod console;
mod demo;
mod desk;
mod fob;
mod found;
mod init;
mod interrupt;
mod journal;
mod keys;
mod notify;
mod offline;
mod open;
mod output;
mod people;
mod portal;
mod remote;
mod search;
mod show;
mod snapshot;
mod test;
mod ticket;
mod vault;
mod verify;

use std::process::ExitCode;

use args::{Args, Command};
use output::Output;

use crate::service::request::Failure;
use crate::text::{Text, shell};

/// How a command ended; the codes are told by `guichet help`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    NotValid = 4,
    Refused = 5,
    Partial = 6,
}

/// A command that ended before its end: its exit and the sentence for the user.
struct Stop {
    exit: Exit,
    words: String,
}

impl Stop {
    fn new(exit: Exit, words: impl Into<String>) -> Self {
        Self { exit, words: words.into() }
    }

    /// A question or an order that failed. Where the console would name a key, a command is named.
    fn failed(exit: Exit, text: &Text, failure: &Failure) -> Self {
        Self::new(exit, shell::told(text.lang, &text.failure(failure)))
    }
}

type Ended = Result<Exit, Stop>;

/// Runs the program.
pub fn run() -> ExitCode {
    let mut output = Output::new();
    let ended = match Args::read(std::env::args_os()) {
        Ok(args) => command(args, &mut output),
        Err((lang, words)) => Err(Stop::new(Exit::Usage, format!("{words}\n{}", lang.text().cli.see_help))),
    };
    let exit = match ended {
        Ok(Exit::Done) if !output.is_whole() => Exit::Failed,
        Ok(exit) => exit,
        Err(stop) => {
            output.complain(&stop.words);
            stop.exit
        }
    };
    ExitCode::from(exit as u8)
}

fn command(args: Args, output: &mut Output) -> Ended {
    if args.ascii {
        output.spell_ascii();
        ask::spell_ascii();
    }
    offline::announce(&args, output);
    match &args.command {
        Command::Help => {
            output.text(&crate::text::cli::help(args.lang));
            Ok(Exit::Done)
        }
        Command::Version => {
            output.line(concat!("guichet ", env!("CARGO_PKG_VERSION")));
            Ok(Exit::Done)
        }
        Command::Console => console::run(&args),
        Command::Init => init::run(&args, output),
        Command::ImportKeys(file) => keys::import::run(&args, file, output),
        Command::ExportKeys => keys::export::run(&args, output),
        Command::ListKeys => keys::list::run(&args, output),
        Command::ImportPeople(file) => people::run(&args, file, output),
        Command::Search(text) => search::run(&args, text, output),
        Command::Show(login) => show::run(&args, login, output),
        Command::Test { login, serial } => test::run(&args, login, serial.as_deref(), output),
        Command::Verify(serial) => verify::run(&args, serial, output),
        Command::Found(breadth) => found::run(&args, *breadth, output),
        Command::TicketList => ticket::list(&args, output),
        Command::TicketShow(id) => ticket::show(&args, id, output),
        Command::TicketNew { login, fields } => ticket::file(&args, login, fields, output),
        Command::SnapshotMake(file) => snapshot::make(&args, file, &args.draw, output),
        Command::SnapshotInfo(file) => snapshot::info(&args, file, output),
        Command::Journal => journal::run(&args, output),
        Command::Fob(serial) => fob::run(&args, serial, output),
        Command::Portal => portal::run(&args, output),
        Command::VaultSlots => vault::slots(&args, output),
        Command::VaultAdd(name) => vault::add(&args, name, output),
        Command::VaultChange(name) => vault::change(&args, name, output),
        Command::VaultRemove(name) => vault::remove(&args, name, output),
        Command::VaultCheck => vault::check(&args, output),
    }
}
