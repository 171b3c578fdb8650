//! `guichet fob`: what a key would show now, so that a newcomer can play the caller. On a demo
//! store only; anywhere else it refuses, and the attempt is journalled.

use std::io::IsTerminal;
use std::time::Duration;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, open};
use crate::domain::otp::Generator;
use crate::store::Kind;
use crate::store::demo::Fob;
use crate::ui::gauge::{BARS, full_bars};
use crate::ui::glyphs::{ASCII, UNICODE};

/// Shows the key until it is put away; once, if nobody watches.
pub fn run(args: &Args, serial: &str, output: &mut Output) -> Ended {
    let text = args.lang.text().cli;
    // Without a folder named, the demo is meant: no other store has virtual keys.
    let args = &Args { demo: args.demo || args.data.is_none(), ..args.clone() };
    let store = open::store(args)?;
    let clock = open::clock();
    if store.kind() != Kind::Demo {
        return Err(open::refused(args, &store, "fob", serial, text.fob_refused));
    }
    let watched = std::io::stdout().is_terminal() && !args.json;
    if watched {
        output.line(&format!("{serial}   {}", text.fob_hint));
    }
    loop {
        let now = clock();
        let fob = store.fob(serial, now).map_err(|fault| open::stop(args, &fault))?;
        let fob = fob.ok_or_else(|| Stop::new(Exit::NotFound, (text.no_such_key)(serial)))?;
        let (code, left) = (shown(&fob), left(&fob, now.secs()));
        if args.json {
            let (left, period) = left.unzip();
            output.json(&serde_json::json!({
                "serial": serial, "code": code, "seconds_left": left, "period": period,
            }));
            return Ok(Exit::Done);
        }
        let glyphs = if args.ascii { ASCII } else { UNICODE };
        let gauge = left.map_or(String::new(), |(left, period)| {
            let full = full_bars(left, period);
            let bar = |bar| if bar < full { glyphs.full } else { glyphs.empty };
            format!("   {} {left:>2} s", (0..BARS).map(bar).collect::<String>())
        });
        if !watched {
            output.line(&format!("{code}{gauge}"));
            return Ok(Exit::Done);
        }
        if !output.redraw(&format!("  {code}{gauge}")) {
            return Ok(Exit::Done);
        }
        std::thread::sleep(Duration::from_millis(clock().to_next_second()));
    }
}

/// The code: the one place that shows one.
fn shown(fob: &Fob) -> String {
    let code = Generator::new(&fob.seed, &fob.shape).code(fob.step);
    code.map_or_else(String::new, |code| code.expose().to_owned())
}

/// Seconds left and the period, for a key with a clock.
fn left(fob: &Fob, now: i64) -> Option<(u32, u32)> {
    let period = fob.shape.period()?;
    let gone = u32::try_from(now.rem_euclid(i64::from(period))).unwrap_or(0);
    Some((period - gone, period))
}
