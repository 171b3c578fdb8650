//! What it costs to open a store of many keys, besides the derivation; and what sealed rows cost.
//!
//! ```text
//! cargo bench --bench vault
//! cargo bench --bench vault -- --keys 100000 --tickets 10000 --runs 9 --strict
//! ```
//!
//! The store has a second slot whose derivation takes no time, so that the opening is measured and
//! not computed. Medians are printed with the fastest run beside them; only `--strict` makes a figure
//! over its budget a failure.

use std::error::Error;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Params, Version};
use guichet::backend::local::Local;
use guichet::backend::{Find, TokenBackend};
use guichet::desk::local::LocalDesk;
use guichet::desk::{About, Filing, Filter, TicketDesk};
use guichet::domain::moment::Moment;
use guichet::domain::otp::Shape;
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Draft, Field, Uuid};
use guichet::keyfile::{KeyRow, PersonRow};
use guichet::store::vault::{Cost, FIRST, Through};
use guichet::store::{Store, StoreFault};

const USAGE: &str = "options: --keys N (100000) --tickets N (10000) --runs N (9) --strict";
const NOW: Moment = Moment::from_secs(1_800_000_000);

type Outcome<T> = Result<T, Box<dyn Error>>;

struct Options {
    keys: usize,
    tickets: usize,
    runs: usize,
    strict: bool,
}

