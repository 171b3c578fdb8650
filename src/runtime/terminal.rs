//! The terminal: entered once, restored by one function whatever happens.
//!
//! A frame leaves in one write between the marks of a synchronised update. No question is ever sent
//! to the terminal: over a slow line each would cost a round trip, and some never answer.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{QueueableCommand, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use rustix::event::{PollFd, PollFlags, poll};
use tokio::sync::mpsc::UnboundedSender;

use crate::app::App;
use crate::app::msg::Msg;
use crate::ui::clean::clean_lines;

/// Whether the terminal is ours at the moment, so that it is restored exactly once.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// A frame being collected.
#[derive(Clone, Default)]
struct Frame(Rc<RefCell<Vec<u8>>>);

impl Write for Frame {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    /// The frame leaves when it is whole, not when a library thinks so.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The terminal while the console is on it.
pub struct Screen {
    frame: Frame,
    terminal: Terminal<CrosstermBackend<Frame>>,
}

impl Screen {
    /// Takes the terminal over.
    pub fn enter() -> io::Result<Self> {
        // The themes decide about colour; the library's own reading of NO_COLOR loses bold and
        // reverse.
        crossterm::style::force_color_output(true);
        enable_raw_mode()?;
        ENTERED.store(true, Ordering::SeqCst);
        let frame = Frame::default();
        let area = Rect::from((ratatui::layout::Position::ORIGIN, crossterm::terminal::size()?.into()));
        let viewport = TerminalOptions { viewport: Viewport::Fixed(area) };
        let terminal = Terminal::with_options(CrosstermBackend::new(frame.clone()), viewport)?;
        let mut screen = Self { frame, terminal };
        screen.modes()?;
        Ok(screen)
    }

    /// Takes it over again after a suspension: everything is drawn anew.
    pub fn reenter(&mut self) -> io::Result<()> {
        enable_raw_mode()?;
        self.modes()
    }

    fn modes(&mut self) -> io::Result<()> {
        queue!(self.frame, EnterAlternateScreen, EnableBracketedPaste, Hide)?;
        self.send()
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        crossterm::terminal::size()
    }

    /// A new size: the next drawing fills it whole.
    pub fn resize(&mut self, width: u16, height: u16) -> io::Result<()> {
        self.terminal.resize(Rect::new(0, 0, width, height))
    }

    /// Mouse on or off.
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        match on {
            true => self.frame.queue(EnableMouseCapture)?,
            false => self.frame.queue(DisableMouseCapture)?,
        };
        self.send()
    }

    /// Draws the model.
    pub fn draw(&mut self, app: &mut App) -> io::Result<()> {
        app.take_dirty();
        self.frame.queue(BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let cursor = app.draw(frame.buffer_mut());
            if let Some(position) = cursor {
                frame.set_cursor_position(position);
            }
        })?;
        self.frame.queue(EndSynchronizedUpdate)?;
        self.send()
    }

    fn send(&mut self) -> io::Result<()> {
        let bytes = std::mem::take(&mut *self.frame.0.borrow_mut());
        write_all(&bytes)
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
    let (hook, _) = color_eyre::config::HookBuilder::blank().into_hooks();
    std::panic::set_hook(Box::new(move |info| {
        restore();
        let report = clean_lines(&hook.panic_report(info).to_string());
        let _ = writeln!(io::stderr(), "{report}");
        std::process::exit(101);
    }));
}

/// Reads the keyboard on a thread of its own, which sleeps until a key comes. The library's own
/// stream loses its waker when it is polled for what is left in it.
pub fn listen(sender: UnboundedSender<Msg>) {
    std::thread::spawn(move || {
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
