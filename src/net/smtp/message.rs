//! The head of a message, and text that cannot be anything else besides.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::message::{Mailbox, Message, MessageBuilder};

/// Who writes to whom, when, under which name.
pub struct Head<'a> {
    /// In whose name.
    pub from: &'a Address,
    /// Where answers go; to the sender if absent.
    pub reply_to: Option<&'a Address>,
    /// To whom.
    pub to: &'a Address,
    /// When, in Unix milliseconds; before 1970 counts as 1970.
    pub at: i64,
    /// What it is called, the same at each sending; without brackets.
    pub id: &'a str,
    /// What it is about, on one line.
    pub subject: &'a str,
}

impl Head<'_> {
    /// The beginning of a message.
    pub fn builder(&self) -> MessageBuilder {
        let mailbox = |address: &Address| Mailbox::new(None, address.clone());
        let since = Duration::from_millis(u64::try_from(self.at).unwrap_or_default());
        let builder = Message::builder()
            .date(UNIX_EPOCH + since)
            .from(mailbox(self.from))
            .to(mailbox(self.to))
            .message_id(Some(format!("<{}>", self.id)))
            .subject(one_line(self.subject));
        match self.reply_to {
            Some(other) => builder.reply_to(mailbox(other)),
            None => builder,
        }
    }
}

/// What something of ours is called as a message to an address: a place of ours below the domain it goes to.
pub fn id(name: &str, to: &Address) -> String {
    format!("{name}@guichet.{}", to.domain())
}

/// Text without what no text holds.
pub fn plain(text: &str) -> String {
    let shown = |c: char| if c.is_control() && !matches!(c, '\n' | '\t') { '\u{fffd}' } else { c };
    text.chars().map(shown).collect()
}

/// Nothing in a head may begin another line of it.
pub fn one_line(text: &str) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    line.trim().to_owned()
}
