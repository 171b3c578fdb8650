#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

const MADE: Moment = Moment::from_secs(1_790_000_000);
const NOW: Moment = Moment::from_secs(1_790_003_600);

fn tested(offsets: &[(&str, i64)]) -> Option<ClockDoubt> {
    let mut evidence = ClockEvidence::new(MADE);
    for (serial, secs) in offsets {
        evidence.seen(serial, Span::secs(*secs));
    }
    evidence.doubt(NOW)
}

#[test]
fn a_clock_behind_the_snapshot_is_doubted_whatever_else_is_known() {
    let mut evidence = ClockEvidence::new(MADE);
    evidence.synchronised = Some(true);
    let before = evidence.doubt(MADE - Span::secs(30));
    assert_eq!(before, Some(ClockDoubt::BeforeSnapshot { by: Span::secs(30) }));
    assert_eq!(evidence.doubt(MADE), None);
}

#[test]
fn one_drifted_key_is_the_keys_matter_two_alike_are_the_clocks() {
    assert_eq!(tested(&[("1", 300)]), None);
    assert_eq!(tested(&[("1", 300), ("1", 300)]), None, "one key twice is one key");
    let doubt = Some(ClockDoubt::SameOffset { offset: Span::secs(300), keys: 2 });
    assert_eq!(tested(&[("1", 300), ("2", 300)]), doubt);
    assert_eq!(tested(&[("1", 300), ("2", -300)]), None);
    assert_eq!(tested(&[("1", 0), ("2", 60), ("3", 0)]), None, "what a right clock may be off");
    let three = Some(ClockDoubt::SameOffset { offset: Span::secs(-240), keys: 3 });
    assert_eq!(tested(&[("1", -240), ("2", -300), ("3", -240)]), three);
}

#[test]
fn what_the_system_cannot_tell_is_no_doubt() {
    let mut evidence = ClockEvidence::new(MADE);
    for (known, doubt) in [(None, None), (Some(true), None), (Some(false), Some(ClockDoubt::NotSynchronised))]
    {
        evidence.synchronised = known;
        assert_eq!(evidence.doubt(NOW), doubt);
    }
}
