use super::check_letter;

#[test]
fn check_letters_agree_with_known_codes() {
    assert_eq!(check_letter(750_655), 'E');
    assert_eq!(check_letter(750_654), 'D');
    assert_eq!(check_letter(9_711_032), 'V');
}
