#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

#[test]
fn encrypted_counters_are_big_endian_or_digits_and_doubtful_ones_are_refused() {
    for (bytes, counter) in [
        (&b"\0"[..], 0),
        (b"\0\0\0\x05", 5),
        (b"\x2f", 47),
        (b"\x3a", 58),
        (b"\x0e\xab\x70", 961_392),
        (b"0001", 1),
        (b"298507", 298_507),
        (b"9223372036854775807", i64::MAX),
        (b"\x7f\xff\xff\xff\xff\xff\xff\xff", i64::MAX),
        (b"\0\0\x7f\xff\xff\xff\xff\xff\xff\xff", i64::MAX),
    ] {
        assert_eq!(opened_counter(bytes), Ok(counter), "{bytes:?}");
    }
    for bytes in [&b"0"[..], b"9", b"12", b"000", b"999"] {
        assert_eq!(opened_counter(bytes), Err(Reason::AmbiguousNumber { field: "Counter" }), "{bytes:?}");
    }
    for bytes in [&b""[..], b"\x80\0\0\0\0\0\0\0", b"\x01\0\0\0\0\0\0\0\0", b"-1 not a counter"] {
        assert_eq!(opened_counter(bytes), Err(Reason::BadNumber { field: "Counter" }), "{bytes:?}");
    }
}

#[test]
fn encrypted_periods_are_big_endian_or_digits_and_doubtful_ones_are_refused() {
    for (bytes, period) in [
        (&b"\x1e"[..], 30),
        (b"\x3c", 60),
        (b"\0\0\0\x1e", 30),
        (b"30", 30),
        (b"60", 60),
        (b"\x01\x51\x80", 86_400),
    ] {
        assert_eq!(opened_period(bytes), Ok(period), "{bytes:?}");
    }
    assert_eq!(opened_period(b"5"), Err(Reason::AmbiguousNumber { field: "TimeInterval" }));
    assert_eq!(opened_period(b"\0"), Err(Reason::Period { found: 0 }));
    assert_eq!(opened_period(b"00"), Err(Reason::Period { found: 0 }));
    assert_eq!(opened_period(b"86401"), Err(Reason::Period { found: 86_401 }));
    assert_eq!(opened_period(b""), Err(Reason::BadNumber { field: "TimeInterval" }));
}
