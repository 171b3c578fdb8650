//! Files of people: any bytes are answered, and what is accepted keeps its promises.
#![no_main]

use guichet::keyfile::people;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|file: &[u8]| {
    let reading = people::read(file);
    assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    for row in &reading.rows {
        assert!(!row.login.is_empty() && !row.family.is_empty() && !row.given.is_empty() && !row.mail.is_empty());
    }
});
