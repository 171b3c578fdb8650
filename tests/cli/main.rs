//! The command line as a script or a screen reader meets it.
//!
//! | file | what it shows |
//! |---|---|
//! | `program.rs` | the program on a store of its own, with or without a terminal |
//! | `help.rs` | the help, in both languages, and that it tells the truth |
//! | `exits.rs` | every exit code that the help documents |
//! | `server.rs` | a key server in the configuration: imports into it |
//! | `shapes.rs` | `--json`: one value, always of the same shape |
//! | `hostile.rs` | names that are orders to a terminal |
//! | `hostile_keys.rs` | key files that mean harm: refused by name, in bounded memory, nothing taken |
//! | `asking.rs` | secrets: asked at the terminal, seen nowhere |
//! | `codes.rs` | codes of a key by its serial, and a key by its codes |
//! | `imports.rs` | files that come in whole, and files that do not come in at all |
//! | `imports_sealed.rs` | encrypted key files at the terminal: asked, answered wrongly, given up |
//! | `key_files.rs` | every form of key file: trial runs, parts, replacements, Ctrl-C |
//! | `key_exports.rs` | keys that leave under a password, and lists of keys |
//! | `offline.rs` | snapshots: drawn, told of, worked on |
//! | `spare.rs` | a console with a snapshot to turn to |
//! | `refusals.rs` | what belongs to a demo and is refused elsewhere |
//! | `vault.rs` | slots: added, changed, removed, refused; what is sealed, checked |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support/mod.rs"]
mod support;

/// A server that plays recordings, shared with the tests of the backend.
#[allow(dead_code)]
#[path = "../wire/script.rs"]
mod script;
#[allow(dead_code)]
#[path = "../wire/wild.rs"]
mod wild;

mod asking;
mod codes;
mod dated;
mod exits;
mod help;
mod hostile;
mod hostile_keys;
mod imports;
mod imports_sealed;
mod key_exports;
mod key_files;
mod offline;
mod program;
mod refusals;
mod server;
mod shapes;
mod spare;
mod vault;
