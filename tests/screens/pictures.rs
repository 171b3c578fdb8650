//! Snapshots of every screen.
//!
//! The letters of the second block: `t` title, `o` demo, `a` accent, `m` muted, `x` match, `k` key,
//! `h` hint, `-` rule, `i` input, `b` bad input, `g` good, `n` info, `w` warn, `d` danger, `s` words
//! to say, `f` and `e` gauge, `.` text; a capital or `#` in the selected row. Without colours:
//! `b` bold, `d` dim, `u` underlined, `r` reversed, `U` bold and underlined, `R` bold and reversed,
//! `D` dim and reversed.

use guichet::app::Looks;
use guichet::text::Lang;
use guichet::ui::glyphs::{ASCII, UNICODE};

use crate::stage::{FAR, STAGES, Stage};
use crate::support_app::looks;
use crate::support_app::story::Story;
use crate::support_app::world::World;

/// The sizes of the French pictures.
const SIZES: [(u16, u16); 4] = [(80, 24), (40, 12), (132, 43), (200, 50)];

fn picture(name: &str, variant: &str, story: &Story) {
    let grid = story.grid();
    let cursor = grid.cursor().map_or("nowhere".to_owned(), |(x, y)| format!("column {x}, row {y}"));
    let rule = "═".repeat(usize::from(grid.width()));
    let picture = format!("{}\n{rule}\n{}\n{rule}\ncursor: {cursor}", grid.text(), grid.map());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("{name}@{variant}"), picture));
}

fn staged(lang: Lang, looks: Looks, (_, reach): &Stage) -> Story {
    let mut story = Story::with(lang, looks);
    reach(&mut story);
    story
}

#[test]
fn a_server_that_stops_answering() {
    for (name, reach) in FAR {
        let mut story = Story::prepared();
        reach(&mut story);
        for (width, height) in [(80, 24), (40, 12), (200, 50)] {
            story.resizes(width, height);
            picture(name, &format!("{width}x{height}"), &story);
        }
        let mut story = Story::on(World::prepared(), Lang::En, looks::telling());
        reach(&mut story);
        picture(name, "english", &story);
    }
}

#[test]
fn in_french_at_every_size() {
    for stage in STAGES {
        let mut story = staged(Lang::Fr, looks::telling(), stage);
        for (width, height) in SIZES {
            story.resizes(width, height);
            picture(stage.0, &format!("{width}x{height}"), &story);
        }
    }
}

#[test]
fn in_english() {
    for stage in STAGES {
        picture(stage.0, "english", &staged(Lang::En, looks::telling(), stage));
    }
}

#[test]
fn without_unicode() {
    for stage in STAGES {
        let looks = Looks { glyphs: ASCII, ..looks::telling() };
        let story = staged(Lang::Fr, looks, stage);
        for cell in story.grid().cells() {
            assert!(cell.symbol().is_ascii(), "{:?} on {}\n{}", cell.symbol(), stage.0, story.grid().text());
        }
        picture(stage.0, "ascii", &story);
    }
}

#[test]
fn without_colours() {
    for stage in STAGES {
        let story = staged(Lang::Fr, looks::shipped("mono", UNICODE), stage);
        for cell in story.grid().cells() {
            assert_eq!((cell.fg, cell.bg), Default::default(), "{:?} on {}", cell.symbol(), stage.0);
        }
        picture(stage.0, "mono", &story);
    }
}
