//! What is true without a screen, a disk or a network.

pub mod clock;
pub mod delivery;
pub mod found;
pub mod key;
pub mod moment;
pub mod notice;
pub mod otp;
pub mod passcode;
pub mod person;
pub mod phone;
pub mod profile;
pub mod search;
pub mod secret;
pub mod ticket;
pub mod uai;
pub mod verdict;
pub mod window;
