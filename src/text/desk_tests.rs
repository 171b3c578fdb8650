use super::*;

#[test]
fn every_trouble_of_a_line_is_told_in_both_languages() {
    use Trouble::{Certificate, Failing, Interrupted, Nonsense, Refused, TimedOut};
    for why in [Refused, TimedOut, Certificate, Interrupted, Failing, Nonsense] {
        let word = why.word();
        assert_eq!(Trouble::from_word(word), Some(why));
        let (french, english) = (of_line(Lang::Fr, word), of_line(Lang::En, word));
        assert_ne!(french, english, "{why:?}");
        for met in [DeskFault::Unreachable(word.to_owned()), DeskFault::Broken(word.to_owned())] {
            assert!(fault(Lang::Fr, &met).contains(&french) && fault(Lang::En, &met).contains(&english));
        }
    }
    assert_eq!(of_line(Lang::Fr, "Accès refusé"), "Accès refusé");
}

#[test]
fn what_a_desk_lacks_is_named() {
    let lacks = DeskFault::Lacks("UUID client".to_owned());
    for lang in [Lang::Fr, Lang::En] {
        assert!(fault(lang, &lacks).contains("UUID client"));
    }
}
