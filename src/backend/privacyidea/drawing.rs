//! A scope of the directory for a snapshot. A list that the server cut short is named, never used.

use std::collections::HashMap;
use std::sync::PoisonError;

use serde_json::Value;

use super::nodes::Call;
use super::settings::Settings;
use super::wire::User;
use super::{Inner, fault};
use crate::backend::{Fault, Part, Scope};
use crate::domain::person::Person;

/// People of one part.
const PAGE: usize = 25;

/// First characters of logins, which together find whom a list without conditions leaves out.
const FIRST: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

/// Whom a snapshot under way is about: settled once, or a directory that is skipped, or a list that is cut
/// between two pages would leave people out without a word.
pub(super) struct Settled {
    scope: Scope,
    /// In order.
    logins: Vec<String>,
}

impl Inner {
    pub(super) async fn draw(&self, scope: Scope, after: String) -> Result<Part, Fault> {
        let logins = match self.settled(&scope).filter(|_| !after.is_empty()) {
            Some(logins) => logins,
            None => match self.listed(&scope).await? {
                Ok(logins) => logins,
                Err(cut) => return Ok(Part { cards: Vec::new(), more: false, cut: Some(cut) }),
            },
        };
        let mut rest = logins.iter().filter(|login| **login > after);
        let mut cards = Vec::with_capacity(PAGE);
        while cards.len() < PAGE
            && let Some(login) = rest.next()
        {
            match self.card(login.clone()).await {
                Ok(card) => cards.push(card),
                // Who has left the directory since is not in the scope any more.
                Err(Fault::NotFound) if self.user(login).await?.is_none() => {}
                Err(fault) => return Err(fault),
            }
        }
        let more = rest.next().is_some();
        *self.drawn.lock().unwrap_or_else(PoisonError::into_inner) =
            more.then_some(Settled { scope, logins });
        Ok(Part { cards, more, cut: None })
    }

    /// Whom the snapshot of this scope is about, if one is under way.
    fn settled(&self, scope: &Scope) -> Option<Vec<String>> {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.take_if(|drawn| drawn.scope == *scope).map(|drawn| drawn.logins)
    }

    /// The logins of a scope, in order, or how many people the server gives at most if it hid some.
    async fn listed(&self, scope: &Scope) -> Result<Result<Vec<String>, u64>, Fault> {
        let users = match self.of_schools(scope).await? {
            Some(users) => users,
            None => {
                let everybody = self.users(Vec::new()).await?;
                if let Some(cut) = self.cut(&everybody).await? {
                    return Ok(Err(cut));
                }
                everybody
            }
        };
        let people = users.into_iter().map(|user| self.people.person(user));
        let mut logins: Vec<_> =
            people.filter(|person| is_in(person, scope)).map(|person| person.login).collect();
        logins.sort();
        logins.dedup();
        Ok(Ok(logins))
    }

    /// The people of schools, asked for by the attribute that holds the code: an answer that no limit cuts
    /// short, where the whole directory is one that is. None where it cannot be asked so, or where it may
    /// not have told all. A people file knows better who is where.
    async fn of_schools(&self, scope: &Scope) -> Result<Option<Vec<User>>, Fault> {
        let Settings { school_attribute: Some(attribute), people: None, .. } = &self.settings else {
            return Ok(None);
        };
        let Scope::Schools(codes) = scope else { return Ok(None) };
        let mut all = Vec::new();
        for code in codes {
            // The digits alone: however the letter and what is around are written there.
            let digits = code.get(..7).unwrap_or(code);
            let query = vec![(attribute.as_str(), format!("*{digits}*")), ("realm", self.realm())];
            let envelope = self.call(&Call::get("user/", query)).await.map_err(fault)?;
            // A directory that has no such attribute is left out, and only named (privacyIDEA facts, 1).
            let skipped = envelope.detail.get("skipped_resolvers").and_then(Value::as_array);
            let skipped = skipped.is_some_and(|names| !names.is_empty());
            let users: Vec<User> = envelope.value().map_err(|why| Fault::Unreachable { why })?;
            if skipped || users.is_empty() || users.len() >= super::reading::LEAST_LIMIT {
                return Ok(None);
            }
            all.extend(users);
        }
        Ok(Some(all))
    }

    /// How many people the server gives at most, if it hid some of the realm.
    async fn cut(&self, everybody: &[User]) -> Result<Option<u64>, Fault> {
        let mut given: HashMap<&str, usize> = HashMap::new();
        for user in everybody {
            *given.entry(&user.resolver).or_default() += 1;
        }
        let Some(most) = given.into_values().max().filter(|most| *most >= super::reading::LEAST_LIMIT) else {
            return Ok(None);
        };
        let mut found = 0;
        for first in FIRST.chars() {
            found += self.users(vec![("username", format!("{first}*"))]).await?.len();
            if found > everybody.len() {
                return Ok(Some(most as u64));
            }
        }
        Ok(None)
    }
}

fn is_in(person: &Person, scope: &Scope) -> bool {
    match scope {
        Scope::Academies(names) => names.contains(&person.school.academy),
        Scope::Schools(codes) => codes.contains(&person.school.uai),
    }
}
