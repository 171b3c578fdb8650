//! `otpauth://` addresses.
#![no_main]

use std::sync::atomic::AtomicBool;

use guichet::keyfile::Unlock;
use guichet::keyfile::form::{Form, How, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let (unlock, cancel) = (Unlock::None, AtomicBool::new(false));
    let how = How { form: Form::Otpauth, encoding: None, map: None, unlock: &unlock, cancel: &cancel };
    let reading = read(data, &how);
    assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
});
