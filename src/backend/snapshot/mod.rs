//! The backend without network: people and keys as a snapshot knew them, codes tested by the local
//! verifier. Everything that needs the server is refused with [`Fault::Offline`].
//!
//! A test is recorded in the snapshot's file before its verdict is given, so that a code read out
//! is never right twice, whoever opens the snapshot next.

mod synchronised;

use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::local::Local;
use super::{
    Abilities, Caution, Clock, Dated, Fault, Find, Found, Order, Part, Reply, Scope, Test, TokenBackend,
};
use crate::domain::clock::{ClockDoubt, ClockEvidence};
use crate::domain::found::{self, Hunt};
use crate::domain::key::Key;
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Loose};
use crate::domain::secret::Secret;
use crate::domain::verdict::{Finding, Verdict};
use crate::store::snapshot::{self, Header, SnapshotFault, Trail, Used};
use crate::store::{Kind, Store, StoreFault, rows};

/// The backend over an opened snapshot.
#[derive(Clone)]
pub struct Snapshot {
    inner: Arc<Inner>,
}

struct Inner {
    local: Local,
    image: Arc<Store>,
    dated: Dated,
    /// It was drawn with seeds.
    seeds: bool,
    trail: Mutex<Trail>,
    evidence: Mutex<ClockEvidence>,
    synchronised: OnceLock<Option<bool>>,
    clock: Clock,
}

impl Snapshot {
    /// Opens a file. Answers its header too.
    pub fn open(
        path: &Path,
        passphrase: &Secret<String>,
        clock: Clock,
    ) -> Result<(Self, Header), SnapshotFault> {
        let (header, image, trail) = snapshot::open(path, passphrase, clock())?;
        let image = Arc::new(image);
        let inner = Inner {
            local: Local::new(image.clone(), clock.clone()),
            image,
            dated: Dated { made: header.made(), expires: header.expires() },
            seeds: header.seeds > 0,
            trail: Mutex::new(trail),
            evidence: Mutex::new(ClockEvidence::new(header.made())),
            synchronised: OnceLock::new(),
            clock,
        };
        Ok((Self { inner: Arc::new(inner) }, header))
    }

    /// Invented or real people.
    pub fn kind(&self) -> Kind {
        self.inner.image.kind()
    }

    fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Inner) -> Result<T, Fault> + Send + 'static,
    ) -> Reply<'_, T> {
        let own = self.clone();
        Box::pin(async move {
            let done = tokio::task::spawn_blocking(move || {
                own.inner.alive()?;
                work(&own.inner)
            });
            done.await.unwrap_or_else(|fault| Err(Fault::Broken(fault.to_string())))
        })
    }
}

impl Inner {
    /// Nothing personal is read once the time is over.
    fn alive(&self) -> Result<(), Fault> {
        match (self.clock)() >= self.dated.expires {
            true => Err(Fault::Expired { at: self.dated.expires }),
            false => Ok(()),
        }
    }

    fn test_now(&self, test: &Test) -> Result<Verdict, Fault> {
        self.has_seed(&test.serial)?;
        // Held from the diagnosis to the record: no second test comes between.
        let mut trail = self.trail.lock().unwrap_or_else(PoisonError::into_inner);
        let verdict = self.local.test_now(test)?;
        if let Some((serial, step)) = consumed(&verdict) {
            let at = (self.clock)().millis();
            let used = Used { serial: serial.to_owned(), step, at, agent: test.agent.clone() };
            trail.record(&used).map_err(|fault| Fault::Broken(fault.to_string()))?;
        }
        let doubt = self.doubt_after(&verdict)?;
        Ok(Verdict { as_of: Some(self.dated.made), doubt, ..verdict })
    }

    /// A snapshot may be drawn without seeds, or from a server that knows keys this vault does not.
    fn has_seed(&self, serial: &str) -> Result<(), Fault> {
        let sealed = self.image.read(|connection| rows::has_seed(connection, serial));
        match sealed? {
            None | Some(false) => Err(Fault::NoSeed),
            Some(true) => Ok(()),
        }
    }

