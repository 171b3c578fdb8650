//! Once, on a line that spoils six exchanges of ten. The server is a model, quick and in memory: the sender's waits
//! are skipped, but for a moment in which it ends what a cut line had begun. Every parcel has a console of its own, all
//! at work at once: what takes time here is waiting for answers that come too late.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use guichet::backend::Clock;
use guichet::desk::TicketDesk;
use guichet::desk::glpi::GlpiDesk;
use guichet::desk::sender::Sender;
use guichet::domain::moment::{Moment, Span};
use guichet::domain::ticket::{Attachment, Audience, Parcel};
use guichet::store::Store;
use serde_json::json;
use tempfile::TempDir;

use super::{Office, desk, draft, remark};
use crate::office::runtime;
use crate::proxy::{Fate, Proxy};

/// How much of a wait is waited for.
const REAL: Duration = Duration::from_millis(100);

/// A late answer comes after the least patience there is.
const LATE: Duration = Duration::from_secs(7);

const PARCELS: usize = 8;

struct Post {
    office: Office,
    proxy: Proxy,
    /// One for each parcel.
    consoles: Vec<Console>,
}

/// An outbox, and the agent's desk behind the bad line.
struct Console {
    desk: GlpiDesk,
    store: Arc<Store>,
    skipped: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Post {
    fn open(seed: u64) -> Self {
        let office = Office::open();
        let proxy = Proxy::start(office.server.address, seed, LATE);
        let consoles = (0..PARCELS).map(|_| Console::open(&office, &proxy)).collect();
        Self { office, proxy, consoles }
    }

    fn deliver(&self, all: &[(Parcel, Vec<Attachment>)]) {
        let before = self.proxy.count(Fate::Clean);
        self.proxy.spoil(true);
        std::thread::scope(|scope| {
            for (console, (parcel, files)) in self.consoles.iter().zip(all) {
                scope.spawn(move || console.deliver(parcel, files));
            }
        });
        self.proxy.spoil(false);
        let (spoiled, clean) = (self.proxy.spoiled(), self.proxy.count(Fate::Clean) - before);
        assert!(spoiled * 10 > (spoiled + clean) * 4, "{spoiled} spoiled, {clean} clean");
    }
}

impl Console {
    fn open(office: &Office, proxy: &Proxy) -> Self {
        let desk = desk(&proxy.url(), &json!({}));
        assert_eq!(office.log_in(&desk, "agent"), Ok(()));
        let folder = TempDir::new().unwrap();
        let store = Arc::new(Store::create(&folder.path().join("store"), None).unwrap());
        Self { desk, store, skipped: Arc::default(), _folder: folder }
    }

    fn clock(&self) -> Clock {
        let skipped = self.skipped.clone();
        Arc::new(move || {
            let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
            Moment::from_millis(since.as_millis() as i64) + Span::millis(skipped.load(Ordering::SeqCst))
        })
    }

    fn deliver(&self, parcel: &Parcel, files: &[Attachment]) {
        let (clock, runtime) = (self.clock(), runtime());
        self.store.queue("agent", parcel, files, clock()).unwrap();
        let desk: Arc<dyn TicketDesk> = Arc::new(self.desk.clone());
        loop {
            // Each round by a new sender: nothing it knows is kept but what is on the disk.
            let sender = Sender::new(self.store.clone(), desk.clone(), clock.clone());
            let round = runtime.block_on(sender.round(None)).unwrap();
            assert_eq!((round.stuck, round.login_over), (0, false), "{round:?}");
            let Some(next) = round.next else { break };
            let wait = u64::try_from((next - clock()).as_millis()).unwrap_or_default();
            std::thread::sleep(REAL);
            self.skipped.fetch_add(wait as i64, Ordering::SeqCst);
        }
        assert_eq!(self.store.waiting_count().unwrap(), 0);
    }
}

#[test]
fn tickets_and_their_pictures_get_there_once() {
    let post = Post::open(2);
    let drafts: Vec<_> = (0..PARCELS).map(|number| draft(&format!("Ligne mauvaise {number}"))).collect();
    let picture = |number: usize| {
        let bytes = [b"\x89PNG\r\n\x1a\n".to_vec(), vec![number as u8; 3000]].concat();
        // Every fourth has one: an exchange of its own.
        let count = usize::from(number.is_multiple_of(4));
        (0..count).map(|_| Attachment::new("/tmp/ecran.png", bytes.clone()).unwrap()).collect()
    };
    let all: Vec<_> =
        drafts.iter().enumerate().map(|(at, one)| (Parcel::Ticket(one.clone()), picture(at))).collect();
    post.deliver(&all);
    let mut ids = BTreeSet::new();
    for (at, draft) in drafts.iter().enumerate() {
        let found = post.office.find(&draft.uuid).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(post.consoles[at].store.posted(&draft.uuid).unwrap().as_ref(), found.first());
        let state = post.office.server.state.lock().unwrap();
        let kept = state.tickets.values().filter(|ticket| {
            ticket["is_deleted"] == 0 && ticket["content"].as_str().unwrap().contains(draft.uuid.as_str())
        });
        assert_eq!(kept.count(), 1);
        let files = state.documents.iter().filter(|(row, _)| row["items_id"] == super::number(&found[0]));
        let bytes: BTreeSet<_> =
            files.clone().map(|(row, bytes)| (row["name"].to_string(), bytes.clone())).collect();
        assert_eq!((bytes.len(), files.count()), (picture(at).len(), bytes.len()), "none lost, none twice");
        drop(state);
        let mut fields = post.office.ticket(&found[0]).fields;
        fields.remove(&guichet::domain::ticket::Field::Screenshots);
        assert_eq!(fields, draft.fields());
        ids.extend(found);
    }
    assert_eq!(ids.len(), drafts.len());
}

#[test]
fn words_get_there_once() {
    let post = Post::open(3);
    let tickets: Vec<_> = (0..4).map(|_| post.office.filed()).collect();
    let remarks: Vec<_> = (0..PARCELS)
        .map(|number| {
            let audience = if number % 2 == 0 { Audience::Colleagues } else { Audience::Requester };
            remark(&tickets[number % 4], audience, &format!("Mot {number} : « c’est noté »"))
        })
        .collect();
    let all: Vec<_> = remarks.iter().cloned().map(|remark| (Parcel::Remark(remark), Vec::new())).collect();
    post.deliver(&all);
    let told: Vec<_> = tickets.iter().flat_map(|id| post.office.ticket(id).notes).collect();
    assert_eq!(told.len(), remarks.len());
    for remark in &remarks {
        let times = told.iter().filter(|note| note.what.told().1 == remark.text).count();
        assert_eq!(times, 1, "{}", remark.text);
    }
}
