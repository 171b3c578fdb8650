#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use proptest::prelude::*;

use super::*;
use crate::domain::uai::UaiFault;

const HEADER: &str = "login;family;given;mail;phone;role;uai;school;town;academy;keys\n";

/// A file of the usual header and these lines.
fn file(lines: &str) -> String {
    format!("{HEADER}{lines}")
}

/// A line with this login and these last cells.
fn line(login: &str, keys: &str) -> String {
    format!("{login};Dupont;Claire;c@ac-nantes.fr;;;0449001V;Collège des Trois-Rivières;;nantes;{keys}\n")
}

fn rows(file: &str) -> Vec<PersonRow> {
    read(file.as_bytes()).accepted().unwrap()
}

fn faults(file: &[u8]) -> Vec<Refusal> {
    read(file).accepted().unwrap_err()
}

/// The only fault of a file.
fn fault(file: &str) -> Refusal {
    let mut faults = faults(file.as_bytes());
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.remove(0)
}

/// The only fault of a file as a whole: no row is left.
fn file_fault(file: &[u8]) -> (u64, Reason) {
    let reading = read(file);
    assert!(reading.rows.is_empty());
    let [Refusal { line, serial_or_login: None, reason }] = reading.refused.as_slice() else {
        panic!("{:?}", reading.refused);
    };
    (*line, reason.clone())
}

#[test]
fn a_person_is_read_with_every_field() {
    let text = "cdupont;Dupont;Claire;claire.dupont@ac-nantes.fr;02 61 91 00 01;principale adjointe;0449001v;\
                Collège des Trois-Rivières;Saint-Ambroy;nantes;103142718  103142719\n";
    let expected = PersonRow {
        login: "cdupont".to_owned(),
        family: "Dupont".to_owned(),
        given: "Claire".to_owned(),
        mail: "claire.dupont@ac-nantes.fr".to_owned(),
        phone: "02 61 91 00 01".to_owned(),
        role: "principale adjointe".to_owned(),
        uai: "0449001V".to_owned(),
        school: "Collège des Trois-Rivières".to_owned(),
        town: "Saint-Ambroy".to_owned(),
        academy: "nantes".to_owned(),
        serials: vec!["103142718".to_owned(), "103142719".to_owned()],
        line: 2,
    };
    assert_eq!(rows(&file(text)), [expected]);
}

#[test]
fn columns_come_in_any_order_under_french_names_with_either_separator() {
    let expected = rows("login;family;given;mail;keys\ncdupont;Dupont;Inès;i@ac-nantes.fr;7\n");
    for header in
        ["Clés,Courriel,Prénom,Nom,Identifiant", "cles,COURRIEL, Pre\u{301}nom ,nom,\"identifiant\""]
    {
        let text = format!("\u{feff}{header}\r\n7,i@ac-nantes.fr,Inès,Dupont,cdupont\r\n");
        assert_eq!(rows(&text), expected, "{header}");
    }
    let all = "identifiant;nom;prenom;courriel;telephone;fonction;uai;etablissement;ville;academie;cles\n";
    let accented =
        all.replace("ele", "élé").replace("etab", "Étab").replace("aca", "Aca").replace("emie", "émie");
    for header in [all, &accented] {
        assert_eq!(rows(&(header.to_owned() + &line("cdupont", "7"))), rows(&file(&line("cdupont", "7"))));
    }
}

#[test]
fn quoted_cells_hold_separators_quotes_and_blanks() {
    let text = "login;family;given;mail\n\"d;a\";\" d'Aubigny \";\"Zoé \"\"Zo\"\"\";z@ac-amiens.fr\n";
    let person = &rows(text)[0];
    assert_eq!((person.login.as_str(), person.family.as_str()), ("d;a", "d'Aubigny"));
    assert_eq!(person.given, "Zoé \"Zo\"");
}

