use super::*;

#[test]
fn every_state_has_a_status_of_its_own() {
    let statuses = Statuses::default();
    for (state, _) in State::WORDS {
        let names = statuses.of(state);
        assert!(!names.is_empty(), "{state:?}");
        assert!(names.iter().all(|name| statuses.state(name) == state));
    }
    assert_eq!(statuses.of(State::Closed), ["rejected", "deleted"]);
}

#[test]
fn what_nobody_explained_asks_for_work() {
    assert_eq!(Statuses::default().state("à l’étude"), State::Open);
}

#[test]
fn the_settings_explain_and_overrule() {
    let words = [("en attente", "waiting"), ("stalled", "open")];
    let words = words.into_iter().map(|(status, word)| (status.to_owned(), word.to_owned())).collect();
    let statuses = Statuses::new(&words);
    assert_eq!((statuses.state("en attente"), statuses.state("stalled")), (State::Waiting, State::Open));
    assert_eq!(statuses.of(State::Waiting), ["en attente"]);
    assert_eq!(statuses.of(State::Open), ["open", "stalled"]);
}

#[test]
fn priorities_are_the_words_of_the_servers_pages() {
    let words = [-1, 0, 49, 50, 99, 100, 1000].map(priority);
    use Priority::{High, Low, Normal};
    assert_eq!(words, [Low, Low, Low, Normal, Normal, High, High]);
    assert!([Low, Normal, High].into_iter().all(|one| priority(number(one)) == one));
}
