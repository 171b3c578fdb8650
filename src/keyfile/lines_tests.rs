#![allow(clippy::unwrap_used)]

use std::io::{self, BufReader, Read};

use proptest::prelude::*;

use super::*;

/// Every line of a file with its number.
fn lines(file: &[u8]) -> Result<Vec<(u64, String)>, Reason> {
    let go = AtomicBool::new(false);
    let mut lines = Lines::new(file, &go);
    let mut found = Vec::new();
    while let Some((number, line)) = lines.next()? {
        found.push((number, text(line).into_owned()));
    }
    Ok(found)
}

fn cells(line: &str, separator: u8) -> Result<Vec<String>, Reason> {
    let (mut cells, mut line) = (Cells::default(), line.as_bytes().to_owned());
    cells.split(&mut line, separator)?;
    Ok((0..cells.len()).map(|cell| text(cells.get(&line, cell)).into_owned()).collect())
}

#[test]
fn lines_are_counted_and_blank_ones_are_not_given() {
    let file = "\u{feff}a\r\n\n  \nb\n".as_bytes();
    assert_eq!(lines(file).unwrap(), [(1, "a".to_owned()), (4, "b".to_owned())]);
    assert_eq!(lines(b"").unwrap(), []);
}

#[test]
fn a_line_that_is_not_ended_may_be_cut() {
    assert_eq!(lines(b"a\nb"), Err(Reason::Truncated));
}

#[test]
fn other_encodings_are_named_by_their_mark() {
    for (mark, name) in OTHER_MARKS {
        let file = [mark, b"\0a\0\n"].concat();
        assert_eq!(lines(&file), Err(Reason::OtherEncoding { name: name.to_owned() }));
    }
}

#[test]
fn an_endless_line_is_given_up() {
    let go = AtomicBool::new(false);
    let mut endless = Lines::new(BufReader::new(io::repeat(b'a')), &go);
    assert_eq!(endless.next().err(), Some(Reason::TooLong { field: "line" }));
    // The longest line there may be is read.
    let longest = [vec![b'a'; LINE_MAX], b"\n".to_vec()].concat();
    let mut longest = Lines::new(BufReader::new(longest.as_slice().chain(io::empty())), &go);
    assert_eq!(longest.next().unwrap().unwrap().1.len(), LINE_MAX);
}

#[test]
fn a_reading_that_is_given_up_ends_at_the_next_line() {
    let stop = AtomicBool::new(true);
    let mut lines = Lines::new(&b"a\nb\n"[..], &stop);
    assert_eq!(lines.next().err(), Some(Reason::Cancelled));
}

#[test]
fn the_separator_is_the_one_a_line_has_most_of() {
    for (line, expected) in
        [("a,b;c,d", b','), ("a;b;c,d", b';'), ("a\tb\tc", b'\t'), ("a", b','), ("\"a;b;c\",d", b',')]
    {
        assert_eq!(separator(line.as_bytes()), expected, "{line}");
    }
}

#[test]
fn cells_are_taken_apart() {
    for (line, expected) in [
        ("a,b", &["a", "b"][..]),
        (" a , b ", &["a", "b"]),
        ("a,,b,", &["a", "", "b", ""]),
        ("", &[""]),
        ("\"a,b\",c", &["a,b", "c"]),
        ("\"a \"\"b\"\" c\",d", &["a \"b\" c", "d"]),
        (" \"a\" ,b", &["a", "b"]),
        ("\"\",b", &["", "b"]),
        ("\"\"\"\"", &["\""]),
    ] {
        assert_eq!(cells(line, b',').unwrap(), expected, "{line}");
    }
    assert_eq!(cells("a;\"b;c\"", b';').unwrap(), ["a", "b;c"]);
}

#[test]
fn a_mark_out_of_place_is_a_fault() {
    for line in ["\"a", "a\"b", "\"a\"b,c", "a,\"b\nc", "\"a\"\"", "a,b\""] {
        assert_eq!(cells(line, b','), Err(Reason::BadQuote), "{line}");
    }
}

#[test]
fn what_is_not_utf8_is_latin1() {
    assert_eq!(text(b"Num\xe9ro"), "Numéro");
    assert_eq!(text("Numéro".as_bytes()), "Numéro");
}

proptest! {
    /// What a spreadsheet writes is what comes out.
    #[test]
    fn written_cells_come_back(
        texts in prop::collection::vec("[a-z \",;é]{0,8}", 1..6),
        separator in prop::sample::select(vec![',', ';', '\t']),
    ) {
        let quoted = texts.iter().map(|text| format!("\"{}\"", text.replace('"', "\"\"")));
        let line = quoted.collect::<Vec<_>>().join(&separator.to_string());
        let trimmed: Vec<_> = texts.iter().map(|text| text.trim().to_owned()).collect();
        prop_assert_eq!(cells(&line, separator as u8).unwrap(), trimmed);
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let (mut cells, mut line) = (Cells::default(), bytes);
        let _ = cells.split(&mut line, b',');
        let _ = (cells.filled(&line), cells.get(&line, 3), separator(&line));
    }
}
