//! The backend over recordings of a real server, and over servers and networks that misbehave. Nothing here
//! needs a server of its own; `tests/real/` asks a real one.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod blunt;
mod fake;
mod mailer;
mod office;
mod script;
mod wild;

#[path = "../desks/proxy.rs"]
mod proxy;

mod acts;
mod codes;
mod journal;
mod logins;
mod mail;
mod once;
mod reads;
mod secrets;
mod spoiled;
mod tickets;
mod troubles;
mod trust;
