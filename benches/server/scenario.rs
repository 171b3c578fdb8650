//! What an agent does on a real server, and how long it takes.

use std::error::Error;
use std::ffi::OsStr;
use std::time::{Duration, Instant};

use guichet::text::snapshot;
use guichet::text::{cli, common, home};

use super::PROGRAM;
use super::figures::Figures;
use super::real::{Person, Real};
use super::support::keys;
use super::support::remote::{Home, PASSPHRASE, answer};
use super::support::terminal::Terminal;

/// Time between two letters of somebody who types fast.
const TYPING: Duration = Duration::from_millis(90);

/// A silence after which nothing more is on its way.
const QUIET: Duration = Duration::from_millis(400);

/// Longest that one may take before it is called stuck.
const LIMIT: Duration = Duration::from_secs(20);

/// Plays everything.
pub fn play(real: &Real, runs: u32, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    let some = real.some();
    let home = Home::make(&[real.url()], "school_attribute = \"uai\"");
    let mut terminal = home.run(PROGRAM, &[]);
    answer(&mut terminal, cli::FR.passphrase, PASSPHRASE);
    answer(&mut terminal, &(cli::FR.server_login)("essai"), "helpdesk");
    answer(&mut terminal, cli::FR.server_password, real.password("helpdesk"));
    let entered = terminal.mark();
    figures.add("login: field", "ms", ms(terminal.wait_for("Recherche") - entered.at));
    figures.add("login: people counted", "ms", ms(terminal.wait_for("personnes") - entered.at));
    calm(&mut terminal);

    // Each verdict takes a key of its own, since a code is good once.
    let mut fresh = some.iter().cycle();
    for run in 0..runs {
        for (name, typed) in texts(fresh.next().ok_or("no crowd")?) {
            search(&mut terminal, name, &typed, figures);
            clear(&mut terminal);
        }
        call(&mut terminal, real, &some[run as usize % some.len()], figures)?;
    }
    terminal.keys("<c-q>");
    terminal.wait_exit(LIMIT);

    snapshots(&home, real, &some[0].school, figures)
}

/// What callers are looked up by.
fn texts(person: &Person) -> [(&'static str, String); 6] {
    [
        ("family", person.family.to_lowercase()),
        ("given and family", format!("{} {}", person.given, person.family).to_lowercase()),
        ("login", person.login.clone()),
        ("serial", person.serial.trim_start_matches("GALT").to_owned()),
        ("two letters", "an".to_owned()),
        ("nobody", "zzyzx".to_owned()),
    ]
}

/// Typed at a usual pace; from the last letter to the list.
fn search(terminal: &mut Terminal, name: &str, typed: &str, figures: &mut Figures) {
    let mut mark = terminal.mark();
    for press in keys::presses(typed) {
        mark = terminal.send(&press);
        terminal.listen(mark.at + TYPING);
        let first = terminal.record().pieces_since(mark).first().map(|(at, _)| *at);
        figures.add("letter: echo", "ms", ms(first.unwrap_or(TYPING)));
    }
    // The words come before the server is even asked: it is asked after a pause in typing.
    terminal.wait_for(common::FR.waiting);
    terminal.wait_gone(common::FR.waiting);
    let shown = terminal.record().last_at().unwrap_or(mark.at);
    figures.add(&format!("search, {name}: letter to list"), "ms", ms(shown - mark.at));
    let cut = terminal.screen().replace('\u{a0}', " ").contains(&home::FR.cut.replace('\u{a0}', " "));
    figures.add(&format!("search, {name}: called cut"), "", f64::from(cut));
}

fn clear(terminal: &mut Terminal) {
    terminal.keys("<esc>");
    terminal.wait_for("personnes");
    calm(terminal);
}

/// A person by login, the card, a code.
fn call(
    terminal: &mut Terminal,
    real: &Real,
    person: &Person,
    figures: &mut Figures,
) -> Result<(), Box<dyn Error>> {
    terminal.keys(&person.login);
    terminal.wait_for("1 sur ");
    let mark = terminal.keys("<enter>");
    figures.add("card: Enter to complete", "ms", ms(terminal.wait_for("Événements") - mark.at));
    calm(terminal);
    terminal.keys("t");
    terminal.wait_for("Code de la clé");
    terminal.keys(&real.code()?);
    let mark = terminal.keys("<enter>");
    figures.add("code: Enter to verdict", "ms", ms(terminal.wait_for("VALABLE") - mark.at));
    calm(terminal);
    for text in ["Événements", "Recherche"] {
        terminal.keys("<esc>");
        terminal.wait_for(text);
        calm(terminal);
    }
    clear(terminal);
    Ok(())
}

/// One school into a file, and the academy, of which the directory hides a part.
fn snapshots(home: &Home, real: &Real, school: &str, figures: &mut Figures) -> Result<(), Box<dyn Error>> {
    for (name, scope, drawn) in [
        ("snapshot: a school of 40, drawn", ["--school", school], true),
        ("snapshot: the academy, refused", ["--academy", "rouen"], false),
    ] {
        let file = format!("{}.snap", scope[0]);
        let (took, text) = draw(home, real, scope, &file)?;
        figures.add(name, "ms", ms(took));
        if home.file(&file).exists() != drawn {
            return Err(format!("{name}: {text}").into());
        }
    }
    Ok(())
}

fn draw(
    home: &Home,
    real: &Real,
    scope: [&str; 2],
    file: &str,
) -> Result<(Duration, String), Box<dyn Error>> {
    let path = home.file(file);
    let args = ["snapshot", "make"].map(OsStr::new);
    let args = [&args[..], &[path.as_os_str()], &scope.map(OsStr::new)[..]].concat();
    let mut terminal = home.enter(PROGRAM, &args, "helpdesk", real.password("helpdesk"));
    answer(&mut terminal, snapshot::FR.new_passphrase, PASSPHRASE);
    answer(&mut terminal, cli::FR.again, PASSPHRASE);
    let began = Instant::now();
    let ended = terminal.wait_exit(Duration::from_secs(600));
    Ok((ended.at - began, terminal.screen()))
}

fn calm(terminal: &mut Terminal) {
    assert!(terminal.settle(QUIET, LIMIT), "no silence of {QUIET:?} within {LIMIT:?}");
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
