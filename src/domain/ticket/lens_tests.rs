use super::*;
use crate::domain::ticket::Priority;

const NOW: Moment = Moment::from_secs(1_795_000_000);

fn row(id: &str, state: State, owner: &str, age: Span) -> TicketRow {
    TicketRow {
        id: TicketId::new(id),
        subject: String::new(),
        state,
        priority: Priority::Normal,
        queue: String::new(),
        owner: owner.to_owned(),
        requester: String::new(),
        created: NOW - age,
        changed: NOW - age,
    }
}

#[test]
fn each_look_shows_what_it_is_for() {
    let hour = Span::minutes(60);
    let rows = [
        row("free", State::New, "", hour),
        row("mine", State::Open, "m.durand", hour),
        row("read", State::Waiting, "m.durand", hour),
        row("other", State::Open, "p.martin", Span::days(8)),
        row("week", State::Open, "p.martin", OLD),
        row("done", State::Solved, "m.durand", Span::days(30)),
    ];
    let seen =
        BTreeMap::from([(TicketId::new("read"), NOW - hour), (TicketId::new("mine"), NOW - hour - hour)]);
    let eye = Eye { agent: "m.durand", now: NOW, seen: &seen };
    let shown = |lens: Lens| {
        let shown = rows.iter().filter(|row| lens.shows(row, &eye));
        shown.map(|row| row.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(shown(Lens::Live), "free mine read other week");
    assert_eq!(shown(Lens::Free), "free");
    assert_eq!(shown(Lens::Mine), "mine read");
    assert_eq!(shown(Lens::Unread), "free mine other week");
    assert_eq!(shown(Lens::Old), "other");
    assert_eq!(shown(Lens::Settled), "done");
    assert_eq!(shown(Lens::All), "free mine read other week done");
}

#[test]
fn tab_goes_round_both_ways() {
    let mut lens = Lens::default();
    for expected in Lens::ALL.iter().cycle().skip(1).take(14) {
        assert_eq!(lens.next(false).next(true), lens);
        lens = lens.next(false);
        assert_eq!(lens, *expected);
    }
}
