//! A scope of the directory, page after page, for a snapshot.

use super::Local;
use crate::backend::{Fault, Part, Scope};

/// People of one page.
const PAGE: usize = 200;

impl Local {
    /// The people of a scope whose logins come after `after`. The embedded store cuts nothing short.
    pub(super) fn draw_now(&self, scope: &Scope, after: &str) -> Result<Part, Fault> {
        let mut logins: Vec<String> = self.store.read(|connection| {
            let (column, wanted) = match scope {
                Scope::Academies(names) => ("academy", names),
                Scope::Schools(codes) => ("uai", codes),
            };
            let sql = format!(
                "SELECT p.login FROM people p JOIN schools s ON s.id = p.school \
                 WHERE s.{column} IN ({}) AND p.login > ? ORDER BY p.login LIMIT {}",
                vec!["?"; wanted.len()].join(", "),
                PAGE + 1
            );
            let mut statement = connection.prepare(&sql)?;
            let values = rusqlite::params_from_iter(wanted.iter().map(String::as_str).chain([after]));
            let rows = statement.query_map(values, |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let more = logins.len() > PAGE;
        logins.truncate(PAGE);
        let cards = logins.iter().map(|login| self.card_now(login)).collect::<Result<_, _>>()?;
        Ok(Part { cards, more, cut: None })
    }
}
