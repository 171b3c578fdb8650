//! `guichet portal`: a login page in the terminal, so that a newcomer can play the caller and see
//! the console follow. On a demo store only.

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, ask, open};
use crate::backend::Fault;
use crate::backend::local::{Knock, Local, Portal};
use crate::domain::profile::{Charset, Profile};
use crate::domain::secret::Secret;
use crate::store::Kind;
use crate::text::faults;

/// One login, with the creation of a PIN if there is none.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let args = &Args { demo: args.demo || args.data.is_none(), ..args.clone() };
    let store = open::store(args)?;
    if store.kind() != Kind::Demo {
        return Err(open::refused(args, &store, "portal", "", text.cli.portal_refused));
    }
    let failed = |fault: Fault| Stop::new(Exit::Failed, faults::backend(args.lang, &fault));
    let local = Local::new(store, open::clock());
    let portal = Portal::new(local.clone());
    output.line(text.cli.portal);
    let login = ask::plain(text, text.cli.portal_login)?.trim().to_owned();
    let passcode = ask::secret(text, text.cli.portal_passcode)?;
    let knock = open::wait(portal.knock(login.clone(), passcode))?.map_err(failed)?;
    match knock {
        Knock::Refused => Err(Stop::new(Exit::NotValid, text.cli.portal_no)),
        Knock::Welcome { .. } => {
            output.line(text.cli.portal_in);
            Ok(Exit::Done)
        }
        Knock::CreatePin { serial } => {
            let academy = local.card_now(&login).map_err(failed)?.person.school.academy.clone();
            let profiles = open::profiles(args)?;
            let pin = new_pin(args, profiles.get(&academy), output)?;
            open::wait(portal.create_pin(login.clone(), serial, pin))?.map_err(failed)?;
            let passcode = ask::secret(text, text.cli.portal_confirm)?;
            match open::wait(portal.knock(login, passcode))?.map_err(failed)? {
                Knock::Welcome { .. } => {
                    output.line(text.cli.portal_confirmed);
                    Ok(Exit::Done)
                }
                _ => Err(Stop::new(Exit::NotValid, text.cli.portal_no)),
            }
        }
    }
}

/// Asks twice, until the academy's rule is met.
fn new_pin(args: &Args, profile: &Profile, output: &mut Output) -> Result<Secret<String>, Stop> {
    let text = args.lang.text();
    loop {
        let pin = ask::secret(text, text.cli.portal_pin)?;
        let again = ask::secret(text, text.cli.portal_pin_again)?;
        let length = pin.expose().chars().count();
        let rule = &profile.pin;
        let long = (usize::from(rule.min)..=usize::from(rule.max)).contains(&length);
        let allowed = rule.charset != Charset::Digits || pin.expose().bytes().all(|b| b.is_ascii_digit());
        if long && allowed && pin.expose() == again.expose() {
            return Ok(pin);
        }
        output.complain(&(text.cli.portal_pin_bad)(args.lang.of(&rule.words)));
    }
}
