use std::collections::HashSet;

use super::{login, mail, quoted};

#[test]
fn logins_are_short_plain_and_numbered() {
    let mut taken = HashSet::new();
    let cases = [
        (("Claire", "Dupont"), "cdupont"),
        (("Chloé", "Dupont"), "cdupont2"),
        (("Cécile", "Dupont"), "cdupont3"),
        (("Océane", "'t Hart-d'Aubigny"), "othartdaubig"),
        (("Odile", "'t Hart-d'Aubigny"), "othartdaubi2"),
        (("Łukasz", "Großmann"), "lgrossmann"),
        (("Ève", "Cœuré"), "ecoeure"),
    ];
    for ((given, family), expected) in cases {
        assert_eq!(login(given, family, &mut taken), expected);
    }
}

#[test]
fn mails_keep_the_words_apart_and_homonyms_too() {
    let mut taken = HashSet::new();
    let mut new = |given, family, domain| mail(given, family, domain, &mut taken);
    assert_eq!(new("Jean", "Dupont", "ac-nantes.fr"), "jean.dupont@ac-nantes.fr");
    assert_eq!(new("Jean", "Dupont", "ac-nantes.fr"), "jean.dupont2@ac-nantes.fr");
    assert_eq!(new("Jean", "Dupont", "ac-rouen.fr"), "jean.dupont@ac-rouen.fr");
    assert_eq!(new("Anne-Gaëlle", "d’Estrelles", "ac-rouen.fr"), "anne-gaelle.d-estrelles@ac-rouen.fr");
}

#[test]
fn only_columns_that_need_it_are_quoted() {
    assert_eq!(quoted("d'Aubigny, Zoé"), "d'Aubigny, Zoé");
    assert_eq!(quoted("a;b"), "\"a;b\"");
    assert_eq!(quoted("dite \"Zoé\""), "\"dite \"\"Zoé\"\"\"");
    assert_eq!(quoted("a\nb"), "\"a\nb\"");
}
