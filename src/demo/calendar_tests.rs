use super::{Calendar, DAY, EVENING};
use crate::demo::dice::Dice;
use crate::domain::moment::{Moment, Span};

/// Sunday 2026-11-22, 14:03 in Paris.
const SUNDAY: Moment = Moment::from_secs(1_795_352_580);

#[test]
fn yesterday_evening_is_yesterday_evening() {
    let ago = Calendar::new(SUNDAY).days_ago(1, EVENING);
    assert_eq!((SUNDAY - ago).secs(), 1_795_279_320, "2026-11-21T16:42:00Z");
}

#[test]
fn yesterday_begins_at_midnight_in_paris() {
    let just_before = Moment::from_secs(1_795_388_399);
    let just_after = Moment::from_secs(1_795_388_400);
    let noon = 12 * 60;
    let before = just_before - Calendar::new(just_before).days_ago(1, noon);
    let after = just_after - Calendar::new(just_after).days_ago(1, noon);
    assert_eq!((after - before).as_secs(), DAY);
}

#[test]
fn nobody_works_at_weekends_or_at_night() {
    let calendar = Calendar::new(SUNDAY);
    let mut dice = Dice::new(5, "weekends");
    for days in 1..200 {
        let at = (SUNDAY - calendar.office_hours(days, &mut dice)).secs() + 3_600;
        let weekday = (at / DAY + 3) % 7;
        let hour = at % DAY / 3_600;
        assert!(weekday < 5, "day {days} fell on weekday {weekday}");
        assert!((7..=18).contains(&hour), "hour {hour}");
    }
}

#[test]
fn midnight_is_of_the_same_day() {
    let calendar = Calendar::new(SUNDAY);
    assert_eq!(calendar.midnight(Span::secs(0)).secs(), 1_795_305_600);
    assert_eq!(calendar.midnight(Span::days(1)).secs(), 1_795_305_600 - DAY);
}
