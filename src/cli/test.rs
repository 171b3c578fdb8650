//! `guichet test`: a code, asked at the terminal. Same consumption and journal as the screen.

use serde_json::json;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, ask, open, show};
use crate::backend::Test;
use crate::domain::clock::ClockDoubt;
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::domain::passcode::{Typed, sort};
use crate::domain::person::Card;
use crate::domain::verdict::Verdict;
use crate::service::Service;
use crate::service::request::{Answer, Outcome, Read, Write};
use crate::text::verdict::{About, tell};
use crate::text::wall::Wall;
use crate::text::{offline, shell};

/// Tests a code.
pub fn run(args: &Args, login: &str, serial: Option<&str>, output: &mut Output) -> Ended {
    let (service, _) = open::service(args)?;
    let card = show::card(args, &service, login)?;
    let key = choose(args, &card, serial)?;
    settle(args, &service, &Asked { key, login }, output)
}

/// What a code is asked for.
pub struct Asked<'a> {
    /// The key.
    pub key: &'a Key,
    /// Whose it is; nothing for a key in stock.
    pub login: &'a str,
}

/// Asks for the code, tests it and tells the verdict: the same consumption, limits and journal as the
/// screen's.
pub fn settle(args: &Args, service: &Service, asked: &Asked, output: &mut Output) -> Ended {
    let (text, key) = (args.lang.text(), asked.key);
    let digits = key.shape.digits;
    let known = doubt(args, service, output)?;
    let typed = ask::secret(text, &(text.cli.code)(digits))?;
    let (code, pin_disclosed) = match sort(typed, digits) {
        Typed::Code(code) => (code, false),
        Typed::Passcode(code) => (code, true),
        Typed::Neither => return Err(Stop::new(Exit::Usage, (text.card.wrong_length)(digits))),
    };
    let test = Test { serial: key.serial.as_str().to_owned(), code, agent: service.agent().to_owned() };
    let write = Write::Test { test, login: asked.login.to_owned(), pin_disclosed };
    let outcome = open::wait(service.write(write))?;
    let outcome = outcome.map_err(|failure| Stop::failed(Exit::Failed, text, &failure))?;
    let Outcome::Tested(verdict) = outcome else { return Ok(Exit::Failed) };
    // What was said before the code was asked for is not said again.
    let new = |doubt: &ClockDoubt| known.is_none_or(|known| known.word() != doubt.word());
    let doubt = verdict.doubt.filter(new);
    if let Some(doubt) = doubt.filter(|_| !args.json) {
        output.line(&offline::doubt(args.lang, &doubt));
    }
    report(args, key, &verdict, pin_disclosed, output);
    Ok(if verdict.is_good() { Exit::Done } else { Exit::NotValid })
}

/// Why the clock may be wrong, told before a code is spent on it.
pub fn doubt(args: &Args, service: &Service, output: &mut Output) -> Result<Option<ClockDoubt>, Stop> {
    // The test asks again: a doubt that cannot be told now is told with the verdict.
    let Ok(Answer::Doubt(doubt)) = open::wait(service.read(Read::Doubt))? else { return Ok(None) };
    if let Some(doubt) = &doubt {
        output.complain(&offline::doubt(args.lang, doubt));
    }
    Ok(doubt)
}

/// The key named, or the only one there is in service.
fn choose<'a>(args: &Args, card: &'a Card, serial: Option<&str>) -> Result<&'a Key, Stop> {
    let text = args.lang.text();
    let none = || Stop::new(Exit::NotFound, text.card.needs_key);
    match (serial, card.keys.as_slice()) {
        (Some(serial), keys) => {
            let missing = || Stop::new(Exit::NotFound, (text.cli.no_such_key)(serial));
            keys.iter().find(|key| key.serial.as_str() == serial).ok_or_else(missing)
        }
        (None, [key]) => Ok(key),
        (None, []) => Err(none()),
        (None, _) => Err(Stop::new(Exit::Usage, text.cli.which_key)),
    }
}

fn report(args: &Args, key: &Key, verdict: &Verdict, pin_disclosed: bool, output: &mut Output) {
    let text = args.lang.text();
    let wall = Wall::system(args.lang);
    let now = open::clock()();
    let told = tell(args.lang, verdict, &About { key, wall: &wall, now });
    let todo = shell::told(args.lang, &told.todo);
    if args.json {
        output.json(&json!({
            "serial": key.serial.as_str(), "verdict": verdict.word(), "finding": verdict.finding.word(),
            "valid": verdict.is_good(), "headline": told.headline, "evidence": told.evidence, "say": told.say,
            "todo": todo, "next_code_at": verdict.next_code.map(Moment::secs), "pin_disclosed": pin_disclosed,
            "as_of": verdict.as_of.map(Moment::secs), "clock_doubt": verdict.doubt.as_ref().map(ClockDoubt::word),
        }));
        return;
    }
    output.line(&told.headline);
    let say = format!("{} : «\u{a0}{}\u{a0}»", text.card.say, told.say);
    let pin = if pin_disclosed { text.card.pin_typed } else { "" };
    for line in [told.evidence.as_str(), &say, &todo, pin, told.next.as_deref().unwrap_or_default()] {
        if !line.is_empty() {
            output.line(line);
        }
    }
}
