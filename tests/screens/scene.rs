//! Cards, hits, tickets and events with any bytes in any field.

use std::collections::BTreeMap;

use guichet::backend::{Found, Hit};
use guichet::desk::local::LocalDesk;
use guichet::desk::{Places, TicketPage};
use guichet::domain::delivery::{Course, Stage};
use guichet::domain::found::{Lead, Part, Trace};
use guichet::domain::key::{Key, Life, Pin, Serial, Standing};
use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Moving, Shape};
use guichet::domain::person::{Card, Event, Happening, Loose, Person, School};
use guichet::domain::ticket::{
    Audience, Draft, Field, Gist, Jot, Lens, Look, Media, Note, NoteKind, Parcel, Place, Priority,
    SerialAnswer, Shared, State, Ticket, TicketId, TicketRow, Twin, Uuid,
};
use guichet::domain::verdict::{Finding, Verdict};
use guichet::service::tickets::Known;
use guichet::service::twins::{Twins, Unsearched};
use guichet::store::outbox::{Outbox, Waiting};
use guichet::store::pictures::{Facts, PictureFault};
use proptest::prelude::*;

/// What commands a terminal, turns text around or is not seen.
const NASTY: [char; 30] = [
    '\0',
    '\u{7}',
    '\u{8}',
    '\t',
    '\n',
    '\r',
    '\u{1b}',
    '\u{7f}',
    '\u{80}',
    '\u{85}',
    '\u{9b}',
    '\u{9d}',
    '\u{ad}',
    '\u{61c}',
    '\u{180e}',
    '\u{200b}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{202a}',
    '\u{202e}',
    '\u{2066}',
    '\u{2069}',
    '\u{2060}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{e0041}',
    '\u{301}',
    '日',
];

/// Whether a character may stand in a cell. Written on its own, not taken from the program.
pub fn may_be_seen(c: char) -> bool {
    let control = c.is_control();
    let bidi =
        matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let unseen = matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}');
    !(control || bidi || unseen)
}

/// Any text: letters, nasty characters, raw bytes, or something far too long.
pub fn text() -> impl Strategy<Value = String> {
    let mixed = prop_oneof![any::<char>(), prop::sample::select(&NASTY[..]), prop::char::range(' ', '~')];
    prop_oneof![
        4 => prop::collection::vec(mixed, 0..40).prop_map(String::from_iter),
        2 => prop::collection::vec(any::<u8>(), 0..40).prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        1 => prop::sample::select(&NASTY[..]).prop_map(|c| c.to_string().repeat(300)),
        1 => Just(String::new()),
    ]
}

/// Texts and numbers to build from, taken in turn.
#[derive(Debug)]
pub struct Pool {
    texts: Vec<String>,
    numbers: Vec<i64>,
    at: usize,
}

impl Pool {
    /// Enough of both that neighbours differ.
    pub fn any() -> impl Strategy<Value = Self> {
        let number = prop_oneof![any::<i64>(), -10_i64..100, 0_i64..4_000_000_000_000];
        (prop::collection::vec(text(), 23), prop::collection::vec(number, 17))
            .prop_map(|(texts, numbers)| Self { texts, numbers, at: 0 })
    }

    pub fn text(&mut self) -> String {
        self.at += 1;
        self.texts[self.at % self.texts.len()].clone()
    }

    fn number(&mut self) -> i64 {
        self.at += 1;
        self.numbers[self.at % self.numbers.len()]
    }

    fn moment(&mut self) -> Moment {
        Moment::from_millis(self.number())
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let at = self.number().unsigned_abs() as usize;
        of[at % of.len()]
    }

    pub fn person(&mut self) -> Person {
        let [login, family, given, mail, phone, role] = std::array::from_fn(|_| self.text());
        let [uai, name, town, other] = std::array::from_fn(|_| self.text());
        let academy = self.pick(&["nantes", "rouen", "poitiers", other.as_str()]).to_owned();
        Person { login, family, given, mail, phone, role, school: School { uai, name, town, academy }.into() }
    }

