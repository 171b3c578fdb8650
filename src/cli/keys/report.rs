//! What an import of keys did, would do, or would not do: in words and for programs.

use serde_json::{Value, json};

use crate::cli::Exit;
use crate::cli::args::Args;
use crate::cli::output::Output;
use crate::keyfile::form::Form;
use crate::keyfile::{KeyRow, Refusal};
use crate::store::import::Clash;
use crate::store::key_import::{KeyReport, Updated};
use crate::text::keys::Counts;
use crate::text::refusals;

/// Lines of a list told in words; a program gets all of them.
const SHOWN: usize = 20;

/// One thing to be told of a line of the file.
pub struct Told {
    line: u64,
    name: String,
    word: &'static str,
    words: String,
}

impl Told {
    /// What a reader said.
    pub fn refusal(args: &Args, refusal: &Refusal) -> Self {
        let name = refusal.serial_or_login.clone().unwrap_or_default();
        Self {
            line: refusal.line,
            name,
            word: refusal.reason.word(),
            words: refusals::refusal(args.lang, refusal),
        }
    }

    /// What the store said.
    pub fn clash(args: &Args, clash: &Clash) -> Self {
        let words = refusals::clash(args.lang, clash);
        Self { line: clash.line, name: clash.name.clone(), word: clash.why.word(), words }
    }

    fn json(&self) -> Value {
        json!({ "line": self.line, "name": self.name, "reason": self.word, "words": self.words })
    }
}

/// Everything there is to say.
pub struct Report<'a> {
    pub form: Option<Form>,
    /// What was written; nothing was if false.
    pub written: bool,
    pub rows: &'a [KeyRow],
    pub report: KeyReport,
    pub refused: Vec<Told>,
    pub warned: Vec<Told>,
}

impl Report<'_> {
    /// Tells it, and how the command ends.
    pub fn tell(self, args: &Args, output: &mut Output) -> Exit {
        match args.json {
            true => output.json(&self.json(args)),
            false => self.words(args, output),
        }
        match (self.refused.is_empty(), self.written || (args.keys.dry_run && args.keys.partial)) {
            (true, _) => Exit::Done,
            (false, true) if self.report.has_keys() => Exit::Partial,
            (false, _) => Exit::Failed,
        }
    }

    fn counts(&self) -> Counts {
        let KeyReport { new, same, updated, replaced, .. } = &self.report;
        Counts { new: new.len(), same: same.len(), updated: updated.len(), replaced: replaced.len() }
    }

    fn json(&self, args: &Args) -> Value {
        let serial = |place: &usize| self.rows.get(*place).map(|row| row.serial.as_str());
        let KeyReport { new, same, updated, replaced, .. } = &self.report;
        let imported = if self.written { new.len() + replaced.len() } else { 0 };
        let replaced: Vec<_> = replaced
            .iter()
            .map(|(place, holder)| json!({ "serial": serial(place), "holder": holder }))
            .collect();
        let updated: Vec<_> = updated
            .iter()
            .map(|Updated { place, holder, details }| {
                let details: Vec<_> = details.iter().map(|detail| detail.word()).collect();
                json!({ "serial": serial(place), "holder": holder, "details": details })
            })
            .collect();
        json!({
            "form": self.form.map(Form::word), "dry_run": args.keys.dry_run, "imported": imported,
            "new": new.iter().map(serial).collect::<Vec<_>>(),
            "same": same.iter().map(serial).collect::<Vec<_>>(),
            "replaced": replaced, "updated": updated,
            "refused": self.refused.iter().map(Told::json).collect::<Vec<_>>(),
            "warned": self.warned.iter().map(Told::json).collect::<Vec<_>>(),
        })
    }

    fn words(&self, args: &Args, output: &mut Output) {
        let text = args.lang.text();
        let keys = text.keys;
        let refused = self.refused.len();
        if !self.refused.is_empty() {
            let head = match (args.keys.dry_run, self.written) {
                (true, _) => (keys.would_refuse)(refused),
                (false, true) => (keys.left_out)(refused),
                (false, false) => (text.cli.nothing_imported)(refused),
            };
            list(args, &head, self.refused.iter().map(|told| told.words.as_str()), |line| {
                output.complain(line)
            });
        }
        if !self.warned.is_empty() {
            let words = self.warned.iter().map(|told| told.words.as_str());
            list(args, keys.warned, words, |line| output.complain(line));
        }
        if args.keys.dry_run {
            output.line(keys.dry_run);
            let whole = self.refused.is_empty() || args.keys.partial;
            let counts = if whole { keys.would_count } else { keys.would_not };
            output.line(&counts(&self.counts()));
            self.lists(args, output);
        } else if self.written {
            output.line(&(keys.counted)(&self.counts()));
        }
    }

    fn lists(&self, args: &Args, output: &mut Output) {
        let keys = args.lang.text().keys;
        let serial = |place: &usize| self.rows.get(*place).map_or("", |row| row.serial.as_str());
        let KeyReport { new, same, updated, replaced, .. } = &self.report;
        let held = |place: &usize, holder: &Option<String>| match holder {
            Some(holder) => format!("{} ({holder})", serial(place)),
            None => serial(place).to_owned(),
        };
        let replaced: Vec<String> = replaced.iter().map(|(place, holder)| held(place, holder)).collect();
        let detailed = |one: &Updated| (keys.detailed)(&held(&one.place, &one.holder), &one.details);
        let updated: Vec<String> = updated.iter().map(detailed).collect();
        list(args, keys.new, new.iter().map(serial), |line| output.line(line));
        list(args, keys.replaced, replaced.iter().map(String::as_str), |line| output.line(line));
        list(args, keys.updated, updated.iter().map(String::as_str), |line| output.line(line));
        list(args, keys.same, same.iter().map(serial), |line| output.line(line));
    }
}

/// A heading and the first of what stands under it; nothing if there is nothing.
fn list<'a>(
    args: &Args,
    head: &str,
    lines: impl ExactSizeIterator<Item = &'a str>,
    mut print: impl FnMut(&str),
) {
    let count = lines.len();
    for (at, line) in lines.take(SHOWN).enumerate() {
        if at == 0 {
            print(head);
        }
        print(&format!("  {line}"));
    }
    if count > SHOWN {
        print(&format!("  {}", (args.lang.text().cli.and_more)(count - SHOWN)));
    }
}
