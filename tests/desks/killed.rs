//! Once, though the console is killed (SIGKILL) at any moment, on a line that spoils six exchanges of ten.
//!
//! ```text
//! tests/desks/run -- cargo test --test desks killed                                       4 tickets and 4 texts
//! GUICHET_DESKS_PARCELS=500 tests/desks/run -- cargo test --release --test desks killed   500 and 500
//! ```
//!
//! The console is a process of its own: this test program, started again as [`the_console`], with the service, sender,
//! desk and store of the real one and no screen. Nothing outlives it but its store. It is killed after a time drawn from
//! a seed, and started again, until the outbox is empty. The sender's waits are kept where the server may still be at
//! work, up to [`REAL`], and skipped beyond; logins pass the line unspoiled, since an agent would type them again.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use guichet::backend::local::Local;
use guichet::desk::TicketDesk;
use guichet::desk::rt::RtDesk;
use guichet::domain::delivery::{Course, Stage};
use guichet::domain::moment::{Moment, Span};
use guichet::domain::secret::Secret;
use guichet::domain::ticket::{Audience, Parcel};
use guichet::service::Service;
use guichet::service::request::{Outcome, Write};
use guichet::store::Store;
use guichet::store::vault::{Cost, FIRST};
use guichet::text::cli::FR;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::office::{Office, desks, draft, password, remark, rt, runtime, settings};
use crate::once::{LATE, PATIENCE, REAL, made, parcels};
use crate::proxy::{Proxy, SHARES, luck};
use crate::terminal::{Home, PASSPHRASE, PATIENCE as PATIENCE_OF_A_TEST, WORDS, answer_to};

/// What the console is told: where its store is, and the line.
const ORDER: &str = "GUICHET_DESKS_CONSOLE";

/// What a login asks for.
const LOGINS: &[&str] = &["/NoAuth/", "/REST/2.0/user/", "/REST/2.0/queue/"];

/// The longest that a console lives, in milliseconds.
const LIFE: u64 = 6_000;

/// The file in which one console leaves to the next how much of the sender's waits was skipped.
const SKIPPED: &str = "skipped";

const SEED: u64 = 5;

/// Tickets, and texts, of a usual run: a pair costs about 25 seconds.
const USUAL: usize = 4;

fn store_of(folder: &Path) -> Store {
    Store::open(&folder.join("store"), None).unwrap()
}

fn since_1970() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    since.as_millis() as i64
}

