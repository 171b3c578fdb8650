#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn random_bytes_become_version_4() {
    assert_eq!(Uuid::from_random([0; 16]).as_str(), "00000000-0000-4000-8000-000000000000");
    assert_eq!(Uuid::from_random([0xff; 16]).as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert_ne!(Uuid::from_random([1; 16]), Uuid::from_random([2; 16]));
}

#[test]
fn text_is_read_back_and_nothing_else_is() {
    let uuid = Uuid::from_random(std::array::from_fn(|n| n as u8));
    assert_eq!(Uuid::parse(uuid.as_str()).as_ref(), Some(&uuid));
    assert_eq!(Uuid::parse(&uuid.as_str().to_uppercase()).as_ref(), Some(&uuid));
    let json = serde_json::to_string(&uuid).unwrap();
    assert_eq!(serde_json::from_str::<Uuid>(&json).unwrap(), uuid);
    for wrong in ["", "x", "00000000-0000-4000-8000-00000000000", "0000000040008000000000000000"] {
        assert_eq!(Uuid::parse(wrong), None, "{wrong}");
        assert!(serde_json::from_str::<Uuid>(&format!("\"{wrong}\"")).is_err());
    }
    assert_eq!(Uuid::parse("g0000000-0000-4000-8000-000000000000"), None);
}
