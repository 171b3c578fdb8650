#![allow(clippy::unwrap_used)]

use super::*;

fn clock(period: u32) -> Shape {
    Shape { moving: Moving::Time { period, t0: 0 }, ..Shape::COMMON }
}

/// Period in seconds, steps accepted, steps searched.
#[test]
fn a_window_lasts_as_long_whatever_the_period() {
    let table = [
        (30, 6, 1440),
        (60, 3, 720),
        (90, 2, 480),
        (1, 180, 43_200),
        (180, 1, 240),
        (181, 1, 238),
        (3600, 1, 12),
        (43_201, 1, 1),
        (u32::MAX, 1, 1),
    ];
    for (period, accept, far) in table {
        assert_eq!(Windows::DEFAULT.reach(&clock(period)), Reach { accept, far }, "{period} s");
    }
    let button = Shape { moving: Moving::Event, ..Shape::COMMON };
    assert_eq!(Windows::DEFAULT.reach(&button), Reach { accept: 10, far: 1000 });
}

#[test]
fn a_period_of_no_length_divides_nothing() {
    assert_eq!(steps(&clock(0), Span::secs(180)), 180);
    assert_eq!(steps(&clock(60), Span::millis(i64::MIN)), 1);
}
