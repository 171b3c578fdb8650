//! Secrets typed at the terminal: never an argument, never a pipe, never echoed.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::{flag, low_level};
use zeroize::Zeroize;

use super::{Exit, Stop, open};
use crate::domain::secret::Secret;
use crate::text::Text;
use crate::ui::clean::{ascii, clean};

/// Bytes an answer may have.
const LONGEST: usize = 256;

/// Characters a new secret has at least.
const SHORTEST: usize = 12;

/// Characters of a reason (R-07 of the domain facts).
const REASON: usize = 10;

/// Keys of a hidden line. They are read here, since the terminal's own Ctrl-C would end the program
/// and leave the echo off.
const GIVE_UP: u8 = 3;
const END: u8 = 4;
const CLEAR: u8 = 21;
const BACKSPACES: [u8; 2] = [8, 127];

/// The terminal of this session, echo as asked for.
struct Terminal {
    file: File,
    before: Termios,
}

impl Terminal {
    fn open(echo: bool) -> std::io::Result<Self> {
        let file = File::options().read(true).write(true).open("/dev/tty")?;
        let before = tcgetattr(&file)?;
        let mut modes = before.clone();
        if !echo {
            modes.local_modes -= LocalModes::ECHO | LocalModes::ICANON | LocalModes::ISIG;
        }
        tcsetattr(&file, OptionalActions::Flush, &modes)?;
        Ok(Self { file, before })
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = tcsetattr(&self.file, OptionalActions::Flush, &self.before);
    }
}

/// Signals that end the program: while nothing is asked they do what they always do; while an
/// answer is hidden the terminal is given back first.
struct Watch {
    /// The signals act by themselves.
    idle: Arc<AtomicBool>,
    /// The last one that came; 0 for none.
    caught: Arc<AtomicUsize>,
    /// Becomes readable when one comes.
    wake: UnixStream,
}

/// The terminal is a poor one: questions are spelled in ASCII.
static ASCII: AtomicBool = AtomicBool::new(false);

/// From now on questions are asked in ASCII.
pub fn spell_ascii() {
    ASCII.store(true, Ordering::Relaxed);
}

static WATCH: OnceLock<io::Result<Watch>> = OnceLock::new();

impl Watch {
    fn new() -> io::Result<Self> {
        let (wake, ring) = UnixStream::pair()?;
        let (idle, caught) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicUsize::new(0)));
        for signal in [SIGHUP, SIGINT, SIGTERM] {
            flag::register_conditional_default(signal, idle.clone())?;
            flag::register_usize(signal, caught.clone(), signal.unsigned_abs() as usize)?;
            low_level::pipe::register(signal, ring.try_clone()?)?;
        }
        Ok(Self { idle, caught, wake })
    }

    /// Dies of the signal that came while an answer was hidden, as whoever sent it expects.
    fn obey(&self) {
        if let Ok(signal @ 1..) = i32::try_from(self.caught.load(Ordering::SeqCst)) {
            let _ = low_level::emulate_default_handler(signal);
        }
    }
}

/// From now on somebody else answers to the signals: the console, which keeps its draft first.
pub fn hand_over_signals() {
    if let Ok(watch) = WATCH.get_or_init(Watch::new) {
        watch.idle.store(false, Ordering::SeqCst);
    }
}

/// Asks for a secret.
pub fn secret(text: &Text, prompt: &str) -> Result<Secret<String>, Stop> {
    let refused = |_| Stop::new(Exit::Usage, text.cli.needs_terminal);
    let watch = WATCH.get_or_init(Watch::new).as_ref().map_err(refused)?;
    let before = watch.idle.swap(false, Ordering::SeqCst);
    let answer = answer(text, prompt, false, Some(watch));
    watch.idle.store(before, Ordering::SeqCst);
    watch.obey();
    answer
}

/// The words around a new secret: each place says what was not done.
pub struct Fresh {
    /// Asks for it.
    pub prompt: &'static str,
    /// Asks for it again.
    pub again: &'static str,
    /// It is too short.
    pub short: &'static str,
    /// The two entries differ.
    pub differ: &'static str,
}

/// Asks for a new secret, twice. It has [`SHORTEST`] characters at least.
pub fn new_secret(text: &Text, words: &Fresh) -> Result<Secret<String>, Stop> {
    let typed = secret(text, words.prompt)?;
    if typed.expose().chars().count() < SHORTEST {
        return Err(Stop::new(Exit::Refused, words.short));
    }
    let again = secret(text, words.again)?;
    if typed.expose() != again.expose() {
        return Err(Stop::new(Exit::Refused, words.differ));
    }
    Ok(typed)
}

