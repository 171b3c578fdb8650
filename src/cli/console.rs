//! `guichet`: the console.

use super::args::Args;
use super::{Ended, Exit, Stop, ask, config, desk, notify, offline, open, remote};
use crate::app::Looks;
use crate::app::cx::Session;
use crate::app::line::Spare;
use crate::backend::Fault;
use crate::runtime;
use crate::store::{Kind, vault};
use crate::text::faults;
use crate::text::wall::Wall;
use crate::ui::clean::clean;
use crate::ui::glyphs::{ASCII, UNICODE};
use crate::ui::theme::{SHIPPED, Theme};

/// Opens the console.
pub fn run(args: &Args) -> Ended {
    let text = args.lang.text();
    let (service, store, asked, silent) = open::service_reached(args)?;
    if args.no_open {
        return Ok(Exit::Done);
    }
    if let Some(fault) = &silent {
        begins_without(args, fault)?;
    }
    let (service, given) = desk::log_in(args, service)?;
    notify::log_in(args, &service, given)?;
    let (service, spare) = match &args.snapshot {
        Some(file) => offline::spare(args, file, service, &store, asked)?,
        None => (service, Spare::Unprepared),
    };
    if let (Some(fault), Spare::Refused(why)) = (&silent, &spare) {
        return Err(remote::silent(args, fault, Some(why)));
    }
    let lot = vault::random().map_err(|fault| open::stop(args, &fault))?;
    let session = Session {
        text,
        wall: Wall::system(args.lang),
        agent: service.agent().to_owned(),
        abilities: service.backend().abilities(),
        desk: service.desk().abilities(),
        spare,
        unmet: silent.is_some(),
        profiles: open::profiles(args)?,
        demo: store.kind() == Kind::Demo,
        waiting: store.waiting_count().unwrap_or(0),
        notices: store.notice_count().unwrap_or(0),
        tells: service.route().is_some(),
        clipboard: config::clipboard(text)?,
        lot,
    };
    let looks = looks(args)?;
    ask::hand_over_signals();
    let clock = service.clock();
    let ended = runtime::run(service, session, looks, clock);
    ended.map_err(|fault| Stop::new(Exit::Failed, (text.cli.terminal_failed)(&fault.to_string())))?;
    Ok(Exit::Done)
}

/// Whether the agent begins without the server, on the snapshot: it is asked, since what is seen there
/// is old. Without a snapshot the console does not open.
fn begins_without(args: &Args, fault: &Fault) -> Result<(), Stop> {
    let text = args.lang.text();
    let stop = || remote::silent(args, fault, Some(text.offline.without));
    let file = args.snapshot.as_ref().ok_or_else(stop)?;
    let why = match fault {
        Fault::Unreachable { why } => faults::trouble(args.lang, *why).to_owned(),
        other => faults::login(args.lang, other),
    };
    let answer = ask::plain(text, &(text.offline.begin)(&why, &clean(&file.display().to_string())))?;
    let agreed = text.offline.yes.contains(&answer.trim().to_lowercase().as_str());
    if agreed { Ok(()) } else { Err(stop()) }
}

/// The theme asked for; without one, no colour where NO_COLOR says so.
fn looks(args: &Args) -> Result<Looks, Stop> {
    let colourless = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let default = if colourless { "mono" } else { "dark" };
    let name = args.theme.as_deref().unwrap_or(default);
    let theme = Theme::shipped(name).map_err(|_| {
        let known = SHIPPED.map(|(known, _)| known).join(", ");
        let words = (args.lang.text().cli.bad_choice)("--theme", name, &known);
        Stop::new(Exit::Usage, words)
    })?;
    let theme_index = SHIPPED.iter().position(|(known, _)| *known == name).unwrap_or(0);
    let glyphs = if args.ascii { ASCII } else { UNICODE };
    Ok(Looks { theme, theme_index, colourless, glyphs })
}
