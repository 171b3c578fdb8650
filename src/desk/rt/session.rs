//! The agent's login, and what was found out at it: the queue, its fields, and what is missing.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Inner;
use super::line::{Answer, Call, CallFault};
use super::wire::{Called, Named, Number, Page, Queue, Shape};
use crate::desk::DeskFault;
use crate::domain::secret::Secret;
use crate::domain::ticket::Field;

/// A field of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number: names carry accents, and one that is unknown is dropped in silence (ticket facts, 2.3).
    pub id: Number,
    /// It takes any number of values.
    pub many: bool,
}

/// What a login found out.
#[derive(Clone, Debug)]
pub struct Known {
    /// The queue to file in.
    pub queue: Number,
    /// The field that keeps the name of a draft.
    pub uuid: Number,
    /// The fields of the form that the queue has.
    pub fields: BTreeMap<Field, Slot>,
    /// The field that keeps the name of an added text.
    pub operation: Option<Number>,
}

/// A login.
struct Given {
    session: Arc<Secret<String>>,
    /// What can be filed, or the name of what is missing for that.
    found: Result<Known, String>,
}

/// The login of one console, and what does not change meanwhile.
#[derive(Default)]
pub struct Session {
    given: Mutex<Option<Given>>,
    /// The agent's name there; it stays his when the login is over.
    me: Mutex<String>,
    /// Whether a queue has the field of added texts.
    keeps: Mutex<HashMap<u64, bool>>,
    /// Names of users and queues that histories call by number.
    names: Mutex<HashMap<(&'static str, String), String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    fn given(&self) -> MutexGuard<'_, Option<Given>> {
        lock(&self.given)
    }

    /// The cookie, while it is good as far as is known.
    fn cookie(&self) -> Option<Arc<Secret<String>>> {
        self.given().as_ref().map(|given| given.session.clone())
    }

    /// The agent's name; empty before the first login.
    pub fn me(&self) -> String {
        lock(&self.me).clone()
    }

    /// The server does not take this cookie any more. A late answer does not end a newer login.
    fn over(&self, cookie: &Arc<Secret<String>>) {
        let mut given = self.given();
        if given.as_ref().is_some_and(|given| Arc::ptr_eq(&given.session, cookie)) {
            *given = None;
        }
    }

    /// What filing and looking up need.
    ///
    /// # Errors
    /// Without a login; or what is missing, by its name: a look-up by a field that is not there finds nothing, and
    /// everything would be filed twice.
    pub fn known(&self) -> Result<Known, DeskFault> {
        match self.given().as_ref().map(|given| given.found.clone()) {
            None => Err(DeskFault::LoginOver),
            Some(found) => found.map_err(DeskFault::Lacks),
        }
    }

    /// A field that was there has gone, or keeps nothing.
    pub fn lacks(&self, what: &str) {
        if let Some(given) = self.given().as_mut() {
            given.found = Err(what.to_owned());
        }
    }

    /// Whether texts can be added and found again; they can as far as nobody has looked.
    pub fn adds(&self) -> bool {
        let given = self.given();
        let found = given.as_ref().and_then(|given| given.found.as_ref().ok());
        found.is_none_or(|known| known.operation.is_some())
    }

    /// Whether a queue is known to have the field of added texts.
    pub fn keeps(&self, queue: Number) -> Option<bool> {
        lock(&self.keeps).get(&queue.0).copied()
    }

    /// What was seen of it.
    pub fn set_keeps(&self, queue: Number, keeps: bool) {
        lock(&self.keeps).insert(queue.0, keeps);
    }
}

impl Inner {
    /// A request under the login.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, CallFault> {
        let cookie = self.session.cookie().ok_or(CallFault::LoginOver)?;
        let answer = self.line.call(call, &cookie).await;
        if answer.as_ref().is_err_and(|fault| *fault == CallFault::LoginOver) {
            self.session.over(&cookie);
        }
        answer
    }

