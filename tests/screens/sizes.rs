//! Every size a window can have.

use guichet::screens::frame::SMALLEST;
use guichet::text::Lang;

use crate::stage::{FAR, STAGES};
use crate::support_app::grid::Grid;
use crate::support_app::looks;
use crate::support_app::story::Story;

/// Around each width at which a screen takes another form.
const WIDTHS: [u16; 13] = [0, 1, 2, 20, 39, 40, 41, 59, 60, 70, 100, 117, 120];
const HEIGHTS: [u16; 9] = [0, 1, 2, 9, 10, 11, 12, 16, 40];

/// Below the smallest size there is the beginning of one sentence and nothing else.
pub fn one_sentence(grid: &Grid, lang: Lang) {
    let sentence = (lang.text().common.too_small)(grid.width(), grid.height());
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    assert!(letters(&sentence).starts_with(&letters(&grid.text())), "{}", grid.text());
    assert_eq!(grid.cursor(), None);
}

/// Whether a window of that size shows the screens.
pub fn usable(width: u16, height: u16) -> bool {
    width >= SMALLEST.0 && height >= SMALLEST.1
}

#[test]
fn no_size_breaks_a_screen_and_the_first_one_comes_back() {
    let near = STAGES.iter().map(|stage| (stage, Story::new as fn() -> Story));
    let far = FAR.iter().map(|stage| (stage, Story::prepared as fn() -> Story));
    for ((name, reach), begin) in near.chain(far) {
        let mut story = begin();
        reach(&mut story);
        let before = story.resizes(80, 24).grid().text();
        for width in WIDTHS {
            for height in HEIGHTS {
                let grid = story.resizes(width, height).grid();
                if usable(width, height) {
                    let footer = grid.row(height - 1);
                    assert!(footer.contains(" aide"), "{name} at {width}x{height}\n{}", grid.text());
                    assert!(grid.row(0).contains("Guichet"));
                } else {
                    one_sentence(grid, Lang::Fr);
                }
            }
        }
        assert_eq!(story.resizes(300, 100).resizes(80, 24).grid().text(), before, "{name}");
    }
}

#[test]
fn the_sentence_of_a_small_window_is_whole_where_it_fits() {
    let mut story = Story::new();
    story.resizes(39, 9).sees("Fenêtre trop petite : 39 × 9. Il faut 40 × 10.").misses("Guichet");
    story.resizes(40, 10).sees("Guichet").misses("Fenêtre");
    let mut story = Story::with(Lang::En, looks::telling());
    story.resizes(39, 9).sees("Window too small: 39 × 9. 40 × 10 is needed.");
}

#[test]
fn a_key_never_covers_the_words_beside_it() {
    let (_, reach) = STAGES.iter().find(|(name, _)| *name == "palette").unwrap();
    let mut story = Story::new();
    reach(&mut story);
    for width in [40, 50, 60, 80] {
        let grid = story.resizes(width, 24).grid();
        for row in (2..20).map(|y| grid.row(y)).filter(|row| !row.is_empty()) {
            assert!(!row.ends_with('…'), "words are cut before the key, not under it: {row}");
        }
    }
}

/// What a right code is worth offline stands at the end of its headline.
#[test]
fn what_is_not_known_offline_is_told_on_the_smallest_screen_too() {
    let (_, reach) = FAR.iter().find(|(name, _)| *name == "line-away-verdict").unwrap();
    let mut story = Story::prepared();
    reach(&mut story);
    for (width, height) in [(40, 12), (60, 16), (80, 24), (200, 50)] {
        story.resizes(width, height).sees("pertes depuis le 24/11/2026 08:03 inconnus");
        story.sees("puis saisissez votre code PIN suivi des 6 nouveaux chiffres, sans espace.");
    }
}

#[test]
fn the_words_to_read_aloud_are_whole_on_the_smallest_screen() {
    for (name, said) in [
        ("verdict-valid", "puis saisissez votre code PIN suivi des 6 nouveaux chiffres, sans espace."),
        ("verdict-far", "sans votre code PIN, attendez qu’ils changent, puis lisez-moi les 6 suivants."),
        ("verdict-locked", "Combien d’essais avez-vous faits, et quand ?"),
        ("code", "eux seuls, sans votre code PIN."),
        ("clear-pin", "Claire Dupont, clé …2718"),
        ("resync", "puis lisez-moi les suivants."),
    ] {
        let (_, reach) = STAGES.iter().find(|(known, _)| *known == name).unwrap();
        let mut story = Story::new();
        reach(&mut story);
        for (width, height) in [(40, 12), (60, 16), (80, 24), (200, 50)] {
            story.resizes(width, height).sees(said);
        }
    }
}
