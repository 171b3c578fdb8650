use super::*;
use crate::backend::Seen;

/// Nothing was done only where nothing was sent.
#[test]
fn a_login_without_an_answer_is_not_told_as_nothing() {
    for (lang, nothing) in [(Lang::Fr, "Rien n’a été fait"), (Lang::En, "Nothing was done")] {
        let why = Trouble::TimedOut;
        let lost = login(lang, &Fault::NoAnswer { why, seen: Seen::Nothing });
        assert!(
            lost.contains(trouble(lang, why)) && lost.contains("code") && !lost.contains(nothing),
            "{lost}"
        );
        assert!(!lost.contains("F5"), "there is no card to read: {lost}");
        let unsent = login(lang, &Fault::Unreachable { why });
        assert!(unsent.contains(nothing) && !unsent.contains("code"), "{unsent}");
    }
}
