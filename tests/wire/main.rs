//! The backend over recordings of a real server, and over servers and networks that misbehave. Nothing here
//! needs a server of its own; `tests/real/` asks a real one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/holder.rs"]
mod holder;
#[path = "../support/mod.rs"]
mod support;

mod blunt;
mod fake;
mod glpi;
mod mailer;
mod office;
mod script;
mod wild;

#[allow(dead_code)] // The desks use more of it.
#[path = "../desks/proxy.rs"]
mod proxy;
#[allow(dead_code)]
#[path = "../cli/program.rs"]
mod terminal;

mod acts;
mod bad;
mod codes;
mod drawing;
mod journal;
mod load;
mod logins;
mod mail;
mod notices;
mod once;
mod reads;
mod secrets;
mod spoiled;
mod tickets;
mod troubles;
mod trust;
mod typing;
mod unkept;
