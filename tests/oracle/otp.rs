//! `oathtool` against our codes, and our verdicts against its codes.

use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use data_encoding::HEXLOWER;
use guichet::domain::key::{Key, Life, Pin, Serial};
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Code, Generator, Moving, Shape};
use guichet::domain::secret::Secret;
use guichet::domain::verdict::{Candidate, Finding, Windows, diagnose};

/// Keys drawn for the listed codes, and codes listed of each.
const KEYS: usize = 36;
const LISTED: i64 = 20;

/// Codes of ours that oathtool is asked to find.
const ASKED: usize = 60;

/// Whether oathtool is there; if not, why its tests prove nothing today.
fn witness() -> bool {
    let there = Command::new("oathtool").arg("--version").output().is_ok_and(|ran| ran.status.success());
    if !there {
        crate::skipped("oathtool is not installed (apt-get install oathtool)");
    }
    there
}

/// Draws of one run; its seed is told when a test fails, since a panic prints what was printed before.
struct Lot(u64);

impl Lot {
    fn new() -> Self {
        let nanos = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
        println!("seed {nanos}");
        Self(nanos | 1)
    }

    /// splitmix64.
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len() as u64) as usize]
    }
}

/// A key of any kind and a step it is asked about.
struct Case {
    seed: Vec<u8>,
    shape: Shape,
    step: i64,
}

