//! The screens as they look: every one of them, at every size, in every language and look.
//!
//! | file | what it shows |
//! |---|---|
//! | `stage.rs` | how each screen is reached |
//! | `pictures.rs` | snapshots: a text block, and a block with one letter a cell for its look |
//! | `looks.rs` | what stands out does so, cell by cell, without colour and without Unicode too |
//! | `sizes.rs` | every size a window can have |
//! | `hostile.rs` | any bytes in any field that comes from outside |
//! | `scene.rs` | such cards, hits, tickets and events |

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../support_app/mod.rs"]
mod support_app;

mod hostile;
mod looks;
mod pictures;
mod scene;
mod sizes;
mod stage;
