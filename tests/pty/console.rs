//! A demo store in a home of its own, the consoles opened on it, and the caller's side.

use std::ffi::{OsStr, OsString};
use std::ops::{Deref, DerefMut};
use std::process::{Command, Output};
use std::rc::Rc;
use std::time::Duration;

use tempfile::TempDir;

use crate::support::terminal::Terminal;

/// Beside the empty field, once the directory is read.
pub const READY: &str = "200 personnes";

/// Before the field of the search.
pub const FIELD: &str = "Recherche";

/// On the screen when the window is too small for anything else.
pub const TOO_SMALL: &str = "trop petite";

/// Ends the program; away from the search it must be pressed twice.
pub const QUIT: &str = "<c-q>";

/// What the program says between the two, in both languages.
const ONCE_MORE: [&str; 2] = ["Ctrl-Q encore une fois", "Ctrl-Q once more"];

/// The size everything is designed for.
pub const USUAL: (u16, u16) = (80, 24);

/// Time enough to leave: what a terminal that goes away grants.
pub const SECOND: Duration = Duration::from_secs(1);

/// How long a dialog wants to be read before it is confirmed, and a little more.
const READ_AGAIN: Duration = Duration::from_millis(600);

/// A silence after which the program is taken to have said what it had to say.
const SILENCE: Duration = Duration::from_millis(300);

const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

/// Variables of the environment besides the usual ones, which they replace.
pub type Env<'a> = [(&'a str, &'a str)];

/// A demo store in a home of its own; both live as long as somebody uses them.
#[derive(Clone)]
pub struct Demo(Rc<TempDir>);

impl Demo {
    /// A new one, of 200 people.
    pub fn make() -> Self {
        let demo = Self(Rc::new(tempfile::tempdir().unwrap()));
        let made = demo.output(&["demo", "--no-open", "--people", "200"]);
        assert!(made.status.success(), "no demo store: {}", String::from_utf8_lossy(&made.stderr));
        demo
    }

    /// A console, ready for the first key.
    pub fn console(&self) -> Console {
        self.console_as(&[], &[], READY)
    }

    /// A console with more options and another environment; `ready` is what it shows when it is.
    pub fn console_as(&self, options: &[&str], env: &Env, ready: &str) -> Console {
        self.opened(self.run(options, env, USUAL), ready)
    }

    /// A console with SIGHUP ignored from birth, as under `nohup` or a careless parent.
    pub fn console_deaf_to_hangup(&self) -> Console {
        self.opened(self.run_deaf_to_hangup(&[]), READY)
    }

    /// Any command, deaf to SIGHUP in the same way.
    pub fn run_deaf_to_hangup(&self, command: &[&str]) -> Terminal {
        let script = "trap '' HUP; exec \"$0\" \"$@\"";
        let command = [&["-c", script, PROGRAM], command].concat();
        self.start("sh", &command, &[], USUAL)
    }

    fn opened(&self, terminal: Terminal, ready: &str) -> Console {
        let mut console = Console { terminal, _demo: self.clone() };
        console.wait_for(ready);
        console.calm();
        console
    }

    /// Any command on this store, in a terminal of its own.
    pub fn run(&self, command: &[&str], env: &Env, size: (u16, u16)) -> Terminal {
        self.start(PROGRAM, command, env, size)
    }

    fn start(&self, program: &str, args: &[&str], env: &Env, size: (u16, u16)) -> Terminal {
        let args = args.iter().map(OsString::from).chain(self.data());
        let usual = self.usual_env();
        let usual = usual.iter().map(|(name, value)| (*name, value.as_os_str()));
        let env = env.iter().map(|(name, value)| (*name, OsStr::new(*value)));
        let env: Vec<(&str, &OsStr)> = usual.chain(env).collect();
        Terminal::start(program, &args.collect::<Vec<_>>(), &env, size)
    }

    /// What a command prints into a pipe.
    pub fn output(&self, command: &[&str]) -> Output {
        let mut program = Command::new(PROGRAM);
        program.args(command).args(self.data()).env_clear().envs(self.usual_env());
        program.output().unwrap()
    }

    fn data(&self) -> [OsString; 2] {
        ["--data".into(), self.0.path().join("demo").into_os_string()]
    }

    fn usual_env(&self) -> [(&'static str, OsString); 3] {
        [("HOME", self.0.path().into()), ("LANG", "fr_FR.UTF-8".into()), ("LOGNAME", "m.durand".into())]
    }
}

/// A running console.
pub struct Console {
    terminal: Terminal,
    _demo: Demo,
}

impl Console {
    /// One on a store of its own, ready for the first key.
    pub fn open() -> Self {
        Demo::make().console()
    }

    /// Types, then waits for what this must bring about.
    #[track_caller]
    pub fn plays(&mut self, moves: &[(&str, &str)]) {
        for (keys, text) in moves {
            self.keys(keys);
            self.wait_for(text);
        }
    }

    /// Confirms a dialog that is filled in: it wants to be read again before the second Enter.
    #[track_caller]
    pub fn confirm(&mut self, text: &str) {
        self.keys("<enter>");
        self.wait_for("Relisez");
        let mark = self.mark();
        self.listen(mark.at + READ_AGAIN);
        self.plays(&[("<enter>", text)]);
    }

    /// Waits until the program has said what it had to say; it must come to an end.
    #[track_caller]
    pub fn calm(&mut self) {
        assert!(self.settle(SILENCE, 10 * SECOND), "never quiet: {}", self.screen());
    }

    /// The terminal is as it was before the program started.
    #[track_caller]
    pub fn assert_restored(&mut self) {
        assert_eq!(self.left_behind(), [""; 0]);
        assert_eq!(self.termios(), *self.termios_before());
    }

    /// The terminal is still the program's own, and it answers: it ends when told to.
    #[track_caller]
    pub fn assert_alive_and_leave(&mut self) {
        assert!(self.left_behind().iter().any(|mode| mode.starts_with("alternate screen")));
        assert!(!self.termios().echo());
        self.keys(QUIT);
        self.wait_until("the end, or a question", |terminal| {
            let screen = terminal.screen();
            terminal.has_ended() || ONCE_MORE.iter().any(|text| screen.contains(text))
        });
        if !self.has_ended() {
            self.keys(QUIT);
        }
        assert!(self.wait_exit(SECOND).status.success());
        self.assert_restored();
    }
}

impl Deref for Console {
    type Target = Terminal;

    fn deref(&self) -> &Terminal {
        &self.terminal
    }
}

impl DerefMut for Console {
    fn deref_mut(&mut self) -> &mut Terminal {
        &mut self.terminal
    }
}
