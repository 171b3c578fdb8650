//! Stories of the counter: keys in, screens and effects out, on a real embedded store.
//!
//! | file | what is told |
//! |---|---|
//! | `search.rs` | from a name to a card |
//! | `card.rs` | what a card tells, and what it never asks |
//! | `ring.rs` | from the ring of the phone to the verdict, keystrokes counted |
//! | `verdicts.rs` | every verdict with the words for the caller |
//! | `passcode.rs` | what is typed into a code field, and where it never shows |
//! | `pin.rs` | a PIN cleared, created again, or forgotten |
//! | `acts.rs` | the rest of a key's life |
//! | `refusals.rs` | what cannot be done says why |
//! | `tickets.rs` | from a card to a filed ticket |
//! | `twins.rs` | another ticket about the same |
//! | `files.rs` | pictures attached by their paths |
//! | `page.rs` | a ticket carried to a web page |
//! | `drafts.rs` | nothing typed is lost |
//! | `words.rs` | words for a ticket: kept, taken up again, ready ones inserted |
//! | `lacking.rs` | what a ticket lacks is told and asked for; what is no matter of keys goes elsewhere |
//! | `looks.rs` | looks at the list kept under a name |
//! | `everywhere.rs` | help, palette, footer, themes, mouse, leaving |
//! | `english.rs` | the same counter in English |
//! | `paste.rs` | pastes, whatever is in them |
//! | `waiting.rs` | slow, late, failing answers; keys typed ahead |
//! | `found.rs` | a key whose serial is worn off |
//! | `offline.rs` | over a snapshot, without network |
//! | `begin.rs` | the server did not answer at the login |
//! | `line.rs` | the server stops answering and comes back |
//! | `notices.rs` | the holder is told |
//! | `outcomes.rs` | deeds whose screen was left |
//! | `timers.rs` | alarms exist while something visible needs them |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support_app/mod.rs"]
mod support_app;

mod acts;
mod begin;
mod card;
mod drafts;
mod english;
mod everywhere;
mod files;
mod found;
mod lacking;
mod line;
mod login;
mod looks;
mod notices;
mod offline;
mod outbox;
mod outcomes;
mod page;
mod passcode;
mod paste;
mod pin;
mod refusals;
mod ring;
mod search;
mod tickets;
mod timers;
mod triage;
mod twins;
mod verdicts;
mod waiting;
mod words;
