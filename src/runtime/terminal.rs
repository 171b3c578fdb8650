//! The terminal: entered once, restored by one function whatever happens.
//!
//! A frame leaves in one write between the marks of a synchronised update. No question is ever sent
//! to the terminal: over a slow line each would cost a round trip, and some never answer.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::queue;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc::UnboundedSender;

use super::wire::Wire;
use crate::app::App;
use crate::app::msg::Msg;
use crate::ui::clean::clean_lines;
use crate::ui::clip::Clip;

/// Whether the terminal is ours at the moment, so that it is restored exactly once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// The terminal while the console is on it.
pub struct Screen {
    terminal: Terminal<Wire>,
}

impl Screen {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Self> {
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        let (width, height) = crossterm::terminal::size()?;
        let viewport = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, width, height)) };
        let Ok(terminal) = Terminal::with_options(Wire::new((width, height).into()), viewport);
        let screen = Self { terminal };
        screen.modes()?;
        Ok(screen)
    }

    /// Takes it over again after a suspension: a resize must follow, which draws everything anew.
    pub fn reenter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.terminal.backend_mut().hidden();
        self.modes()
    }

    fn modes(&self) -> io::Result<()> {
        let mut bytes = Vec::new();
        queue!(bytes, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        write_all(&bytes)
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// A new size: the next drawing fills it whole.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.terminal.backend_mut().forget((width, height).into());
        let Ok(()) = self.terminal.resize(Rect::new(0, 0, width, height));
    }

    /// Mouse on or off.
    pub fn mouse(&self, on: bool) -> io::Result<()> {
        let mut bytes = Vec::new();
        match on {
            true => queue!(bytes, EnableMouseCapture)?,
            false => queue!(bytes, DisableMouseCapture)?,
        }
        write_all(&bytes)
    }

    /// Hands a text to the terminal for its clipboard. Nothing comes back.
    pub fn copy(&self, clip: &Clip) -> io::Result<()> {
        write_all(&clip.sequence())
    }

    /// Draws the model. A frame in which nothing changed writes nothing.
    pub fn draw(&mut self, app: &mut App) -> io::Result<()> {
        app.take_dirty();
        let Ok(_) = self.terminal.draw(|frame| {
            let cursor = app.draw(frame.buffer_mut());
            if let Some(position) = cursor {
                frame.set_cursor_position(position);
            }
        });
        let drawn = self.terminal.backend_mut().take();
        if drawn.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::with_capacity(drawn.len() + 16);
        queue!(bytes, BeginSynchronizedUpdate)?;
        bytes.extend(drawn);
        queue!(bytes, EndSynchronizedUpdate)?;
        // Nothing more once the terminal was given back: a panic on another thread may have done so.
        if ENTERED.load(Ordering::SeqCst) { write_all(&bytes) } else { Ok(()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

/// Gives the terminal back as it was found. Called from every way out.
fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut bytes = Vec::new();
        let _ = queue!(
            bytes,
            EndSynchronizedUpdate,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show
        );
        let _ = write_all(&bytes);
        let _ = disable_raw_mode();
    }
}

/// One write where the kernel takes it whole.
fn write_all(mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match rustix::io::write(rustix::stdio::stdout(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(rustix::io::Errno::INTR) => {}
            Err(rustix::io::Errno::AGAIN) => {
                let mut waiting = [PollFd::from_borrowed_fd(rustix::stdio::stdout(), PollFlags::OUT)];
                poll(&mut waiting, None)?;
            }
            Err(fault) => return Err(fault.into()),
        }
    }
    Ok(())
}

/// A panic anywhere gives the terminal back first, then tells, then ends the program. What it tells
/// is cleaned like everything else that comes from data.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        restore();
        let current = std::thread::current();
        let report = format!("thread {} {info}", current.name().unwrap_or("?"));
        let _ = writeln!(io::stderr(), "{}", clean_lines(&report));
        std::process::exit(101);
    }));
}

/// Reads the keyboard on a thread of its own, which sleeps until a key comes. The library's own
/// stream loses its waker when it is polled for what is left in it.
///
/// `known` is the size the model knows: from the first look at the keyboard on the library hears of
/// a new size, and one that came before is told of here.
pub fn listen(sender: UnboundedSender<Msg>, known: (u16, u16)) {
    std::thread::spawn(move || {
        let _ = crossterm::event::poll(Duration::ZERO);
        if let Ok((width, height)) = crossterm::terminal::size()
            && (width, height) != known
        {
            let _ = sender.send(Msg::Resize(width, height));
        }
        loop {
            let msg = match crossterm::event::read() {
                Ok(event) => super::message(event),
                Err(_) => Some(Msg::HangUp),
            };
            let gone = matches!(msg, Some(Msg::HangUp));
            let sent = msg.is_none_or(|msg| sender.send(msg).is_ok());
            if gone || !sent {
                return;
            }
        }
    });
}

/// Watches for the terminal going away: the library underneath would spin on it for ever. The
/// model is told, and the program ends by force if that takes too long.
pub fn watch(sender: UnboundedSender<Msg>, last_words: Duration) {
    std::thread::spawn(move || {
        let gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
        loop {
            let mut terminal = [PollFd::from_borrowed_fd(rustix::stdio::stdin(), PollFlags::empty())];
            match poll(&mut terminal, None) {
                Ok(_) if terminal[0].revents().intersects(gone) => break,
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(_) => break,
            }
        }
        let _ = sender.send(Msg::HangUp);
        std::thread::sleep(last_words);
        std::process::exit(129);
    });
}
