//! What a backend must lend to be tried.

use std::any::Any;
use std::sync::Arc;

use guichet::domain::moment::Moment;
use guichet::domain::otp::{Code, Moving, Shape};
use guichet::domain::secret::{Secret, Seed};
use guichet::keyfile::{KeyRow, PersonRow};
use guichet::service::Service;
use guichet::store::Store;
use tokio::runtime::Runtime;

/// Who sits at the consoles.
pub const AGENT: &str = "helpdesk";

/// The PIN of every key that has one.
pub const PIN: &str = "4821";

/// Which backend is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The store of this machine.
    Embedded,
    /// A server; the console may have the seeds in its own vault too.
    Server { seeds: bool },
}

/// One console and what it writes on its machine.
pub struct Console {
    pub service: Service,
    pub store: Arc<Store>,
    /// What must live as long.
    pub _kept: Box<dyn Any>,
}

/// A key to be prepared.
pub struct Wanted {
    pub serial: String,
    pub seed: Seed,
    pub shape: Shape,
    /// Login of the holder, who has [`PIN`]; nobody's without.
    pub holder: Option<String>,
    pub starts: Option<Moment>,
    pub expires: Option<Moment>,
}

impl Wanted {
    /// As a key file would bring it.
    pub fn row(&self) -> KeyRow {
        KeyRow {
            serial: self.serial.clone(),
            maker: String::new(),
            shape: self.shape,
            seed: self.seed.duplicate(),
            counter: 0,
            starts: self.starts,
            expires: self.expires,
            line: 1,
        }
    }

    /// Seconds of a step; 0 for a button.
    pub fn period(&self) -> u32 {
        match self.shape.moving {
            Moving::Time { period, .. } => period,
            Moving::Event => 0,
        }
    }
}

/// A backend, a directory that people can be added to, and the page where holders log in.
pub trait Bench {
    fn kind(&self) -> Kind;
    fn runtime(&self) -> &Runtime;
    /// A console on a machine of its own, as far as the backend has several.
    fn console(&self) -> Console;
    /// People, and keys in their hands or in stock. Serials and logins are new.
    fn furnish(&self, people: &[PersonRow], keys: &[Wanted]);
    /// Takes a key out of service for good.
    fn retire(&self, serial: &str);
    /// Keeps a person out, where there is such a thing.
    fn lock_out(&self, login: &str);
    /// What a holder types at the login page: whether it opens.
    fn opens(&self, login: &str, typed: &Secret<String>) -> bool;
    /// The same from so many places at once: how many of them it opens.
    fn opens_at_once(&self, login: &str, typed: &Secret<String>, times: usize) -> usize;
    /// A code without PIN at the login page: whether that asks for a new PIN.
    fn asks_for_pin(&self, login: &str, code: &Code) -> bool;
    /// The same, answered with a PIN as the page wants it: whether it was taken.
    fn creates_pin(&self, login: &str, serial: &str, code: &Code, pin: &str) -> bool;
    /// Waits until a step of so many seconds has a while to go.
    fn settle(&self, period: i64);
    /// So many people of one family: `(found, cut)` of a search for it.
    fn crowd(&self, family: &str, count: usize) -> (usize, bool);
}

/// Answers to questions that are all under way together.
pub async fn all_at_once<T: Send + 'static>(
    work: impl Iterator<Item = impl Future<Output = T> + Send + 'static>,
) -> Vec<T> {
    let mut all = tokio::task::JoinSet::new();
    work.for_each(|one| {
        all.spawn(one);
    });
    all.join_all().await
}
