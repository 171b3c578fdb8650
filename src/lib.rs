//! Guichet: the counter where an OTP key call is settled.

pub mod backend;
pub mod domain;
pub mod store;
pub mod ui;
