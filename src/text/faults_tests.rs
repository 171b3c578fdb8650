use super::*;
use crate::backend::Seen;

#[test]
fn every_trouble_of_a_line_is_told_in_both_languages() {
    use Trouble::{Certificate, Failing, Interrupted, Nonsense, Refused, TimedOut};
    for why in [Refused, TimedOut, Certificate, Interrupted, Failing, Nonsense] {
        let word = why.word();
        assert_eq!(Trouble::from_word(word), Some(why));
        let (french, english) = (of_line(Lang::Fr, word), of_line(Lang::En, word));
        assert_ne!(french, english, "{why:?}");
        for fault in [DeskFault::Unreachable(word.to_owned()), DeskFault::Broken(word.to_owned())] {
            assert!(desk(Lang::Fr, &fault).contains(french) && desk(Lang::En, &fault).contains(english));
        }
    }
    assert_eq!(of_line(Lang::Fr, "Accès refusé"), "Accès refusé");
}

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

#[test]
fn what_a_desk_lacks_is_named() {
    let fault = DeskFault::Lacks("UUID client".to_owned());
    for lang in [Lang::Fr, Lang::En] {
        assert!(desk(lang, &fault).contains("UUID client"));
    }
}
