//! `guichet keys`: key files in and out, and the list of keys.

pub mod export;
pub mod import;
pub mod list;
mod load;
pub mod options;
mod report;
