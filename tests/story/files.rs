//! Pictures attached by their paths.

use std::fs;
use std::path::{Path, PathBuf};

use guichet::desk::TicketDesk;
use guichet::domain::moment::Span;
use guichet::domain::ticket::{Field, TicketId};
use guichet::ui::theme::Role;
use tempfile::TempDir;

use crate::support_app::story::Story;
use crate::tickets::fill;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

/// A short path, so that a screen of 80 columns holds it.
fn folder() -> TempDir {
    TempDir::new_in("/tmp").unwrap()
}

fn path(folder: &Path, name: &str, content: &[u8]) -> String {
    let path: PathBuf = folder.join(name);
    fs::write(&path, content).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A form that lacks nothing, at its last field.
fn at_files() -> Story {
    let mut story = Story::new();
    story.opens("cdupont").key("n");
    fill(&mut story);
    story.keys("tab tab tab").sees("Chemin d’un fichier.");
    story
}

#[test]
fn a_path_is_checked_as_it_is_typed_and_listed_with_what_it_is() {
    let folder = folder();
    let mut story = at_files();
    let picture = path(folder.path(), "capture.png", PNG);
    story.types(&picture[..picture.len() - 1]).waits(Span::secs(1)).sees_as(Role::Warn, "introuvable");
    story.types("g").waits(Span::secs(1)).sees("image PNG, 12 octets").misses("introuvable");
    story.key("enter").sees("capture.png").sees("image PNG, 12 octets").sees_as(Role::Good, "complet");
    let notes = path(folder.path(), "notes.png", b"mot a mot");
    story.types(&notes).waits(Span::secs(1)).sees("ni image (PNG, JPEG, GIF, WebP) ni PDF");
    story.key("enter").sees("notes.png").sees_as(Role::Warn, "1 champ à revoir");
    story.key("ctrl-x").misses("notes.png").sees("capture.png").sees_as(Role::Good, "complet");
}

#[test]
fn what_is_filed_is_kept_with_the_ticket_and_listed_there() {
    let folder = folder();
    let mut story = at_files();
    let picture = path(folder.path(), "capture.png", PNG);
    // The path is left by Tab, and the file is gone once the ticket is filed.
    story.types(&picture).key("ctrl-s").sees("Ticket n° 1 déposé.");
    fs::remove_file(&picture).unwrap();
    let ticket = story.world.desk(|desk| desk.ticket(TicketId::new("1"))).unwrap();
    assert_eq!(ticket.fields[&Field::Screenshots], "capture.png (image/png, 1 KiB)");
    story.keys("f4 enter end").sees("Captures d’écran").sees("capture.png (image/png, 1 KiB)");
}

#[test]
fn a_file_that_changed_or_vanished_before_filing_is_named_and_nothing_leaves() {
    let folder = folder();
    let mut story = at_files();
    let picture = path(folder.path(), "capture.png", PNG);
    story.types(&picture).key("enter").sees("image PNG");
    path(folder.path(), "capture.png", b"\x89PNG\r\n\x1a\nanother person's screen");
    story.key("ctrl-s").sees("capture.png").sees("a changé depuis son ajout").sees("Nouveau ticket");
    assert_eq!(story.world.store().waiting_count().unwrap(), 0);
    fs::remove_file(&picture).unwrap();
    story.key("ctrl-s").sees("introuvable. Rien n’est parti ; le brouillon est gardé.");
    story.sees_as(Role::Warn, "introuvable");
    path(folder.path(), "capture.png", b"\x89PNG\r\n\x1a\nanother person's screen");
    story.key("ctrl-s").sees("Ticket n° 1 déposé.");
}

#[test]
fn a_draft_taken_up_again_knows_what_its_files_were() {
    let folder = folder();
    let mut story = at_files();
    let picture = path(folder.path(), "capture.png", PNG);
    story.types(&picture).key("enter").waits(Span::secs(1)).keys("esc esc ctrl-u");
    path(folder.path(), "capture.png", b"\x89PNG\r\n\x1a\nanother");
    story.key("ctrl-u").waits(Span::secs(1)).sees("brouillon");
    let draft = story.world.store().drafts("m.durand").unwrap().whole.remove(0);
    assert_eq!(draft.attachments, std::slice::from_ref(&picture));
    assert!(draft.prints.contains_key(&picture));
}

#[test]
fn the_list_is_walked_and_one_file_taken_away() {
    let folder = folder();
    let mut story = at_files();
    for name in ["un.png", "deux.png", "trois.png", "quatre.png", "cinq.png"] {
        story.types(&path(folder.path(), name, PNG)).key("enter");
    }
    story.misses("un.png").sees("cinq.png");
    story.keys("up up up up up").sees("▸ un.png").sees("Ctrl-X retire ce fichier");
    story.key("ctrl-x").misses("un.png").sees("▸ deux.png");
    story.keys("up").sees_as(Role::Accent, "N° de la clé");
}

#[test]
fn a_path_is_completed_and_hostile_names_stay_outside() {
    let folder = folder();
    path(folder.path(), "capture-1.png", PNG);
    path(folder.path(), "capture-2.png", PNG);
    path(folder.path(), "hostile\u{1b}[2J.png", PNG);
    let mut story = at_files();
    let begun = format!("{}/c", folder.path().display());
    story.types(&begun).key("f6").sees("capture-").sees("capture-1.png").sees("capture-2.png");
    story.types("2").key("f6").key("enter").sees("capture-2.png").sees("image PNG");
    story.types(&format!("{}/h", folder.path().display())).key("f6").sees("introuvable");
}

#[test]
fn a_pasted_path_loses_its_quotes_and_is_not_listed_twice() {
    let folder = folder();
    let picture = path(folder.path(), "une capture.png", PNG);
    let mut story = at_files();
    story.pastes(&format!("'{picture}'\n")).key("enter").sees("une capture.png").sees("image PNG");
    story.pastes(&picture).key("enter").sees("Ce fichier est déjà joint.");
}