#[test]
fn everything_gets_there_once() {
    if desks().is_none() {
        return;
    }
    let server = rt()["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
    let proxy = Proxy::sparing(LOGINS, server, SEED, LATE);
    let office = Office::open().unwrap();
    let folder = TempDir::new().unwrap();
    let store = Store::create(&folder.path().join("store"), None).unwrap();
    let tickets: Vec<_> = (0..4).map(|_| office.filed()).collect();
    let drafts: Vec<_> = (0..parcels(USUAL)).map(|number| draft(&format!("Console tuée {number}"))).collect();
    let remarks: Vec<_> = (0..parcels(USUAL))
        .map(|number| {
            let audience = if number % 2 == 0 { Audience::Colleagues } else { Audience::Requester };
            remark(&tickets[number % 4], audience, &format!("Mot {number} : « c’est noté »"))
        })
        .collect();
    // One after the other, as they were written.
    let mut now = Moment::from_millis(since_1970() - 1_000_000);
    for (draft, remark) in drafts.iter().zip(&remarks) {
        for parcel in [Parcel::Ticket(draft.clone()), Parcel::Remark(remark.clone())] {
            store.queue("agent", &parcel, &[], now).unwrap();
            now = now + Span::millis(1);
        }
    }
    drop(store);

    proxy.spoil(true);
    let began = Instant::now();
    let (kills, caught) = kill_until_done(folder.path(), &proxy);
    let seconds = began.elapsed().as_secs();
    proxy.spoil(false);
    // What a cut line began is ended.
    while proxy.under_way() > 0 {
        std::thread::sleep(Duration::from_millis(50));
    }

    let store = store_of(folder.path());
    assert_eq!(store.waiting_count().unwrap(), 0, "nothing waits");
    let (mut ids, mut extra) = (BTreeSet::new(), 0);
    for draft in &drafts {
        let found = office.find(&draft.uuid).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(store.posted(&draft.uuid).unwrap().as_ref(), found.first());
        assert_eq!(office.ticket(&found[0]).fields, draft.fields());
        extra += made(&office, &draft.uuid) - 1;
        ids.extend(found);
    }
    assert_eq!(ids.len(), drafts.len());
    let told: Vec<_> = tickets.iter().flat_map(|id| office.ticket(id).notes).collect();
    for remark in &remarks {
        let times = told.iter().filter(|note| note.what.told().1 == remark.text).count();
        assert_eq!(times, 1, "{}", remark.text);
    }

    // Whatever moment it was killed at, the journal says once where each went.
    let journal = store.journal(100_000).unwrap();
    for uuid in drafts.iter().map(|draft| &draft.uuid).chain(remarks.iter().map(|remark| &remark.uuid)) {
        let of_it = journal.iter().filter(|entry| entry.intent.reason == uuid.as_str());
        let words: Vec<_> = of_it.filter_map(|entry| Some(entry.outcome.as_ref()?.1.as_str())).collect();
        assert!(words.len() == 1 && words[0].starts_with("filed "), "{words:?}");
    }

    let fates = SHARES.map(|(fate, _)| format!("{fate:?} {}", proxy.count(fate))).join(", ");
    let (spoiled, clean) = (proxy.spoiled(), proxy.count(crate::proxy::Fate::Clean));
    println!(
        "{0} tickets and {0} texts delivered in {seconds} s; killed {kills} times, {caught} of them over a request; \
         of {1} exchanges {spoiled} spoiled: {fates}; {extra} tickets made twice and merged",
        parcels(USUAL),
        spoiled + clean,
    );
    // A line that spoils nothing and a console that lives prove nothing.
    assert!(spoiled * 10 > (spoiled + clean) * 4, "{spoiled} spoiled, {clean} clean");
    assert!(kills >= 10 && caught * 4 > kills, "killed {kills} times, {caught} of them over a request");
}

/// Starts the console again and again; how often it was killed, and how often with a request on the line.
fn kill_until_done(folder: &Path, proxy: &Proxy) -> (u64, u64) {
    let (mut kills, mut caught) = (0, 0);
    loop {
        let mut console = Killed(console(folder, proxy));
        let end = Instant::now() + Duration::from_millis(50 + luck(SEED, kills) % LIFE);
        // Every second one dies over a request, as far as there is one: a quick server has few under way.
        let last = end + if kills % 2 == 0 { Duration::ZERO } else { REAL + Duration::from_secs(1) };
        while Instant::now() < end || (Instant::now() < last && proxy.under_way() == 0) {
            if let Some(status) = console.0.try_wait().unwrap() {
                assert!(status.success(), "the console ended by itself: {status}");
                return (kills, caught);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let over_a_request = proxy.under_way() > 0;
        console.0.kill().unwrap();
        // One that was done in this very moment was not killed.
        if !console.0.wait().unwrap().success() {
            kills += 1;
            caught += u64::from(over_a_request);
        }
    }
}

/// A console that goes with the test, however that ends.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn console(folder: &Path, proxy: &Proxy) -> Child {
    let order = json!({ "folder": folder, "url": proxy.url() }).to_string();
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "killed::the_console", "--ignored", "--quiet"]).env(ORDER, order);
    command.stdout(std::process::Stdio::null()).spawn().unwrap()
}

/// A console without a screen: logs in and hands over what waits until nothing does.
#[test]
#[ignore = "what the test above starts and kills"]
fn the_console() {
    let Ok(order) = std::env::var(ORDER) else { return };
    let parent = rustix::process::getppid();
    let order: Value = serde_json::from_str(&order).unwrap();
    let folder = Path::new(order["folder"].as_str().unwrap());
    let before = std::fs::read_to_string(folder.join(SKIPPED));
    let skipped = Arc::new(AtomicI64::new(before.map_or(0, |text| text.parse().unwrap())));
    let own = skipped.clone();
    let clock: guichet::backend::Clock =
        Arc::new(move || Moment::from_millis(since_1970() + own.load(Ordering::SeqCst)));

    let runtime = runtime();
    let desk = RtDesk::new(settings(&json!({ "url": order["url"], "timeout": PATIENCE }))).unwrap();
    runtime.block_on(desk.log_in("agent".to_owned(), password("agent"))).unwrap();
    let store = Arc::new(store_of(folder));
    let local = Local::new(store.clone(), clock.clone());
    let service = Service::new(Arc::new(local), Arc::new(desk), store, clock.clone(), "agent".to_owned());
    // Without the test that started it, it would go on for ever.
    while rustix::process::getppid() == parent {
        let Ok(Outcome::Delivered(round)) = runtime.block_on(service.write(Write::Deliver)) else {
            panic!("the outbox cannot be read")
        };
        assert_eq!((round.stuck, round.login_over), (0, false), "{round:?}");
        let Some(next) = round.next else { break };
        let wait = (next - clock()).as_millis().max(0);
        let real = wait.min(REAL.as_millis() as i64);
        // Kept first: the next console shall not wait again for what this one skipped.
        let after = skipped.load(Ordering::SeqCst) + wait - real;
        std::fs::write(folder.join("skipped.new"), after.to_string()).unwrap();
        std::fs::rename(folder.join("skipped.new"), folder.join(SKIPPED)).unwrap();
        skipped.store(after, Ordering::SeqCst);
        std::thread::sleep(Duration::from_millis(real as u64));
    }
}

