//! The way to the holders of keys, as the configuration names it. Where the mail server has logins, the agent logs in at the
//! terminal; what is to be told without that waits.

use std::sync::Arc;

use super::args::Args;
use super::desk::Given;
use super::output::Output;
use super::{Exit, Stop, ask, config, open};
use crate::backend::Clock;
use crate::domain::notice::Why;
use crate::notify::{MailRoute, RouteFault};
use crate::service::Service;
use crate::service::notices::Way;
use crate::text::{mail, notice};

/// Wrong passwords in one start: a server may lock an account that is tried for long.
const TRIES: u32 = 3;

/// The way to the holders of keys. People of a demo are invented, and what looks like their addresses may be somebody's:
/// nothing is sent there.
pub fn way(args: &Args, clock: Clock) -> Result<Way, Stop> {
    if open::is_demo(args) {
        return Ok(Err(Why::Demo));
    }
    let Some(settings) = config::notify(args.lang.text())? else { return Ok(Err(Why::NoRoute)) };
    let route = MailRoute::new(&settings, open::profiles(args)?, clock);
    let refused = |fault| Stop::new(Exit::Failed, mail::notify_setting(args.lang, &fault));
    Ok(Ok(Arc::new(route.map_err(refused)?)))
}

/// Logs the agent in where the mail server of the notices asks for it, by the name and password just given to the desk if
/// it is the same server. Without a password notices wait.
pub fn log_in(args: &Args, service: &Service, same: Option<Given>) -> Result<(), Stop> {
    let (text, mut output) = (args.lang.text(), Output::new());
    let (Some(route), Some(settings)) = (service.route(), config::notify(text)?) else { return Ok(()) };
    if args.offline.is_some() || !settings.login {
        return Ok(());
    }
    let same = same.filter(|given| {
        given.server.as_ref().is_some_and(|(host, port, encryption)| settings.is_at(host, *port, *encryption))
    });
    if let Some(Given { agent, password, .. }) = same
        && open::wait(route.log_in(agent, password))?.is_ok()
    {
        return Ok(());
    }
    let own = open::login();
    let typed = ask::plain(text, &notice::login(args.lang, &own))?;
    let agent = if typed.trim().is_empty() { own } else { typed.trim().to_owned() };
    for _ in 0..TRIES {
        let password = ask::secret(text, notice::password(args.lang))?;
        if password.expose().is_empty() {
            break;
        }
        match open::wait(route.log_in(agent.clone(), password))? {
            Ok(()) => return Ok(()),
            Err(RouteFault::WrongLogin) => output.complain(notice::wrong_login(args.lang)),
            Err(fault) => {
                output.complain(&mail::notify_fault(args.lang, &fault));
                break;
            }
        }
    }
    output.complain(notice::later(args.lang));
    Ok(())
}
