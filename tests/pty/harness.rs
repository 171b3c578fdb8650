//! The instruments themselves, tried on shell programs whose behaviour is known.

use std::time::Duration;

use rustix::process::Signal;

use crate::support::keys::presses;
use crate::support::modes::{left_behind, queries};
use crate::support::proc::{Activity, peak_memory};
use crate::support::terminal::Terminal;

const SECOND: Duration = Duration::from_secs(1);

fn shell(script: &str) -> Terminal {
    Terminal::start("sh", &["-c", script], &[], (80, 24))
}

#[test]
fn keys_are_what_a_terminal_sends() {
    assert_eq!(presses("é<enter>"), [b"\xc3\xa9".to_vec(), b"\r".to_vec()]);
    assert_eq!(presses("<down*2><c-x>"), [b"\x1b[B".to_vec(), b"\x1b[B".to_vec(), vec![0x18]]);
    assert_eq!(presses("<lt>a<esc>"), [b"<".to_vec(), b"a".to_vec(), b"\x1b".to_vec()]);
}

#[test]
#[should_panic(expected = "last key")]
fn escape_before_another_key_is_refused() {
    presses("<esc>a");
}

#[test]
fn what_is_left_behind_has_a_name() {
    let cases: &[(&[u8], &[&str])] = &[
        (b"\x1b[?1049h\x1b[?25l text \x1b[?25h\x1b[?1049l", &[]),
        (b"\x1b[?1049h", &["alternate screen (?1049)"]),
        (b"\x1b[?25l", &["cursor hidden (?25)"]),
        (b"\x1b[?1000;1006h\x1b[?1000l", &["mouse in SGR form (?1006)"]),
        (b"\x1b[?1002h\x1b[?1003h", &["mouse drag (?1002)", "mouse motion (?1003)"]),
        (b"\x1b[?2004h", &["bracketed paste (?2004)"]),
        (b"\x1b[?7l\x1b[?4321h", &["no line wrap (?7)", "mode ?4321"]),
        (b"\x1b[1;31m", &["coloured or styled pen"]),
        (b"\x1b[1;7m\x1b[22m\x1b[27m", &[]),
        (b"\x1b[>1u\x1b[>3u\x1b[<u", &["kitty keyboard flags"]),
        (b"\x1b[6 q\x1b[2;5r\x1b=", &["application keypad", "cursor shape", "scroll region"]),
        (b"\x1b[?1049h\x1b[?25l\x1bc", &[]),
        (b"\x1b]0;\x1b[?1049h", &["alternate screen (?1049)"]),
        (b"\x1b]2;a title with ?1049h in it\x07", &[]),
    ];
    for (raw, expected) in cases {
        assert_eq!(left_behind(raw), *expected, "{}", raw.escape_ascii());
    }
}

#[test]
fn a_question_to_the_terminal_is_found() {
    let asked: &[&[u8]] = &[
        b"\x1b[6n",
        b"\x1b[?6n",
        b"\x1b[5n",
        b"\x1b[c",
        b"\x1b[>0c",
        b"\x1b[?2026$p",
        b"\x1b[>0q",
        b"\x1b[?u",
        b"\x1b[18t",
        b"\x1b]10;?\x1b\\",
        b"\x1b]11;?\x07",
        b"\x1b]4;1;?\x07",
        b"\x1b]52;c;?\x07",
        b"\x1bP+q544e\x1b\\",
        b"\x1bP$qm\x1b\\",
    ];
    for raw in asked {
        assert_eq!(queries(raw).len(), 1, "{}", raw.escape_ascii());
    }
    let told = b"\x1b[1;1H\x1b[2J\x1b[31mWhat? [6n\x1b]0;title\x07\x1b]52;c;Zm9v\x07\x1b[2 q\x1b[!p";
    assert_eq!(queries(told), [""; 0]);
}

#[test]
fn text_styles_and_size_are_seen() {
    let mut terminal =
        shell("printf 'plain \\033[1;34mbold\\033[0m \\033[7mback\\033[0m'; read x; stty size; read x");
    terminal.wait_for("back");
    assert_eq!(terminal.screen().lines().next(), Some("plain bold back"));
    let styles = terminal.styles();
    assert_eq!(styles.lines().next(), Some("......aaaa.bbbb"));
    assert!(styles.ends_with("\na fg=4 bold\nb reverse"), "{styles}");
    terminal.resize(100, 30);
    terminal.keys("<enter>");
    terminal.wait_for("30 100");
}