#[test]
fn lines_are_counted_over_empty_ones_and_windows_ends() {
    for end in ["\n", "\r\n"] {
        let text = file("\n;;;;;;;;;;\n") + &line("a", "") + "\n\n" + &line("b", "") + " ; ;;;;;;;;;\n";
        let text = text.replace('\n', end);
        let lines: Vec<_> = rows(&text).iter().map(|person| (person.login.clone(), person.line)).collect();
        assert_eq!(lines, [("a".to_owned(), 4), ("b".to_owned(), 7)]);
        let bad = text.replace("b;Dupont", "b;");
        assert_eq!(fault(&bad).line, 7, "{bad}");
    }
}

#[test]
fn control_characters_are_kept_for_the_screen_to_show() {
    let text = file(&line("c\u{1b}]0;x\u{7}", "").replace(";x", "x")).replace("Claire", "\u{202e}eriaC\u{0}");
    let person = &rows(&text)[0];
    assert_eq!((person.login.as_str(), person.given.as_str()), ("c\u{1b}]0x\u{7}", "\u{202e}eriaC\u{0}"));
}

#[test]
fn headers_are_checked_before_anything_else() {
    let with = |header: &str| file_fault(format!("{header}\n{}", line("a", "")).as_bytes()).1;
    for name in ["login", "family", "given", "mail"] {
        let header = HEADER.trim_end().replace(name, "");
        let header = header.split(';').filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(";");
        assert_eq!(with(&header), Reason::MissingColumn { name });
    }
    assert_eq!(with("login;family;given;mail;serials"), Reason::UnknownColumn { name: "serials".to_owned() });
    assert_eq!(with("login;family;given;mail;nom"), Reason::RepeatedColumn { name: "family" });
    assert_eq!(with(&"x".repeat(500)), Reason::UnknownColumn { name: "x".repeat(80) });
}

#[test]
fn files_without_people_are_empty() {
    for text in ["", "\u{feff}", "\n\r\n", HEADER, &file(";;;;;;;;;;\n")] {
        assert_eq!(file_fault(text.as_bytes()).1, Reason::EmptyFile, "{text:?}");
    }
    assert_eq!(file_fault(b"").0, 1);
}

#[test]
fn other_encodings_are_refused_with_the_line() {
    assert_eq!(file_fault(b"\xff\xfel\0").1, Reason::OtherEncoding { name: "UTF-16LE".to_owned() });
    let latin = [file(&line("a", "")).as_bytes(), b"b;Dupr\xe9;X;x@ac-nantes.fr;;;;;;;\n"].concat();
    let expected = Refusal { line: 3, serial_or_login: None, reason: Reason::BadUtf8 };
    assert_eq!(faults(&latin), [expected]);
    assert_eq!(file_fault(b"login;family;pr\xe9nom;mail\n"), (1, Reason::BadUtf8));
}

#[test]
fn a_file_cut_inside_a_line_is_refused_whole() {
    let text = file(&(line("a", "1") + &line("b", "22")));
    let ends: Vec<_> = text.match_indices('\n').map(|(at, _)| at + 1).collect();
    for end in 1..text.len() {
        let (line, reason) = match read(&text.as_bytes()[..end]) {
            // Cut between two lines: it looks whole, and no line of it is half read.
            reading if ends.contains(&end) => {
                assert!(reading.rows.len() < 2 && reading.rows.iter().all(|row| row.serials == ["1"]));
                continue;
            }
            _ => file_fault(&text.as_bytes()[..end]),
        };
        let broken = ends.iter().filter(|&&start| start < end).count() as u64 + 1;
        assert_eq!((line, reason), (broken, Reason::Truncated), "{end}");
    }
}

