//! Texts as the server keeps them: pages, with some signs written as entities, once (ticket facts, 6.2).

use crate::desk::page::plain;

/// What the server writes for a sign: since version 10, and before. A text has the ones or the others.
const ENTITIES: [(&str, &str); 3] = [("&#60;", "<"), ("&#62;", ">"), ("&#38;", "&")];
const EARLIER: [(&str, &str); 2] = [("&lt;", "<"), ("&gt;", ">")];

/// Marks that make a text a page.
const MARKS: [&str; 12] =
    ["<p>", "<p ", "<br", "<div", "<span", "<table", "<ul", "<ol", "<a ", "<img", "<strong", "<blockquote"];

/// A text as a page. Without marks the server would guess from its words whether it is one.
pub fn page(text: &str) -> String {
    let lines: Vec<_> = text.replace("\r\n", "\n").split('\n').map(line).collect();
    format!("<p>{}</p>", lines.join("<br>"))
}

fn line(text: &str) -> String {
    let words = text.trim_start_matches(' ');
    let words = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    // Spaces at the beginning of a line are none in a page.
    format!("{}{words}", "&nbsp;".repeat(text.len() - text.trim_start_matches(' ').len()))
}

/// A text without the server's entities. One that has bare marks was never written with them.
pub fn decoded(text: &str) -> String {
    if text.contains(['<', '>']) {
        return text.to_owned();
    }
    let later = ENTITIES.iter().any(|(entity, _)| text.contains(entity));
    let table: &[(&str, &str)] = if later { &ENTITIES } else { &EARLIER };
    let (mut read, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find('&') {
        read.push_str(&rest[..at]);
        rest = &rest[at..];
        let (entity, sign) = table.iter().find(|(entity, _)| rest.starts_with(entity)).unwrap_or(&("&", "&"));
        read.push_str(sign);
        rest = &rest[entity.len()..];
    }
    read + rest
}

/// The words of a text, whether it was kept as a page or not.
pub fn words(kept: &str) -> String {
    let text = decoded(kept).replace("\r\n", "\n");
    let small = text.to_ascii_lowercase();
    let text = match MARKS.iter().any(|mark| small.contains(mark)) {
        // The end of a line in a page ends no line of its text.
        true => plain(&text.replace(">\n", ">").replace('\n', " ")),
        false => text,
    };
    let lines: Vec<_> = text.trim_end().split('\n').map(indented).collect();
    lines.join("\n")
}

fn indented(line: &str) -> String {
    let words = line.trim_start_matches(['\u{a0}', ' ']);
    let spaces = line.chars().count() - words.chars().count();
    format!("{}{words}", " ".repeat(spaces))
}

#[cfg(test)]
#[path = "markup_tests.rs"]
mod tests;