#[test]
fn an_unfinished_frame_is_not_shown() {
    let mut terminal = shell("printf 'old\\033[?2026h\\rnew'; read x; printf '\\033[?2026l'; read x");
    terminal.wait_for("old");
    terminal.settle(SECOND / 10, SECOND);
    assert!(terminal.raw().ends_with(b"\rnew"));
    assert_eq!(terminal.screen().trim_end(), "old");
    terminal.keys("<enter>");
    terminal.wait_for("new");
    terminal.wait_gone("old");
}

#[test]
fn a_paste_arrives_in_brackets() {
    let mut terminal = shell("stty -echo; printf ready; head -c 17 | od -An -c; read x");
    terminal.wait_for("ready");
    terminal.paste("a\x1bb\r\n");
    terminal.keys("<enter>");
    terminal.wait_for("033   [   2   0   0   ~   a 033   b");
}

#[test]
fn changed_line_modes_are_seen() {
    let mut terminal = shell("read x; stty -echo -icanon; printf ready");
    assert!(terminal.termios().echo() && terminal.termios().canonical());
    assert_eq!(terminal.termios(), *terminal.termios_before());
    terminal.keys("<enter>");
    assert!(terminal.wait_exit(SECOND).status.success());
    assert!(!terminal.termios().echo() && !terminal.termios().canonical());
    assert_ne!(terminal.termios(), *terminal.termios_before());
}

#[test]
fn exit_codes_and_signals_are_told_apart() {
    assert_eq!(shell("exit 7").wait_exit(SECOND).status.exit_code(), 7);
    let mut terminal = shell("printf ready; read x");
    terminal.wait_for("ready");
    terminal.signal(Signal::TERM);
    let status = terminal.wait_exit(SECOND).status;
    assert_eq!(status.signal(), Some("Terminated"), "{status:?}");
}

#[test]
fn hanging_up_reaches_the_program() {
    let mut terminal = shell("printf ready; read x; sleep 100");
    terminal.wait_for("ready");
    terminal.hang_up();
    assert_eq!(terminal.wait_exit(SECOND).status.signal(), Some("Hangup"));
}

#[test]
fn hanging_up_types_nothing() {
    let mut terminal = shell("trap '' HUP; printf ready; read x && exit 1; exit 2");
    terminal.wait_for("ready");
    terminal.hang_up();
    assert_eq!(terminal.wait_exit(SECOND).status.exit_code(), 2);
}

#[test]
#[should_panic(expected = "still running")]
fn a_program_that_outlives_its_terminal_is_caught() {
    let mut terminal = shell("trap '' HUP; printf ready; read x; while :; do :; done");
    terminal.wait_for("ready");
    terminal.hang_up();
    terminal.wait_exit(SECOND / 2);
}

#[test]
fn a_flood_of_output_is_never_quiet_and_holds_nobody_up() {
    let mut terminal = shell("while :; do echo flood; done");
    terminal.wait_for("flood");
    assert!(!terminal.settle(SECOND / 2, SECOND));
    terminal.signal(Signal::KILL);
    assert_eq!(terminal.wait_exit(SECOND).status.signal(), Some("Killed"));
}

#[test]
fn spinning_and_sleeping_differ() {
    let mut busy = shell("printf ready; while :; do :; done");
    let mut quiet = shell("printf ready; read x");
    let spent = [&mut busy, &mut quiet].map(|terminal| {
        terminal.wait_for("ready");
        terminal.settle(SECOND / 10, SECOND);
        let before = Activity::of(terminal.pid());
        let mark = terminal.mark();
        terminal.listen(mark.at + SECOND / 2);
        Activity::of(terminal.pid()).since(&before)
    });
    assert!(spent[0].cpu > SECOND / 20, "{spent:?}");
    assert_eq!((spent[1].cpu, spent[1].wakeups), (Duration::ZERO, 0));
    assert!(peak_memory(quiet.pid()).is_some_and(|bytes| bytes > 100_000));
}

#[test]
fn pieces_of_output_carry_their_time() {
    let mut terminal = shell("stty -echo; printf ready; read x; printf one; sleep 0.2; printf three; read x");
    terminal.wait_for("ready");
    let mark = terminal.keys("<enter>");
    terminal.wait_for("three");
    let pieces = terminal.record().pieces_since(mark);
    let [(first, 3), (second, 5)] = pieces[..] else {
        panic!("{pieces:?}");
    };
    assert!(second - first >= SECOND / 5, "{pieces:?}");
    assert_eq!(terminal.bytes_since(mark), b"onethree");
    let later = terminal.mark();
    assert!(terminal.record().pieces_since(later).is_empty());
}
