//! `guichet search`.

use serde_json::json;

use super::args::Args;
use super::output::Output;
use super::{Ended, Exit, Stop, open};
use crate::backend::Find;
use crate::service::request::{Answer, Read};

/// Hits shown; a program gets as many.
const SHOWN: usize = 50;

/// Finds people.
pub fn run(args: &Args, text: &str, output: &mut Output) -> Ended {
    let words = args.lang.text();
    let (service, _) = open::service(args)?;
    let find = Find { text: text.to_owned(), limit: SHOWN };
    let answer = open::wait(service.read(Read::Find(find)))?;
    let answer = answer.map_err(|failure| Stop::failed(Exit::Failed, words, &failure))?;
    let Answer::Found(found) = answer else { return Ok(Exit::Failed) };
    if args.json {
        let hits: Vec<_> = found
            .hits
            .iter()
            .map(|hit| {
                let person = &hit.person;
                json!({
                    "login": person.login, "family": person.family, "given": person.given, "mail": person.mail,
                    "role": person.role, "school": person.school.name, "uai": person.school.uai,
                    "academy": person.school.academy,
                    "serials": hit.serials.split_whitespace().collect::<Vec<_>>(),
                })
            })
            .collect();
        output.json(
            &json!({ "matching": found.matching, "people": found.people, "cut": found.cut, "hits": hits }),
        );
    } else {
        for hit in &found.hits {
            let person = &hit.person;
            let name = format!("{} {}", person.family, person.given);
            output
                .line(&format!("{:<14} {name:<30} {:<20} {}", person.login, hit.serials, person.school.name));
        }
        if found.matching > found.hits.len() {
            output.line(&(words.cli.more_matches)(found.matching - found.hits.len()));
        }
        if found.cut {
            output.line(words.home.cut);
        }
    }
    match found.hits.is_empty() {
        true if args.json => Ok(Exit::NotFound),
        true => Err(Stop::new(Exit::NotFound, words.cli.nobody)),
        false => Ok(Exit::Done),
    }
}