/// Why keys leave, and who else knows.
pub struct Accountable {
    /// Why, in [`REASON`] characters at least.
    pub reason: String,
    /// The second agent's name, as it was said.
    pub second: String,
}

/// Asks both, for the journal. Nothing verifies them yet.
pub fn accountable(text: &Text, agent: &str) -> Result<Accountable, Stop> {
    let refused = |words: &str| Stop::new(Exit::Refused, words);
    let said = |prompt: &str| plain(text, prompt).map(|answer| answer.trim().to_owned());
    let reason = said(text.cli.reason)?;
    if reason.chars().count() < REASON {
        return Err(refused(text.cli.reason_too_short));
    }
    let second = said(text.cli.second_agent)?;
    if second.is_empty() || open::is_agent(agent, &second) {
        return Err(refused(text.cli.second_is_another));
    }
    Ok(Accountable { reason, second })
}

/// Asks for something that may be seen.
pub fn plain(text: &Text, prompt: &str) -> Result<String, Stop> {
    Ok(answer(text, prompt, true, None)?.expose().clone())
}

fn answer(text: &Text, prompt: &str, echo: bool, watch: Option<&Watch>) -> Result<Secret<String>, Stop> {
    let refused = |_| Stop::new(Exit::Usage, text.cli.needs_terminal);
    let given_up = || Stop::new(Exit::Failed, text.cli.given_up);
    let mut terminal = Terminal::open(echo).map_err(refused)?;
    let prompt = clean(prompt);
    let prompt = if ASCII.load(Ordering::Relaxed) { ascii(&prompt) } else { prompt };
    terminal.file.write_all(prompt.as_bytes()).map_err(refused)?;
    // Room for everything from the start: a string that grows leaves its old copy behind.
    let mut typed = Secret::new(Vec::with_capacity(LONGEST));
    let mut byte = Secret::new([0_u8; 1]);
    let mut overflowed = false;
    loop {
        if !is_typed(&terminal.file, watch).map_err(refused)? {
            let _ = terminal.file.write_all(b"\n");
            return Err(given_up());
        }
        // No byte at all: the line is cut, or Ctrl-D was pressed where the answer is seen.
        if terminal.file.read(byte.expose_mut()).map_err(refused)? == 0 {
            return Err(given_up());
        }
        let typed = typed.expose_mut();
        match byte.expose()[0] {
            GIVE_UP | END => return Err(given_up()),
            b'\n' | b'\r' => break,
            CLEAR => {
                typed.zeroize();
                overflowed = false;
            }
            back if BACKSPACES.contains(&back) => rub_out(typed),
            other if typed.len() < LONGEST => typed.push(other),
            // A part of a secret is another secret: whoever typed it would be told that it is wrong.
            _ => overflowed = true,
        }
    }
    if !echo {
        terminal.file.write_all(b"\n").map_err(refused)?;
    }
    if overflowed {
        return Err(Stop::new(Exit::Usage, (text.cli.too_long)(LONGEST)));
    }
    match String::from_utf8(std::mem::take(typed.expose_mut())) {
        Ok(line) => Ok(Secret::new(line)),
        Err(fault) => {
            drop(Secret::new(fault.into_bytes()));
            Ok(Secret::new(String::new()))
        }
    }
}

/// Waits for the terminal to have something; `false` if a signal wants the program to end.
fn is_typed(terminal: &File, watch: Option<&Watch>) -> io::Result<bool> {
    let Some(watch) = watch else { return Ok(true) };
    loop {
        if watch.caught.load(Ordering::SeqCst) != 0 {
            return Ok(false);
        }
        let mut sources = [PollFd::new(terminal, PollFlags::IN), PollFd::new(&watch.wake, PollFlags::IN)];
        match poll(&mut sources, None) {
            Err(Errno::INTR) => {}
            Err(fault) => return Err(fault.into()),
            Ok(_) if !sources[0].revents().is_empty() => return Ok(watch.caught.load(Ordering::SeqCst) == 0),
            Ok(_) => {}
        }
    }
}

/// Wipes the last character, which may be of several bytes.
fn rub_out(typed: &mut Vec<u8>) {
    while let Some(last) = typed.last_mut() {
        let continues = *last & 0b1100_0000 == 0b1000_0000;
        last.zeroize();
        typed.pop();
        if !continues {
            return;
        }
    }
}
