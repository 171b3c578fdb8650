//! `guichet keys list`: every key with its state and holder, and never a secret.

use serde_json::json;

use crate::cli::args::Args;
use crate::cli::output::Output;
use crate::cli::{Ended, Exit, open};
use crate::domain::key::Key;
use crate::domain::moment::Moment;
use crate::store::words::{LIVES, word_of};
use crate::text::common;
use crate::text::wall::Wall;

/// Lists the keys that were asked for.
pub fn run(args: &Args, output: &mut Output) -> Ended {
    let store = open::store(args)?;
    let (now, wall) = (open::clock()(), Wall::system(args.lang));
    let mut values = Vec::new();
    let mut count = 0_usize;
    let listed = store.each_key(&args.keys.holder, |key| {
        if args.keys.state.is_some_and(|state| state != key.standing(now)) {
            return;
        }
        count += 1;
        match args.json {
            true => values.push(value(&key, now)),
            false => output.line(&line(args, &key, &wall, now)),
        }
    });
    listed.map_err(|fault| open::stop(args, &fault))?;
    match args.json {
        true => output.json(&json!({ "keys": values, "total": count })),
        false if count == 0 => output.complain(args.lang.text().keys.none),
        false => {}
    }
    Ok(Exit::Done)
}

fn value(key: &Key, now: Moment) -> serde_json::Value {
    json!({
        "serial": key.serial.as_str(), "maker": key.maker, "kind": common::kind(key),
        "life": word_of(&LIVES, &key.life), "standing": key.standing(now).word(), "holder": key.holder,
        "starts": key.starts.map(Moment::secs), "expires": key.expires.map(Moment::secs),
    })
}

fn line(args: &Args, key: &Key, wall: &Wall, now: Moment) -> String {
    let state = common::standing(args.lang, key.standing(now));
    let holder = key.holder.as_deref().unwrap_or("-");
    let expires = key.expires.map_or_else(|| "-".to_owned(), |moment| wall.date(moment));
    let kind = common::kind(key);
    // The hash makes a kind long, a login has no limit: it comes last.
    format!("{:<14}  {kind:<17}  {state:<17}  {expires:<10}  {holder}", key.serial.as_str())
}
