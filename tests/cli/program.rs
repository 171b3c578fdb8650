//! The program on a store of its own, with or without a terminal.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use guichet::domain::moment::Moment;
use guichet::domain::otp::{Code, Generator};
use guichet::domain::secret::Secret;
use guichet::store::Store;
use guichet::text::cli::{Cli, FR};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::record::Mark;
use crate::support::terminal::Terminal;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

/// What opens the real stores of these tests.
pub const PASSPHRASE: &str = "quatre mots bien choisis";

/// What is asked and answered, in the language of these tests.
pub static WORDS: &Cli = &FR;

/// What is asked before a code is tested.
pub fn code_asked(digits: u8) -> String {
    (WORDS.code)(digits)
}

/// Deriving a key takes a development build most of a second.
pub const PATIENCE: Duration = Duration::from_secs(20);

const SIZE: (u16, u16) = (132, 43);

/// A home folder, and in it a folder for the data of one store.
pub struct Home {
    folder: TempDir,
}

/// How a command ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Ran {
    pub code: u32,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// The one JSON value on standard output.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault} in {self:?}"))
    }
}

impl Home {
    /// Without a store.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// With the cast of the demo and nobody else.
    pub fn demo() -> Self {
        let home = Self::empty();
        let made = home.run(&["demo", "--no-open", "--people", "0"]);
        assert_eq!(made.code, 0, "{made:?}");
        home
    }

    /// With a store that asks for [`PASSPHRASE`].
    pub fn real() -> Self {
        let home = Self::empty();
        let passphrase = Secret::new(PASSPHRASE.to_owned());
        drop(Store::create(&home.data(), Some(&passphrase)).unwrap());
        home
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The folder of the store.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A file beside the store.
    pub fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        let path = self.folder.path().join(name);
        fs::write(&path, content).unwrap();
        path.into_os_string().into_string().unwrap()
    }

    /// Runs a command on this store, in French, with no terminal at all.
    pub fn run(&self, args: &[&str]) -> Ran {
        self.run_with(args, Stdio::null(), &[])
    }

    /// The same with something to read, and more in the environment.
    pub fn run_with(&self, args: &[&str], input: Stdio, env: &[(&str, &str)]) -> Ran {
        self.finish(self.command(args).envs(env.iter().copied()).stdin(input))
    }

    /// Runs a command in no more memory than so many KiB: what asks for more is refused by the system.
    pub fn run_within(&self, kibibytes: u64, args: &[&str]) -> Ran {
        let mut command = Command::new("setsid");
        let script = format!("ulimit -v {kibibytes}; exec \"$@\"");
        command.args(["--wait", "sh", "-c", &script, "sh", PROGRAM]).args(self.with_data(args));
        self.finish(command.env_clear().envs(self.env()).stdin(Stdio::null()))
    }

    fn finish(&self, command: &mut Command) -> Ran {
        let Output { status, stdout, stderr } = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 is all that is printed");
        let code = status.code().unwrap_or_else(|| panic!("ended by {status}"));
        Ran { code: code.try_into().unwrap(), out: text(stdout), err: text(stderr) }
    }

    /// In a session of its own: the terminal these tests are run from is none of its business.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("setsid");
        command.arg("--wait").arg(PROGRAM).args(self.with_data(args)).env_clear().envs(self.env());
        command
    }

    fn with_data(&self, args: &[&str]) -> Vec<OsString> {
        let mut all: Vec<OsString> = args.iter().map(OsString::from).collect();
        all.extend([OsString::from("--data"), self.data().into_os_string()]);
        all
    }

    fn env(&self) -> [(&'static str, OsString); 4] {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let home = self.path().as_os_str().to_owned();
        [("HOME", home.clone()), ("TMPDIR", home), ("PATH", path), ("LANG", "fr_FR.UTF-8".into())]
    }

    /// Runs a command at a terminal; standard output and error go to files, so that what is asked
    /// and what is answered stay apart. See [`Self::answered`].
    pub fn at_terminal(&self, args: &[&str]) -> Terminal {
        let script = "out=$1 err=$2; shift 2; exec \"$@\" >\"$out\" 2>\"$err\"";
        let mut all: Vec<OsString> = ["-c", script, "sh"].map(OsString::from).into();
        all.extend(["out", "err"].map(|name| self.path().join(name).into_os_string()));
        all.push(PROGRAM.into());
        all.extend(self.with_data(args));
        self.terminal("sh", &all)
    }

    /// Runs a command with everything on the terminal.
    pub fn on_screen(&self, args: &[&str]) -> Terminal {
        self.terminal(PROGRAM, &self.with_data(args))
    }

    fn terminal(&self, program: &str, args: &[OsString]) -> Terminal {
        let env = self.env();
        let env: Vec<(&str, &OsStr)> = env.iter().map(|(name, value)| (*name, value.as_os_str())).collect();
        Terminal::start(program, args, &env, SIZE)
    }

    /// The end of a command begun by [`Self::at_terminal`].
    #[track_caller]
    pub fn answered(&self, mut terminal: Terminal) -> Ran {
        let code = terminal.wait_exit(PATIENCE).status.exit_code();
        let text = |name| fs::read_to_string(self.path().join(name)).unwrap();
        Ran { code, out: text("out"), err: text("err") }
    }

    /// Runs a command at a terminal, answers what is asked in turn, and waits for its end.
    #[track_caller]
    pub fn ask(&self, args: &[&str], answers: &[(&str, &str)]) -> Ran {
        let mut terminal = self.at_terminal(args);
        let mut since = terminal.started();
        for (asked, answer) in answers {
            since = answer_to(&mut terminal, since, asked, answer);
        }
        self.answered(terminal)
    }

    /// The same on a real store: its passphrase first.
    #[track_caller]
    pub fn ask_real(&self, args: &[&str], answers: &[(&str, &str)]) -> Ran {
        let all: Vec<_> =
            [(WORDS.passphrase, PASSPHRASE)].into_iter().chain(answers.iter().copied()).collect();
        self.ask(args, &all)
    }

    /// The code that a key of the demo shows `ahead` steps from now.
    pub fn code(&self, serial: &str, ahead: i64) -> Code {
        let store = Store::open(&self.data(), None).unwrap();
        let fob = store.fob(serial, now()).unwrap().expect("a key of the demo");
        Generator::new(&fob.seed, &fob.shape).code(fob.step + ahead).unwrap()
    }
}

/// Waits for a question asked since a moment, types the answer, and marks the moment.
#[track_caller]
pub fn answer_to(terminal: &mut Terminal, since: Mark, asked: &str, answer: &str) -> Mark {
    await_question(terminal, since, asked);
    terminal.send(format!("{answer}\n").as_bytes())
}

/// Waits for a question asked since a moment.
#[track_caller]
pub fn await_question(terminal: &mut Terminal, since: Mark, asked: &str) {
    let deadline = Instant::now() + PATIENCE;
    let heard = |terminal: &mut Terminal| {
        let said = terminal.bytes_since(since);
        said.windows(asked.len()).any(|window| window == asked.as_bytes())
    };
    while !heard(terminal) {
        assert!(Instant::now() < deadline, "never asked {asked:?}:\n{}", terminal.screen());
        terminal.listen(Instant::now() + Duration::from_millis(5));
    }
}

/// This machine's time, as the program sees it.
pub fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment::from_millis(since.as_millis().try_into().unwrap())
}
