//! The canaries, the forms they may hide in, the places searched.

use std::fs;
use std::path::{Path, PathBuf};

use data_encoding::{BASE32_NOPAD, BASE64, HEXLOWER, HEXUPPER};
use guichet::domain::otp::Code;

use crate::program::{Home, PATIENCE, Ran, answer_to, await_question};
use crate::support::terminal::Terminal;

/// Secrets, each with a name for the failure.
#[derive(Default)]
pub struct Flock {
    birds: Vec<(String, Vec<u8>)>,
    /// What was heard and seen of the program: a name for the failure, the bytes.
    heard: Vec<(String, Vec<u8>)>,
}

impl Flock {
    /// Lets one more fly. Shorter ones are met by chance.
    pub fn add(&mut self, name: &str, secret: impl AsRef<[u8]>) {
        let secret = secret.as_ref();
        assert!(secret.len() >= 6, "{name} is too short to be told from chance");
        self.birds.push((name.to_owned(), secret.to_vec()));
    }

    /// Keeps something that was printed or shown, to be searched at the end.
    pub fn hear(&mut self, name: &str, bytes: impl AsRef<[u8]>) {
        self.heard.push((name.to_owned(), bytes.as_ref().to_vec()));
    }

    /// Keeps what the system shows of a running program: its arguments and its environment. The
    /// latter is closed even to its owner, unless the owner is root.
    pub fn look_at(&mut self, name: &str, terminal: &Terminal) {
        let process = PathBuf::from(format!("/proc/{}", terminal.pid().as_raw_nonzero()));
        let arguments = fs::read(process.join("cmdline")).unwrap();
        assert!(!arguments.is_empty(), "{name} is running");
        self.hear(&format!("arguments of {name}"), arguments);
        if let Ok(environment) = fs::read(process.join("environ")) {
            self.hear(&format!("environment of {name}"), environment);
        }
    }

    /// No canary is in any file under a folder, by name or content, nor in anything heard.
    /// `allowed` are files that hold them on purpose.
    #[track_caller]
    pub fn assert_unseen(&self, folder: &Path, allowed: &[&str]) {
        let mut places = self.heard.clone();
        collect(folder, allowed, &mut places);
        let found: Vec<_> = self
            .birds
            .iter()
            .flat_map(|(name, secret)| {
                let hit = places.iter().filter(|(_, bytes)| is_in(secret, bytes));
                hit.map(move |(place, _)| format!("{name} in {place}")).collect::<Vec<_>>()
            })
            .collect();
        assert!(found.is_empty(), "{found:#?}");
    }

    /// Keeps what a command said.
    pub fn keep(&mut self, name: &str, ran: &Ran) {
        self.hear(&format!("output of {name}"), &ran.out);
        self.hear(&format!("complaints of {name}"), &ran.err);
    }

    /// Runs a command and answers what it asks, looking at the process at each question.
    #[track_caller]
    pub fn play(&mut self, home: &Home, args: &[&str], answers: &[(&str, &str)]) -> Ran {
        let name = args.join(" ");
        let mut terminal = home.at_terminal(args);
        let mut since = terminal.started();
        for (asked, answer) in answers {
            await_question(&mut terminal, since, asked);
            self.look_at(&name, &terminal);
            since = answer_to(&mut terminal, since, asked, answer);
        }
        terminal.wait_exit(PATIENCE);
        self.hear(&format!("terminal of {name}"), terminal.raw());
        let ran = home.answered(terminal);
        self.keep(&name, &ran);
        ran
    }
}

/// A code that a key shows `ahead` steps from now, or the one after it: six digits may be in the
/// store by chance, and would be no canary.
pub fn canary_code(home: &Home, serial: &str, ahead: i64) -> Code {
    let mut places = Vec::new();
    collect(&home.data(), &[], &mut places);
    let codes = [ahead, ahead + 1].map(|ahead| home.code(serial, ahead));
    let is_known = |code: &Code| places.iter().any(|(_, bytes)| is_in(code.expose().as_bytes(), bytes));
    codes.into_iter().find(|code| !is_known(code)).expect("a code like no other")
}

/// Every file, with its name as content too.
fn collect(folder: &Path, allowed: &[&str], places: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, allowed, places);
        } else if !allowed.contains(&name.as_str()) {
            let content = [fs::read(&path).unwrap(), name.clone().into_bytes()].concat();
            places.push((path.display().to_string(), content));
        }
    }
}

/// Whether a secret is there, as it is or as somebody may have written it.
fn is_in(secret: &[u8], bytes: &[u8]) -> bool {
    let wide: Vec<u8> = secret.iter().flat_map(|byte| [*byte, 0]).collect();
    let forms = [
        secret.to_vec(),
        wide,
        HEXLOWER.encode(secret).into_bytes(),
        HEXUPPER.encode(secret).into_bytes(),
        BASE64.encode(secret).trim_end_matches('=').to_owned().into_bytes(),
        BASE32_NOPAD.encode(secret).into_bytes(),
        format!("{secret:?}").into_bytes(),
    ];
    forms.iter().any(|form| bytes.windows(form.len()).any(|window| window == form))
}

#[test]
fn a_canary_is_found_in_every_form_and_place() {
    let home = Home::empty();
    let secret = b"tournesol-7";
    let mut flock = Flock::default();
    flock.add("word", secret);
    flock.assert_unseen(home.path(), &[]);
    let forms = [
        "tournesol-7".to_owned(),
        HEXLOWER.encode(secret),
        HEXUPPER.encode(secret),
        BASE64.encode(secret),
        BASE32_NOPAD.encode(secret),
        format!("{secret:?}"),
    ];
    for form in forms {
        home.file("found", format!("before{form}after"));
        let seen = std::panic::catch_unwind(|| flock.assert_unseen(home.path(), &[]));
        assert!(seen.is_err(), "{form}");
        flock.assert_unseen(home.path(), &["found"]);
    }
    home.file("found", "");
    home.file("tournesol-7", "");
    assert!(std::panic::catch_unwind(|| flock.assert_unseen(home.path(), &[])).is_err(), "a name");
    flock.hear("said", "nothing");
    flock.assert_unseen(home.path(), &["tournesol-7"]);
    flock.hear("said", "ah, tournesol-7!");
    let seen = std::panic::catch_unwind(|| flock.assert_unseen(home.path(), &["tournesol-7"]));
    assert!(seen.is_err(), "heard");
}
