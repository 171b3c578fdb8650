#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;

use data_encoding::BASE64;

use super::{BYTES_PER_KEY, room_for};
use crate::demo::tests::{NOW, date, demo, demos_of_a_week, packages};
use crate::demo::{CAST, DemoAcademy, Role, SEED, Story, academy};

#[test]
fn the_key_file_is_well_formed_and_tells_every_life() {
    let demo = demo();
    let packages = packages(&demo);
    assert_eq!(packages.len(), demo.lives.len());
    for (package, life) in packages.iter().zip(&demo.lives) {
        assert_eq!(package["DeviceInfo/SerialNo"], life.serial);
        let seed = BASE64.decode(package["Secret/PlainValue"].as_bytes()).unwrap();
        let length = match package["AlgorithmParameters/Suite"].as_str() {
            "HMAC-SHA1" => 20,
            "HMAC-SHA256" => 32,
            "HMAC-SHA512" => 64,
            suite => panic!("{suite}"),
        };
        assert_eq!(seed.len(), length);
        match package.get("TimeInterval/PlainValue") {
            Some(period) => {
                assert!(["30", "60"].contains(&period.as_str()));
                let astray = life.story == Story::FarDrift;
                assert_eq!(life.learned_drift, if astray { 0 } else { life.drift });
            }
            None => {
                let counter: i64 = package["Counter/PlainValue"].parse().unwrap();
                assert_eq!(counter > 0, life.last_used_ago.is_some());
                assert!(life.drift >= 0, "a button cannot be unpressed");
                assert_eq!(life.learned_drift, 0, "nobody saw the idle presses");
            }
        }
    }
    let seeds: BTreeSet<_> = packages.iter().map(|package| &package["Secret/PlainValue"]).collect();
    assert_eq!(seeds.len(), packages.len());
    let buttons = packages.iter().filter(|package| package.contains_key("Counter/PlainValue"));
    assert!((40..=120).contains(&buttons.count()));
}

#[test]
fn the_text_with_the_seeds_never_moved() {
    let demo = demo();
    let text = demo.keys_pskc.expose();
    let blocks: Vec<_> = text.split("  <KeyPackage>").collect();
    assert_eq!(blocks.len(), demo.lives.len() + 1);
    assert!(blocks.iter().all(|block| block.len() < BYTES_PER_KEY));
    assert_eq!(text.capacity(), room_for(demo.lives.len()));
}

#[test]
fn dates_of_the_key_file_agree_with_the_stories() {
    let weeks = demos_of_a_week().chain([(NOW, demo())]);
    let keys = weeks.flat_map(|(now, demo)| {
        let lives = demo.lives.clone().into_iter();
        packages(&demo).into_iter().zip(lives).map(move |(package, life)| (now, package, life))
    });
    for (now, package, life) in keys {
        let package = &package;
        let (starts, expires) = (date(package, "StartDate"), date(package, "ExpiryDate"));
        assert!(starts < expires, "{life:?}");
        assert_eq!(expires <= now, matches!(life.story, Story::Expired { .. }), "{life:?}");
        assert_eq!(starts > now, matches!(life.story, Story::NotYetValid { .. }), "{life:?}");
        if let Some(used) = life.last_used_ago {
            assert!(now - used > starts && now - used < expires, "{life:?}");
        }
        if let (Some(assigned), false) = (life.assigned_ago, starts > now) {
            assert!(now - assigned > starts, "{life:?}");
        }
    }
}

#[test]
fn a_key_of_the_cast_keeps_its_seed_in_an_academy_of_any_size() {
    let (small, large) = (academy(SEED, 50, NOW), demo());
    let of_the_cast = CAST.iter().flat_map(Role::serials).count();
    let secrets = |demo: &DemoAcademy| {
        let packages = packages(demo);
        packages.iter().take(of_the_cast).map(|p| p["Secret/PlainValue"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(secrets(&small), secrets(&large));
}