fn main() -> ExitCode {
    match options().and_then(|options| measure(&options)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "vault: {error}\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn options() -> Outcome<Options> {
    use lexopt::prelude::*;
    let mut options = Options { keys: 100_000, tickets: 10_000, runs: 9, strict: false };
    let mut parser = lexopt::Parser::from_env();
    while let Some(arg) = parser.next()? {
        match arg {
            Long("keys") => options.keys = parser.value()?.parse()?,
            Long("tickets") => options.tickets = parser.value()?.parse()?,
            Long("runs") => options.runs = parser.value()?.parse()?,
            Long("strict") => options.strict = true,
            // What cargo itself passes on.
            Long("bench") => {}
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(options)
}

/// Runs that a figure is made of, and what it may be at most.
struct Figure {
    name: &'static str,
    times: Vec<Duration>,
    budget: Option<Duration>,
}

impl Figure {
    fn of(
        name: &'static str,
        runs: usize,
        budget: Option<u64>,
        mut work: impl FnMut() -> Outcome<Duration>,
    ) -> Outcome<Self> {
        let mut times = (0..runs).map(|_| work()).collect::<Outcome<Vec<_>>>()?;
        times.sort();
        Ok(Self { name, times, budget: budget.map(Duration::from_millis) })
    }

    fn median(&self) -> Duration {
        self.times.get(self.times.len() / 2).copied().unwrap_or_default()
    }

    fn within(&self) -> bool {
        self.budget.is_none_or(|budget| self.median() <= budget)
    }

    fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let millis = |time: Duration| time.as_secs_f64() * 1000.0;
        let best = self.times.first().copied().unwrap_or_default();
        let over = if self.within() { "" } else { "  OVER" };
        let budget = self
            .budget
            .map_or_else(String::new, |budget| format!("  budget {} ms{over}", budget.as_millis()));
        writeln!(
            out,
            "{:44} median {:8.2} ms  best {:8.2} ms{budget}",
            self.name,
            millis(self.median()),
            millis(best)
        )
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let begun = Instant::now();
    let value = work();
    (value, begun.elapsed())
}

fn measure(options: &Options) -> Outcome<bool> {
    let folder = tempfile::tempdir()?;
    let passphrase = Secret::new("quatre mots bien choisis".to_owned());
    fill(folder.path(), &passphrase, options)?;
    let runs = options.runs;
    // A second slot whose derivation takes no time: what is left is the opening.
    let cheap = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    Store::open(folder.path(), Some(&passphrase))?.add_slot("cheap", &passphrase, cheap)?;
    let open = |slot| Store::open_through(folder.path(), Some(&passphrase), Through::Only(slot));
    let opening = Figure::of("open, besides the derivation", runs, Some(300), || {
        let (store, took) = timed(|| open("cheap"));
        store?;
        Ok(took)
    })?;
    let whole = Figure::of("open, the derivation included", runs, None, || {
        let (store, took) = timed(|| open(FIRST));
        store?;
        Ok(took)
    })?;
    let derivation = Figure::of("the derivation alone (64 MiB, 3 passes)", runs, None, || {
        let ((), took) = timed(derive);
        Ok(took)
    })?;

    let store = Arc::new(open("cheap")?);
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let first = Figure::of("first search: the directory folded", runs, Some(300), || {
        let local = Local::new(store.clone(), Arc::new(|| NOW));
        let (found, took) =
            timed(|| runtime.block_on(local.find(Find { text: "nom77".to_owned(), limit: 50 })));
        found?;
        Ok(took)
    })?;
    let every = Figure::of("every seed, draft and ticket opened once", runs.min(3), None, || {
        let (report, took) = timed(|| store.check());
        let report = report?;
        if report.damaged.is_empty() { Ok(took) } else { Err("damaged".into()) }
    })?;
    let desk = LocalDesk::new(store.clone(), Arc::new(|| NOW));
    let page = Figure::of("a page of all tickets", runs, Some(50), || {
        let (page, took) = timed(|| runtime.block_on(desk.list(Filter::default(), 0)));
        page?;
        Ok(took)
    })?;
    let about = Some(About { login: "p7".to_owned(), mail: String::new() });
    let card = Figure::of("the tickets of one person", runs, Some(50), || {
        let filter = Filter { about: about.clone(), ..Filter::default() };
        let (page, took) = timed(|| runtime.block_on(desk.list(filter, 0)));
        page?;
        Ok(took)
    })?;

    let figures = [opening, whole, derivation, first, every, page, card];
    let mut out = std::io::stdout();
    writeln!(out, "{} keys and people, {} tickets, {runs} runs", options.keys, options.tickets)?;
    for figure in &figures {
        figure.print(&mut out)?;
    }
    Ok(!options.strict || figures.iter().all(Figure::within))
}

/// What opening a slot derives.
fn derive() {
    let Cost { memory_kib, passes, lanes } = Cost::STANDARD;
    let mut key = [0; 32];
    if let Ok(params) = Params::new(memory_kib, passes, lanes, Some(32)) {
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let _ = argon.hash_password_into(b"quatre mots bien choisis", &[7; 16], &mut key);
    }
    std::hint::black_box(key);
}

fn fill(folder: &std::path::Path, passphrase: &Secret<String>, options: &Options) -> Outcome<()> {
    let store = Arc::new(Store::create_as(folder, FIRST, Some(passphrase), Cost::STANDARD)?);
    let serial = |number: usize| format!("26{number:011}");
    let keys: Vec<_> = (0..options.keys)
        .map(|number| KeyRow {
            serial: serial(number),
            maker: "Clepsydre (fictif)".to_owned(),
            shape: Shape::COMMON,
            seed: Secret::new(format!("{number:020}").into_bytes()),
            counter: 0,
            starts: None,
            expires: None,
            line: 1,
        })
        .collect();
    store.import_keys(&keys, NOW)?;
    let people: Vec<_> = (0..options.keys)
        .map(|number| PersonRow {
            login: format!("p{number}"),
            family: format!("Nom{number}"),
            given: "Claire".to_owned(),
            mail: format!("p{number}@ac-nantes.fr"),
            uai: format!("044{:04}V", number % 3000),
            school: format!("Collège {}", number % 3000),
            town: "Nantes".to_owned(),
            academy: "nantes".to_owned(),
            serials: vec![serial(number)],
            ..PersonRow::default()
        })
        .collect();
    store.import_people(&people, NOW)?;
    let desk = LocalDesk::new(store.clone(), Arc::new(|| NOW));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    // What waits for the disk at each ticket is not what is measured.
    store.read(|connection| Ok(connection.pragma_update(None, "synchronous", "OFF")?))?;
    for number in 0..options.tickets {
        let mut bytes = [0; 16];
        // In front: bits of the sixth byte say that a name is one.
        bytes[..8].copy_from_slice(&(number << 32).to_be_bytes());
        let mut draft = Draft::new(Uuid::from_random(bytes), "nantes");
        draft.login = format!("p{}", number % 1000);
        draft.set(Field::Subject, &format!("Clé perdue {number}"));
        draft.set(Field::Description, "Ne reçoit plus rien depuis lundi, a déjà essayé deux fois.");
        runtime.block_on(desk.file(Filing { draft, author: "m.durand".to_owned(), files: Vec::new() }))?;
    }
    let carried = store.read(|connection| {
        Ok::<_, StoreFault>(connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    });
    Ok(carried?)
}
