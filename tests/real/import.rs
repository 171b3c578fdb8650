//! Keys of a file into a real server.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::AtomicBool;
use std::thread;
use std::time::Duration;

use guichet::backend::{Test, TokenBackend};
use guichet::domain::otp::{Algorithm, Generator, Moving, Shape};
use guichet::domain::secret::Secret;
use guichet::domain::verdict::Finding;
use guichet::keyfile::KeyRow;
use guichet::service::load::{self, Done, Order, Plan};
use guichet::store::import::ClashKind;
use guichet::store::journal::Intent;
use serde_json::json;

use crate::office::{Office, code, provisioned, real};

const TIMED: Moving = Moving::Time { period: 60, t0: 0 };

fn row(serial: &str, algorithm: Algorithm, digits: u8, moving: Moving, seed: &[u8]) -> KeyRow {
    KeyRow {
        serial: serial.to_owned(),
        maker: "Gemalto & Cie <é>".to_owned(),
        shape: Shape { algorithm, digits, moving },
        seed: Secret::new(seed.to_vec()),
        counter: if moving == Moving::Event { 7 } else { 0 },
        starts: None,
        expires: None,
        line: 1,
    }
}

fn plan(office: &Office, rows: &[KeyRow], replace: bool) -> Plan {
    office.wait(load::plan(&office.backend, rows, replace, |_| true)).unwrap()
}

fn send(office: &Office, rows: &[KeyRow], plan: &Plan) -> Done {
    let intent = Intent { agent: "agent".into(), act: "load-keys".into(), ..Intent::default() };
    let (cancel, clock) = (AtomicBool::new(false), office.backend.clock());
    let order = Order { intent: &intent, cancel: &cancel, store: &office.store, clock: &clock };
    office.wait(load::load(&office.backend, rows, plan, &order, |_, _| {}))
}

/// Whether the server takes the code that the seed of the file makes: it has the very seed, hash, digits
/// and period.
fn makes_its_codes(office: &Office, row: &KeyRow, ahead: i64) {
    let from = row.shape.step_at(office.now()).unwrap_or(row.counter);
    let code = Generator::new(&row.seed, &row.shape).code(from + ahead).unwrap();
    let verdict = office.test(&row.serial, code).unwrap();
    assert!(matches!(verdict.finding, Finding::Valid { .. }), "{}: {:?}", row.serial, verdict.finding);
}

#[test]
fn keys_of_every_kind_come_in_whole_and_are_replaced_only_if_asked_for() {
    let Some(office) = Office::of("arrivages", json!({})) else { return };
    assert!(office.backend.may_import());
    let rows: Vec<_> = (0..9)
        .map(|at| row(&format!("ARRIVE-{at}"), Algorithm::Sha1, 6, TIMED, &[at + 1; 20]))
        .chain([
            // As long as a seed of SHA-256: a table would make it one.
            row("ARRIVE-LONG_SEED", Algorithm::Sha1, 6, TIMED, &[0x5a; 32]),
            row("ARRIVE-256", Algorithm::Sha256, 8, Moving::Time { period: 30, t0: 0 }, &[0x5b; 20]),
            row("ARRIVE-512", Algorithm::Sha512, 6, TIMED, &[0x5c; 64]),
            row("ARRIVE-HOTP", Algorithm::Sha1, 6, Moving::Event, &[0x5d; 20]),
        ])
        .collect();
    let first = plan(&office, &rows, false);
    assert_eq!((first.report.new.len(), first.report.clashes.len()), (rows.len(), 0));
    let done = send(&office, &rows, &first);
    assert!(done.stopped.is_none(), "{:?}", done.stopped);
    assert_eq!(done.there.len(), rows.len());
    for row in &rows[8..] {
        makes_its_codes(&office, row, 0);
    }
    assert_eq!(office.key("ARRIVE-512").maker, "Gemalto & Cie <é>");
    assert_eq!(office.wait(office.backend.stock("ARRIVE-".to_owned())).unwrap().len(), rows.len());
    // Once more: nothing tells that the seeds are the same.
    let again = plan(&office, &rows[..2], false);
    assert!(again.report.clashes.iter().all(|clash| clash.why == ClashKind::OnServer { holder: None }));
    assert_eq!((again.report.clashes.len(), again.report.has_keys()), (2, false));
    let other = [row("ARRIVE-0", Algorithm::Sha1, 6, TIMED, &[0x77; 20])];
    let replacing = plan(&office, &other, true);
    assert_eq!(replacing.report.replaced, [(0, None)]);
    assert_eq!(send(&office, &other, &replacing).there, [0]);
    makes_its_codes(&office, &other[0], 0);
}

