//! The shell around the model: it runs the effects, feeds the answers back, and draws when
//! something changed. There is no tick.

mod effects;
mod hardening;
mod terminal;
mod wire;

use std::io;
use std::time::Duration;

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEventKind};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::app::cx::Session;
use crate::app::effect::Effect;
use crate::app::msg::Msg;
use crate::app::{App, Looks};
use crate::backend::Clock;
use crate::service::Service;
use effects::Effects;
pub use hardening::harden;
use terminal::Screen;
pub use terminal::install_panic_hook;

/// How long a console whose terminal is gone may still write before it is ended by force.
const LAST_WORDS: Duration = Duration::from_millis(700);

/// Opens the console and stays until it is left.
pub fn run(service: Service, session: Session, looks: Looks, clock: Clock) -> io::Result<()> {
    // Blocking work is short disk work: few threads, kept so that an idle console never wakes.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(4)
        .thread_keep_alive(Duration::from_secs(3600))
        .build()?;
    let result = runtime.block_on(console(service, session, looks, clock));
    // A read that is still under way must not keep the program alive.
    runtime.shutdown_background();
    result
}

async fn console(service: Service, session: Session, looks: Looks, clock: Clock) -> io::Result<()> {
    let mut screen = Screen::enter()?;
    let size = screen.size()?;
    let mut app = App::new(session, looks, size);
    let (mut effects, mut answers) = Effects::new(service);
    terminal::watch(effects.sender(), LAST_WORDS);
    terminal::listen(effects.sender(), size);
    let mut signals = Signals::new()?;
    screen.draw(&mut app)?;
    let start = app.update(clock(), Msg::Start);
    if effects.run(start, &mut screen)? {
        return Ok(());
    }
    let mut gone = false;
    loop {
        let mut happened = Vec::new();
        tokio::select! {
            biased;
            Some(msg) = answers.recv() => happened.push(msg),
            sign = signals.next() => match sign {
                Sign::Leave => happened.push(Msg::HangUp),
                // A terminal that hangs up says "continue" too: then there is nothing to come back to.
                Sign::Back => happened.push(match screen.reenter().and_then(|()| screen.size()) {
                    Ok((width, height)) => Msg::Resize(width, height),
                    Err(_) => Msg::HangUp,
                }),
            },
        }
        // Everything that waits is handled before one drawing.
        while let Ok(msg) = answers.try_recv() {
            happened.push(msg);
        }
        for msg in happened {
            if let Msg::Resize(width, height) = &msg {
                screen.resize(*width, *height);
            }
            let wanted = app.update(clock(), msg);
            if effects.run(wanted, &mut screen)? {
                return Ok(());
            }
        }
        if app.take_dirty() && !gone && screen.draw(&mut app).is_err() {
            // Nobody looks any more: what was typed is still written, then the program ends.
            gone = true;
            let wanted = app.update(clock(), Msg::HangUp);
            if effects.run(wanted, &mut screen)? {
                return Ok(());
            }
        }
    }
}

/// What a terminal event means to the model.
fn message(event: Event) -> Option<Msg> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Msg::Key(key)),
        Event::Paste(text) => Some(Msg::Paste(text)),
        Event::Resize(width, height) => Some(Msg::Resize(width, height)),
        Event::Mouse(mouse) => match mouse.kind {
            MouseEventKind::Down(MouseButton::Left) => Some(Msg::Click { x: mouse.column, y: mouse.row }),
            MouseEventKind::ScrollUp => Some(Msg::Wheel(-1)),
            MouseEventKind::ScrollDown => Some(Msg::Wheel(1)),
            _ => None,
        },
        _ => None,
    }
}

enum Sign {
    /// The session ends.
    Leave,
    /// The console was suspended and is in front again.
    Back,
}

struct Signals {
    hang_up: Signal,
    terminate: Signal,
    proceed: Signal,
}

impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self {
            hang_up: signal(SignalKind::hangup())?,
            terminate: signal(SignalKind::terminate())?,
            proceed: signal(SignalKind::from_raw(18))?,
        })
    }

    async fn next(&mut self) -> Sign {
        tokio::select! {
            _ = self.hang_up.recv() => Sign::Leave,
            _ = self.terminate.recv() => Sign::Leave,
            _ = self.proceed.recv() => Sign::Back,
        }
    }
}

/// Whether an effect ends the program.
fn ends(effect: &Effect) -> bool {
    matches!(effect, Effect::Quit)
}
