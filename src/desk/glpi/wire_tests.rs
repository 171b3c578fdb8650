#![allow(clippy::unwrap_used)]

use super::*;
use serde_json::json;

#[test]
fn times_are_the_servers() {
    let paris = TimeZone::get("Europe/Paris").unwrap();
    assert_eq!(moment("2026-07-01 10:00:00", &paris), Moment::from_secs(1_782_892_800));
    assert_eq!(moment("2026-12-01 10:00:00", &paris), Moment::from_secs(1_796_115_600));
    assert_eq!(moment("2026-12-01 10:00:00", &TimeZone::UTC), Moment::from_secs(1_796_119_200));
    for never in ["", "0000-00-00 00:00:00", "hier"] {
        assert_eq!(moment(never, &paris), Moment::default(), "{never}");
    }
}

#[test]
fn every_number_means_something() {
    for (status, meant) in
        [(1, State::New), (3, State::Open), (4, State::Waiting), (6, State::Closed), (99, State::Open)]
    {
        assert_eq!(state(status), meant, "{status}");
    }
    for (known, _) in State::WORDS {
        assert_eq!(state(statuses(known).next().unwrap()), known);
    }
    for known in [Priority::Low, Priority::Normal, Priority::High] {
        assert_eq!(priority(number(known)), known);
    }
    assert_eq!([1, 3, 6, 0].map(priority), [Priority::Low, Priority::Normal, Priority::High, Priority::Low]);
}

#[test]
fn a_search_that_found_nothing_has_no_rows() {
    let nothing: Found = serde_json::from_value(json!({ "totalcount": 0, "count": 0 })).unwrap();
    assert!(nothing.data.is_none());
    for none in [json!({}), json!([]), json!({ "totalcount": null }), json!({ "data": [] })] {
        assert!(serde_json::from_value::<Found>(none).is_err());
    }
    let row: Row = serde_json::from_value(
        json!({ "1": "A &#38; B", "2": "7", "4": ["2", 3, "x@y"], "5": null, "12": 1.0 }),
    )
    .unwrap();
    assert_eq!((row.text("1").as_str(), row.number("2"), row.number("12")), ("A & B", Some(7), Some(1)));
    assert_eq!((row.people("4"), row.people("5"), row.people("2")), (vec![2, 3], vec![], vec![7]));
}
