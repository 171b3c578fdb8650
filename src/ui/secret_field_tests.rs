use super::*;

fn typed(keys: &str) -> SecretField {
    let mut field = SecretField::default();
    for c in keys.chars() {
        field.key(KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
    }
    field
}

#[test]
fn the_buffer_never_moves() {
    let mut field = SecretField::default();
    let before = field.typed.expose().as_ptr();
    for _ in 0..100 {
        field.push('7');
    }
    assert_eq!(field.len(), MAX_TYPED);
    assert_eq!(field.typed.expose().as_ptr(), before);
}

#[test]
fn backspace_wipes_and_shortens() {
    let mut field = typed("0328");
    assert!(field.key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE)));
    assert_eq!(field.take().expose(), "032");
    assert!(field.is_empty());
    assert!(!field.key(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE)));
}

#[test]
fn a_hostile_paste_is_refused_whole() {
    for paste in ["123\u{1b}[201~456", "123\n456", "12\u{0}3456", &"9".repeat(65), "١٢٣٤٥٦"] {
        let mut field = SecretField::default();
        assert!(!field.paste(paste), "{paste:?}");
    }
    let mut field = SecretField::default();
    assert!(field.paste(" 032\u{a0}848\r\n"));
    assert_eq!(field.take().expose(), "032848");
}