    /// Logs in and finds out what the queue has.
    pub async fn log_in(&self, agent: String, password: Secret<String>) -> Result<(), DeskFault> {
        let cookie = self.line.enter(&agent, &password).await.map_err(CallFault::of_reading)?;
        drop(password);
        let me = match self.line.call(Call::get(&["user", &agent], Vec::new()), &cookie).await {
            Ok(answer) => answer.read::<Called>().map_err(CallFault::of_reading)?.name,
            Err(CallFault::LoginOver) => return Err(DeskFault::WrongLogin),
            // Agents who may not see themselves.
            Err(CallFault::NotFound | CallFault::Refused(_)) => agent.clone(),
            Err(fault) => return Err(fault.of_reading()),
        };
        let found = self.find_out(&cookie).await.map_err(CallFault::of_reading)?;
        *self.session.given() = Some(Given { session: Arc::new(cookie), found });
        lock(&self.session.keeps).clear();
        *lock(&self.session.me) = me;
        Ok(())
    }

    /// The queue and its fields, or the name of what is missing.
    async fn find_out(&self, cookie: &Secret<String>) -> Result<Result<Known, String>, CallFault> {
        let (settings, names) = (&self.settings, &self.settings.fields);
        let path = ["queue", settings.queue.trim()];
        let queue = match self.line.call(Call::get(&path, Vec::new()), cookie).await {
            Ok(answer) => answer.read::<Queue>()?,
            Err(CallFault::NotFound | CallFault::Refused(_)) => return Ok(Err(settings.queue.clone())),
            Err(fault) => return Err(fault),
        };
        let Some(uuid) = number(&queue.ticket_custom_fields, &names.uuid) else {
            return Ok(Err(names.uuid.clone()));
        };
        let many = self.many(queue.id, cookie).await?;
        let slot = |(field, name): (Field, &str)| {
            let id = number(&queue.ticket_custom_fields, name)?;
            Some((field, Slot { id, many: many.contains(&id) }))
        };
        Ok(Ok(Known {
            queue: queue.id,
            uuid,
            fields: names.of_form().into_iter().filter_map(slot).collect(),
            operation: number(&queue.ticket_transaction_custom_fields, &names.operation),
        }))
    }

    /// Fields that take several values; none where the agent may not see how fields are made.
    async fn many(&self, queue: Number, cookie: &Secret<String>) -> Result<Vec<Number>, CallFault> {
        let id = queue.0.to_string();
        let query = vec![("fields", "MaxValues".to_owned()), ("per_page", "100".to_owned())];
        let shapes = match self.line.call(Call::get(&["queue", &id, "customfields"], query), cookie).await {
            Ok(answer) => answer.read::<Page<Shape>>()?.items,
            Err(CallFault::NotFound | CallFault::Refused(_)) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        Ok(shapes.into_iter().filter(|shape| shape.most == "0").map(|shape| shape.id).collect())
    }

    /// Whether a queue keeps the names of added texts.
    pub async fn keeps_operations(&self, queue: &str, field: Number) -> Result<bool, CallFault> {
        let queue = self.call(Call::get(&["queue", queue], Vec::new())).await?.read::<Queue>()?;
        let keeps = queue.ticket_transaction_custom_fields.iter().any(|own| own.id == field);
        self.session.set_keeps(queue.id, keeps);
        Ok(keeps)
    }

    /// The name of a user or a queue that a history calls by number; the number where it may not be known.
    pub async fn name(&self, kind: &'static str, number: &str) -> Result<String, CallFault> {
        let key = (kind, number.to_owned());
        if let Some(name) = lock(&self.session.names).get(&key) {
            return Ok(name.clone());
        }
        let name = match self.call(Call::get(&[kind, number], Vec::new())).await {
            Ok(answer) => answer.read::<Called>()?.name,
            Err(CallFault::NotFound | CallFault::Refused(_)) => format!("#{number}"),
            Err(fault) => return Err(fault),
        };
        lock(&self.session.names).insert(key, name.clone());
        Ok(name)
    }
}

fn number(fields: &[Named], name: &str) -> Option<Number> {
    let wanted = name.trim();
    fields.iter().find(|field| !wanted.is_empty() && field.name == wanted).map(|field| field.id)
}
