//! Secrets typed at the terminal: never an argument, never a pipe, never echoed.

use std::fs::File;
use std::io::{Read, Write};

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use zeroize::Zeroize;

use super::{Exit, Stop};
use crate::domain::secret::Secret;
use crate::text::Text;

/// Bytes an answer may have.
const LONGEST: usize = 256;

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

/// Asks for a secret.
pub fn secret(text: &Text, prompt: &str) -> Result<Secret<String>, Stop> {
    answer(text, prompt, false)
}

/// Asks for something that may be seen.
pub fn plain(text: &Text, prompt: &str) -> Result<String, Stop> {
    Ok(answer(text, prompt, true)?.expose().clone())
}

fn answer(text: &Text, prompt: &str, echo: bool) -> Result<Secret<String>, Stop> {
    let refused = |_| Stop::new(Exit::Usage, text.cli.needs_terminal);
    let mut terminal = Terminal::open(echo).map_err(refused)?;
    terminal.file.write_all(prompt.as_bytes()).map_err(refused)?;
    // Room for everything from the start: a string that grows leaves its old copy behind.
    let mut typed = Secret::new(Vec::with_capacity(LONGEST));
    let mut byte = Secret::new([0_u8; 1]);
    loop {
        // No byte at all: the line is cut, or Ctrl-D was pressed where the answer is seen.
        let given_up = terminal.file.read(byte.expose_mut()).map_err(refused)? == 0;
        let typed = typed.expose_mut();
        match byte.expose()[0] {
            _ if given_up => return Err(Stop::new(Exit::Failed, text.cli.given_up)),
            GIVE_UP | END => return Err(Stop::new(Exit::Failed, text.cli.given_up)),
            b'\n' | b'\r' => break,
            CLEAR => typed.zeroize(),
            back if BACKSPACES.contains(&back) => rub_out(typed),
            other if typed.len() < LONGEST => typed.push(other),
            _ => {}
        }
    }
    if !echo {
        terminal.file.write_all(b"\n").map_err(refused)?;
    }
    match String::from_utf8(std::mem::take(typed.expose_mut())) {
        Ok(line) => Ok(Secret::new(line)),
        Err(fault) => {
            drop(Secret::new(fault.into_bytes()));
            Ok(Secret::new(String::new()))
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