/// How many tickets, and how many texts, where the program itself is killed: it rests a second after each failure.
const OF_THE_PROGRAM: usize = 3;

/// The same with the program itself, at a terminal: passphrase and login typed each time, the outbox on its disk. No
/// clock of its own: between two lives the store is made as much older as the next step is away, less [`REAL`].
#[test]
fn everything_of_the_program_gets_there_once() {
    if desks().is_none() {
        return;
    }
    let server = rt()["url"].as_str().unwrap().trim_start_matches("http://").parse().unwrap();
    let proxy = Proxy::sparing(LOGINS, server, SEED, LATE);
    let office = Office::open().unwrap();
    let home = program(&proxy);
    let store = Store::open(&home.data(), Some(&passphrase())).unwrap();
    let ticket = office.filed();
    let drafts: Vec<_> =
        (0..OF_THE_PROGRAM).map(|number| draft(&format!("Programme tué {number}"))).collect();
    let remarks: Vec<_> = (0..OF_THE_PROGRAM)
        .map(|number| remark(&ticket, Audience::Colleagues, &format!("Mot {number}")))
        .collect();
    for (draft, remark) in drafts.iter().zip(&remarks) {
        for parcel in [Parcel::Ticket(draft.clone()), Parcel::Remark(remark.clone())] {
            store.queue("agent", &parcel, &[], Moment::from_millis(since_1970())).unwrap();
        }
    }
    proxy.spoil(true);
    let (mut kills, began) = (0, Instant::now());
    while store.waiting_count().unwrap() > 0 {
        let mut console = home.on_screen(&[]);
        let since = console.started();
        let since = answer_to(&mut console, since, WORDS.passphrase, PASSPHRASE);
        let since = answer_to(&mut console, since, &name_asked(), "agent");
        answer_to(&mut console, since, FR.desk_password, rt()["passwords"]["agent"].as_str().unwrap());
        console.wait_for("Recherche");
        let end = Instant::now() + Duration::from_millis(50 + luck(SEED, kills) % LIFE);
        while Instant::now() < end && store.waiting_count().unwrap() > 0 {
            console.listen(Instant::now() + Duration::from_millis(20));
        }
        console.signal(rustix::process::Signal::KILL);
        console.wait_exit(PATIENCE_OF_A_TEST);
        kills += 1;
        age(&store);
    }
    proxy.spoil(false);
    while proxy.under_way() > 0 {
        std::thread::sleep(Duration::from_millis(50));
    }
    for draft in &drafts {
        let found = office.find(&draft.uuid).unwrap();
        assert_eq!((found.len(), store.posted(&draft.uuid).unwrap().as_ref()), (1, found.first()));
        assert_eq!(office.ticket(&found[0]).fields, draft.fields());
    }
    let told = office.ticket(&ticket).notes;
    for remark in &remarks {
        assert_eq!(
            told.iter().filter(|note| note.what.told().1 == remark.text).count(),
            1,
            "{}",
            remark.text
        );
    }
    println!(
        "the program: {0} tickets and {0} texts in {1} s, killed {kills} times, {2} exchanges spoiled",
        OF_THE_PROGRAM,
        began.elapsed().as_secs(),
        proxy.spoiled(),
    );
    assert!(kills >= 5, "killed {kills} times");
}

fn passphrase() -> Secret<String> {
    Secret::new(PASSPHRASE.to_owned())
}

fn name_asked() -> String {
    (WORDS.desk_login)("").split('[').next().unwrap().to_owned()
}

/// A real store that opens at once, at this desk.
fn program(proxy: &Proxy) -> Home {
    let home = Home::empty();
    let cheap = Cost { memory_kib: 64, passes: 1, lanes: 1 };
    drop(Store::create_as(&home.data(), FIRST, Some(&passphrase()), cheap).unwrap());
    let folder = home.path().join(".config/guichet");
    std::fs::create_dir_all(&folder).unwrap();
    let desk = format!(
        "[desk]\nkind = \"rt\"\nurl = \"{}\"\nqueue = \"Assistance OTP\"\ntimeout = {PATIENCE}\n",
        proxy.url()
    );
    std::fs::write(folder.join("guichet.toml"), desk).unwrap();
    home
}

/// The next step is [`REAL`] away at most.
fn age(store: &Store) {
    let outbox = store.waiting().unwrap().whole;
    assert!(
        outbox.iter().all(|one| matches!(one.course.stage, Stage::Waiting | Stage::Unknown)),
        "{outbox:?}"
    );
    let Some(next) = outbox.iter().map(|one| one.course.due).min() else { return };
    let away = (next - Moment::from_millis(since_1970())).as_millis() - REAL.as_millis() as i64;
    for one in outbox.into_iter().filter(|_| away > 0) {
        let course = Course { due: one.course.due - Span::millis(away), ..one.course };
        store.set_course(one.parcel.uuid(), course, &one.words).unwrap();
    }
}
