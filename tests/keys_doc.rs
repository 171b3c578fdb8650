//! Documents that follow the program: docs/keys.md is the action table, written out
//! (`GUICHET_REGENERATE=1` writes it again), and docs/guide.fr.md knows every verdict.

#![allow(clippy::expect_used)]

use std::fs;
use std::path::Path;

use guichet::app::action::{ACTIONS, Entry, Scope};
use guichet::screens::frame::shown_key;
use guichet::text::Lang;
use guichet::text::actions::line;

/// The scopes in the order of the document, and where they are.
const SCOPES: [(Scope, &str); 15] = [
    (Scope::Everywhere, "Everywhere"),
    (Scope::List, "In every list"),
    (Scope::Search, "Search"),
    (Scope::Card, "A person's card"),
    (Scope::Code, "Testing a code"),
    (Scope::Follow, "Following a new PIN"),
    (Scope::Dialog, "A dialog about a key"),
    (Scope::Found, "The search for a found key"),
    (Scope::Form, "The ticket form"),
    (Scope::Tickets, "The list of tickets"),
    (Scope::Ticket, "A ticket"),
    (Scope::Triage, "Wherever tickets are changed"),
    (Scope::Words, "Words for a ticket"),
    (Scope::Outbox, "The outbox"),
    (Scope::Page, "A ticket carried to a web page"),
];

const HEAD: &str = "\
# Keys

Written from the action table (`src/app/action.rs`) by `GUICHET_REGENERATE=1 cargo test --test keys_doc`;
do not edit. Where a field has the focus, what types is typed: `F1` and `Ctrl-P` then stand in for `?` and
`:`. The command palette finds the actions of the screen in front by name, movements excepted.
";

#[test]
fn docs_keys_is_the_action_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md");
    let wanted = document();
    if std::env::var_os("GUICHET_REGENERATE").is_some() {
        fs::write(&path, &wanted).expect("docs/keys.md can be written");
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, wanted, "docs/keys.md is out of date: run this test with GUICHET_REGENERATE=1");
}

#[test]
fn every_action_is_in_the_document() {
    let listed = |entry: &&Entry| SCOPES.iter().any(|(scope, _)| *scope == entry.scope);
    assert_eq!(ACTIONS.iter().filter(listed).count(), ACTIONS.len());
}

/// The words of a verdict are those an agent looks up in the guide.
#[test]
fn the_guide_has_a_line_for_every_verdict() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = fs::read_to_string(root.join("src/text/verdict/fr.rs")).expect("the French verdicts");
    let guide = fs::read_to_string(root.join("docs/guide.fr.md")).expect("the guide");
    let shouted = |text: &&str| text.chars().filter(|c| c.is_uppercase()).count() >= 5;
    let headlines: Vec<&str> = words.split('"').skip(1).step_by(2).filter(shouted).collect();
    assert!(headlines.len() >= 12, "{headlines:?}");
    for headline in headlines {
        // What follows the capitals is a value, or says the same more precisely.
        let words = headline.split(' ').take_while(|word| !word.chars().any(char::is_lowercase));
        let words: Vec<&str> = words.map(|word| word.trim_end_matches(',')).collect();
        let start = format!("| {}", words.join(" ").split(" …").next().unwrap_or_default());
        assert!(guide.contains(&start), "docs/guide.fr.md has no line for {headline:?}");
    }
}

fn document() -> String {
    let mut out = HEAD.to_owned();
    for (scope, place) in SCOPES {
        out += &format!(
            "\n## {place}\n\n| Keys | Action | In French | In English |\n| --- | --- | --- | --- |\n"
        );
        out.extend(ACTIONS.iter().filter(|entry| entry.scope == scope).map(row));
    }
    out
}

fn row(entry: &Entry) -> String {
    let keys: Vec<String> = entry.keys.split_whitespace().map(|key| format!("`{}`", name(key))).collect();
    let keys = if keys.is_empty() { "palette only".to_owned() } else { keys.join(" ") };
    let [french, english] = [Lang::Fr, Lang::En].map(|lang| line(lang, entry.action).1);
    format!("| {keys} | {} | {french} | {english} |\n", entry.word)
}

/// A key by its English name, spelled out.
fn name(key: &str) -> String {
    shown_key(key, Lang::En, true)
}
