//! A backend on a server: the store of this machine is opened for journal and drafts, then the agent
//! logs in at the terminal.

use std::sync::Arc;

use super::args::Args;
use super::output::Output;
use super::{Exit, Stop, ask, desk, notify, open};
use crate::backend::privacyidea::{Checked, PrivacyIdea, SettingFault, Settings};
use crate::backend::{Fault, Login, LoginStep, TokenBackend};
use crate::service::Service;
use crate::store::{Kind, Store};
use crate::text::faults;
use crate::ui::clean::clean;

/// Wrong passwords in one start: after three the program ends, lest an account be locked by habit.
const TRIES: u32 = 3;

/// A server that an agent is logged in to.
pub struct Entered {
    pub server: PrivacyIdea,
    pub store: Arc<Store>,
    /// The passphrase that opened the store, where one was asked.
    pub asked: open::Asked,
    /// The name that was given to the server, and this machine's own number as a witness.
    pub agent: String,
}

/// What a command works with, and why the server did not answer if it did not.
pub type Reached = (Service, Arc<Store>, open::Asked, Option<Fault>);

/// Opens the store, then the server. One that does not answer is left to the caller. What is wrong with the
/// settings, those of the desk too, is said before anything is asked: a PIN and code would be used up for it.
pub fn service(args: &Args, settings: Settings) -> Result<Reached, Stop> {
    let server = checked(args, settings)?;
    let (desk, way) = (desk::ready(args, &server.clock())?, notify::way(args, server.clock())?);
    let (Entered { server, store, asked, agent }, silent) = knock(args, server)?;
    let clock = server.clock();
    let desk = desk.over(&store, clock.clone());
    let service = Service::new(Arc::new(server), desk, store.clone(), clock, agent).with_way(way);
    Ok((service, store, asked, silent))
}

/// Opens the store and logs in.
pub fn enter(args: &Args, settings: Settings) -> Result<Entered, Stop> {
    match knock(args, checked(args, settings)?)? {
        (entered, None) => Ok(entered),
        (_, Some(fault)) => Err(silent(args, &fault, None)),
    }
}

/// A server that does not answer, for the user; `out` is a way to go on without it.
pub fn silent(args: &Args, fault: &Fault, out: Option<&str>) -> Stop {
    let words = faults::login(args.lang, fault);
    Stop::new(Exit::Failed, out.map_or(words.clone(), |out| format!("{words} {out}")))
}

fn checked(args: &Args, settings: Settings) -> Result<Checked, Stop> {
    Checked::new(settings, open::clock()).map_err(|fault| wrong(args, &fault))
}

fn knock(args: &Args, server: Checked) -> Result<(Entered, Option<Fault>), Stop> {
    let text = args.lang.text();
    let (store, asked) = open::store_asked(args)?;
    if store.kind() == Kind::Demo {
        return Err(Stop::new(Exit::Refused, text.cli.server_and_demo));
    }
    let server = server.over(store.clone());
    let (name, silent) = log_in(args, &server)?;
    let agent = format!("{name} ({})", rustix::process::getuid().as_raw());
    Ok((Entered { server, store, asked, agent }, silent))
}

/// The name that logged in, or that would have if the server had answered.
fn log_in(args: &Args, backend: &PrivacyIdea) -> Result<(String, Option<Fault>), Stop> {
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
            Ok(()) => return Ok((agent, None)),
            Err(fault @ (Fault::Unreachable { .. } | Fault::NoAnswer { .. })) => {
                backend.expect(&agent);
                return Ok((agent, Some(fault)));
            }
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
