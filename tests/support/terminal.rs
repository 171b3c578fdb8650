//! Runs a program in a terminal, types, waits for what it shows, and keeps every byte it sent.
//!
//! Nothing sleeps in the hope that the program is ready: one waits for a text, for silence or for
//! the end, always with a deadline, and a failure shows the screen. The terminal answers no query;
//! [`Terminal::queries`] lists them.

use std::ffi::OsStr;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use portable_pty::ExitStatus;
use rustix::process::{Pid, Signal, kill_process};

use super::keys;
use super::line::{Line, LineModes, News, remaining};
use super::modes;
use super::proc::Activity;
use super::record::{Mark, Record};

/// How long a wait lasts before it fails. Generous: it costs time only in a failing test.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// How often something is looked at that changes without a byte of news.
const GLANCE: Duration = Duration::from_millis(20);

/// The end of a program.
#[derive(Debug, Clone)]
pub struct Ended {
    /// When it was gone.
    pub at: Instant,
    /// Its exit code, or the signal that ended it.
    pub status: ExitStatus,
}

/// A program in a terminal. Dropping it kills the program if it still runs.
pub struct Terminal {
    line: Option<Line>,
    pid: Pid,
    news: Receiver<News>,
    started: Mark,
    modes_before: LineModes,
    record: Record,
    closed: bool,
    ended: Option<Ended>,
}

impl Terminal {
    /// Starts a program at a size of (columns, rows). Its environment is `env` alone, with
    /// `TERM=xterm-256color`, this process's `PATH` and no home (`/nonexistent`) unless given.
    pub fn start<Arg: AsRef<OsStr>>(
        program: impl AsRef<OsStr>,
        args: &[Arg],
        env: &[(&str, &OsStr)],
        size: (u16, u16),
    ) -> Self {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let mut all: Vec<(&str, &OsStr)> = vec![
            ("TERM", OsStr::new("xterm-256color")),
            ("HOME", OsStr::new("/nonexistent")),
            ("PATH", &path),
        ];
        all.extend_from_slice(env);
        let args: Vec<&OsStr> = args.iter().map(AsRef::as_ref).collect();
        let started = Mark { at: Instant::now(), offset: 0 };
        let (line, pid, news, modes_before) = Line::open(program.as_ref(), &args, &all, size);
        Self {
            line: Some(line),
            pid,
            news,
            started,
            modes_before,
            record: Record::new(size),
            closed: false,
            ended: None,
        }
    }

    /// The process, for [`Activity`] and memory figures.
    pub fn pid(&self) -> Pid {
        self.pid
    }

    /// The moment before the program was started (fork and exec are counted in).
    pub fn started(&self) -> Mark {
        self.started
    }

    /// Types keys, each in a write of its own; the notation is that of [`keys::presses`].
    pub fn keys(&mut self, notation: &str) -> Mark {
        let mark = self.mark();
        for press in keys::presses(notation) {
            self.line().write(&press);
        }
        mark
    }

    /// Sends bytes as they are, in one write.
    pub fn send(&mut self, bytes: &[u8]) -> Mark {
        let mark = self.mark();
        self.line().write(bytes);
        mark
    }

    /// Pastes as a terminal with bracketed paste does. The text is sent as it is, control
    /// characters and all: some terminals clean it, many do not.
    pub fn paste(&mut self, text: &str) -> Mark {
        self.send(format!("\x1b[200~{text}\x1b[201~").as_bytes())
    }

    /// Changes the size of the window.
    pub fn resize(&mut self, cols: u16, rows: u16) -> Mark {
        let mark = self.mark();
        self.record.resize(cols, rows);
        self.line().resize(cols, rows);
        mark
    }

    /// Sends a signal to the program.
    #[track_caller]
    pub fn signal(&mut self, signal: Signal) -> Mark {
        let mark = self.mark();
        assert!(self.ended.is_none(), "the program has already ended\n{}", self.picture());
        kill_process(self.pid, signal).expect("a signal to our own child");
        mark
    }

    /// Closes the terminal under the program, as a dropped connection does: the kernel sends
    /// SIGHUP, reads end and writes fail.
    pub fn hang_up(&mut self) -> Mark {
        let mark = self.mark();
        if let Some(line) = self.line.take() {
            line.hang_up();
        }
        self.wait_until("the line to close", |terminal| terminal.closed);
        mark
    }

    /// Waits until a text is on the screen (within one row); returns when it came, as exactly as
    /// one look at the screen takes.
    #[track_caller]
    pub fn wait_for(&mut self, text: &str) -> Instant {
        self.wait_until(&format!("{text:?}"), |terminal| terminal.shows(text));
        self.record.last_at().unwrap_or(self.started.at)
    }

    /// Waits until a text is no longer on the screen.
    #[track_caller]
    pub fn wait_gone(&mut self, text: &str) {
        self.wait_until(&format!("{text:?} to go"), |terminal| !terminal.shows(text));
    }

