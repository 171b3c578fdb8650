//! The fictional academy of the demo store, as pure generation.
//!
//! What a store is filled with comes through the door of real data: a people file and a key file,
//! which the ordinary importers read, and the lives that the store then plays. Nothing here touches
//! a disk or a clock, and the same seed always makes the same people, schools, serials and seeds.
//!
//! People, towns and schools are invented. Schools have the right departments and national codes of
//! the right form; telephone numbers are of the ranges that the French regulator keeps for fiction.
//! The seeds of the keys are no secret: they follow from the number given to [`academy`], which is
//! public, and protect nothing.
//!
//! [`CAST`] is what a guide may rely on; everybody else may change with the seed.

mod calendar;
mod cast;
mod dice;
mod fates;
mod keys;
mod lives;
mod names;
mod people;
mod posts;
mod pskc;
mod schools;
mod towns;

pub use cast::{CAST, Role};
pub use lives::{Because, Life, Story};

use crate::domain::moment::Moment;
use crate::domain::secret::Secret;

/// Users of a demo store: they make 120 schools and about 2,300 keys.
pub const USERS: usize = 2_000;

/// The seed of every demo store, so that all guides and lessons speak of the same people.
pub const SEED: u64 = 10_314;

/// More would use up the national codes of a department.
const MOST_USERS: usize = 200_000;

/// An academy ready to be imported and lived in.
pub struct DemoAcademy {
    /// People and schools: `;` between the columns, UTF-8, one header line.
    pub people_csv: String,
    /// Plain PSKC (RFC 6030) of every key, those in stock included.
    pub keys_pskc: Secret<String>,
    /// What happened to each key of the file, in its order.
    pub lives: Vec<Life>,
}

/// Makes an academy of `users` people, never fewer than the cast nor more than 200,000. `now` only
/// dates it: validity in the key file and ages in the lives.
pub fn academy(seed: u64, users: usize, now: Moment) -> DemoAcademy {
    let users = users.min(MOST_USERS);
    let schools = schools::build(seed, users);
    let people = people::build(seed, users, &schools);
    let keys = keys::build(seed, &people, &schools, now);
    DemoAcademy {
        people_csv: people::csv(&people, &schools, &keys),
        keys_pskc: pskc::write(seed, &keys),
        lives: keys.into_iter().map(|key| key.life).collect(),
    }
}

#[cfg(test)]
#[path = "listing_tests.rs"]
mod listing_tests;
#[cfg(test)]
#[path = "demo_tests.rs"]
mod tests;
