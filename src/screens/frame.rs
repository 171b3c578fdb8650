//! The frame around every screen: a title line, the layers, the notice and the footer.
//!
//! ```text
//!  Guichet   DÉMONSTRATION                       local   m.durand
//!  …the layers…
//!  notice, when there is one
//!  ↵ ouvrir  : commandes  ? aide
//! ```

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Layer, Screen, View};
use crate::app::App;
use crate::app::action::{Action, Entry, Scope};
use crate::app::keymap::live;
use crate::app::line::Line;
use crate::text::Lang;
use crate::text::actions::line;
use crate::text::common::pick;
use crate::text::offline::stamp;
use crate::ui::pen::{Pen, width};
use crate::ui::theme::Role;

/// The smallest terminal that shows a usable screen.
pub const SMALLEST: (u16, u16) = (40, 10);

/// Below this width a notice needs more rows for the same words.
const NARROW: u16 = 60;

/// Rows of the frame above and below the layers.
pub const ROWS: u16 = 2;

/// Draws the application.
pub fn draw(app: &App, mut pen: Pen) {
    pen.wipe();
    let (columns, rows) = (pen.width(), pen.height());
    let session = app.session();
    if columns < SMALLEST.0 || rows < SMALLEST.1 {
        pen.paragraph(0, rows, Role::Warn, &(session.text.common.too_small)(columns, rows));
        return;
    }
    title(app, &mut pen);
    let view = View { now: app.now(), session };
    let layers = app.layers();
    let back = layers.iter().rposition(|layer| !layer.seen().floats()).unwrap_or(0);
    for layer in layers.iter().skip(back) {
        layer.seen().draw(&view, &mut pen.part(0, 1, columns, rows - ROWS));
    }
    if let Some(notice) = app.notice() {
        let most = if columns < NARROW { 4 } else { 3 };
        let lines = crate::ui::pen::wrap(&notice.text, usize::from(columns) - 2).len().min(most) as u16;
        let mut strip = pen.part(0, rows - 1 - lines, columns, lines);
        strip.wipe();
        strip.part(1, 0, columns - 2, lines).paragraph(0, lines, notice.role, &notice.text);
    }
    if let Some(front) = layers.last() {
        footer(front, app, &view, &mut pen.part(0, rows - 1, columns, 1));
    }
}

fn title(app: &App, pen: &mut Pen) {
    let session = app.session();
    let name = "Guichet";
    let demo = if session.demo { session.text.common.demo } else { "" };
    let x = 1 + width(name) + if demo.is_empty() { 0 } else { 3 + width(demo) };
    let end = pen.width() - 1;
    let agent = end.saturating_sub(width(&session.agent));
    let marks = marks(app);
    let fits = |words: &&String| x + 2 + width(words) < agent.saturating_sub(2);
    let from = match (marks.iter().find(fits), marks.last()) {
        (Some(words), _) => {
            pen.right(end, 0, Role::Muted, &session.agent);
            pen.right(agent - 3, 0, Role::Warn, words)
        }
        // It is more use than the agent's own name.
        (None, Some(short)) => pen.right(end, 0, Role::Warn, short),
        (None, None) => {
            let agent = pen.right(end, 0, Role::Muted, &session.agent);
            if agent > x + 12 { pen.right(agent - 3, 0, Role::Muted, session.abilities.name) } else { agent }
        }
    };
    let mut left = pen.part(0, 0, from.saturating_sub(1), 1);
    let x = left.text(1, 0, Role::Title, name);
    if !demo.is_empty() {
        left.text(x + 3, 0, Role::Demo, demo);
    }
}

/// What the title line must tell: what waits to be sent, and the way to the server, in fewer and fewer
/// words.
fn marks(app: &App) -> Vec<String> {
    let ways = ways(app);
    let waiting = app.session().waiting.saturating_add(app.session().notices);
    if waiting == 0 {
        return ways;
    }
    let waiting = (app.session().text.outbox.waiting_count)(waiting);
    match ways.is_empty() {
        true => vec![waiting],
        false => ways.iter().map(|way| format!("{waiting}   {way}")).chain(ways.clone()).collect(),
    }
}