    /// Whether the program has ended, as far as was heard.
    pub fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// Waits for the end of the program, and for the last of its output.
    #[track_caller]
    pub fn wait_exit(&mut self, within: Duration) -> Ended {
        let deadline = Instant::now() + within;
        let before = Activity::of(self.pid);
        while self.ended.is_none() && self.receive_before(deadline) {}
        let Some(ended) = self.ended.clone() else {
            let spent = Activity::of(self.pid).since(&before);
            panic!("still running after {within:?}, having spent {spent:?}\n{}", self.picture());
        };
        let deadline = Instant::now() + PATIENCE;
        while !self.closed && self.receive_before(deadline) {}
        ended
    }

    /// Collects output until a moment, without decoding it: figures are not disturbed.
    pub fn listen(&mut self, until: Instant) {
        while self.receive_before(until) {}
    }

    /// Collects output until nothing came for `quiet`; false if that did not happen `within`.
    pub fn settle(&mut self, quiet: Duration, within: Duration) -> bool {
        let deadline = Instant::now() + within;
        let begin = Instant::now();
        loop {
            let last = self.record.last_at().map_or(begin, |at| at.max(begin));
            let silent = last + quiet;
            if remaining(silent).is_none() {
                return true;
            }
            if remaining(deadline).is_none() {
                return false;
            }
            self.receive(silent.min(deadline));
        }
    }

    /// A mark here and now, after all output that has arrived.
    pub fn mark(&mut self) -> Mark {
        self.drain();
        Mark { at: Instant::now(), offset: self.record.raw().len() }
    }

    /// What was received so far, as pieces with their times.
    pub fn record(&mut self) -> &Record {
        self.drain();
        &self.record
    }

    /// Bytes received since a mark.
    pub fn bytes_since(&mut self, mark: Mark) -> &[u8] {
        self.drain();
        &self.record.raw()[mark.offset..]
    }

    /// All bytes received so far.
    pub fn raw(&mut self) -> &[u8] {
        self.bytes_since(self.started)
    }

    /// The screen as text, rows joined by newlines.
    pub fn screen(&mut self) -> String {
        self.drain();
        self.record.screen()
    }

    /// The screen as a map of styles, see [`super::screen::styles`].
    pub fn styles(&mut self) -> String {
        self.drain();
        self.record.styles()
    }

    /// The modes of the line now.
    pub fn termios(&self) -> LineModes {
        self.line().modes()
    }

    /// The modes of the line before the program started.
    pub fn termios_before(&self) -> &LineModes {
        &self.modes_before
    }

    /// What is switched on in the terminal, in words; see [`modes::left_behind`].
    pub fn left_behind(&mut self) -> Vec<String> {
        modes::left_behind(self.raw())
    }

    /// What the program asked the terminal; see [`modes::queries`].
    pub fn queries(&mut self) -> Vec<String> {
        modes::queries(self.raw())
    }

    fn line(&self) -> &Line {
        self.line.as_ref().expect("the line was hung up")
    }

    fn shows(&mut self, text: &str) -> bool {
        // No-break spaces are typography: who waits for a sentence need not know of them.
        let plain = |text: &str| text.replace('\u{a0}', " ");
        plain(&self.record.screen()).contains(&plain(text))
    }

    /// Waits until something is so; `what` names it if it never comes.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut reached: impl FnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !reached(self) {
            assert!(remaining(deadline).is_some(), "waited in vain for {what}\n{}", self.picture());
            self.receive(deadline.min(Instant::now() + GLANCE));
            self.drain();
        }
    }

    /// Takes one piece of news, waiting for it until the deadline; false if none came.
    fn receive(&mut self, deadline: Instant) -> bool {
        let left = deadline.saturating_duration_since(Instant::now());
        match self.news.recv_timeout(left) {
            Ok(News::Bytes(at, bytes)) => self.record.add(at, &bytes),
            Ok(News::Closed) => self.closed = true,
            Ok(News::Ended(at, status)) => self.ended = Some(Ended { at, status }),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    /// The same, except that a program which never stops writing does not keep us beyond the deadline.
    fn receive_before(&mut self, deadline: Instant) -> bool {
        remaining(deadline).is_some() && self.receive(deadline)
    }

    /// Takes what has arrived by now, and no more: a flood may have no end.
    fn drain(&mut self) {
        let now = Instant::now();
        while self.record.last_at().is_none_or(|at| at <= now) && self.receive(now) {}
    }

    /// The screen and what became of the program, for a failing test.
    fn picture(&mut self) -> String {
        let screen = self.screen();
        let (ended, withheld) = (&self.ended, self.record.withheld());
        format!("ended: {ended:?}, bytes of an unfinished frame: {withheld}\n{screen}")
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.drain();
        if self.ended.is_none() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}