impl Case {
    fn draw(lot: &mut Lot) -> Self {
        let length = match lot.below(4) {
            0 => lot.pick(&[1, 20, 32, 63, 64, 65, 127, 128]),
            _ => 1 + lot.below(128) as usize,
        };
        let seed = (0..length).map(|_| lot.next() as u8).collect();
        let digits = lot.pick(&[6, 6, 7, 8]);
        let clock = lot.below(4) > 0;
        let (algorithm, moving, step) = match clock {
            true => {
                let period = lot.pick(&[30, 60, 60, 1, 15, 90, 3_600]);
                let t0 = lot.pick(&[0, 0, 90, 86_400, 1_000_000_000]);
                let step = (lot.below(4_000_000_000) / u64::from(period)) as i64;
                let algorithm = lot.pick(&[Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
                (algorithm, Moving::Time { period, t0 }, step)
            }
            // oathtool counts presses with SHA-1 only.
            false => {
                let bits = lot.below(63);
                (Algorithm::Sha1, Moving::Event, (lot.next() >> (64 - bits.max(1))) as i64)
            }
        };
        Self { seed, shape: Shape { algorithm, digits, moving }, step }
    }

    /// The second half of the step, where its beginning and its end are not in doubt.
    fn now(&self) -> Moment {
        let start = self.shape.step_starts(self.step).map_or(0, Moment::secs);
        Moment::from_secs(start + self.shape.period().map_or(0, i64::from) / 2)
    }

    /// Runs oathtool from this step on; without a code it lists, with one it looks for it.
    fn oathtool(&self, window: i64, code: Option<&Code>) -> Option<String> {
        let mut command = Command::new("oathtool");
        match self.shape.moving {
            Moving::Time { period, t0 } => {
                let hash = match self.shape.algorithm {
                    Algorithm::Sha1 => "sha1",
                    Algorithm::Sha256 => "sha256",
                    Algorithm::Sha512 => "sha512",
                };
                command.arg(format!("--totp={hash}"));
                command.args(["-s", &format!("{period}s"), "-S", &format!("@{t0}")]);
                command.args(["-N", &format!("@{}", self.now().secs())]);
            }
            Moving::Event => {
                command.args(["--hotp", "-c", &self.step.to_string()]);
            }
        }
        command.args(["-d", &self.shape.digits.to_string(), "-w", &window.to_string()]);
        command.arg(HEXLOWER.encode(&self.seed));
        command.args(code.map(Code::expose));
        let ran = command.output().unwrap();
        ran.status.success().then(|| String::from_utf8(ran.stdout).unwrap())
    }

    fn generator(&self) -> Generator {
        Generator::new(&Secret::new(self.seed.clone()), &self.shape)
    }

    fn candidate(&self, last_step: Option<i64>) -> Candidate {
        let key = Key {
            serial: Serial::parse("1").unwrap(),
            maker: String::new(),
            shape: self.shape,
            life: Life::Active,
            since: None,
            pin: Pin::Set,
            fails: 0,
            max_fails: 10,
            last_step,
            drift: 0,
            starts: None,
            expires: None,
            holder: None,
        };
        Candidate { key, seed: Secret::new(self.seed.clone()), uses: Vec::new() }
    }

    fn name(&self) -> String {
        format!("{:?} from step {}, seed {}", self.shape, self.step, HEXLOWER.encode(&self.seed))
    }
}

/// Every code that oathtool lists is ours on the same step, and the verdict finds it there.
#[test]
fn its_codes_are_found_where_it_says() {
    if !witness() {
        return;
    }
    let mut lot = Lot::new();
    let mut compared = 0;
    for _ in 0..KEYS {
        let case = Case::draw(&mut lot);
        let listed = case.oathtool(LISTED, None).unwrap_or_else(|| panic!("nothing listed: {}", case.name()));
        let generator = case.generator();
        for (step, line) in (case.step..).zip(listed.lines()) {
            let code = Code::parse(line, case.shape.digits).expect("a code");
            assert_eq!(generator.code(step).unwrap().expose(), line, "step {step}: {}", case.name());
            let steps = generator.steps_showing(&code, step, case.step, case.step + LISTED);
            assert_eq!(steps.first(), Some(&step), "{}", case.name());
            judged(&case, &code, step);
            compared += 1;
        }
    }
    assert_eq!(compared, KEYS as i64 * (LISTED + 1), "a list was cut short");
}

/// Inside the window a fresh code is valid, beyond it is far; with that step used it is used.
fn judged(case: &Case, code: &Code, step: i64) {
    let fresh = (case.step > 0 || case.shape.period().is_none()).then(|| case.step - 1);
    let last = fresh.filter(|last| *last >= 0);
    let finding = diagnose(&case.candidate(last), &[], code, case.now(), Windows::DEFAULT).finding;
    let reach = Windows::DEFAULT.reach(&case.shape);
    let ahead = step - case.step;
    let inside = if case.shape.period().is_none() { ahead < reach.accept } else { ahead <= reach.accept };
    match finding {
        Finding::Valid { step: found, .. } => assert!(inside && found >= step, "{}", case.name()),
        Finding::Far { offset } => assert!(!inside && offset.abs() <= ahead, "{}", case.name()),
        // A clock key so short of steps that the code lies beyond half a day.
        Finding::NoMatch => assert!(ahead > reach.far, "{}", case.name()),
        other => panic!("{other:?} at {ahead}: {}", case.name()),
    }
    let used = diagnose(&case.candidate(Some(step)), &[], code, case.now(), Windows::DEFAULT).finding;
    let again = matches!(used, Finding::Valid { step: found, .. } if found > step);
    assert!(again || !matches!(used, Finding::Valid { .. }), "{used:?}: {}", case.name());
}

/// A code of ours, some steps from where oathtool stands: it finds it, and as far away as we say.
#[test]
fn our_codes_are_found_by_it() {
    if !witness() {
        return;
    }
    let mut lot = Lot::new();
    for _ in 0..ASKED {
        let mut case = Case::draw(&mut lot);
        case.step = case.step.max(16);
        let away = lot.below(16) as i64;
        // A counter is only looked for ahead.
        let ahead = if case.shape.period().is_some() && lot.below(2) == 0 { -away } else { away };
        let code = case.generator().code(case.step + ahead).unwrap();
        let answer = case.oathtool(16, Some(&code));
        let answer = answer.unwrap_or_else(|| panic!("not found {ahead} steps away: {}", case.name()));
        let found: i64 = answer.trim().parse().unwrap();
        // Another step nearer by may show the same digits; then it must really do so.
        let near = [case.step + found, case.step - found];
        assert!(near.iter().any(|step| case.generator().shows(&code, *step)), "{found}: {}", case.name());
        assert!(found <= away, "{found} for {ahead}: {}", case.name());
    }
}

/// Both must also agree on what is wrong.
#[test]
fn a_code_of_no_step_is_found_by_neither() {
    if !witness() {
        return;
    }
    let mut lot = Lot::new();
    for _ in 0..20 {
        let mut case = Case::draw(&mut lot);
        case.step = case.step.max(16);
        let digits = usize::from(case.shape.digits);
        let code = Code::parse(&format!("{:0digits$}", lot.below(1_000_000)), case.shape.digits).unwrap();
        let from = if case.shape.period().is_some() { case.step - 8 } else { case.step };
        let ours = case.generator().steps_showing(&code, case.step, from, case.step + 8);
        assert_eq!(case.oathtool(8, Some(&code)).is_some(), !ours.is_empty(), "{}", case.name());
    }
}
