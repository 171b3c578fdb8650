#![allow(clippy::unwrap_used)]

use super::*;

#[test]
fn a_name_is_a_line_of_its_own() {
    let uuid = Uuid::from_random([7; 16]);
    let line = reference(&uuid);
    assert_eq!(named(&line), Some(uuid.clone()));
    assert_eq!(named(&format!("x\n  {line} \r\nde la main d’un collègue")), Some(uuid));
    for other in [format!("> {line}"), format!("voir {line}"), format!("{line}0"), "Référence : 7".to_owned()]
    {
        assert_eq!(named(&other), None, "{other}");
    }
}

#[test]
fn every_answer_is_in_the_text_and_comes_back() {
    let answers: BTreeMap<_, _> = [
        (Field::Subject, "Un long objet"),
        (Field::Description, "Refusés.\n\n-- Renseignements --\nNom : personne"),
        (Field::Name, "Claire Dupont"),
        (Field::Errors, "Erreur 403\nréessayez : plus tard"),
    ]
    .map(|(field, answer)| (field, answer.to_owned()))
    .into();
    let uuid = Uuid::from_random([7; 16]);
    let cut = text(&uuid, &answers, "Un long");
    assert_eq!(parsed(&cut), answers);
    assert_eq!(named(&cut), Some(uuid.clone()));
    let mut without = answers.clone();
    without.remove(&Field::Subject);
    assert_eq!(parsed(&text(&uuid, &answers, "Un long objet")), without);
}

#[test]
fn words_hold_every_answer_and_no_name_of_their_own() {
    let fields = BTreeMap::from([
        (Field::Description, "Refusée\nencore".to_owned()),
        (Field::Subject, "Clé refusée".to_owned()),
        (Field::Hours, "9h-12h".to_owned()),
    ]);
    let said = words(&fields);
    assert_eq!(said, "Refusée\nencore\n\n-- Renseignements --\nObjet : Clé refusée\nDisponibilités : 9h-12h");
    assert_eq!(named(&said), None);
}
