//! A scope of the directory for a snapshot. A list that the server cut short is named, never used.

use std::collections::HashMap;

use super::Inner;
use super::wire::User;
use crate::backend::{Fault, Part, Scope};
use crate::domain::person::Person;

/// People of one part.
const PAGE: usize = 25;

/// First characters of logins, which together find whom a list without conditions leaves out.
const FIRST: &str = "abcdefghijklmnopqrstuvwxyz0123456789";

impl Inner {
    pub(super) async fn draw(&self, scope: Scope, after: String) -> Result<Part, Fault> {
        let everybody = self.users(Vec::new()).await?;
        if after.is_empty()
            && let Some(cut) = self.cut(&everybody).await?
        {
            return Ok(Part { cards: Vec::new(), more: false, cut: Some(cut) });
        }
        let mut logins: Vec<String> = everybody
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
