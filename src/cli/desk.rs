//! The ticket desk of the configuration. Where it has logins of its own, the agent logs in at the terminal; what is
//! written without that waits in the outbox.

use std::sync::Arc;

use super::args::Args;
use super::config::{self, Desk};
use super::output::Output;
use super::{Exit, Stop, ask, open};
use crate::backend::Clock;
use crate::desk::glpi::GlpiDesk;
use crate::desk::local::LocalDesk;
use crate::desk::mail::MailDesk;
use crate::desk::rt::RtDesk;
use crate::desk::{DeskFault, TicketDesk};
use crate::service::Service;
use crate::store::{Kind, Store};
use crate::text::{faults, mail};

/// Wrong passwords in one start: a server may lock an account that is tried for long.
const TRIES: u32 = 3;

/// The desk; a demo keeps its tickets to itself. Nobody is logged in yet.
pub fn open(args: &Args, store: &Arc<Store>, clock: Clock) -> Result<Arc<dyn TicketDesk>, Stop> {
    let configured = if store.kind() == Kind::Demo { None } else { config::desk(args.lang.text())? };
    let refused = |words| Stop::new(Exit::Failed, words);
    Ok(match configured {
        None => Arc::new(LocalDesk::new(store.clone(), clock)),
        Some(Desk::Rt(settings)) => {
            let desk = RtDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(faults::desk_setting(args.lang, &fault)))?)
        }
        Some(Desk::Glpi(settings)) => {
            let desk = GlpiDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(faults::desk_setting(args.lang, &fault)))?)
        }
        Some(Desk::Mail(settings)) => {
            let desk = MailDesk::new(&settings, open::profiles(args)?, clock);
            Arc::new(desk.map_err(|fault| refused(mail::setting(args.lang, &fault)))?)
        }
    })
}

/// Logs the agent in where the desk has logins of its own: for what reads or sends tickets. Without a password, or
/// where the desk does not answer, the console opens all the same.
pub fn log_in(args: &Args, service: &Service, kind: Kind) -> Result<(), Stop> {
    let (text, mut output) = (args.lang.text(), Output::new());
    if kind == Kind::Demo || args.offline.is_some() {
        return Ok(());
    }
    if !config::desk(text)?.is_some_and(|desk| desk.has_login()) {
        return Ok(());
    }
    let own = open::login();
    let typed = ask::plain(text, &(text.cli.desk_login)(&own))?;
    let agent = if typed.trim().is_empty() { own } else { typed.trim().to_owned() };
    for _ in 0..TRIES {
        let password = ask::secret(text, text.cli.desk_password)?;
        if password.expose().is_empty() {
            break;
        }
        match open::wait(service.desk().log_in(agent.clone(), password))? {
            Ok(()) => {
                // Nothing would leave, and nobody would know why.
                if let Some(what) = service.desk().lacks() {
                    output.complain(&(text.outbox.lacks)(&what));
                }
                return Ok(());
            }
            Err(DeskFault::WrongLogin) => output.complain(text.cli.desk_wrong),
            Err(fault) => {
                output.complain(&faults::desk(args.lang, &fault));
                break;
            }
        }
    }
    output.complain(text.cli.desk_later);
    Ok(())
}
