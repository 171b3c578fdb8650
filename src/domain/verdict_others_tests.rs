#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;

/// The second key, its seed, its last used step, the step it shows and what is found; the tested
/// key was last used at [`CLOCK`]. Both keys with one seed stand for a code that both can show.
#[test]
fn another_key_of_the_same_person() {
    let tested = clock_key(Some(CLOCK), 0, &[CLOCK]);
    let other = |step, fresh| Finding::OtherKey {
        serial: serial("B"),
        standing: Standing::Usable,
        step: CLOCK + step,
        fresh,
    };
    let table = [
        (OTHER_SEED, None, 0, other(0, true)),
        (OTHER_SEED, Some(1), 3, other(3, true)),
        (OTHER_SEED, Some(1), -3, other(-3, false)),
        (OTHER_SEED, Some(1), 1, other(1, false)),
        (OTHER_SEED, None, 4, Finding::NoMatch),
        (OTHER_SEED, Some(1), -4, Finding::NoMatch),
        (SEED, None, 1, valid(CLOCK + 1, 1)),
        (SEED, None, 0, recorded(CLOCK)),
        (SEED, None, -1, Finding::Older { step: CLOCK - 1, last: CLOCK }),
        (SEED, None, 5, Finding::Far { offset: 5 }),
    ];
    for (seed, last, shown, expected) in table {
        let mut second = candidate("B", seed);
        second.key.last_step = last.map(|step| CLOCK + step);
        let code = code_of(&second, CLOCK + shown);
        let found = diagnosis(&tested, &[candidate("A", b"nothing"), second], &code, now());
        let consume = match &expected {
            Finding::Valid { step, .. } => Some((tested.key.serial.clone(), *step)),
            Finding::OtherKey { serial, step, fresh: true, .. } => Some((serial.clone(), *step)),
            _ => None,
        };
        assert_eq!((found.finding, found.consume), (expected, consume), "shown {shown}");
    }
}

/// The tested key shows the code nine steps away, fresh or spent: that may be chance and comes last.
#[test]
fn fresh_elsewhere_beats_spent_elsewhere_and_both_beat_a_distant_match() {
    let mut spent = candidate("SPENT", SEED);
    spent.key.last_step = Some(CLOCK);
    spent.key.life = Life::Retired;
    let mut fresh = candidate("FRESH", SEED);
    fresh.key.life = Life::Suspended;
    let others = [spent, fresh];
    let code = code_of(&others[0], CLOCK);
    let other =
        |name, standing, fresh| Finding::OtherKey { serial: serial(name), standing, step: CLOCK, fresh };
    let older = Finding::Older { step: CLOCK, last: CLOCK + 2 };
    for (last, alone) in [(None, Finding::Far { offset: 9 }), (Some(CLOCK + 2), older)] {
        let tested = clock_key(last, -9, &[]);
        let found = |others: &[Candidate]| diagnosis(&tested, others, &code, now());
        let both = found(&others);
        assert_eq!(both.finding, other("FRESH", Standing::Suspended, true));
        assert_eq!(both.consume, Some((serial("FRESH"), CLOCK)), "a suspended key burns its codes too");
        let one = found(&others[..1]);
        assert_eq!((one.finding, one.consume), (other("SPENT", Standing::Retired, false), None));
        let none = found(&[]);
        assert_eq!((none.finding, none.consume), (alone, None));
    }
}

#[test]
fn another_key_that_counts() {
    let ahead = Windows::DEFAULT.ahead;
    let mut second = counter_key(Some(41));
    second.seed = Seed::new(OTHER_SEED.to_vec());
    let others = [second];
    let table = [
        (42, Some(true)),
        (41 + ahead - 1, Some(true)),
        (41, Some(false)),
        (42 - ahead, Some(false)),
        (41 - ahead, None),
        (43 + ahead, None),
    ];
    for (count, expected) in table {
        let code = code_of(&others[0], count);
        let found = diagnosis(&candidate("A", SEED), &others, &code, now());
        let fresh = match found.finding {
            Finding::OtherKey { fresh, step, .. } if step == count => Some(fresh),
            _ => None,
        };
        assert_eq!(fresh, expected, "count {count}");
        assert_eq!(found.consume.is_some(), expected == Some(true));
    }
}

#[test]
fn a_code_of_another_length_matches_nothing() {
    let mut long = candidate("B", OTHER_SEED);
    long.key.shape.digits = 8;
    let code = code_of(&long, CLOCK);
    assert_eq!(diagnosis(&clock_key(None, 0, &[]), &[], &code, now()).finding, Finding::NoMatch);
    let end = Code::parse(&code.expose()[2..], 6).unwrap();
    assert_eq!(diagnosis(&long, &[], &end, now()).finding, Finding::NoMatch);
}
