//! A console on a key server: a home of its own, the store of the machine, and the login at the prompt.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use guichet::domain::secret::Secret;
use guichet::store::Store;
use guichet::store::vault::Cost;
use guichet::text::cli::FR;
use tempfile::TempDir;

use super::terminal::Terminal;

/// Opens the store of this machine.
pub const PASSPHRASE: &str = "une phrase pour les essais";

/// A derivation that costs next to nothing: what is tried or measured here is the server.
const CHEAP: Cost = Cost { memory_kib: 256, passes: 1, lanes: 1 };

/// The home of one agent.
pub struct Home(TempDir);

impl Home {
    /// A home whose configuration names these nodes and the realm `academie`, with `more` lines of it.
    pub fn make(nodes: &[&str], more: &str) -> Self {
        let home = tempfile::tempdir().expect("a home");
        let config = home.path().join(".config/guichet");
        fs::create_dir_all(&config).expect("a folder for the configuration");
        let nodes = format!("{nodes:?}");
        let text = format!(
            "backend = \"privacyidea\"\n[privacyidea]\nnodes = {nodes}\nrealm = \"academie\"\nacademy = \"rouen\"\n{more}\n"
        );
        fs::write(config.join("guichet.toml"), text).expect("the configuration");
        let passphrase = Secret::new(PASSPHRASE.to_owned());
        let store = home.path().join(".local/share/guichet");
        Store::create_as(&store, "essai", Some(&passphrase), CHEAP).expect("a store");
        Self(home)
    }

    /// A file in it.
    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Any command of the program in a terminal of 80x24.
    pub fn run(&self, program: &str, args: &[&OsStr]) -> Terminal {
        let home: &Path = self.0.path();
        let env = [
            ("HOME", home.as_os_str()),
            ("LANG", OsStr::new("fr_FR.UTF-8")),
            ("LOGNAME", OsStr::new("essai")),
        ];
        Terminal::start(program, args, &env, (80, 24))
    }

    /// What a command prints into a pipe.
    pub fn output(&self, program: &str, args: &[&str]) -> Vec<u8> {
        let mut command = std::process::Command::new(program);
        command.args(args).env_clear().env("HOME", self.0.path()).env("LANG", "fr_FR.UTF-8");
        command.output().expect("the program starts").stdout
    }

    /// The same as [`Home::run`], and the questions before it answered: the passphrase, who, and the password.
    pub fn enter(&self, program: &str, args: &[&OsStr], agent: &str, password: &str) -> Terminal {
        let mut terminal = self.run(program, args);
        answer(&mut terminal, FR.passphrase, PASSPHRASE);
        answer(&mut terminal, &(FR.server_login)("essai"), agent);
        answer(&mut terminal, FR.server_password, password);
        terminal
    }
}

/// Types an answer to a question of the command line, once the line is as it should be for it.
#[track_caller]
pub fn answer(terminal: &mut Terminal, question: &str, typed: &str) {
    terminal.wait_for(question.trim());
    // The line is set before the question is written, so that nothing typed to it is lost.
    terminal.send(format!("{typed}\r").as_bytes());
}
