//! What a call has shown so far, kept for its ticket: the last verdict, what was tried, what was refused.

use crate::app::cx::Cx;
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Happening, Tested};
use crate::text::common;

/// A test and its line in the server's log are at most so far apart.
const SAME: Span = Span::secs(5);

/// One call about one person.
#[derive(Default)]
pub struct Call {
    /// When the card was opened.
    began: Option<Moment>,
    /// The last verdict and its words.
    pub tested: Option<(Tested, String)>,
    /// What was refused, in words.
    pub refused: Vec<String>,
}

impl Call {
    /// The card is open; the first time counts.
    pub fn begins(&mut self, now: Moment) {
        self.began.get_or_insert(now);
    }

    /// What happened since the card was opened, oldest first, a line each. The verdict is told already.
    pub fn steps(&self, card: &Card, cx: &Cx) -> String {
        let Some(began) = self.began else { return String::new() };
        let told = |event: &Event| {
            let tested = self.tested.as_ref().filter(|_| event.what == Happening::CodeTested);
            tested.is_some_and(|(tested, _)| (tested.at - event.at).abs() <= SAME)
        };
        let line = |event: &Event| {
            let by = if event.by.is_empty() { String::new() } else { format!(" ({})", event.by) };
            let what = common::happening(cx.t().lang, event.what);
            format!("- {} {what}{by}", cx.session.wall.minute(event.at))
        };
        let during = card.events.iter().rev().filter(|event| event.at >= began && !told(event));
        let lines: Vec<String> = during.map(line).collect();
        if lines.is_empty() { String::new() } else { format!("{}\n{}", cx.t().form.steps, lines.join("\n")) }
    }
}
