//! `guichet ticket`: list, show, file.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, desk, open, show};
use crate::desk::{DeskFault, Filter, TicketPage};
use crate::domain::ticket::{Draft, Field, Form, SerialAnswer, State, Ticket, TicketId, Unkept, Uuid};
use crate::service::request::{Answer, Failure, Outcome, Read, Write};
use crate::store::vault;
use crate::text::tickets;
use crate::text::wall::Wall;

/// Pages of a list that are read at most, of 50 tickets each: what is behind them is told as more.
const PAGES: u32 = 20;

/// Live tickets.
pub fn list(args: &Args, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let (service, _) = open::service(args)?;
    let (service, _) = desk::log_in(args, service)?;
    let filter = Filter { states: State::LIVE.to_vec(), ..Filter::default() };
    let page = all(|page| {
        let filter = filter.clone();
        match open::wait(service.read(Read::Tickets { filter, page }))? {
            Ok(Answer::Tickets(page)) => Ok(page),
            Ok(_) => Err(stop(args, &Failure::Desk(DeskFault::Broken(String::new())))),
            Err(failure) => Err(stop(args, &failure)),
        }
    })?;
    if args.json {
        let rows: Vec<_> = page
            .rows
            .iter()
            .map(|row| {
                json!({
                    "id": row.id.as_str(), "subject": row.subject, "state": row.state.word(), "queue": row.queue,
                    "owner": row.owner, "requester": row.requester, "created": row.created.secs(),
                    "changed": row.changed.secs(),
                })
            })
            .collect();
        output.json(&json!({ "total": page.total, "more": page.more, "tickets": rows }));
        return Ok(Exit::Done);
    }
    if page.rows.is_empty() {
        output.line(text.tickets.none);
    }
    for row in &page.rows {
        let state = tickets::state(args.lang, row.state);
        output.line(&format!("{:>5}  {state:<11} {:<14} {}", row.id.as_str(), row.requester, row.subject));
    }
    if page.more {
        output.line(&(text.tickets.and_more)(page.rows.len()));
    }
    Ok(Exit::Done)
}

/// The pages of a list as one, up to [`PAGES`] of them. A ticket that moves to the next page while they are
/// read is told once.
fn all<E>(mut read: impl FnMut(u32) -> Result<TicketPage, E>) -> Result<TicketPage, E> {
    let mut whole = read(0)?;
    let mut told: HashSet<TicketId> = whole.rows.iter().map(|row| row.id.clone()).collect();
    for page in 1..PAGES {
        if !whole.more {
            break;
        }
        let next = read(page)?;
        whole.more = next.more;
        whole.rows.extend(next.rows.into_iter().filter(|row| told.insert(row.id.clone())));
    }
    Ok(whole)
}

/// One ticket.
pub fn show(args: &Args, id: &str, output: &mut Output) -> Ended {
    let text = args.lang.text();
    let (service, _) = open::service(args)?;
    let (service, _) = desk::log_in(args, service)?;
    let ticket = match open::wait(service.read(Read::Ticket(TicketId::new(id))))? {
        Ok(Answer::Ticket(ticket)) => ticket,
        Ok(_) => return Ok(Exit::Failed),
        Err(failure) => return Err(stop(args, &failure)),
    };
    if args.json {
        output.json(&value(&ticket));
        return Ok(Exit::Done);
    }
    let wall = Wall::system(args.lang);
    let row = &ticket.row;
    output.line(&format!(
        "n° {}  {}  [{}]",
        row.id.as_str(),
        row.subject,
        tickets::state(args.lang, row.state)
    ));
    output.line(&(text.tickets.filed_by)(
        &ticket.author,
        &format!("{} {}", wall.date(row.created), wall.minute(row.created)),
    ));
    for words in tickets::unkept(text, &ticket.unkept) {
        output.text(&format!("{} : {words}\n", text.tickets.unkept));
    }
    for (field, words) in &ticket.fields {
        output.text(&format!("{} : {words}\n", tickets::field(args.lang, *field)));
    }
    for note in &ticket.notes {
        let words = tickets::note(text, &note.what);
        output.text(&format!("{} {} {} : {words}\n", wall.date(note.at), wall.minute(note.at), note.author));
    }
    Ok(Exit::Done)
}

