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

    /// A key whose first or last day the server does not take over.
    pub fn without_days(args: &Args, row: &KeyRow) -> Self {
        let words = (args.lang.text().load.without_days)(row.line, &row.serial);
        Self { line: row.line, name: row.serial.clone(), word: "without-days", words }
    }

    fn json(&self) -> Value {
        json!({ "line": self.line, "name": self.name, "reason": self.word, "words": self.words })
    }
}

/// What is said besides of an import into a server; numbers are places in the rows.
pub struct OnServer {
    /// The realm that the keys go into.
    pub realm: String,
    /// Keys that were sent and are there.
    pub there: Vec<usize>,
    /// Keys that are not, so far.
    pub missing: Vec<usize>,
    /// Keys of which nobody knows.
    pub doubtful: Vec<usize>,
    /// Why it ended before its end, as a sentence.
    pub stopped: Option<String>,
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
    /// The keys go to the key server, not into the vault of this machine.
    pub server: Option<OnServer>,
}

impl Report<'_> {
    /// Tells it, and how the command ends.
    pub fn tell(self, args: &Args, output: &mut Output) -> Exit {
        match args.json {
            true => output.json(&self.json(args)),
            false => self.words(args, output),
        }
        if let Some(OnServer { stopped: Some(_), there, .. }) = &self.server {
            return if there.is_empty() { Exit::Failed } else { Exit::Partial };
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
        let imported = match &self.server {
            Some(server) => server.there.len(),
            None if self.written => new.len() + replaced.len(),
            None => 0,
        };
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
        let mut told = json!({
            "form": self.form.map(Form::word), "dry_run": args.keys.dry_run, "imported": imported,
            "new": new.iter().map(serial).collect::<Vec<_>>(),
            "same": same.iter().map(serial).collect::<Vec<_>>(),
            "replaced": replaced, "updated": updated,
            "refused": self.refused.iter().map(Told::json).collect::<Vec<_>>(),
            "warned": self.warned.iter().map(Told::json).collect::<Vec<_>>(),
        });
        if let Some(OnServer { realm, there, missing, doubtful, stopped }) = &self.server {
            let named = |places: &[usize]| places.iter().map(serial).collect::<Vec<_>>();
            told["to"] = json!({ "server": realm });
            told["there"] = json!(named(there));
            told["missing"] = json!(named(missing));
            told["doubtful"] = json!(named(doubtful));
            told["stopped"] = json!(stopped);
        }
        told
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
            self.target(args, output);
            let whole = self.refused.is_empty() || args.keys.partial;
            let counts = if whole { keys.would_count } else { keys.would_not };
            output.line(&counts(&self.counts()));
            self.lists(args, output);
            if self.server.is_some() && !self.report.replaced.is_empty() {
                output.line(text.load.replacing);
            }
        } else if let Some(OnServer { stopped: Some(why), .. }) = &self.server {
            self.stopped(args, why, output);
        } else if self.written {
            output.line(&(keys.counted)(&self.counts()));
            self.target(args, output);
        }
    }

    /// Where the keys go, where there is a choice.
    fn target(&self, args: &Args, output: &mut Output) {
        let text = args.lang.text().load;
        match &self.server {
            Some(server) => output.line(&(text.target)(&server.realm)),
            None if args.keys.to.is_some() => output.line(text.vault),
            None => {}
        }
    }

    /// The import into a server ended in the middle: what is there, what is not, what is in doubt. All
    /// of them are named: somebody has to go through them.
    fn stopped(&self, args: &Args, why: &str, output: &mut Output) {
        let Some(OnServer { there, missing, doubtful, .. }) = &self.server else { return };
        let text = args.lang.text().load;
        output.complain(&(text.stopped)(why, there.len(), missing.len(), doubtful.len()));
        for (head, places) in [(text.there, there), (text.doubtful, doubtful), (text.missing, missing)] {
            let serials = places.iter().filter_map(|place| Some(self.rows.get(*place)?.serial.as_str()));
            for (at, serial) in serials.enumerate() {
                if at == 0 {
                    output.line(head);
                }
                output.line(&format!("  {serial}"));
            }
        }
        output.line(text.go_on);
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
