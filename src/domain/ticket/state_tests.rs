use super::*;

#[test]
fn every_state_has_one_word_and_one_row_of_moves() {
    for (state, word) in State::WORDS {
        assert_eq!(State::from_word(word), Some(state));
        assert_eq!(state.word(), word);
        assert_eq!(MOVES.iter().filter(|(from, _)| *from == state).count(), 1);
        assert!(!state.moves().contains(&state));
    }
    assert_eq!(State::from_word("resolved"), None);
}

#[test]
fn a_closed_ticket_stays_closed_and_a_solved_one_may_come_back() {
    assert!(State::Closed.moves().is_empty());
    assert_eq!(State::Solved.moves(), [State::Open, State::Closed]);
    assert!(State::WORDS.iter().all(|(state, _)| !state.moves().contains(&State::New)));
}

#[test]
fn every_live_state_can_be_settled() {
    for state in State::LIVE {
        assert!(state.moves().contains(&State::Solved), "{state:?}");
    }
}
