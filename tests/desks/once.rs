//! Once, on a line that spoils six exchanges of ten: what waits in an outbox gets to the real server, nothing is lost
//! and nothing is there twice.
//!
//! `GUICHET_DESKS_PARCELS=500 tests/desks/run -- cargo test --release --test desks once` is the long run. The sender's
//! waits are kept where the server may still be at work, up to [`REAL`], and skipped beyond.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use guichet::backend::Clock;
use guichet::desk::TicketDesk;
use guichet::desk::sender::Sender;
use guichet::domain::moment::{Moment, Span};
use guichet::domain::ticket::{Audience, Parcel, TicketId, Uuid};
use guichet::store::Store;
use serde_json::json;
use tempfile::TempDir;

use crate::office::{Office, desks, draft, remark, rt};
use crate::proxy::{Fate, Proxy, SHARES};

/// How much of a wait is waited for. The server finished what a cut line had begun in 1.2 s at most.
pub const REAL: Duration = Duration::from_secs(3);

/// Seconds that the console waits for an answer, and that a late one takes.
pub const PATIENCE: u64 = 5;
pub const LATE: Duration = Duration::from_secs(PATIENCE + 2);

/// An outbox, a bad line, the server.
struct Post {
    office: Office,
    proxy: Proxy,
    store: Arc<Store>,
    skipped: Arc<AtomicI64>,
    /// Exchanges before the line went bad.
    before: usize,
    _folder: TempDir,
}

/// How many tickets, and how many texts; so many unless the environment says otherwise.
pub fn parcels(usual: usize) -> usize {
    std::env::var("GUICHET_DESKS_PARCELS").map_or(usual, |number| number.parse().unwrap())
}

impl Post {
    fn open(seed: u64) -> Option<Self> {
        desks()?;
        let server = rt()["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
        let proxy = Proxy::start(server, seed, LATE);
        let office = Office::of("agent", json!({ "url": proxy.url(), "timeout": PATIENCE })).unwrap();
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        let before = proxy.count(Fate::Clean);
        Some(Self { office, proxy, store, skipped: Arc::default(), before, _folder: folder })
    }

    fn clock(&self) -> Clock {
        let skipped = self.skipped.clone();
        Arc::new(move || {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            Moment::from_millis(since.as_millis() as i64) + Span::millis(skipped.load(Ordering::SeqCst))
        })
    }

    /// Until nothing waits any more; how many steps that took.
    fn deliver(&self, all: &[Parcel]) -> u32 {
        let clock = self.clock();
        for parcel in all {
            self.store.queue("agent", parcel, &[], clock()).unwrap();
        }
        let sender = Sender::new(self.store.clone(), Arc::new(self.office.desk.clone()), clock.clone());
        self.proxy.spoil(true);
        let mut steps = 0;
        loop {
            let round = self.office.wait(sender.round(None)).unwrap();
            assert_eq!((round.stuck, round.login_over), (0, false), "{round:?}");
            let Some(next) = round.next else { break };
            steps += 1;
            assert!(steps < 100 * parcels(20) as u32, "something never gets there: {round:?}");
            let wait = u64::try_from((next - clock()).as_millis()).unwrap_or_default();
            let real = REAL.min(Duration::from_millis(wait));
            std::thread::sleep(real);
            self.skipped.fetch_add((wait - real.as_millis() as u64) as i64, Ordering::SeqCst);
        }
        self.proxy.spoil(false);
        steps
    }

    /// What a run came to, for docs/reliability.md, and that the line was as bad as is told: one that spoils nothing
    /// proves nothing.
    fn tell(&self, what: &str, steps: u32, began: Instant) {
        let fates = SHARES.map(|(fate, _)| format!("{fate:?} {}", self.proxy.count(fate))).join(", ");
        let (spoiled, clean) = (self.proxy.spoiled(), self.proxy.count(Fate::Clean) - self.before);
        println!(
            "{what}: {} delivered in {} s, {steps} waits; of {} exchanges {spoiled} spoiled: {fates}",
            parcels(20),
            began.elapsed().as_secs(),
            spoiled + clean,
        );
        assert!(spoiled * 10 > (spoiled + clean) * 4, "{spoiled} spoiled, {clean} clean");
    }
}

#[test]
fn tickets_get_there_once() {
    let Some(post) = Post::open(2) else { return };
    let began = Instant::now();
    let drafts: Vec<_> = (0..parcels(20)).map(|number| draft(&format!("Ligne mauvaise {number}"))).collect();
    let all: Vec<_> = drafts.iter().cloned().map(Parcel::Ticket).collect();
    let steps = post.deliver(&all);
    post.tell("tickets", steps, began);
    let (mut ids, mut extra) = (BTreeSet::new(), 0);
    for draft in &drafts {
        let found = post.office.find(&draft.uuid).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(post.store.posted(&draft.uuid).unwrap().as_ref(), found.first());
        assert_eq!(post.office.ticket(&found[0]).fields, draft.fields());
        extra += made(&post.office, &draft.uuid) - 1;
        ids.extend(found);
    }
    assert_eq!(ids.len(), drafts.len());
    assert_eq!(post.store.waiting_count().unwrap(), 0);
    println!("tickets: {extra} made twice and merged");
}

/// Tickets that were made under a name, those included that were merged afterwards.
pub fn made(office: &Office, uuid: &Uuid) -> usize {
    let queue = office.read("queue/Assistance%20OTP");
    let fields = queue["TicketCustomFields"].as_array().unwrap();
    let field = fields.iter().find(|field| field["name"] == "UUID client").unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let query = format!("tickets?query=CF.{field}='{}' AND EffectiveId > 0", uuid.as_str());
    office.read(&query)["items"].as_array().unwrap().len()
}

#[test]
fn words_get_there_once() {
    let Some(mut post) = Post::open(3) else { return };
    let began = Instant::now();
    let tickets: Vec<TicketId> = (0..20).map(|_| post.office.filed()).collect();
    post.before = post.proxy.count(Fate::Clean);
    let remarks: Vec<_> = (0..parcels(20))
        .map(|number| {
            let audience = if number % 2 == 0 { Audience::Colleagues } else { Audience::Requester };
            remark(&tickets[number % 20], audience, &format!("Mot {number} : « c’est noté »"))
        })
        .collect();
    let all: Vec<_> = remarks.iter().cloned().map(Parcel::Remark).collect();
    let steps = post.deliver(&all);
    post.tell("words", steps, began);
    let told: Vec<_> = tickets.iter().flat_map(|id| post.office.ticket(id).notes).collect();
    for remark in &remarks {
        let times = told.iter().filter(|note| note.what.told().1 == remark.text).count();
        assert_eq!(times, 1, "{}", remark.text);
        let there = post.office.desk.find_note(remark.ticket.clone(), remark.uuid.clone());
        assert_eq!(post.office.wait(there), Ok(true));
    }
}
