//! A console on a demo store of its own.

use std::ffi::{OsStr, OsString};
use std::ops::{Deref, DerefMut};
use std::time::Duration;

use tempfile::TempDir;

use crate::support::terminal::Terminal;

/// On the screen as soon as the console can be used.
pub const READY: &str = "Recherche";

/// On the screen when the window is too small for anything else.
pub const TOO_SMALL: &str = "trop petite";

/// Ends the program from anywhere.
pub const QUIT: &str = "<c-q>";

/// The size everything is designed for.
pub const USUAL: (u16, u16) = (80, 24);

/// A silence after which the program is taken to have said what it had to say.
const SILENCE: Duration = Duration::from_millis(300);

/// Time enough to leave: what a terminal that goes away grants.
pub const SECOND: Duration = Duration::from_secs(1);

const PROGRAM: &str = env!("CARGO_BIN_EXE_guichet");

/// A running console; its store lives as long as it does.
pub struct Console {
    terminal: Terminal,
    _home: TempDir,
}

impl Console {
    /// Opened, and ready for the first key.
    pub fn open() -> Self {
        Self::run_as(&[OsStr::new(PROGRAM)])
    }

    /// The same with SIGHUP ignored from birth, as under `nohup` or a careless parent.
    pub fn open_deaf_to_hangup() -> Self {
        let script = "trap '' HUP; exec \"$0\" \"$@\"";
        Self::run_as(&["sh", "-c", script, PROGRAM].map(OsStr::new))
    }

    fn run_as(command: &[&OsStr]) -> Self {
        let home = tempfile::tempdir().unwrap();
        let data = home.path().join("demo").into_os_string();
        let mut demo: Vec<OsString> =
            ["demo", "--no-open", "--people", "200", "--data"].map(OsString::from).into();
        demo.push(data.clone());
        let mut maker = Self::start(PROGRAM, &demo, &home);
        let made = maker.wait_exit(60 * SECOND);
        assert!(made.status.success(), "no demo store: {}", maker.screen());

        let mut args: Vec<OsString> = command[1..].iter().map(OsString::from).collect();
        args.extend([OsString::from("--data"), data]);
        let mut console = Self { terminal: Self::start(command[0], &args, &home), _home: home };
        console.wait_for(READY);
        console.calm();
        console
    }

    fn start(program: impl AsRef<OsStr>, args: &[OsString], home: &TempDir) -> Terminal {
        let env = [("HOME", home.path().as_os_str()), ("LANG", OsStr::new("fr_FR.UTF-8"))];
        Terminal::start(program, args, &env, USUAL)
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
