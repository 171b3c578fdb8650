//! What the terminal can do and what the agent reads: no colour, no Unicode, English, a small window.

use crate::console::{Console, Demo, SECOND, TOO_SMALL};
use crate::support::stream::{Sequence, sequences, without_sequences};

/// Through all kinds of screens. The texts waited for are the same in every language.
const TOUR: &[(&str, &str)] = &[
    ("dupont", "jdupont2"),
    ("<down>", "0499001T"),
    ("<f10>", "cdupont"),
    ("<c-u>103142718", "103142718"),
    ("<enter>", "103142718"),
    ("t12345678901", "2718"),
    ("<enter>", "2718"),
    ("000000<enter>", "2718"),
    ("p", "Dupont"),
];

/// The tour, then Esc out of each layer into the ticket form, the help and the palette.
fn tour(console: &mut Console) {
    let opened = console.mark();
    for (keys, text) in TOUR {
        console.keys(keys);
        console.calm();
        assert!(console.screen().contains(text), "no {text:?} after {keys:?}:\n{}", console.screen());
    }
    for keys in
        ["<esc>", "n", "a@b.fr<tab>", "<f1>", "<esc>", "<c-p>", "<esc>", "<esc>", "<f4>", "<esc>", "<esc>"]
    {
        console.keys(keys);
        console.calm();
    }
    assert!(console.bytes_since(opened).len() > 5_000, "the tour went nowhere:\n{}", console.screen());
}

/// Numbers that switch a colour on or off in `CSI ... m` (ECMA-48, with the bright ones of aixterm).
fn is_colour(code: &str) -> bool {
    code.parse().is_ok_and(|code: u16| matches!(code, 30..=49 | 58 | 59 | 90..=107))
}

#[test]
fn no_color_means_not_one_colour_sequence() {
    let demo = Demo::make();
    let mut console = demo.console_as(&[], &[("NO_COLOR", "1")], "200 personnes");
    tour(&mut console);
    let raw = console.raw().to_vec();
    let looks = sequences(&raw).into_iter().filter_map(|sequence| match sequence {
        Sequence::Csi { body, last: 'm' } => Some(body),
        _ => None,
    });
    let looks: Vec<&str> = looks.collect();
    let coloured: Vec<_> = looks.iter().filter(|look| look.split(';').any(is_colour)).collect();
    assert!(coloured.is_empty(), "{coloured:?}");
    // What colours would have said is said otherwise.
    for code in ["1", "2", "4", "7"] {
        assert!(
            looks.iter().any(|look| look.split(';').any(|other| other == code)),
            "no {code} in {looks:?}"
        );
    }
    console.assert_alive_and_leave();
}

#[test]
fn ascii_means_ascii_alone() {
    let demo = Demo::make();
    let mut console = demo.console_as(&["--ascii"], &[], "200 personnes");
    tour(&mut console);
    console.keys("éà€ł漢");
    console.calm();
    let text = without_sequences(console.raw());
    let foreign: Vec<_> = text.iter().filter(|byte| !matches!(byte, b' '..=b'~' | b'\r' | b'\n')).collect();
    assert!(foreign.is_empty(), "{}", text.escape_ascii());
    console.assert_alive_and_leave();
}

#[test]
fn english_is_asked_for_by_option_or_environment() {
    let demo = Demo::make();
    let option = demo.console_as(&["--lang", "en"], &[], "200 people");
    let environment = [("LANG", "en_GB.UTF-8"), ("LC_ALL", "en_US.UTF-8"), ("LC_MESSAGES", "en")];
    let environment = environment.map(|variable| demo.console_as(&[], &[variable], "200 people"));
    for mut console in environment.into_iter().chain([option]) {
        console.plays(&[("cdupont", "May ask"), ("<enter>", "Events"), ("?", "Help")]);
        console.assert_alive_and_leave();
    }
    let mut console = demo.console_as(&["--lang", "fr"], &[("LC_ALL", "en_US.UTF-8")], "200 personnes");
    console.plays(&[("cdupont", "À demander"), ("<enter>", "Événements"), ("?", "Aide")]);
    console.assert_alive_and_leave();
}

#[test]
fn the_help_of_the_command_line_has_both_languages() {
    let demo = Demo::make();
    let cases: [(&[&str], &str); 5] = [
        (&["help"], "Ouvrir la console"),
        (&["--help"], "Ouvrir la console"),
        (&["-h"], "Ouvrir la console"),
        (&["--lang", "en", "help"], "Open the console"),
        (&["--help", "--lang", "en"], "Open the console"),
    ];
    for (command, line) in cases {
        let mut terminal = demo.run(command, &[], (100, 90));
        assert!(terminal.wait_exit(SECOND).status.success());
        assert!(terminal.screen().contains(line), "{command:?}:\n{}", terminal.screen());
        assert_eq!(terminal.left_behind(), [""; 0]);
        // Each line fits the terminal everything is designed for.
        let longest = terminal.screen().lines().map(|row| row.chars().count()).max();
        assert!(longest <= Some(80), "{longest:?} columns:\n{}", terminal.screen());
    }
}

#[test]
fn a_small_window_says_so_and_can_be_left() {
    let demo = Demo::make();
    for size in [(39, 24), (80, 9), (20, 5)] {
        let mut terminal = demo.run(&[], &[], size);
        terminal.wait_until("a word about the window", |terminal| {
            terminal.screen().replace('\n', " ").contains(TOO_SMALL)
        });
        // What is typed is not lost: it is there when there is room.
        terminal.keys("dup");
        terminal.resize(80, 24);
        terminal.wait_for("cdupont");
        terminal.keys("<c-q>");
        assert!(terminal.wait_exit(SECOND).status.success());
        assert_eq!(terminal.left_behind(), [""; 0]);
        assert_eq!(terminal.termios(), *terminal.termios_before());
    }
}
