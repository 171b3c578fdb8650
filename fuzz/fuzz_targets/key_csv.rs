//! CSV of keys: the OATH form, and mapped columns. The first byte chooses.
#![no_main]

use std::sync::atomic::AtomicBool;

use guichet::keyfile::Unlock;
use guichet::keyfile::form::{Form, How, read};
use guichet::keyfile::map::Map;
use libfuzzer_sys::fuzz_target;

const MAPS: [&str; 2] =
    ["serial=#1,seed=#2,type=#3,period=#4,digits=#5", "serial=serial,seed=seed,type==totp,period==60,maker=maker"];

fuzz_target!(|data: &[u8]| {
    let Some((choice, file)) = data.split_first() else { return };
    let map = MAPS.get(usize::from(*choice)).and_then(|map| Map::parse([*map]).ok());
    let form = if map.is_some() { Form::Csv } else { Form::OathCsv };
    let (unlock, cancel) = (Unlock::None, AtomicBool::new(false));
    let reading = read(file, &How { form, encoding: None, map: map.as_ref(), unlock: &unlock, cancel: &cancel });
    assert!(!reading.rows.is_empty() || !reading.refused.is_empty());
    let _ = Form::of(file, map.is_some());
});