#[test]
fn a_quotation_mark_left_open_swallows_nothing_unseen() {
    let text = file(&(line("a", "\"1") + &line("b", "2")));
    let refusal = fault(&text);
    assert_eq!(refusal.reason, Reason::LineBreak { field: "keys" });
    let middle = file(&(line("a", "1").replace("Dupont", "\"Dupont") + &line("b", "2")));
    assert_eq!(fault(&middle).reason, Reason::WrongColumnCount { expected: 11, found: 2 });
    let long = file(&(line("a", "\"1") + &line("b", "2").repeat(1_000)));
    assert_eq!(file_fault(long.as_bytes()).1, Reason::TooLong { field: "line" });
}

#[test]
fn cells_are_counted() {
    for (text, found) in [("a;Dupont;Claire;c@ac-nantes.fr\n", 4), (&line("a", ";"), 12)] {
        assert_eq!(fault(&file(text)).reason, Reason::WrongColumnCount { expected: 11, found });
    }
}

#[test]
fn what_must_be_there_must_be_there() {
    for (at, field) in ["login", "family", "given", "mail"].into_iter().enumerate() {
        let mut cells = ["a", "b", "c", "d"];
        cells[at] = " \u{a0}";
        let refusal = fault(&format!("login;family;given;mail\n{}\n", cells.join(";")));
        assert_eq!(refusal.reason, Reason::MissingField { field });
        assert_eq!(refusal.serial_or_login, (at > 0).then(|| "a".to_owned()));
    }
}

#[test]
fn long_fields_are_refused() {
    let with = |length: usize| file(&line("a", "").replace("Claire", &"é".repeat(length)));
    assert_eq!(rows(&with(200)).len(), 1);
    assert_eq!(fault(&with(201)).reason, Reason::TooLong { field: "given" });
}

#[test]
fn school_codes_are_checked() {
    let with = |code: &str| file(&line("a", "").replace("0449001V", code));
    assert_eq!(rows(&with(""))[0].uai, "");
    let letter = Reason::BadUai { fault: UaiFault::Letter { expected: 'V' } };
    assert_eq!(fault(&with("0449001W")).reason, letter);
    assert_eq!(fault(&with("449001V")).reason, Reason::BadUai { fault: UaiFault::Form });
}

#[test]
fn logins_and_serials_stand_once() {
    let text =
        file(&[line("CDupont", "1"), line("b", "2"), line("cdupont", "3"), line("CDUPONT", "4")].concat());
    let reasons: Vec<_> =
        faults(text.as_bytes()).into_iter().map(|fault| (fault.line, fault.reason)).collect();
    let first = Reason::DuplicateLogin { first_line: 2 };
    assert_eq!(reasons, [(4, first.clone()), (5, first)]);

    for (own, others) in [("1 1", ""), ("1", "2 1")] {
        let text = file(&(line("a", own) + &line("b", others)));
        assert_eq!(fault(&text).reason, Reason::DuplicateSerial { first_line: 2 }, "{own} {others}");
    }
    assert_eq!(fault(&file(&line("a", "é"))).reason, Reason::BadSerial);
}

#[test]
fn every_bad_line_is_named() {
    let text = file(&[line("a", "é"), line("b", "2"), line("c", "").replace("V;", "W;")].concat());
    let reading = read(text.as_bytes());
    assert_eq!(reading.rows.iter().map(|row| row.login.as_str()).collect::<Vec<_>>(), ["b"]);
    let named: Vec<_> =
        reading.refused.iter().map(|fault| (fault.line, fault.serial_or_login.as_deref())).collect();
    assert_eq!(named, [(2, Some("a")), (4, Some("c"))]);
}

#[test]
fn only_lines_have_a_limit_not_their_sum_but_their_number_has() {
    let people: String = (0..2_000).map(|number| line(&format!("a{number}"), "")).collect();
    let text = file(&people);
    assert!(text.len() > 2 * LINE_MAX);
    assert_eq!(rows(&text).last().map(|person| person.line), Some(2_001));
    let reading = read_up_to(1_999, text.as_bytes());
    assert!(reading.rows.is_empty());
    assert_eq!(reading.refused[0].line, 2_001);
    assert_eq!(reading.refused[0].reason, Reason::TooManyRows { limit: 1_999 });
}

