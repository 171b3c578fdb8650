use super::*;

fn check(field: Field, answer: &str) -> Result<(), FieldFault> {
    field.check(answer, &["ac-nantes.fr".to_owned(), "ac-creteil.fr".to_owned()])
}

#[test]
fn words_are_stable_and_agree_with_the_stored_form() {
    for field in Field::ALL {
        assert_eq!(Field::from_word(field.word()), Some(field));
        let stored = serde_json::to_string(&field).unwrap_or_default();
        assert_eq!(stored, format!("\"{}\"", field.word()));
    }
    assert_eq!(Field::from_word("password"), None);
}

#[test]
fn every_item_of_the_notice_has_a_field() {
    for item in TicketField::ALL {
        assert!(Field::ALL.into_iter().any(|field| field.item() == item), "{item:?}");
    }
}

#[test]
fn mail_addresses() {
    let cases = [
        ("claire.dupont@ac-nantes.fr", Ok(())),
        ("Claire.Dupont2@AC-Nantes.fr", Ok(())),
        ("ce.0449001v@ac-creteil.fr", Ok(())),
        ("anne-marie.o'brien@ac-nantes.fr", Ok(())),
        ("claire.dupont", Err(FieldFault::Mail)),
        ("claire.dupont@", Err(FieldFault::Mail)),
        ("claire.dupont@ac-na", Err(FieldFault::Mail)),
        ("@ac-nantes.fr", Err(FieldFault::Mail)),
        ("claire..dupont@ac-nantes.fr", Err(FieldFault::Mail)),
        ("claire dupont@ac-nantes.fr", Err(FieldFault::Mail)),
        ("claire.dupont@example.org", Err(FieldFault::MailDomain)),
        ("claire.dupont@ac-nantes.fr.example.org", Err(FieldFault::MailDomain)),
        ("claire.dupont@mail.ac-nantes.fr", Err(FieldFault::MailDomain)),
        ("claire.dupont@ac-rouen.fr", Err(FieldFault::MailDomain)),
        ("a@b@ac-nantes.fr", Err(FieldFault::Mail)),
    ];
    for (answer, expected) in cases {
        assert_eq!(check(Field::Mail, answer), expected, "{answer}");
    }
}

#[test]
fn an_academy_without_domains_takes_any_address() {
    assert_eq!(Field::Mail.check("a.b@example.org", &[]), Ok(()));
    for wrong in ["a.b", "a.b@", "a.b@org", "a.b@exa mple.org", "a.b@example..org"] {
        assert_eq!(Field::Mail.check(wrong, &[]), Err(FieldFault::Mail), "{wrong}");
    }
}

#[test]
fn hours() {
    for right in [
        "9h-12h",
        "9h-12h, 14h-17h",
        "9h30-12h; 14:00–17:45",
        "9-12, 14-17",
        "8h-24h",
        "le matin",
        "9h à 12h",
        "sauf mercredi 14h-16h",
        "9h-12h,",
    ] {
        assert_eq!(check(Field::Hours, right), Ok(()), "{right}");
    }
    for wrong in
        ["12h-9h", "9h-9h", "9h-25h", "9h-12h60", "9h-12h, 14h", "9h12h", "9h-12h-14h", "----", "9h-12h3"]
    {
        assert_eq!(check(Field::Hours, wrong), Err(FieldFault::Hours), "{wrong}");
    }
    assert_eq!(check(Field::Hours, "9h"), Err(FieldFault::TooShort { least: 4 }));
}

#[test]
fn lengths_are_counted_in_characters() {
    assert_eq!(check(Field::Subject, "Clé"), Err(FieldFault::TooShort { least: 5 }));
    assert_eq!(check(Field::Subject, "Clé à"), Ok(()));
    assert_eq!(check(Field::Subject, &"é".repeat(100)), Ok(()));
    assert_eq!(check(Field::Subject, &"é".repeat(101)), Err(FieldFault::TooLong { most: 100 }));
    assert_eq!(check(Field::Description, "neuf sig."), Err(FieldFault::TooShort { least: 10 }));
    assert_eq!(check(Field::Errors, "aucun"), Ok(()));
}

#[test]
fn control_characters_belong_to_no_field_and_line_breaks_to_long_ones() {
    assert_eq!(check(Field::Subject, "Clé\nOTP"), Err(FieldFault::Control));
    assert_eq!(check(Field::Description, "ligne 1\r\n\tligne 2"), Ok(()));
    for hostile in ["texte \u{1b}[2J", "texte \u{9b}2J long", "texte \u{7} long", "texte \0 long"] {
        for field in [Field::Subject, Field::Description, Field::Name, Field::Hours] {
            assert_eq!(check(field, hostile), Err(FieldFault::Control), "{hostile:?}");
        }
    }
}

#[test]
fn logins_are_split_on_commas_and_spaces() {
    assert_eq!(
        accounts("cdupont, jdupont2 ;ext-000123").collect::<Vec<_>>(),
        ["cdupont", "jdupont2", "ext-000123"]
    );
    assert_eq!(check(Field::Accounts, "cdupont, jdupont2"), Ok(()));
    assert_eq!(check(Field::Accounts, " , "), Err(FieldFault::Empty));
    let address = "cdupont claire.dupont@ac-nantes.fr";
    let wrong = FieldFault::Account("claire.dupont@ac-nantes.fr".to_owned());
    assert_eq!(check(Field::Accounts, address), Err(wrong));
}

#[test]
fn a_school_code_among_the_words_must_be_right() {
    assert_eq!(check(Field::Post, "principale, Collège des Trois-Rivières"), Ok(()));
    assert_eq!(check(Field::Post, "principale, collège (0750655E)"), Ok(()));
    assert_eq!(check(Field::Post, "principale, collège (0750655F)"), Err(FieldFault::Uai { expected: 'E' }));
}

#[test]
fn serials_and_numbers() {
    assert_eq!(check(Field::Serial, "103142718"), Ok(()));
    assert_eq!(check(Field::Serial, "1031 42718"), Err(FieldFault::Serial));
    assert_eq!(check(Field::Serial, "clé"), Err(FieldFault::Serial));
    assert_eq!(check(Field::Phone, "02 61 91 23 45"), Ok(()));
    assert_eq!(check(Field::Phone, "02 61"), Err(FieldFault::Phone(PhoneFault::TooShort)));
}
