#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{http, stamp, wall};

const SECONDS: i64 = 1_795_299_180;

#[test]
fn every_shape_of_the_server_is_the_same_moment() {
    // 2026-11-21T22:13:00Z
    assert_eq!(stamp("2026-11-21T22:13+0000").unwrap().secs(), SECONDS);
    assert_eq!(stamp("2026-11-21T23:13+0100").unwrap().secs(), SECONDS);
    assert_eq!(stamp("2026-11-21 22:13:45.491343+0000").unwrap().millis(), SECONDS * 1000 + 45_491);
    assert_eq!(stamp("2026-11-21T22:13:56.022846+00:00").unwrap().millis(), SECONDS * 1000 + 56_022);
    assert_eq!(stamp("2026-11-21T22:13:03+00:00").unwrap().secs(), SECONDS + 3);
    assert_eq!(wall("2026-11-21T22:13:48.223622").unwrap().millis(), SECONDS * 1000 + 48_223);
    assert_eq!(http("Sat, 21 Nov 2026 22:13:06 GMT").unwrap().secs(), SECONDS + 6);
}

#[test]
fn what_is_no_moment_is_none() {
    for text in ["", "gestern", "2026-11-21", "2026-13-21T22:13+0000", "2026-11-21T22:13", "+0000"] {
        assert_eq!((stamp(text), http(text)), (None, None), "{text}");
    }
    assert_eq!(wall("2026-11-21T25:13:48"), None);
}
