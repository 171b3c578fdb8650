//! The agent's login, and what was found out at it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Inner;
use super::line::{Answer, Call, CallFault};
use super::wire::{Called, Whole};
use crate::desk::DeskFault;
use crate::domain::secret::Secret;
use crate::net::Trouble;

/// Rows asked for of what is read whole.
const ALL: &str = "0-999";

/// How often a question that was cut off is asked again.
const AGAIN: u32 = 3;

/// Most people whose names are asked for at once.
const AT_ONCE: usize = 50;

struct Given {
    session: Arc<Secret<String>>,
    /// Categories that the agent may see, by number, with their paths.
    categories: BTreeMap<u64, String>,
    /// What cannot be looked up here, so that it is not sent.
    lacks: Option<String>,
    /// The same for added words.
    lacks_notes: Option<String>,
}

/// The login of one console, and names that do not change meanwhile.
#[derive(Default)]
pub struct Session {
    given: Mutex<Option<Given>>,
    /// The agent's number and login there; they stay his when the session is over.
    me: Mutex<(u64, String)>,
    names: Mutex<HashMap<u64, String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Session {
    fn token(&self) -> Option<Arc<Secret<String>>> {
        lock(&self.given).as_ref().map(|given| given.session.clone())
    }

    /// The agent's number and login; nobody before the first login.
    pub fn me(&self) -> (u64, String) {
        lock(&self.me).clone()
    }

    /// A late answer does not end a newer login.
    fn over(&self, session: &Arc<Secret<String>>) {
        let mut given = lock(&self.given);
        if given.as_ref().is_some_and(|given| Arc::ptr_eq(&given.session, session)) {
            *given = None;
        }
    }

    /// Whether tickets may be filed.
    pub fn files(&self) -> Result<(), DeskFault> {
        let given = lock(&self.given);
        let given = given.as_ref().ok_or(DeskFault::LoginOver)?;
        given.lacks.clone().map_or(Ok(()), |what| Err(DeskFault::Lacks(what)))
    }

    /// Whether words may be added.
    pub fn adds(&self) -> Result<(), DeskFault> {
        let given = lock(&self.given);
        let given = given.as_ref().ok_or(DeskFault::LoginOver)?;
        given.lacks_notes.clone().map_or(Ok(()), |what| Err(DeskFault::Lacks(what)))
    }

    /// What was filed is not found.
    pub fn lacks(&self, what: &str) {
        if let Some(given) = lock(&self.given).as_mut() {
            given.lacks = Some(what.to_owned());
        }
    }

    /// What was added is not found.
    pub fn lacks_notes(&self, what: &str) {
        if let Some(given) = lock(&self.given).as_mut() {
            given.lacks_notes = Some(what.to_owned());
        }
    }

    /// Paths of all categories.
    pub fn categories(&self) -> Vec<String> {
        lock(&self.given).as_ref().map_or_else(Vec::new, |given| given.categories.values().cloned().collect())
    }

    /// The path of a category.
    pub fn category(&self, id: u64) -> String {
        let known = lock(&self.given).as_ref().and_then(|given| given.categories.get(&id).cloned());
        known.unwrap_or_else(|| if id == 0 { String::new() } else { format!("#{id}") })
    }

    /// The number of a category, by its path, or by its last name if no other has it.
    pub fn category_of(&self, name: &str) -> Option<u64> {
        let given = lock(&self.given);
        let all = &given.as_ref()?.categories;
        let whole = all.iter().find(|(_, path)| *path == name).map(|(id, _)| *id);
        let mut short = all.iter().filter(|(_, path)| path.rsplit(" > ").next() == Some(name));
        whole.or_else(|| Some(*short.next()?.0).filter(|_| short.next().is_none()))
    }

    /// The login of a person who was seen; the number of another one.
    pub fn name(&self, user: u64) -> String {
        if user == 0 {
            return String::new();
        }
        lock(&self.names).get(&user).cloned().unwrap_or_else(|| format!("#{user}"))
    }
}

impl Inner {
    /// A request under the login. A question that was cut off is asked again at once: a look-up is several of them,
    /// and a bad line would hardly ever let all of them through.
    pub async fn call(&self, call: Call<'_>) -> Result<Answer, CallFault> {
        let session = self.session.token().ok_or(CallFault::LoginOver)?;
        let mut left = if call.reads() { AGAIN } else { 0 };
        let answer = loop {
            if left == 0 {
                break self.line.call(call, &session).await;
            }
            left -= 1;
            match self.line.call(call.clone(), &session).await {
                Err(CallFault::Lost(Trouble::Interrupted)) => {}
                answer => break answer,
            }
        };
        if answer.as_ref().is_err_and(|fault| *fault == CallFault::LoginOver) {
            self.session.over(&session);
        }
        answer
    }