#[test]
fn endless_lines_are_given_up_after_a_bounded_part() {
    struct Counted<R>(R, Rc<Cell<usize>>);
    impl<R: Read> Read for Counted<R> {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            let count = self.0.read(out)?;
            self.1.set(self.1.get() + count);
            Ok(count)
        }
    }
    let lines = file(&line("a", ""));
    for (start, line) in [("", 1), (HEADER, 2), (lines.as_str(), 3)] {
        let taken = Rc::new(Cell::new(0));
        let reading = read(Counted(start.as_bytes().chain(io::repeat(b'A')), Rc::clone(&taken)));
        let refusal = Refusal { line, serial_or_login: None, reason: Reason::TooLong { field: "line" } };
        assert!(reading.rows.is_empty());
        assert_eq!(reading.refused, [refusal]);
        assert!(taken.get() < 2 * LINE_MAX, "{}", taken.get());
    }
}

#[test]
fn a_disk_that_fails_is_said() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    let lines = file(&line("a", "")).repeat(100);
    let reading = read(lines.as_bytes().chain(Broken));
    assert!(reading.rows.is_empty());
    assert_eq!(
        reading.refused.last().unwrap().reason,
        Reason::Unreadable { kind: io::ErrorKind::PermissionDenied }
    );
}

prop_compose! {
    /// A cell as it must come back: anything but line breaks, no blanks around it.
    fn cell(least: usize)(text in prop::collection::vec(any::<char>(), least..30)) -> String {
        let text: String = text.into_iter().filter(|letter| !matches!(letter, '\n' | '\r')).collect();
        let text = text.trim().to_owned();
        if text.is_empty() && least > 0 { "x".to_owned() } else { text }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        people in prop::collection::vec(
            (cell(1), cell(1), cell(1), cell(0), prop::collection::vec("[!-~]{1,20}", 0..3)),
            1..8,
        ),
        separator in prop::sample::select(&[b';', b','][..]),
    ) {
        let mut csv = csv::WriterBuilder::new().delimiter(separator).from_writer(Vec::new());
        csv.write_record(["keys", "mail", "given", "login", "family", "phone"]).unwrap();
        let mut expected = Vec::new();
        for (at, (family, given, mail, phone, serials)) in people.into_iter().enumerate() {
            let login = format!("login{at}");
            let serials: Vec<_> =
                serials.iter().enumerate().map(|(nth, serial)| format!("{serial}-{at}-{nth}")).collect();
            csv.write_record([&serials.join(" "), &mail, &given, &login, &family, &phone]).unwrap();
            let line = at as u64 + 2;
            expected.push(PersonRow { login, family, given, mail, phone, serials, line, ..PersonRow::default() });
        }
        let reading = read(csv.into_inner().unwrap().as_slice());
        prop_assert_eq!(reading.accepted(), Ok(expected));
    }

    #[test]
    fn any_bytes_are_answered(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        prop_assert!(!read(bytes.as_slice()).refused.is_empty());
    }

    #[test]
    fn any_lines_are_answered(text in "([a-c]?[;,\"\n\r é0-9]){0,100}") {
        let reading = read(format!("login;family;given;mail\n{text}\n").as_bytes());
        for person in &reading.rows {
            for cell in [&person.login, &person.family, &person.given, &person.mail] {
                prop_assert!(!cell.is_empty() && !cell.contains(['\n', '\r']) && cell.trim() == cell);
            }
        }
        let lines = text.matches(['\n', '\r']).count() as u64 + 2;
        prop_assert!(reading.rows.windows(2).all(|pair| pair[0].line <= pair[1].line));
        prop_assert!(reading.refused.iter().all(|refusal| (1..=lines).contains(&refusal.line)));
    }
}
