#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;

const CLAIRE: [&str; COLUMNS] = [
    "Dupont-Lefèvre",
    "Claire",
    "cdupont2",
    "claire.dupont-lefevre@ac-nantes.fr",
    "103142718 103142999",
    "Collège des Trois-Rivières",
    "0449001V",
];

/// One entry alone.
fn alone(columns: [&str; COLUMNS]) -> Entries {
    let mut entries = Entries::default();
    entries.push(columns.map(Column::Plain));
    entries
}

/// An entry with one column filled.
fn only(column: usize, text: &str) -> Entries {
    let mut columns = [""; COLUMNS];
    columns[column] = text;
    alone(columns)
}

fn rank_of(query: &Query, entry: &Entries) -> Option<u32> {
    entry.ranked(query).first().map(|(rank, _)| *rank)
}

fn rank(query: &str, columns: [&str; COLUMNS]) -> Option<u32> {
    rank_of(&Query::new(query), &alone(columns))
}

/// The marked parts, in the order of the words of the query.
fn marked(shown: &str, query: &str) -> Vec<String> {
    let chars: Vec<char> = shown.chars().collect();
    marks(shown, query).into_iter().map(|range| chars[range].iter().collect()).collect()
}

#[test]
fn letters_lose_case_and_accents() {
    let table = [
        ("", ""),
        ("Élodie N'Diaye-Müller", "elodie n diaye muller"),
        ("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸ", "aaaceeeeiioouuuy"),
        ("àâäçéèêëîïôöùûüÿ", "aaaceeeeiioouuuy"),
        ("L’Haÿ-les-Roses", "l hay les roses"),
        ("Cœur ŒUVRE Læticia ÆGIDE", "coeur oeuvre laeticia aegide"),
        ("Łukasz Wałęsa", "lukasz walesa"),
        ("Weiß STRAUSS", "weiss strauss"),
        ("Søren Øst Đặng", "soren ost dang"),
        ("Ñuñez İzmir Šimić", "nunez izmir simic"),
        ("e\u{301}le\u{300}ve E\u{301}COLE c\u{327}a", "eleve ecole ca"),
        ("Saint‑Herblain", "saint herblain"),
        ("l‘un\u{a0}et\u{202f}l’autre", "l un et l autre"),
        ("jean.dupont@ac-nantes.fr", "jean.dupont@ac nantes.fr"),
        ("0449001V", "0449001v"),
    ];
    for (text, folded) in table {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn letters_and_signs_that_no_decomposition_opens() {
    let table = [
        ("Yıldız", "yildiz"),
        ("WEIẞ", "weiss"),
        ("Ǿ ǿ", "o o"),
        ("Ǽ ǽ", "ae ae"),
        ("Jean\u{2010}Paul", "jean paul"),
        ("N\u{2bc}Diaye", "n diaye"),
    ];
    for (text, folded) in table {
        assert_eq!(fold(text), folded, "{text}");
    }
}

#[test]
fn the_short_way_of_french_letters_is_the_long_one() {
    for (letters, plain) in FRENCH {
        for letter in letters.chars() {
            let long: String = letter.nfkd().filter(|part| !is_mark(*part)).collect();
            assert_eq!(long.to_lowercase(), plain.to_string(), "{letter}");
        }
    }
}

#[test]
fn every_word_is_required() {
    let found = [
        "dupont",
        "DUPONT",
        "dupo",
        "pont",
        "lefevre",
        "lefèvre",
        "Lefe\u{300}vre",
        "dupont-lefevre",
        "claire dupont",
        "dupont claire",
        "claire trois rivières",
        "0449001v",
        "103142999",
        "142718",
        "103 142 718",
        "ac-nantes",
        "claire.dupont",
        "dupont dupont",
        "  dupont  ",
        "c l a i r e",
    ];
    for query in found {
        assert!(rank(query, CLAIRE).is_some(), "{query}");
    }
    let missing =
        ["durand", "dupont durand", "claire x", "dupontlefevre", "lefevreclaire", "0449001w", "1031427180"];
    for query in missing {
        assert_eq!(rank(query, CLAIRE), None, "{query}");
    }
}

#[test]
fn nothing_is_found_with_nothing() {
    for query in ["", " ", "-", "'", "’ -", "\u{301}", "\u{a0}"] {
        let query = Query::new(query);
        assert!(query.is_empty());
        assert_eq!(rank_of(&query, &alone(CLAIRE)), None);
    }
    assert!(!Query::new("d").is_empty());
    assert_eq!(rank("d", [""; COLUMNS]), None);
}

/// Word starts in the order of the columns, then the inside of words in the same order.
#[test]
fn starts_beat_the_inside_and_names_beat_the_rest() {
    let starts = (0..COLUMNS).map(|column| only(column, "un Dupont"));
    let inside = (0..COLUMNS).map(|column| only(column, "un Audupont"));
    let query = Query::new("dupo");
    let ranks: Vec<u32> = starts.chain(inside).map(|entry| rank_of(&query, &entry).unwrap()).collect();
    assert!(ranks.is_sorted_by(|better, worse| better < worse), "{ranks:?}");
}

#[test]
fn the_best_place_of_a_word_counts() {
    let columns = |family, given, school| [family, given, "", "", "", school, ""];
    let start_later = rank("dupont", columns("Audupont", "", "Collège Dupont"));
    assert_eq!(start_later, rank("dupont", columns("", "", "Dupont")));
    let both = rank("dupont", columns("Dupont", "", "Collège Dupont"));
    assert_eq!(both, rank("dupont", columns("Dupont", "", "")));
    let names = rank("claire dupont", columns("Dupont", "Claire", ""));
    assert!(names < rank("claire dupont", columns("Dupont", "", "Collège Claire")));
    assert_eq!(names, rank("dupont claire", columns("Dupont", "Claire", "")));
}

/// A name that starts with the word is not worth less for the holder's school bearing it too.
#[test]
fn a_whole_word_counts_in_the_best_column_only() {
    let columns = |family, school| [family, "", "", "", "", school, ""];
    let alone = rank("martin", columns("Martinez", ""));
    assert_eq!(alone, rank("martin", columns("Martinez", "Collège Martin")));
    assert!(rank("martin", columns("Martin", "")) < alone);
    assert_eq!(rank("martin", columns("Martinez-Martin", "")), rank("martin", columns("Martin", "")));
}

#[test]
fn one_letter_finds_and_ranks() {
    let at_start = rank_of(&Query::new("É"), &only(0, "Elodie"));
    let inside = rank_of(&Query::new("e"), &only(0, "André"));
    assert!(at_start.is_some() && at_start < inside);
    assert_eq!(rank("z", CLAIRE), None);
    assert_eq!(marks("Dupont Élodie", "é"), vec![7..8]);
}

#[test]
fn columns_longer_than_any_directory_allows() {
    let long = "x".repeat(70_000);
    let entry = alone([&long, "Claire", "", "", "", "Collège Dupont", "0449001V"]);
    for query in ["x", "claire", "dupont 0449001v", "llege"] {
        assert!(rank_of(&Query::new(query), &entry).is_some(), "{query}");
    }
    assert_eq!(rank_of(&Query::new("durand"), &entry), None);
}

#[test]
fn marks_cover_what_was_typed() {
    let table: [(&str, &str, &[&str]); 20] = [
        ("Dupont Claire", "dup", &["Dup"]),
        ("Dupont Claire", "CLA dup", &["Cla", "Dup"]),
        ("Dupont Claire", "pon", &["pon"]),
        ("Dupont Claire", "x", &[]),
        ("Dupont Claire", "x dup", &["Dup"]),
        ("Dupont Claire", "", &[]),
        ("", "dup", &[]),
        ("Élodie N'Diaye-Müller", "muller n'diaye", &["Müller", "N", "Diaye"]),
        ("L’Haÿ-les-Roses", "hay", &["Haÿ"]),
        ("Œuvrard", "oe", &["Œ"]),
        ("Œuvrard", "o", &["Œ"]),
        ("Œuvrard", "euv", &["Œuv"]),
        ("Cœur", "coeur", &["Cœur"]),
        ("Mme Cœur", "eur", &["œur"]),
        ("Weiß", "weis", &["Weiß"]),
        ("Łucja Łęcka", "lec", &["Łęc"]),
        ("e\u{301}le\u{300}ve", "elev", &["e\u{301}le\u{300}v"]),
        ("Marie Arielle", "ari", &["Ari"]),
        ("Marianne", "ari", &["ari"]),
        ("10 3142718", "314", &["314"]),
    ];
    for (shown, query, expected) in table {
        assert_eq!(marked(shown, query), expected, "{query:?} in {shown:?}");
    }
}

/// A combining accent belongs to the letter before it: a mark never ends between the two.
#[test]
fn marks_keep_a_letter_and_its_accent_together() {
    assert_eq!(marked("Andre\u{301} Petit", "andre"), ["Andre\u{301}"]);
    assert_eq!(marked("Re\u{301}mi", "re"), ["Re\u{301}"]);
}

/// Names as directories write them, composed or not, and some that they should not.
fn name() -> impl Strategy<Value = String> {
    "[A-Za-zàâäçéèêëîïôöùûüÿœæÀÉÈŒÆŁłßøđ' ’.@\u{301}\u{308}0-9-]{0,30}"
}

fn anything() -> impl Strategy<Value = String> {
    prop_oneof![name(), prop::collection::vec(any::<char>(), 0..30).prop_map(String::from_iter)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Any text and any query: no panic; each mark shows its word; marks and matches agree.
    #[test]
    fn marks_and_matches_agree(
        shown in anything(), other in anything(), from in 0..30_usize, length in 1..8_usize,
    ) {
        let part: String = shown.chars().skip(from).take(length).collect();
        for query in [&part, &other] {
            let folded = fold(query);
            let parts = marked(&shown, query);
            let words: Vec<&str> = folded.split_whitespace().collect();
            let found: Vec<&&str> = words.iter().filter(|word| fold(&shown).contains(**word)).collect();
            prop_assert_eq!(parts.len(), found.len());
            for (part, word) in parts.iter().zip(&found) {
                prop_assert!(fold(part).contains(**word), "{:?} marked for {:?}", part, word);
            }
            if !words.is_empty() {
                let matched = rank_of(&Query::new(query), &only(0, &shown)).is_some();
                prop_assert_eq!(matched, found.len() == words.len());
            }
        }
    }

    /// Any piece of a name finds it, in capitals, in small letters and with decomposed accents.
    #[test]
    fn any_piece_finds_the_name(
        shown in name(), column in 0..COLUMNS, from in 0..30_usize, length in 1..12_usize,
    ) {
        let part: String = shown.chars().skip(from).take(length).collect();
        let entry = only(column, &shown);
        for typed in [part.to_uppercase(), part.to_lowercase(), part.nfd().collect(), part.nfc().collect()] {
            let query = Query::new(&typed);
            prop_assert!(query.is_empty() || rank_of(&query, &entry).is_some(), "{:?} in {:?}", typed, shown);
        }
    }

    /// The pass over all entries says of each what it would be told alone.
    #[test]
    fn many_are_ranked_as_one_is(names in proptest::collection::vec(name(), 0..20), query in "[a-e ]{0,6}") {
        let query = Query::new(&query);
        let columns = |name| ["D'Ade", name, "", "", "bad", name, ""];
        let alone: Vec<Entries> = names.iter().map(|name| alone(columns(name))).collect();
        let mut entries = Entries::default();
        for name in &names {
            let school = Folded::new(name);
            let mut columns = columns(name).map(Column::Plain);
            columns[5] = Column::Folded(&school);
            entries.push(columns);
        }
        for (at, entry) in alone.iter().enumerate() {
            prop_assert_eq!(entries.text(at), entry.text(0));
        }
        prop_assert!(entries.text(alone.len()).is_empty());
        let expected: Vec<(u32, usize)> =
            alone.iter().enumerate().filter_map(|(at, entry)| Some((rank_of(&query, entry)?, at))).collect();
        prop_assert_eq!(entries.ranked(&query), expected);
    }

    /// The rank by its definition: for each word the first column that it begins a word of, else the
    /// first that it is in.
    #[test]
    fn the_rank_is_what_it_is_said_to_be(
        columns in proptest::array::uniform7("[ab]{0,3}( [ab]{1,3}){0,2}"), query in "[ab]{1,3}( [ab]{1,2}){0,2}",
    ) {
        let spaced: Vec<String> = columns.iter().map(|column| format!(" {column} ")).collect();
        let of = |word: &str| {
            let first = |part: &str| spaced.iter().position(|column| column.contains(part));
            match first(&format!(" {word}")) {
                Some(at) => Some(2 * at + usize::from(!spaced[at].contains(&format!(" {word} ")))),
                None => first(word).map(|at| 2 * (at + COLUMNS)),
            }
        };
        let expected: Option<usize> = query.split_whitespace().map(of).sum();
        let found = rank_of(&Query::new(&query), &alone(columns.each_ref().map(String::as_str)));
        prop_assert_eq!(found.map(|rank| rank as usize), expected, "{:?} in {:?}", query, columns);
    }

    /// The best are those of the whole ranking, and all that match are counted, also in two halves.
    #[test]
    fn the_best_are_the_first_of_all(
        names in proptest::collection::vec("[abc]{1,3}( [abc]{1,3}){0,1}", 0..40), query in "[abc]{0,2}( [abc])?",
        limit in 0..12_usize, half in 0..40_usize,
    ) {
        let query = Query::new(&query);
        let entries = |names: &[String]| {
            let mut entries = Entries::default();
            for name in names {
                let [family, given] = [name.as_str(), name.get(1..).unwrap_or_default()];
                entries.push(["", family, given, "", "c", "", ""].map(Column::Plain));
            }
            entries
        };
        let order: Vec<u32> = (0..names.len() as u32).map(|at| at * 7_919 % 41).collect();
        let mut all: Vec<(u32, u32)> =
            entries(&names).ranked(&query).into_iter().map(|(rank, at)| (rank, order[at])).collect();
        all.sort_unstable();
        let matching = all.len();
        all.truncate(limit);
        let (near, far) = names.split_at(half.min(names.len()));
        let (mut best, mut other) = (Best::new(limit), Best::new(limit));
        entries(near).choose(&query, &order, &mut best);
        entries(far).choose(&query, &order[near.len()..], &mut other);
        best.join(other);
        prop_assert_eq!(best.into_sorted(), (all, matching));
    }

    /// What is folded once stays as it is: queries and entries meet whichever was folded first.
    #[test]
    fn folding_twice_changes_nothing(text in name()) {
        let folded = fold(&text);
        prop_assert_eq!(fold(&folded), folded.clone());
        prop_assert_eq!(fold(&text.to_uppercase()), folded);
    }
}