    fn doubt_after(&self, verdict: &Verdict) -> Result<Option<ClockDoubt>, Fault> {
        let offset = match verdict.finding {
            Finding::Valid { offset, .. } | Finding::Far { offset } => Some(offset),
            _ => None,
        };
        let serial = verdict.serial.as_str();
        let key = self.image.read(|connection| rows::find_key(connection, serial))?;
        let period = key.and_then(|key| key.shape.period()).map(i64::from);
        let mut evidence = self.evidence();
        if let (Some(offset), Some(period)) = (offset, period) {
            evidence.seen(serial, Span::secs(offset.saturating_mul(period)));
        }
        Ok(evidence.doubt((self.clock)()))
    }

    fn evidence(&self) -> std::sync::MutexGuard<'_, ClockEvidence> {
        let mut evidence = self.evidence.lock().unwrap_or_else(PoisonError::into_inner);
        evidence.synchronised = *self.synchronised.get_or_init(synchronised::ask);
        evidence
    }
}

/// The step that a test used up, on which key.
fn consumed(verdict: &Verdict) -> Option<(&str, i64)> {
    match &verdict.finding {
        Finding::Valid { step, .. } => Some((verdict.serial.as_str(), *step)),
        Finding::OtherKey { serial, step, fresh: true, .. } => Some((serial.as_str(), *step)),
        _ => None,
    }
}

impl TokenBackend for Snapshot {
    fn abilities(&self) -> Abilities {
        Abilities {
            name: "snapshot",
            acts: Vec::new(),
            follow_every: Span::minutes(1),
            snapshot: Some(self.inner.dated),
            logs_in: false,
        }
    }

    fn find(&self, find: Find) -> Reply<'_, Found> {
        self.run(move |own| own.local.find_now(&find))
    }

    fn card(&self, login: String) -> Reply<'_, Card> {
        self.run(move |own| own.local.card_now(&login))
    }

    fn key(&self, serial: String) -> Reply<'_, Key> {
        self.run(move |own| {
            let key = own.image.read(|connection| rows::find_key(connection, &serial))?;
            key.ok_or(Fault::NotFound)
        })
    }

    fn stock(&self, _part: String) -> Reply<'_, Vec<Key>> {
        self.run(|_| Err(Fault::Offline))
    }

    fn follow(&self, _login: String, _after: i64) -> Reply<'_, Vec<Event>> {
        self.run(|_| Err(Fault::Offline))
    }

    /// Nobody is watched: what was cleared since is unknown, and nothing could be suspended.
    fn loose(&self) -> Reply<'_, Vec<Loose>> {
        self.run(|_| Ok(Vec::new()))
    }

    fn act(&self, _order: Order) -> Reply<'_, Option<Caution>> {
        self.run(|_| Err(Fault::Offline))
    }

    fn test(&self, test: Test) -> Reply<'_, Verdict> {
        self.run(move |own| own.test_now(&test))
    }

    /// A copy of a copy would hide its age.
    fn draw(&self, _scope: Scope, _after: String) -> Reply<'_, Part> {
        self.run(|_| Err(Fault::Offline))
    }

    /// The seeds it was drawn with, not those of the machine it is read on.
    fn found_part(&self, hunt: Arc<Hunt>, from: i64) -> Reply<'_, Option<found::Part>> {
        self.run(move |own| match own.seeds {
            true => Ok(Some(own.image.found_part(&hunt, from)?)),
            false => Err(Fault::NoSeeds),
        })
    }

    fn doubt(&self) -> Reply<'_, Option<ClockDoubt>> {
        self.run(|own| Ok(own.evidence().doubt((own.clock)())))
    }
}

impl From<SnapshotFault> for Fault {
    fn from(fault: SnapshotFault) -> Self {
        match fault {
            SnapshotFault::Store(StoreFault::Busy) => Self::Busy,
            other => Self::Broken(other.to_string()),
        }
    }
}

/// A moment a snapshot is compared with; kept here so that screens need not know the file.
impl Dated {
    /// Whether its time is over.
    pub fn is_over(&self, now: Moment) -> bool {
        now >= self.expires
    }
}

#[cfg(test)]
#[path = "snapshot_tests.rs"]
mod tests;
