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
use crate::desk::web::{Pages, WebDesk};
use crate::desk::{DeskFault, TicketDesk};
use crate::domain::secret::Secret;
use crate::net::smtp::Encryption;
use crate::service::Service;
use crate::store::Store;
use crate::text::{desk, mail};

/// Wrong passwords in one start: a server may lock an account that is tried for long.
const TRIES: u32 = 3;

/// A desk whose settings hold: nobody is logged in, nothing was sent.
pub enum Ready {
    /// In the store of this machine, which is opened later.
    Local,
    /// The same, whose tickets are carried to a page.
    Web(Box<Pages>),
    /// Another one.
    Configured(Arc<dyn TicketDesk>),
}

impl Ready {
    /// The desk, over the store of this machine.
    pub fn over(self, store: &Arc<Store>, clock: Clock) -> Arc<dyn TicketDesk> {
        match self {
            Self::Local => Arc::new(LocalDesk::new(store.clone(), clock)),
            Self::Web(pages) => Arc::new(WebDesk::new(*pages, store.clone(), clock)),
            Self::Configured(desk) => desk,
        }
    }
}

/// The desk of the configuration; a demo keeps its tickets to itself. For before the first question: what is wrong
/// with it must not cost a passphrase and a code.
pub fn ready(args: &Args, clock: &Clock) -> Result<Ready, Stop> {
    let configured = if open::is_demo(args) { None } else { config::desk(args.lang.text())? };
    let refused = |words| Stop::new(Exit::Failed, words);
    Ok(Ready::Configured(match configured {
        None => return Ok(Ready::Local),
        Some(Desk::Rt(settings)) => {
            let desk = RtDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(desk::setting(args.lang, &fault)))?)
        }
        Some(Desk::Glpi(settings)) => {
            let desk = GlpiDesk::new(*settings);
            Arc::new(desk.map_err(|fault| refused(desk::setting(args.lang, &fault)))?)
        }
        Some(Desk::WebForm(settings)) => {
            let pages = Pages::new(&settings, open::profiles(args)?);
            let pages = pages.map_err(|fault| refused(desk::setting(args.lang, &fault)))?;
            return Ok(Ready::Web(Box::new(pages)));
        }
        Some(Desk::Mail(settings)) => {
            let desk = MailDesk::new(&settings, open::profiles(args)?, clock.clone());
            Arc::new(desk.map_err(|fault| refused(mail::setting(args.lang, &fault)))?)
        }
    }))
}

/// What opened the desk, for another use.
pub struct Given {
    /// The mail server that took it, where the desk is one.
    pub server: Option<(String, Option<u16>, Encryption)>,
    /// The name.
    pub agent: String,
    /// The password.
    pub password: Secret<String>,
}

/// Logs the agent in where the desk has logins of its own: for what reads or sends tickets. Without a password, or
/// where the desk does not answer, the console opens all the same; the name that was typed is kept for later.
pub fn log_in(args: &Args, service: Service) -> Result<(Service, Option<Given>), Stop> {
    let (text, mut output) = (args.lang.text(), Output::new());
    if !service.desk().abilities().logs_in {
        return Ok((service, None));
    }
    let server = match config::desk(text)? {
        Some(Desk::Mail(settings)) => Some((settings.host, settings.port, settings.encryption)),
        _ => None,
    };
    let own = open::login();
    let typed = ask::plain(text, &(text.cli.desk_login)(&own))?;
    let agent = if typed.trim().is_empty() { own } else { typed.trim().to_owned() };
    let service = service.with_desk_login(agent.clone());
    for _ in 0..TRIES {
        let password = ask::secret(text, text.cli.desk_password)?;
        if password.expose().is_empty() {
            break;
        }
        let given = password.duplicate();
        match open::wait(service.desk().log_in(agent.clone(), password))? {
            Ok(()) => {
                // Nothing would leave, and nobody would know why.
                if let Some(what) = service.desk().lacks() {
                    output.complain(&(text.outbox.lacks)(&what));
                }
                return Ok((service, Some(Given { server, agent, password: given })));
            }
            Err(DeskFault::WrongLogin) => output.complain(text.cli.desk_wrong),
            Err(fault) => {
                output.complain(&desk::fault(args.lang, &fault));
                break;
            }
        }
    }
    output.complain(text.cli.desk_later);
    Ok((service, None))
}