/// The server would overwrite all of these, or end in the middle of the file.
#[test]
fn keys_of_others_and_keys_that_are_gone_for_good_are_left_alone() {
    let Some(office) = Office::of("arrivages", json!({})) else { return };
    let keys = real().unwrap()["keys"].as_array().unwrap();
    let of = |state: &str, realm: &str| {
        let key = keys.iter().find(|key| key["state"] == state && key["realm"] == realm).unwrap();
        key["serial"].as_str().unwrap()
    };
    let (unseen, revoked, counts) =
        (of("ok", "prestataires"), of("revoked", "academie"), of("hotp", "academie"));
    let held = of("nearly-slow", "academie");
    let serials = [unseen, revoked, counts, held, "arrive/1"];
    let rows = serials.map(|serial| row(serial, Algorithm::Sha1, 6, TIMED, &[0x11; 20]));
    let found = plan(&office, &rows, true);
    let words: Vec<_> =
        found.report.clashes.iter().map(|clash| (clash.name.as_str(), clash.why.word())).collect();
    for clash in
        [(unseen, "out-of-sight"), (revoked, "revoked"), (counts, "other-kind"), ("arrive/1", "not-carried")]
    {
        assert!(words.contains(&clash), "{clash:?} in {words:?}");
    }
    let holder = provisioned(held)["holder"].as_str().map(str::to_owned);
    assert_eq!(found.report.replaced, [(3, holder)]);
    // Looking burnt nothing: the key of the other realm still takes its own code.
    let Some(admin) = Office::of("admin", json!({ "realm": "prestataires" })) else { return };
    let before = admin.key(unseen);
    assert_eq!(before.fails, 0);
    let test =
        Test { serial: unseen.to_owned(), code: code(unseen, admin.now(), 0), agent: "agent".to_owned() };
    assert!(matches!(admin.wait(admin.backend.test(test)).unwrap().finding, Finding::Valid { .. }));
}

/// The address of a relay that passes everything on but the answers to files: those it swallows.
fn swallowing(url: &str) -> String {
    let real = url.strip_prefix("http://").unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, real) = (stream.unwrap(), real.clone());
            // A connection that is kept open keeps no other one waiting.
            thread::spawn(move || drop(pass_on(stream, &real)));
        }
    });
    address
}

fn pass_on(stream: TcpStream, real: &str) -> std::io::Result<()> {
    let mut line = BufReader::new(stream);
    let mut request = Vec::new();
    let mut length = 0;
    while !request.ends_with(b"\r\n\r\n") {
        let start = request.len();
        // Closed before its head was whole: a connection that was made ahead, and not needed.
        if line.read_until(b'\n', &mut request)? == 0 {
            return Ok(());
        }
        let header = String::from_utf8_lossy(&request[start..]).to_lowercase();
        if let Some(told) = header.strip_prefix("content-length:") {
            length = told.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    line.read_exact(&mut body)?;
    let swallows = String::from_utf8_lossy(&request).starts_with("POST /token/load/");
    let mut server = TcpStream::connect(real)?;
    server.write_all(&request)?;
    server.write_all(&body)?;
    let mut answer = Vec::new();
    // The server closes each connection.
    server.read_to_end(&mut answer)?;
    if swallows { Ok(()) } else { line.get_mut().write_all(&answer) }
}

/// The server did it, and nobody was told: what is there is read back.
#[test]
fn a_lost_answer_of_a_real_server_is_read_back() {
    let Some(url) = real().map(|real| real["url"].as_str().unwrap()) else { return };
    let change = json!({ "nodes": [swallowing(url)] });
    let Some(office) = Office::of("arrivages", change) else { return };
    let kind = |seed: u8| [row("PERDUE-1", Algorithm::Sha1, 6, TIMED, &[seed; 20])];
    for (seed, replace) in [(0x21, false), (0x22, true)] {
        let rows = kind(seed);
        let found = plan(&office, &rows, replace);
        // Dates of the server have whole seconds.
        thread::sleep(Duration::from_millis(1100));
        let done = send(&office, &rows, &found);
        assert_eq!((done.there.as_slice(), done.stopped.is_none()), (&[0][..], true), "{seed}");
        makes_its_codes(&office, &rows[0], 0);
    }
}
