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

/// A desk whose settings hold: nobody is logged in, nothing was sent.
pub enum Ready {
    /// In the store of this machine, which is opened later.
    Local,
    /// Another one.
    Configured(Arc<dyn TicketDesk>),
}

impl Ready {
    /// The desk, over the store of this machine.
    pub fn over(self, store: &Arc<Store>, clock: Clock) -> Arc<dyn TicketDesk> {
        match self {
            Self::Local => Arc::new(LocalDesk::new(store.clone(), clock)),
            Self::Configured(desk) => desk,
        }
    }
}

/// The desk of the configuration; a demo keeps its tickets to itself. For before the first question: what is wrong
/// with it must not cost a passphrase and a code.
pub fn ready(args: &Args, clock: &Clock) -> Result<Ready, Stop> {
    let demo = Store::header(&open::folder(args)).map_or(args.demo, |header| header.kind() == Kind::Demo);
    let configured = if demo { None } else { config::desk(args.lang.text())? };
    let refused = |words| Stop::new(Exit::Failed, words);
    Ok(Ready::Configured(match configured {
        None => return Ok(Ready::Local),
        Some(Desk::Rt(settings)) => {
            let desk = RtDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(faults::desk_setting(args.lang, &fault)))?)
        }
        Some(Desk::Glpi(settings)) => {
            let desk = GlpiDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(faults::desk_setting(args.lang, &fault)))?)
        }
        Some(Desk::Mail(settings)) => {
            let desk = MailDesk::new(&settings, open::profiles(args)?, clock.clone());
            Arc::new(desk.map_err(|fault| refused(mail::setting(args.lang, &fault)))?)
        }
    }))
}

/// Logs the agent in where the desk has logins of its own: for what reads or sends tickets. Without a password, or
/// where the desk does not answer, the console opens all the same.
pub fn log_in(args: &Args, service: &Service) -> Result<(), Stop> {
    let (text, mut output) = (args.lang.text(), Output::new());
    if !service.desk().abilities().logs_in {
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
            Ok(()) => return Ok(()),
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
