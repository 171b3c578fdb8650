#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::thread;

use data_encoding::HEXLOWER;

use super::*;

fn derived(hash: Hash, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> String {
    let recipe = Recipe { hash, salt, rounds, length };
    let key = recipe.derive(password, &AtomicBool::new(false)).ok().unwrap();
    HEXLOWER.encode(key.expose())
}

#[test]
fn the_vectors_of_rfc_6070_come_out() {
    let long = (&b"passwordPASSWORDpassword"[..], &b"saltSALTsaltSALTsaltSALTsaltSALTsalt"[..]);
    for (password, salt, rounds, length, key) in [
        (&b"password"[..], &b"salt"[..], 1, 20, "0c60c80f961f0e71f3a9b524af6012062fe037a6"),
        (b"password", b"salt", 2, 20, "ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957"),
        (b"password", b"salt", 4_096, 20, "4b007901b765489abead49d926f721d065a429c1"),
        (long.0, long.1, 4_096, 25, "3d2eec4fe41c849b80c8d83662c0e44a8b291a964cf2f07038"),
        (b"pass\0word", b"sa\0lt", 4_096, 16, "56fa6aa75548099dcc37d7f03425e0c3"),
    ] {
        assert_eq!(derived(Hash::Sha1, password, salt, rounds, length), key);
    }
}

/// Taken from Python's hashlib, one round past a look at the cancel flag.
#[test]
fn every_hash_derives_what_another_program_derives() {
    for (hash, key) in [
        (Hash::Sha1, "eeadbcb7a2205ca2c6a5a25cdc61ed1bf4eb2b1504a9742609a84f87109aafd8"),
        (Hash::Sha224, "cf708e955996eaee7d30eff744f6dd0bc8180c1abe9958cf4c2b3b5cf486ac7e"),
        (Hash::Sha256, "83fe42bb05db211c01153fa7267aafb0bd64f75064eb1b8490ffddd841b75c4c"),
        (Hash::Sha384, "cc6f3dc93867df7979ccf4ef1f0e3ce3e3a0a6648dd2e61701776ddfedbb6162"),
        (Hash::Sha512, "aee38ede306178b83c71ac45e7606589b96860a45e1013c32560d8ccace25b77"),
    ] {
        assert_eq!(derived(hash, b"password", b"salt", ROUNDS_BETWEEN + 1, 32), key);
    }
}

/// Were the flag not looked at, this would last for hours.
#[test]
fn a_long_derivation_stops_when_told() {
    let cancel = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&cancel);
    let work = thread::spawn(move || {
        let recipe = Recipe { hash: Hash::Sha512, salt: b"salt", rounds: u32::MAX, length: 32 };
        recipe.derive(b"password", &seen).err()
    });
    cancel.store(true, Ordering::Relaxed);
    assert_eq!(work.join().unwrap(), Some(Reason::Cancelled));
}