    pub fn key(&mut self) -> Key {
        let ascii: String = self.text().chars().filter(char::is_ascii_graphic).take(Serial::MAX).collect();
        let period = u32::try_from(self.number().rem_euclid(7_000)).unwrap() + 1;
        let moving =
            self.pick(&[Moving::Event, Moving::Time { period, t0: 0 }, Moving::Time { period: 60, t0: 0 }]);
        let algorithm = self.pick(&[Algorithm::Sha1, Algorithm::Sha256, Algorithm::Sha512]);
        Key {
            serial: Serial::parse(&ascii).unwrap_or(Serial::parse("103142718").unwrap()),
            maker: self.text(),
            shape: Shape { algorithm, digits: self.pick(&[6, 7, 8]), moving },
            life: self.pick(&[Life::InStock, Life::Assigned, Life::Active, Life::Suspended, Life::Retired]),
            since: Some(self.moment()),
            pin: self.pick(&[Pin::Set, Pin::ToCreate, Pin::Unknown]),
            fails: self.number().rem_euclid(1 << 32) as u32,
            max_fails: self.number().rem_euclid(1 << 32) as u32,
            last_step: Some(self.number()),
            drift: self.number(),
            starts: Some(self.moment()),
            expires: Some(self.moment()),
            holder: Some(self.text()),
        }
    }

    pub fn card(&mut self) -> Card {
        let keys = (0..3).map(|_| self.key()).collect();
        let events = (0..6).map(|id| self.event(id)).collect();
        Card { person: self.person(), keys, events, notes: Vec::new() }
    }

    pub fn event(&mut self, id: i64) -> Event {
        let kinds = Happening::WORDS.map(|(kind, _)| kind);
        let (at, serial, step) = (self.moment(), self.text(), Some(self.number()));
        Event { id, at, serial, what: self.pick(&kinds), step, by: self.text() }
    }

    pub fn found(&mut self) -> Found {
        let hits = (0..5).map(|_| Hit { person: self.person(), serials: self.text() }).collect();
        Found { hits, matching: 5, people: usize::MAX, cut: true }
    }

    pub fn part(&mut self) -> Part {
        let trace = |pool: &mut Self| Trace { offset: pool.number(), skipped: pool.pick(&[0, 1, u32::MAX]) };
        let leads = (0..4).map(|at| {
            let person = (at % 2 == 0).then(|| self.person());
            Lead { key: self.key(), person, trace: trace(self) }
        });
        let leads = leads.collect();
        let [keys, steps, unreadable] = std::array::from_fn(|_| self.number().unsigned_abs());
        let next = self.pick(&[None, Some(7)]);
        Part { leads, keys, steps, unreadable, next, permille: self.pick(&[0, 500, u16::MAX]) }
    }

    pub fn loose(&mut self) -> Loose {
        Loose { person: self.person(), serial: self.text(), cleared: self.moment() }
    }

    pub fn verdict(&mut self) -> Verdict {
        let key = self.key();
        let (step, last, at) = (self.number(), self.number(), Some(self.moment()));
        let other =
            Finding::OtherKey { serial: self.key().serial, standing: Standing::Usable, step, fresh: true };
        let findings = [
            Finding::Valid { step, offset: last },
            Finding::Used { step, at },
            Finding::Older { step, last },
            Finding::ProbablyUsed { step },
            other,
            Finding::Far { offset: step },
            Finding::NoMatch,
        ];
        let finding = findings[self.number().unsigned_abs() as usize % findings.len()].clone();
        Verdict::new(&key, finding, self.moment())
    }

    pub fn tickets(&mut self) -> TicketPage {
        TicketPage { rows: (0..5).map(|_| self.row()).collect(), total: Some(u64::MAX), more: true }
    }

    pub fn book(&mut self) -> Known {
        let rows = self.tickets().rows;
        Known {
            gists: rows.iter().map(|row| Some(Gist::again(row.changed, 5, &self.text()))).collect(),
            rows,
            agent: self.text(),
            can: LocalDesk::CAN,
            looks: vec![Look {
                uuid: Uuid::from_random([9; 16]),
                name: self.text(),
                lens: Lens::Free,
                filter: self.text(),
            }],
            seen: BTreeMap::new(),
            next: None,
            read: Some(self.moment()),
        }
    }

