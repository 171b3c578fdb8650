//! A backend on a server: the store of this machine is opened for journal and drafts, then the agent
//! logs in at the terminal.

use std::sync::Arc;

use super::args::Args;
use super::output::Output;
use super::{Exit, Stop, ask, desk, open};
use crate::backend::privacyidea::{PrivacyIdea, SettingFault, Settings};
use crate::backend::{Fault, Login, LoginStep, TokenBackend};
use crate::service::Service;
use crate::store::{Kind, Store};
use crate::text::faults;
use crate::ui::clean::clean;

/// Wrong passwords in one start: after three the program ends, lest an account be locked by habit.
const TRIES: u32 = 3;

/// Opens the store, then the server.
pub fn service(args: &Args, settings: Settings) -> Result<(Service, Arc<Store>, open::Asked), Stop> {
    let text = args.lang.text();
    let (store, asked) = open::store_asked(args)?;
    if store.kind() == Kind::Demo {
        return Err(Stop::new(Exit::Refused, text.cli.server_and_demo));
    }
    let backend = PrivacyIdea::new(settings, store.clone(), open::clock());
    let backend = backend.map_err(|fault| wrong(args, &fault))?;
    let agent = log_in(args, &backend)?;
    let clock = backend.clock();
    let desk = desk::open(args, &store, clock.clone())?;
    // Who the server took at their word; the number is this machine's own witness.
    let agent = format!("{agent} ({})", rustix::process::getuid().as_raw());
    Ok((Service::new(Arc::new(backend), desk, store.clone(), clock, agent), store, asked))
}

/// The name that logged in.
fn log_in(args: &Args, backend: &PrivacyIdea) -> Result<String, Stop> {
    let text = args.lang.text();
    let own = open::login();
    let typed = ask::plain(text, &(text.cli.server_login)(&own))?;
    let agent = if typed.trim().is_empty() { own } else { typed.trim().to_owned() };
    for left in (0..TRIES).rev() {
        let (mut prompt, mut transaction) = (text.cli.server_password.to_owned(), String::new());
        let outcome = loop {
            let secret = ask::secret(text, &prompt)?;
            let login = Login { agent: agent.clone(), secret, transaction };
            match open::wait(backend.log_in(login))? {
                Ok(LoginStep::More { transaction: next, question }) => {
                    (prompt, transaction) = (format!("{} ", clean(&question)), next);
                }
                Ok(LoginStep::In) => break Ok(()),
                Err(fault) => break Err(fault),
            }
        };
        match outcome {
            Ok(()) => return Ok(agent),
            Err(Fault::WrongLogin) if left > 0 => {
                Output::new().complain(&faults::backend(args.lang, &Fault::WrongLogin));
            }
            Err(fault) => return Err(Stop::new(Exit::Failed, faults::backend(args.lang, &fault))),
        }
    }
    Err(Stop::new(Exit::Failed, faults::backend(args.lang, &Fault::WrongLogin)))
}

fn wrong(args: &Args, fault: &SettingFault) -> Stop {
    Stop::new(Exit::Failed, faults::setting(args.lang, fault))
}
