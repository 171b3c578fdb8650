#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn the_table_is_in_the_order_of_the_roles() {
    for (index, (role, _)) in ROLES.iter().enumerate() {
        assert_eq!(*role as usize, index);
    }
}

#[test]
fn every_shipped_theme_tells_its_meanings_apart() {
    for (name, _) in SHIPPED {
        let theme = Theme::shipped(name).unwrap();
        let base = theme.style(Role::Base);
        for role in [Role::Selected, Role::Danger, Role::Good, Role::Key, Role::InputBad, Role::Match] {
            assert_ne!(theme.style(role), base, "{name}: {role:?} looks like ordinary text");
        }
        assert_ne!(theme.style(Role::Good), theme.style(Role::Danger), "{name}");
        assert_ne!(theme.style(Role::Selected), theme.style(Role::Input), "{name}");
    }
}

#[test]
fn mono_has_no_colour() {
    let theme = Theme::shipped("mono").unwrap();
    for (role, _) in ROLES {
        let style = theme.style(role);
        assert_eq!((style.fg, style.bg), (None, None), "{role:?}");
    }
}

#[test]
fn a_colour_blind_reader_never_meets_red_beside_green() {
    let theme = Theme::shipped("safe").unwrap();
    for (role, _) in ROLES {
        let style = theme.style(role);
        for colour in [style.fg, style.bg].into_iter().flatten() {
            assert!(
                !matches!(colour, Color::Green | Color::LightGreen | Color::Red | Color::LightRed),
                "{role:?}"
            );
        }
    }
}

#[test]
fn a_bad_file_is_named() {
    let cases = [
        ("[roles]\nnothing = { fg = \"red\" }", "no role \"nothing\""),
        ("[roles]\nbase = { fg = \"rouge\" }", "base: no colour \"rouge\""),
    ];
    for (text, words) in cases {
        assert_eq!(Theme::parse(text), Err(ThemeFault::File(words.into())));
    }
    assert!(matches!(Theme::parse("[roles]\nbase = { blink = true }"), Err(ThemeFault::File(_))));
    assert_eq!(Theme::shipped("x"), Err(ThemeFault::Unknown("x".into())));
}