fn value(ticket: &Ticket) -> Value {
    let fields: Map<String, Value> =
        ticket.fields.iter().map(|(field, words)| (field.word().to_owned(), json!(words))).collect();
    let notes: Vec<_> = ticket
        .notes
        .iter()
        .map(|note| {
            let (name, said) = note.what.told();
            json!({ "at": note.at.secs(), "author": note.author, name: said })
        })
        .collect();
    json!({
        "id": ticket.row.id.as_str(), "subject": ticket.row.subject, "state": ticket.row.state.word(),
        "author": ticket.author, "requester": ticket.row.requester, "fields": fields, "notes": notes,
        "unkept": words(&ticket.unkept),
    })
}

fn words(unkept: &[Unkept]) -> Vec<String> {
    unkept.iter().map(Unkept::word).collect()
}

/// A ticket about a person, pre-filled from the card; `fields` are `field=text`.
pub fn file(args: &Args, login: &str, fields: &[String], output: &mut Output) -> Ended {
    let text = args.lang.text();
    let (service, _) = open::service(args)?;
    let (service, _) = desk::log_in(args, service)?;
    let card = show::card(args, &service, login)?;
    let profiles = open::profiles(args)?;
    let form = Form::of(profiles.get(&card.person.school.academy));
    let uuid = Uuid::from_random(vault::random().map_err(|fault| open::stop(args, &fault))?);
    let mut draft = form.prefill(uuid, &card, None);
    for field in fields {
        fill(args, &mut draft, field)?;
    }
    let faults = form.faults(&draft);
    if !faults.is_empty() {
        let lines = faults.iter().map(|(field, fault)| {
            let (label, why) = (tickets::field(args.lang, *field), tickets::fault(args.lang, fault));
            format!("  {label} ({}) : {why}", field.word())
        });
        let lines = lines.collect::<Vec<_>>().join("\n");
        return Err(Stop::new(Exit::Refused, format!("{}\n{lines}", (text.tickets.incomplete)(""))));
    }
    match open::wait(service.write(Write::File(Box::new(draft))))? {
        Ok(Outcome::Filed(filed)) if args.json => {
            output.json(&json!({ "id": filed.id.as_str(), "unkept": words(&filed.unkept) }));
        }
        Ok(Outcome::Filed(filed)) => output.line(&text.filed(&filed).text),
        Ok(Outcome::Queued { stage, words }) if args.json => {
            output.json(&json!({ "queued": true, "stage": stage.word(), "words": words }))
        }
        Ok(Outcome::Queued { stage, words }) => output.line(&text.outbox.queued(stage, &words).text),
        Ok(_) => return Ok(Exit::Failed),
        Err(failure) => return Err(stop(args, &failure)),
    }
    Ok(Exit::Done)
}

/// One `field=text`. For the serial, `none` says that there is no key yet and `unreadable:why` that
/// it cannot be read.
fn fill(args: &Args, draft: &mut Draft, given: &str) -> Result<(), Stop> {
    let text = args.lang.text().cli;
    let wrong = || Stop::new(Exit::Usage, (text.unexpected)(given));
    let (word, words) = given.split_once('=').ok_or_else(wrong)?;
    match Field::from_word(word).ok_or_else(wrong)? {
        Field::Serial if words == "none" => draft.serial_answer = SerialAnswer::NoKeyYet,
        Field::Serial => {
            draft.serial_answer = match words.strip_prefix("unreadable:") {
                Some(why) => SerialAnswer::Unreadable(why.to_owned()),
                None => SerialAnswer::Known(words.to_owned()),
            };
        }
        Field::Screenshots => draft.attachments.push(words.to_owned()),
        field => draft.set(field, words),
    }
    Ok(())
}

fn stop(args: &Args, failure: &Failure) -> Stop {
    let exit = match failure {
        Failure::Desk(DeskFault::NotFound) => Exit::NotFound,
        _ => Exit::Failed,
    };
    Stop::failed(exit, args.lang.text(), failure)
}

#[cfg(test)]
#[path = "ticket_tests.rs"]
mod tests;
