#![allow(clippy::unwrap_used)]

use super::*;

/// What the server of version 10 makes of what it is sent.
fn kept(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}

#[test]
fn what_is_sent_comes_back() {
    for text in [
        "une ligne",
        "a < b & c > d\n\n  deux espaces\n    quatre",
        "&lt; &amp; &#60; &nbsp; ne sont pas des signes",
        "<p>pas</p> une <br> page",
        "« 12 % »\u{a0}: 🔑",
        "",
    ] {
        let page = page(text);
        assert_eq!(words(&kept(&page)), text, "version 10");
        assert_eq!(words(&page), text, "version 11");
    }
}

#[test]
fn a_title_is_decoded_once() {
    assert_eq!(decoded(&kept("a & b < c &#60;")), "a & b < c &#60;");
    assert_eq!(decoded("A &#62; B"), "A > B");
    assert_eq!(decoded("a &lt; b & c"), "a < b & c", "before version 10");
    assert_eq!(decoded("a < b &#60;"), "a < b &#60;");
    assert_eq!(decoded("é&"), "é&");
}

#[test]
fn pages_of_others_are_read_as_text() {
    assert_eq!(words("&#60;p&#62;Bonjour,&#60;/p&#62;\r\n&#60;p&#62;merci&#60;/p&#62;"), "Bonjour,\nmerci");
    assert_eq!(words("Bonjour,\r\nmerci\r\n"), "Bonjour,\nmerci");
    assert_eq!(words("&#60;div&#62;sans fin &#60;b"), "sans fin ".trim_end());
}