    pub fn places(&mut self) -> Places {
        Places { queues: vec![self.text(), self.text()], agents: vec![self.text()] }
    }

    fn row(&mut self) -> TicketRow {
        let [subject, queue, owner, requester] = std::array::from_fn(|_| self.text());
        let (created, changed) = (self.moment(), self.moment());
        let state = self.pick(&[State::New, State::Open, State::Waiting, State::Solved, State::Closed]);
        let priority = self.pick(&Priority::WORDS).0;
        TicketRow {
            id: TicketId::new(self.text()),
            subject,
            state,
            priority,
            queue,
            owner,
            requester,
            created,
            changed,
        }
    }

    pub fn outbox(&mut self) -> Outbox {
        let waiting = |pool: &mut Self, stage| Waiting {
            parcel: Parcel::Ticket(pool.draft()),
            agent: pool.text(),
            since: pool.moment(),
            course: Course { stage, tries: u32::MAX, due: pool.moment() },
            words: pool.text(),
        };
        let whole = Stage::WORDS.map(|(stage, _)| waiting(self, stage)).into();
        Outbox { whole, damaged: vec![self.text()], ..Outbox::default() }
    }

    pub fn twins(&mut self) -> Twins {
        let places = [Place::Desk(TicketId::new(self.text())), Place::Outbox(Uuid::from_random([4; 16]))];
        let mut found = Vec::from(places.map(|place| Twin {
            shared: self.pick(&[Shared::Key, Shared::Person]),
            place,
            subject: self.text(),
            opened: self.moment(),
            touched: self.moment(),
        }));
        if self.pick(&[true, false]) {
            found.reverse();
        }
        Twins { found, unsearched: self.pick(&[None, Some(Unsearched::Keys), Some(Unsearched::Offline)]) }
    }

    /// What was seen of files, and a path continued.
    pub fn pictures(&mut self) -> Vec<(String, Result<Facts, PictureFault>)> {
        let facts = Facts { media: Media::Png, bytes: 118_000, print: self.text() };
        let unreadable = PictureFault::Unreadable(self.text());
        vec![(self.text(), Ok(facts)), (self.text(), Err(unreadable))]
    }

    pub fn ticket(&mut self) -> Ticket {
        let fields: BTreeMap<Field, String> = Field::ALL.map(|field| (field, self.text())).into();
        let said = std::array::from_fn::<_, 6, _>(|_| self.text());
        let [said, replied, wrote, owned, routed, merged] = said;
        let said = [
            NoteKind::Said(said),
            NoteKind::Replied(replied),
            NoteKind::Wrote(wrote),
            NoteKind::Moved(State::Solved),
            NoteKind::Owned(owned),
            NoteKind::Routed(routed),
            NoteKind::Pressed(Priority::High),
            NoteKind::Merged(TicketId::new(merged)),
        ];
        let notes = said.map(|what| Note { at: self.moment(), author: self.text(), what }).into();
        let moves = vec![State::Open];
        Ticket { row: self.row(), uuid: None, author: self.text(), fields, notes, moves, unkept: Vec::new() }
    }

    pub fn jots(&mut self) -> Vec<Jot> {
        let jot = |byte, audience| Jot {
            text: self.text(),
            ..Jot::new(Uuid::from_random([byte; 16]), TicketId::new("1"), audience)
        };
        let mut jot = jot;
        vec![jot(4, Audience::Colleagues), jot(5, Audience::Requester)]
    }

    pub fn draft(&mut self) -> Draft {
        let academy = self.pick(&["nantes", "rouen", "?"]);
        let mut draft = Draft::new(Uuid::from_random([3; 16]), academy);
        draft.values = Field::ALL.map(|field| (field, self.text())).into();
        draft.serial_answer = SerialAnswer::Unreadable(self.text());
        draft.attachments = vec![self.text(), self.text()];
        draft.login = self.text();
        draft
    }
}
