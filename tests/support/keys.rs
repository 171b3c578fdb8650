//! Key notation: `"dupont<enter>"`, `"<down*3>"`, `"<c-c>"`, `"<lt>"` for a literal `<`.

/// What a terminal sends in its default modes (xterm: no application cursor keys).
const NAMED: &[(&str, &[u8])] = &[
    ("enter", b"\r"),
    ("esc", ESC),
    ("tab", b"\t"),
    ("s-tab", b"\x1b[Z"),
    ("bs", b"\x7f"),
    ("space", b" "),
    ("lt", b"<"),
    ("up", b"\x1b[A"),
    ("down", b"\x1b[B"),
    ("right", b"\x1b[C"),
    ("left", b"\x1b[D"),
    ("home", b"\x1b[H"),
    ("end", b"\x1b[F"),
    ("c-home", b"\x1b[1;5H"),
    ("c-end", b"\x1b[1;5F"),
    ("ins", b"\x1b[2~"),
    ("del", b"\x1b[3~"),
    ("pgup", b"\x1b[5~"),
    ("pgdn", b"\x1b[6~"),
    ("f1", b"\x1bOP"),
    ("f2", b"\x1bOQ"),
    ("f3", b"\x1bOR"),
    ("f4", b"\x1bOS"),
    ("f5", b"\x1b[15~"),
    ("f6", b"\x1b[17~"),
    ("f7", b"\x1b[18~"),
    ("f8", b"\x1b[19~"),
    ("f9", b"\x1b[20~"),
    ("f10", b"\x1b[21~"),
    ("f11", b"\x1b[23~"),
    ("f12", b"\x1b[24~"),
];

const ESC: &[u8] = b"\x1b";

/// The bytes of each key press, one item a press.
///
/// # Panics
/// On an unknown name, and on `<esc>` followed by another key: the two would arrive together and
/// be read as an Alt chord. Wait for the effect of Esc, then type on.
pub fn presses(notation: &str) -> Vec<Vec<u8>> {
    let mut presses: Vec<Vec<u8>> = Vec::new();
    let mut rest = notation;
    while let Some(first) = rest.chars().next() {
        let (press, count, length) = match rest.strip_prefix('<') {
            Some(inside) => {
                let (name, _) = inside.split_once('>').expect("`<` without `>`: write <lt>");
                let (press, count) = named(name);
                (press, count, name.len() + 2)
            }
            None => (first.to_string().into_bytes(), 1, first.len_utf8()),
        };
        presses.extend(std::iter::repeat_n(press, count));
        rest = &rest[length..];
    }
    let esc = presses.iter().position(|press| press == ESC);
    assert!(esc.is_none_or(|at| at + 1 == presses.len()), "<esc> must be the last key of {notation:?}");
    presses
}

/// One name, perhaps with a count: `down*3`.
fn named(name: &str) -> (Vec<u8>, usize) {
    let (key, count) = match name.split_once('*') {
        Some((key, count)) => (key, count.parse().expect("a count after `*`")),
        None => (name, 1),
    };
    (bytes_of(key), count)
}

fn bytes_of(key: &str) -> Vec<u8> {
    if let Some((_, bytes)) = NAMED.iter().find(|(name, _)| *name == key) {
        return bytes.to_vec();
    }
    match key.strip_prefix("c-").map(str::as_bytes) {
        Some([letter @ b'a'..=b'z']) => vec![letter & 0x1f],
        _ => panic!("no key is called <{key}>"),
    }
}
