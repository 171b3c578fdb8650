#![allow(clippy::unwrap_used)]

use super::*;

fn parse(option: &str) -> Result<Map, MapFault> {
    Map::parse([option])
}

fn origin(option: &str, part: Part) -> Origin {
    parse(option).unwrap().origin(part).clone()
}

const REST: &str = ",type==totp,period==60";

#[test]
fn a_field_comes_from_a_column_or_is_the_same_for_all() {
    let map = "serial=Numéro de série,seed = Graine ,type==TOTP,period==60,digits=Chiffres";
    assert_eq!(origin(map, Part::Serial), Origin::Named("Numéro de série".to_owned()));
    assert_eq!(origin(map, Part::Seed), Origin::Named("Graine".to_owned()));
    assert_eq!(origin(map, Part::Kind), Origin::Constant("TOTP".to_owned()));
    assert_eq!(origin(map, Part::Counter), Origin::Nowhere);
    let map = format!("serial=#1,seed=#12{REST}");
    assert_eq!(origin(&map, Part::Seed), Origin::Placed(11));
}

#[test]
fn a_column_name_may_hold_commas_and_signs() {
    let map = format!("serial=N°, de clé,seed=Graine (hex, 40)=x{REST}");
    assert_eq!(origin(&map, Part::Serial), Origin::Named("N°, de clé".to_owned()));
    assert_eq!(origin(&map, Part::Seed), Origin::Named("Graine (hex, 40)=x".to_owned()));
}

#[test]
fn several_options_make_one_map() {
    let map = Map::parse(["serial=a", "seed=b,type==hotp"]).unwrap();
    assert_eq!(map.origin(Part::Seed), &Origin::Named("b".to_owned()));
}

#[test]
fn what_is_wrong_is_named() {
    let own = |text: &str| MapFault::UnknownPart(text.to_owned());
    for (option, fault) in [
        ("", own("")),
        ("colour=red", own("colour=red")),
        ("serial", own("serial")),
        (&format!("serial=a,seed=b,serial=c{REST}"), MapFault::Repeated("serial")),
        (&format!("serial=,seed=b{REST}"), MapFault::Empty("serial")),
        (&format!("serial=#0,seed=#2{REST}"), MapFault::Empty("serial")),
        (&format!("serial=#x,seed=#2{REST}"), MapFault::Empty("serial")),
        (&format!("serial=#1,seed=b{REST}"), MapFault::Mixed),
        (&format!("serial=a,seed==3132{REST}"), MapFault::BadValue("seed")),
        (&format!("serial==1,seed=b{REST}"), MapFault::BadValue("serial")),
        ("serial=a,seed=b,type==ocra,period==60", MapFault::BadValue("type")),
        ("serial=a,seed=b,type==totp,period==0", MapFault::BadValue("period")),
        (&format!("serial=a,seed=b,digits==0{REST}"), MapFault::BadValue("digits")),
        (&format!("serial=a,seed=b,algorithm==md5{REST}"), MapFault::BadValue("algorithm")),
        (&format!("serial=a,seed=b,expires==soon{REST}"), MapFault::BadValue("expires")),
        (&format!("seed=b{REST}"), MapFault::Missing("serial")),
        (&format!("serial=b{REST}"), MapFault::Missing("seed")),
        ("serial=a,seed=b,period==60", MapFault::Missing("type")),
        ("serial=a,seed=b,type==totp", MapFault::Missing("period")),
        ("serial=a,seed=b,type=c", MapFault::Missing("period")),
    ] {
        assert_eq!(parse(option), Err(fault), "{option}");
    }
    assert!(parse("serial=a,seed=b,type==hotp").is_ok(), "a counter key has no period");
}

#[test]
fn a_header_of_known_names_is_a_map() {
    let header = |line: &str| {
        let cells: Vec<_> = line.split(',').map(str::as_bytes).collect();
        Map::from_header(cells.into_iter())
    };
    let map = header("Numéro,Secret key,Type,Time-Interval").unwrap();
    assert_eq!(map.origin(Part::Period), &Origin::Placed(3));
    for line in ["upn,serial number,secret key", "serial,serial", "serial,type", "", "serial,,seed"] {
        assert_eq!(header(line), None, "{line}");
    }
}

#[test]
fn the_table_of_parts_is_in_their_order() {
    for (place, (part, word, _)) in Part::TABLE.into_iter().enumerate() {
        assert_eq!((part as usize, part.word()), (place, word));
    }
}
