//! Plain key files: any bytes are answered, and what is accepted keeps its promises.
#![no_main]

use std::sync::atomic::AtomicBool;

use guichet::domain::key::Serial;
use guichet::domain::otp::{DIGITS, SEED_BYTES};
use guichet::keyfile::{Unlock, pskc};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let _ = pskc::needs(file);
    let reading = pskc::read(file, &Unlock::None, &AtomicBool::new(false));
    assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    for row in &reading.rows {
        assert!(Serial::parse(&row.serial).is_some() && SEED_BYTES.contains(&row.seed.expose().len()));
        assert!(DIGITS.contains(&row.shape.digits) && row.shape.period() != Some(0) && row.counter >= 0);
    }
});