    /// Logs in, asks who that is and which categories there are, and ends the login before.
    pub async fn log_in(&self, agent: String, password: Secret<String>) -> Result<(), DeskFault> {
        if agent.contains(':') {
            return Err(DeskFault::WrongLogin);
        }
        let entered = self.line.enter(&agent, &password).await;
        drop(password);
        let session = Arc::new(entered.map_err(CallFault::of_reading)?.ok_or(DeskFault::WrongLogin)?);
        let found = async {
            let answer = self.line.call(Call::get(&["getFullSession"], Vec::new()), &session).await?;
            let me = answer.read::<Whole>()?.session;
            let query = vec![("range".to_owned(), ALL.to_owned())];
            let answer = self.line.call(Call::get(&["ITILCategory"], query), &session).await;
            let categories = match answer {
                Ok(answer) if answer.beyond => Vec::new(),
                Ok(answer) => answer.read::<Vec<Called>>()?,
                // Agents who may not see them file without one, where the settings name none.
                Err(CallFault::NotFound | CallFault::Refused(_)) => Vec::new(),
                Err(fault) => return Err(fault),
            };
            Ok((me, categories))
        };
        let (me, categories) = found.await.map_err(CallFault::of_reading)?;
        let categories = categories.iter().map(|one| (one.id.0, one.whole())).collect();
        lock(&self.session.names).insert(me.id.0, me.name.clone());
        *lock(&self.session.me) = (me.id.0, me.name);
        let given = Given { session, categories, lacks: None, lacks_notes: None };
        let before = lock(&self.session.given).replace(given);
        if let Some(before) = before {
            // It would end by itself.
            let _ = self.line.call(Call::get(&["killSession"], Vec::new()), &before.session).await;
        }
        Ok(())
    }

    /// Asks for the names of people who were not seen yet. Who may not be known keeps a number for a name.
    pub async fn learn(&self, people: impl IntoIterator<Item = u64>) -> Result<(), CallFault> {
        let unknown: BTreeSet<u64> = {
            let names = lock(&self.session.names);
            people.into_iter().filter(|id| *id > 0 && !names.contains_key(id)).collect()
        };
        let unknown: Vec<_> = unknown.into_iter().collect();
        for some in unknown.chunks(AT_ONCE) {
            let item = |(at, id): (usize, &u64)| {
                [
                    (format!("items[{at}][itemtype]"), "User".to_owned()),
                    (format!("items[{at}][items_id]"), id.to_string()),
                ]
            };
            let query = some.iter().enumerate().flat_map(item).collect();
            let found = match self.call(Call::get(&["getMultipleItems"], query)).await {
                Ok(answer) => answer.read::<Vec<Called>>()?,
                Err(CallFault::NotFound | CallFault::Refused(_)) => Vec::new(),
                Err(fault) => return Err(fault),
            };
            let mut names = lock(&self.session.names);
            names.extend(some.iter().map(|id| (*id, format!("#{id}"))));
            names.extend(found.into_iter().map(|user| (user.id.0, user.name)));
        }
        Ok(())
    }

    /// The number of a login; none if nobody has it, or may be seen to have it.
    pub async fn user(&self, login: &str) -> Result<Option<u64>, CallFault> {
        let same = |name: &str| name.to_lowercase() == login.to_lowercase();
        let (me, name) = self.session.me();
        if login.is_empty() || same(&name) {
            return Ok(Some(me).filter(|_| !login.is_empty()));
        }
        let found = match self.search("User", &super::query::login(login)).await {
            Err(CallFault::NotFound | CallFault::Refused(_)) => return Ok(None),
            found => found?,
        };
        let row = found.data.into_iter().flatten().find(|row| same(&row.text("1")));
        let id = row.map(|row| row.number("2").ok_or(CallFault::Lost(Trouble::Nonsense))).transpose()?;
        if let Some(id) = id {
            lock(&self.session.names).insert(id, login.to_owned());
        }
        Ok(id)
    }
}
