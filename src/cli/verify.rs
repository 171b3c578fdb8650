//! `guichet verify`: a code of one key, named by its serial. What `guichet test` does for a person.

use super::args::Args;
use super::output::Output;
use super::test::{Asked, settle};
use super::{Ended, Exit, Stop, open};
use crate::backend::Fault;
use crate::service::request::{Answer, Failure, Read};

/// Asks for a code of the key and tells the verdict.
pub fn run(args: &Args, serial: &str, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let (service, _) = open::service(args)?;
    let key = match open::wait(service.read(Read::Key(serial.to_owned())))? {
        Ok(Answer::Key(key)) => key,
        Ok(_) => return Ok(Exit::Failed),
        Err(Failure::Backend(Fault::NotFound)) => {
            return Err(Stop::new(Exit::NotFound, (text.cli.no_such_key)(serial)));
        }
        Err(failure) => return Err(Stop::failed(Exit::Failed, text, &failure)),
    };
    let login = key.holder.clone().unwrap_or_default();
    settle(args, &service, &Asked { key: &key, login: &login }, output)
}
