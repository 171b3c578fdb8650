use proptest::prelude::*;

use super::*;

const NOW: Moment = Moment::from_secs(1_795_000_000);

#[test]
fn what_is_new_is_sent_at_once_and_what_was_begun_is_looked_up_after_a_wait() {
    let new = Course::new(NOW);
    assert_eq!(new.step(NOW), Step::Send);
    let begun = new.begun(NOW);
    assert_eq!(begun.step(NOW), Step::Wait(NOW + PATIENCE));
    assert_eq!(begun.step(NOW + PATIENCE), Step::LookUp);
}

#[test]
fn only_the_agent_ends_what_was_refused_or_is_in_doubt() {
    let late = NOW + Span::days(30);
    let refused = Course::new(NOW).after(Met::No, true, NOW, 0);
    assert_eq!((refused.stage, refused.step(late)), (Stage::Refused, Step::Agent));
    let doubtful = Course::new(NOW).after(Met::Silence, false, NOW, 0);
    assert_eq!((doubtful.stage, doubtful.step(late)), (Stage::Doubtful, Step::Agent));
    assert_eq!(refused.again(late).step(late), Step::Send);
    let unknown = Course::new(NOW).after(Met::Silence, true, NOW, 0);
    assert_eq!(unknown.again(NOW), unknown, "looked up first, whatever the agent wants");
}

#[test]
fn waits_double_up_to_ten_minutes() {
    let waits = (0..10).map(|tries| {
        let course = Course { tries, ..Course::new(NOW) };
        (course.after(Met::Nobody, true, NOW, 511).due - NOW).as_secs()
    });
    assert_eq!(waits.collect::<Vec<_>>(), [4, 9, 19, 39, 79, 159, 319, 599, 599, 599]);
}

fn met() -> impl Strategy<Value = Met> {
    prop_oneof![Just(Met::Nobody), Just(Met::No), Just(Met::Silence), Just(Met::Absent)]
}

proptest! {
    /// Whatever happens: nothing is sent from an unknown state without a look that found nothing, no
    /// wait is longer than 12.5 minutes, none overflows.
    #[test]
    fn no_way_leads_from_silence_to_a_second_sending_without_a_look(
        steps in prop::collection::vec((met(), any::<u32>()), 1..60),
        searches: bool,
        tries: u32,
    ) {
        let (mut course, mut now) = (Course { tries, ..Course::new(NOW) }, NOW);
        for (met, luck) in steps {
            match course.step(now) {
                Step::Wait(until) => now = until,
                Step::Agent => break,
                Step::Send => {
                    prop_assume!(met != Met::Absent);
                    course = course.begun(now).after(met, searches, now, luck);
                    if met == Met::Silence {
                        let expected = if searches { Stage::Unknown } else { Stage::Doubtful };
                        prop_assert_eq!(course.stage, expected);
                    }
                }
                Step::LookUp => {
                    prop_assume!(matches!(met, Met::Nobody | Met::Absent));
                    let after = course.after(met, searches, now, luck);
                    prop_assert_eq!(after.stage == Stage::Waiting, met == Met::Absent);
                    course = after;
                }
            }
            prop_assert!(course.due >= now);
            prop_assert!(course.due - now <= Span::minutes(13));
        }
    }
}
