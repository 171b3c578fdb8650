//! Texts that a server keeps as pages.

/// The words of a page: marks taken out, paragraphs kept.
pub fn plain(page: &str) -> String {
    const BREAKS: [&str; 6] = ["br", "/p", "/div", "/li", "/tr", "/pre"];
    const SIGNS: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        ("&amp;", "&"),
    ];
    let mut text = String::with_capacity(page.len());
    let mut rest = page;
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let Some((mark, behind)) = after.split_once('>') else {
            rest = "";
            break;
        };
        let name = mark.split([' ', '\n', '\t']).next().unwrap_or_default().trim_end_matches('/');
        if BREAKS.iter().any(|known| name.eq_ignore_ascii_case(known)) {
            text.push('\n');
        }
        // What is between these is no text.
        let unread = ["style", "script"].iter().any(|known| name.eq_ignore_ascii_case(known));
        rest = if unread { behind.split_once("</").map_or("", |(_, behind)| behind) } else { behind };
        if unread {
            rest = rest.split_once('>').map_or("", |(_, behind)| behind);
        }
    }
    text.push_str(rest);
    SIGNS.iter().fold(text, |text, (sign, meant)| text.replace(sign, meant))
}
