#![allow(clippy::unwrap_used)]

use data_encoding::BASE64;

use super::*;
use crate::domain::ticket::{Attachment as Picture, SerialAnswer};
use crate::domain::ticket::{Draft, Uuid};

fn draft() -> Draft {
    let mut draft = Draft::new(Uuid::from_random([7; 16]), "rouen");
    for (field, answer) in [
        (Field::Name, "Zoé Dupont-L’Écuyer"),
        (Field::Mail, "zoe.dupont@ac-rouen.fr"),
        (Field::Subject, "Clé désynchronisée"),
        (Field::Description, "Tous les codes sont refusés.\n.\nC’est arrivé d’un coup 🔑"),
        (Field::Errors, "Erreur 0x1F : réessayez"),
    ] {
        draft.set(field, answer);
    }
    draft.serial_answer = SerialAnswer::Known("103142718".to_owned());
    draft
}

fn letter(draft: Draft, files: Vec<Picture>) -> (Letter, String) {
    let address = |text: &str| text.parse().unwrap();
    let (from, to) = (address("m.durand@ac-rouen.fr"), address("pole@ac-rouen.fr"));
    let reply_to = address("equipe@ac-rouen.fr");
    let filing = Filing { draft, author: "m.durand (1000)".to_owned(), files };
    let at = Moment::from_millis(1_795_000_000_000);
    let letter = Letter::new(&filing, &Way { from: &from, reply_to: &reply_to, to: &to, at }).unwrap();
    assert!(letter.bytes.is_ascii());
    assert!(letter.bytes.split(|byte| *byte == b'\n').all(|line| line.len() <= 998));
    let text = String::from_utf8(letter.bytes.clone()).unwrap();
    (letter, text)
}

/// The lines of the head, folded ones joined.
fn head(text: &str) -> Vec<String> {
    let head = text.split_once("\r\n\r\n").unwrap().0.replace("\r\n ", " ");
    head.split("\r\n").map(str::to_owned).collect()
}

fn body(text: &str) -> String {
    let quoted = text.split_once("\r\n\r\n").unwrap().1;
    let mut bytes = Vec::new();
    let mut rest = quoted.as_bytes();
    while let [first, more @ ..] = rest {
        (rest, _) = match (first, more) {
            (b'=', [b'\r', b'\n', more @ ..]) => (more, ()),
            (b'=', [a, b, more @ ..]) => {
                let hex = std::str::from_utf8(&[*a, *b]).unwrap().to_owned();
                bytes.push(u8::from_str_radix(&hex, 16).unwrap());
                (more, ())
            }
            _ => {
                bytes.push(*first);
                (more, ())
            }
        };
    }
    String::from_utf8(bytes).unwrap().replace("\r\n", "\n")
}

#[test]
fn the_answers_are_lines_in_the_order_of_the_notice() {
    let (letter, text) = letter(draft(), Vec::new());
    let expected = "Nom : Zoé Dupont-L’Écuyer\nAdresse mail : zoe.dupont@ac-rouen.fr\nObjet : Clé désynchronisée\n\
                    Description : Tous les codes sont refusés.\n    .\n    C’est arrivé d’un coup 🔑\n\
                    Messages d’erreur : Erreur 0x1F : réessayez\nNuméro de clé : 103142718\n\
                    Référence : 07070707-0707-4707-8707-070707070707\n";
    assert_eq!(body(&text).trim_end(), expected.trim_end());
    assert_eq!(letter.id, "07070707-0707-4707-8707-070707070707@guichet.ac-rouen.fr");
    let order: Vec<_> = LABELS.iter().map(|(field, _)| *field).collect();
    assert_eq!(order, Field::ALL);
}

#[test]
fn the_head_says_who_to_whom_and_what() {
    let (letter, text) = letter(draft(), Vec::new());
    let head = head(&text);
    let id = format!("Message-ID: <{}>", letter.id);
    for line in [
        "From: m.durand@ac-rouen.fr",
        "Reply-To: equipe@ac-rouen.fr",
        "To: pole@ac-rouen.fr",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "Date: Wed, 18 Nov 2026 11:06:40 +0000",
        &id,
    ] {
        assert!(head.iter().any(|own| own == line), "{line}: {head:#?}");
    }
    let subject = head.iter().find(|line| line.starts_with("Subject: ")).unwrap();
    assert!(subject.contains("=?utf-8?b?"), "{subject}");
}

#[test]
fn nothing_that_is_typed_begins_a_line_of_the_head() {
    let plain = head(&letter(draft(), Vec::new()).1).len();
    for nasty in [
        "Objet\r\nBcc: vol@x.fr",
        "Objet\nX-Y: z",
        "Objet\r\n\r\ncorps",
        "é\r\nBcc: vol@x.fr",
        "\u{0}\u{1b}[2J",
    ] {
        let mut draft = draft();
        draft.set(Field::Subject, nasty);
        let head = head(&letter(draft, Vec::new()).1);
        assert_eq!(head.len(), plain, "{nasty:?}: {head:#?}");
        let starts = |line: &String| line.starts_with("Bcc") || line.starts_with("X-Y");
        assert!(!head.iter().any(starts), "{head:#?}");
    }
}

#[test]
fn pictures_are_parts_and_their_paths_stay_here() {
    let picture = Picture::new("/home/m.durand/Bureau/écran.png", b"\x89PNG\r\n\x1a\nxyz".to_vec()).unwrap();
    let content = BASE64.encode(&picture.content);
    let mut draft = draft();
    draft.attachments = vec!["/home/m.durand/Bureau/écran.png".to_owned()];
    let (_, text) = letter(draft, vec![picture]);
    assert!(text.contains("multipart/mixed"), "{text}");
    assert!(text.contains("Content-Disposition: attachment; filename=\"ecran.png\""), "{text}");
    assert!(text.contains("Content-Type: image/png\r\n") && text.contains(&content), "{text}");
    assert!(text.contains("Captures d=E2=80=99=C3=A9cran : ecran.png"), "{text}");
    assert!(!text.contains("Bureau"), "{text}");
}

#[test]
fn what_no_text_holds_is_shown_as_such() {
    let mut draft = draft();
    draft.set(Field::Description, "avant\u{1b}]52;c;x\u{7}après\tici\r\nfin");
    let text = body(&letter(draft, Vec::new()).1);
    assert!(text.contains("avant\u{fffd}]52;c;x\u{fffd}après\tici\n    fin"), "{text}");
}
