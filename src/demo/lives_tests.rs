#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;

use super::Story;
use crate::demo::tests::{ACADEMY, LOGIN, NOW, demo, demos_of_a_week, rows, word};
use crate::domain::moment::Span;

#[test]
fn what_happened_happened_in_order() {
    let weeks = demos_of_a_week().map(|(_, demo)| demo).chain([demo()]);
    for life in weeks.flat_map(|demo| demo.lives) {
        let ago = match &life.story {
            Story::Returned { ago }
            | Story::PinToConfirm { ago }
            | Story::Locked { ago }
            | Story::Suspended { ago, .. }
            | Story::Expired { ago }
            | Story::Replaced { ago, .. }
            | Story::Revoked { ago }
            | Story::PinClearedAndForgotten { ago } => *ago,
            _ => Span::default(),
        };
        assert!(ago >= Span::default(), "{life:?}");
        assert_eq!(life.login.is_some(), life.assigned_ago.is_some(), "{life:?}");
        if let Some(used) = life.last_used_ago {
            assert!(used > ago, "{life:?}");
            assert!(life.assigned_ago.is_none_or(|assigned| assigned > used), "{life:?}");
        }
        let unused = matches!(
            life.story,
            Story::InStock | Story::NeverActivated | Story::FirstLoginPending | Story::NotYetValid { .. }
        );
        assert_eq!(life.last_used_ago.is_none(), unused, "{life:?}");
    }
}

#[test]
fn a_replaced_key_names_the_one_its_holder_uses() {
    let demo = demo();
    let by_serial: HashMap<_, _> = demo.lives.iter().map(|life| (&life.serial, life)).collect();
    let mut replaced = 0;
    for life in &demo.lives {
        let Story::Replaced { by, ago } = &life.story else { continue };
        let other = by_serial[by];
        assert_eq!(other.login, life.login);
        assert_eq!(other.assigned_ago, Some(*ago));
        assert_eq!(word(&other.story), "in use");
        replaced += 1;
    }
    assert!(replaced > 20, "{replaced}");
}

#[test]
fn only_a_key_that_went_astray_is_far_away() {
    let mut far = 0;
    for life in demo().lives {
        if life.story == Story::FarDrift {
            assert!(life.drift.abs() > 5, "{life:?}");
            assert_eq!(life.learned_drift, 0);
            far += 1;
        } else {
            assert!(life.drift.abs() <= 4, "{life:?}");
        }
    }
    assert!(far > 5, "{far}");
}

#[test]
fn only_poitiers_activates() {
    let demo = demo();
    let academies: HashMap<_, _> =
        rows(&demo).into_iter().map(|row| (row[LOGIN].to_owned(), row[ACADEMY].to_owned())).collect();
    let waiting: Vec<_> = demo.lives.iter().filter(|life| life.story == Story::NeverActivated).collect();
    assert!(waiting.len() > 2);
    for life in waiting {
        assert_eq!(academies[life.login.as_ref().unwrap()], "poitiers");
    }
}

#[test]
fn claire_dupont_logged_in_yesterday_evening() {
    let demo = demo();
    let life = demo.lives.iter().find(|life| life.serial == "103142718").unwrap();
    assert_eq!(life.login.as_deref(), Some("cdupont"));
    assert_eq!(life.story, Story::InUse { fails: 0 });
    assert_eq!(life.learned_drift, 1);
    let at = NOW - life.last_used_ago.unwrap();
    assert_eq!(at.secs(), 1_795_279_320, "2026-11-21T16:42:00Z");
}

#[test]
fn serials_look_like_the_one_of_the_notice() {
    for life in demo().lives {
        assert!(life.serial.starts_with("10314"), "{}", life.serial);
        assert_eq!(life.serial.len(), 9);
        assert!(life.serial.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