fn ways(app: &App) -> Vec<String> {
    let (session, text) = (app.session(), app.session().text.offline);
    match (session.abilities.snapshot, app.line()) {
        (Some(dated), _) => {
            let age = session.wall.age(dated.made, app.now());
            let made = stamp(&session.wall, dated.made);
            let long = format!("{}   {}", text.mark, (text.since)(&made, &age));
            vec![long, format!("{}   {made}, {age}", text.mark), format!("{} {age}", text.mark)]
        }
        (None, Line::Down { since }) => {
            let time = session.wall.day_minute(since, app.now());
            let long = format!("{}   {}", text.silent, (text.silent_since)(&time));
            vec![long, format!("{} {time}", text.silent)]
        }
        (None, _) => Vec::new(),
    }
}

/// The most useful live keys, as many as fit.
fn footer(front: &Layer, app: &App, view: &View, pen: &mut Pen) {
    let screen = front.seen();
    let down = matches!(app.line(), Line::Down { .. });
    let meant = |entry: &&Entry| match entry.action {
        // Whatever the screen, and only where there is something to get away from.
        Action::Offline => down,
        Action::LogIn => app.login_over(),
        // A found key is where a call begins.
        Action::FoundKey => screen.scopes().contains(&Scope::Search),
        action => entry.footer > 0 && screen.offers(action, view.now),
    };
    let mut entries: Vec<&Entry> = live(screen.scopes()).filter(meant).collect();
    entries.sort_by_key(|entry| entry.footer);
    let (lang, ascii) = (view.session.text.lang, pen.glyphs().ascii);
    let mut end = pen.width();
    // The way to all other keys is always there, at the right.
    if let Some(at) = entries.iter().position(|entry| entry.action == Action::Help) {
        let help = entries.remove(at);
        let (key, short) = words(help, screen, lang, ascii);
        let from = pen.right(end - 1, 0, Role::Hint, short);
        end = pen.right(from - 1, 0, Role::Key, &key) - 1;
    }
    let mut x = 1;
    for entry in entries {
        let (key, short) = words(entry, screen, lang, ascii);
        if x + width(&key) + 1 + width(short) >= end {
            break;
        }
        let possible = view.session.allows(entry.action);
        x = pen.text(x, 0, if possible { Role::Key } else { Role::Muted }, &key);
        x = pen.text(x + 1, 0, if possible { Role::Hint } else { Role::Muted }, short) + 2;
    }
}

/// The first key of an entry that does not type something here, and its short word.
fn words(entry: &Entry, screen: &dyn Screen, lang: Lang, ascii: bool) -> (String, &'static str) {
    let types = |key: &str| {
        let mut chars = key.chars();
        let single = chars.next().filter(|_| chars.next().is_none());
        let pressed = single.map(|c| KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE));
        pressed.is_some_and(|key| screen.typing() && !screen.commands(key))
    };
    let key = entry.keys.split_whitespace().find(|key| !types(key)).unwrap_or_default();
    (shown_key(key, lang, ascii), line(lang, entry.action).0)
}

/// Names of keys as they are printed on keyboards, French and English.
const KEY_NAMES: [(&str, &str, &str); 13] = [
    ("esc", "Échap", "Esc"),
    ("enter", "Entrée", "Enter"),
    ("tab", "Tab", "Tab"),
    ("shift-tab", "Maj-Tab", "Shift-Tab"),
    ("up", "Haut", "Up"),
    ("down", "Bas", "Down"),
    ("pageup", "Page préc.", "PgUp"),
    ("space", "Espace", "Space"),
    ("pagedown", "Page suiv.", "PgDn"),
    ("home", "Début", "Home"),
    ("end", "Fin", "End"),
    ("delete", "Suppr", "Del"),
    ("insert", "Inser", "Ins"),
];

/// A key as people know it.
pub fn shown_key(key: &str, lang: Lang, ascii: bool) -> String {
    if let Some(rest) = key.strip_prefix("ctrl-") {
        let rest = shown_key(rest, lang, true);
        return if rest.len() == 1 {
            format!("Ctrl-{}", rest.to_uppercase())
        } else {
            format!("Ctrl-{rest}")
        };
    }
    match KEY_NAMES.iter().find(|(name, _, _)| *name == key) {
        Some(("enter", _, _)) if !ascii => "↵".to_owned(),
        Some((_, french, english)) => pick(lang, french, english).to_owned(),
        None if key.chars().count() == 1 => key.to_owned(),
        None => key.to_uppercase(),
    }
}
