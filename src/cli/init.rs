//! `guichet init`: a real store, opened by a passphrase.

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, ask, open};
use crate::store::{Store, StoreFault};

/// Characters a passphrase has at least.
const SHORTEST: usize = 12;

/// Creates the store.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let folder = open::folder(args);
    // Said before the agent has thought of a passphrase for nothing.
    if !matches!(Store::header(&folder), Err(StoreFault::Missing(_))) {
        return Err(open::stop(args, &StoreFault::Exists(folder)));
    }
    let passphrase = ask::secret(text, text.cli.new_passphrase)?;
    if passphrase.expose().chars().count() < SHORTEST {
        return Err(Stop::new(Exit::Refused, text.cli.too_short));
    }
    let again = ask::secret(text, text.cli.again)?;
    if passphrase.expose() != again.expose() {
        return Err(Stop::new(Exit::Refused, text.cli.differ));
    }
    Store::create(&folder, Some(&passphrase)).map_err(|fault| open::stop(args, &fault))?;
    output.line(&(text.cli.created)(&folder.display().to_string()));
    Ok(Exit::Done)
}
