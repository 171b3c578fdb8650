//! `guichet found`: whose key it is when its serial is worn off. Codes are asked at the terminal, one
//! after the other; nothing is burnt. Ctrl-C stops the search, and the journal says so.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::args::Args;
use super::output::Output;
use super::test::doubt;
use super::{Ended, Exit, Stop, ask, interrupt, open};
use crate::domain::clock::ClockDoubt;
use crate::domain::found::{Breadth, Hunt, Lead, MOST_CODES, Shortlist};
use crate::domain::moment::Moment;
use crate::domain::otp::{Code, DIGITS};
use crate::domain::passcode::{Typed, sort};
use crate::service::Service;
use crate::service::request::{Answer, Failure, HuntEnd, Outcome, Read, Write};
use crate::text::wall::Wall;
use crate::text::{Text, common, found, shell};

/// Leads told in words.
const SHOWN: usize = 20;

/// Searches after each code until the leads are sure, the codes are at an end, or nothing more is
/// typed. A program gets one answer, the last; a reader sees each code narrow the list.
pub fn run(args: &Args, breadth: Breadth, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let (service, _) = open::service(args)?;
    let doubt = doubt(args, &service, output)?;
    let stop = interrupt::watch().map_err(|fault| Stop::new(Exit::Failed, fault.to_string()))?;
    let mut codes: Vec<Code> = Vec::new();
    let mut last = None;
    while let Some(code) = ask_code(text, &codes, output)? {
        codes.push(code);
        let copies = codes.iter().map(Code::duplicate).collect();
        let Some(hunt) = Hunt::new(copies, breadth, open::clock()()) else { break };
        let hunt = Arc::new(hunt);
        let list = search(text, &service, &hunt, &stop, output)?;
        let settled = list.count == 0 || list.is_sure(&hunt) || codes.len() == MOST_CODES;
        if !args.json {
            words(args, &hunt, &list, output);
        }
        last = Some((hunt, list));
        if settled {
            break;
        }
    }
    let Some((hunt, list)) = last else { return Err(Stop::new(Exit::Usage, text.found.wrong_length)) };
    if args.json {
        output.json(&value(&hunt, &list, doubt));
    }
    Ok(if list.count == 0 { Exit::NotFound } else { Exit::Done })
}

/// The next code; none if nothing is typed. What is no code is asked again.
fn ask_code(text: &Text, codes: &[Code], output: &mut Output) -> Result<Option<Code>, Stop> {
    let prompt = if codes.is_empty() { text.found.prompt } else { text.found.prompt_next };
    loop {
        let typed = ask::secret(text, prompt)?;
        if typed.expose().trim().is_empty() {
            return Ok(None);
        }
        let read = DIGITS.into_iter().find_map(|digits| match sort(typed.duplicate(), digits) {
            Typed::Code(code) => Some(code),
            Typed::Passcode(_) | Typed::Neither => None,
        });
        match (read, codes.last()) {
            (None, _) => output.complain(text.found.wrong_length),
            (Some(code), Some(last)) if last.is(&code) => output.complain(text.found.same_code),
            (Some(code), Some(last)) if last.digits() != code.digits() => {
                output.complain(text.found.other_length);
            }
            (Some(code), _) => return Ok(Some(code)),
        }
    }
}

fn search(
    text: &Text,
    service: &Service,
    hunt: &Arc<Hunt>,
    stop: &AtomicBool,
    output: &mut Output,
) -> Result<Shortlist, Stop> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|fault| Stop::new(Exit::Failed, fault.to_string()))?;
    let searched = runtime.block_on(parts(text, service, hunt, stop, output));
    output.progress("");
    match searched {
        Ok(Some(list)) => Ok(list),
        Ok(None) => Err(Stop::new(Exit::Failed, text.cli.given_up)),
        Err(failure) => Err(Stop::failed(Exit::Failed, text, &failure)),
    }
}

/// Part after part between the two lines of the journal; none if a signal stopped it.
async fn parts(
    text: &Text,
    service: &Service,
    hunt: &Arc<Hunt>,
    stop: &AtomicBool,
    output: &mut Output,
) -> Result<Option<Shortlist>, Failure> {
    let Outcome::HuntBegun(entry) = service.write(Write::BeginHunt(hunt.clone())).await? else {
        return Ok(None);
    };
    let (mut list, mut next) = (Shortlist::default(), Some(0));
    let mut result = Ok(true);
    while let (Some(from), Ok(true)) = (next, &result) {
        output.progress(&format!("{} {}\u{a0}%", text.found.searching, list.permille / 10));
        match service.read(Read::FoundPart { hunt: hunt.clone(), from }).await {
            _ if stop.load(Ordering::Relaxed) => result = Ok(false),
            Ok(Answer::FoundPart(part)) => {
                next = part.next;
                list.add(*part, hunt.now());
            }
            Ok(_) => next = None,
            Err(failure) => result = Err(failure),
        }
    }
    let end = match &result {
        Ok(true) => HuntEnd::Done { found: list.count, keys: list.keys },
        Ok(false) => HuntEnd::Cancelled,
        Err(_) => HuntEnd::Failed,
    };
    // What was found is told even if its end cannot be written down.
    let _ = service.write(Write::EndHunt { entry, end }).await;
    result.map(|whole| whole.then_some(list))
}

fn words(args: &Args, hunt: &Hunt, list: &Shortlist, output: &mut Output) {
    let (text, wall) = (args.lang.text(), Wall::system(args.lang));
    output.line(&found::outcome(args.lang, list, hunt));
    output.line(&shell::told(args.lang, &found::chance(args.lang, list, hunt)));
    if !list.is_consecutive() {
        output.line(text.found.missed);
    }
    if list.unreadable > 0 {
        output.line(&found::unreadable(args.lang, list.unreadable));
    }
    for lead in list.leads.iter().take(SHOWN) {
        output.line(&lead_words(text, lead, &wall, hunt.now()));
    }
    if list.count > SHOWN {
        output.line(&found::and_more(args.lang, list.count - SHOWN));
    }
}

fn lead_words(text: &Text, lead: &Lead, wall: &Wall, now: Moment) -> String {
    let holder = match &lead.person {
        Some(person) => format!("{} {} ({})", person.family.to_uppercase(), person.given, person.login),
        None => text.found.nobody.to_owned(),
    };
    let state = common::standing(text.lang, lead.key.standing(now));
    let [_, _, _, offset, drift] = text.found.heads.map(str::to_lowercase);
    format!(
        "  {:<14}  {holder}  {state}  {offset} {}  {drift} {:+}",
        lead.key.serial.as_str(),
        found::offset(wall, lead),
        lead.key.drift
    )
}

fn value(hunt: &Hunt, list: &Shortlist, doubt: Option<ClockDoubt>) -> Value {
    let leads: Vec<Value> = list
        .leads
        .iter()
        .map(|lead| {
            let key = &lead.key;
            let period = key.shape.period().map(i64::from);
            json!({
                "serial": key.serial.as_str(), "kind": common::kind(key), "holder": key.holder,
                "standing": key.standing(hunt.now()).word(), "offset": lead.trace.offset,
                "offset_seconds": period.map(|period| period.saturating_mul(lead.trace.offset)),
                "missed": lead.trace.skipped, "drift": key.drift,
            })
        })
        .collect();
    json!({
        "codes": hunt.codes(), "window": hunt.breadth().word(), "keys": list.keys,
        "unreadable": list.unreadable, "expected_by_chance": list.expected(hunt),
        "sure": list.is_sure(hunt), "found": list.count, "leads": leads,
        "clock_doubt": doubt.as_ref().map(ClockDoubt::word),
    })
}
