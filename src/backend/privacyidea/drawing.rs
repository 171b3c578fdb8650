//! A scope of the directory for a snapshot. A list that the server cut short is named, never used.

use std::collections::HashMap;

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

impl Inner {
    pub(super) async fn draw(&self, scope: Scope, after: String) -> Result<Part, Fault> {
        let users = match self.of_schools(&scope).await? {
            Some(users) => users,
            None => {
                let everybody = self.users(Vec::new()).await?;
                if after.is_empty()
                    && let Some(cut) = self.cut(&everybody).await?
                {
                    return Ok(Part { cards: Vec::new(), more: false, cut: Some(cut) });
                }
                everybody
            }
        };
        let mut logins: Vec<String> = users
            .into_iter()
            .map(|user| self.people.person(user))
            .filter(|person| is_in(person, &scope) && person.login > after)
            .map(|person| person.login)
            .collect();
        logins.sort();
        let more = logins.len() > PAGE;
        logins.truncate(PAGE);
        let mut cards = Vec::with_capacity(logins.len());
        for login in logins {
            cards.push(self.card(login).await?);
        }
        Ok(Part { cards, more, cut: None })
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
