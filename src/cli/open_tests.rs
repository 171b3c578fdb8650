use super::*;

/// The second agent of an export or a snapshot is another person, however the own name is written.
#[test]
fn ones_own_name_is_known_in_every_spelling() {
    for typed in ["m.durand", "M.Durand", " m.durand ", "m.durand (1000)"] {
        assert!(is_agent("m.durand (1000)", typed), "{typed}");
    }
    assert!(is_agent("Élodie", "éLODIE") && is_agent("uid-1000", "UID-1000"));
    for typed in ["c.leroy", "m.durand2", "m", "", "1000"] {
        assert!(!is_agent("m.durand (1000)", typed), "{typed}");
    }
}
