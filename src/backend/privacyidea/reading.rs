//! Searches, cards, keys and events.

use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::Inner;
use super::people::columns;
use super::session::Right;
use super::timeline::{self, Audit, Log};
use super::wire::{Token, Tokens, User};
use crate::backend::{Fault, Find, Found, Hit, Trouble};
use crate::domain::key::{Key, KeyAct};
use crate::domain::moment::{Moment, Span};
use crate::domain::person::{Card, Event, Loose, Note, Person};
use crate::domain::search::{Entries, Query};

/// A pause in typing before the server is asked: the next letter drops the question unasked.
const PAUSE: Duration = Duration::from_millis(180);

/// Letters that a search has at least; fewer would only fetch what the server cuts short.
const SHORTEST: usize = 2;

/// A directory that gives so many people may have more: the least limit that servers are known for.
pub(super) const LEAST_LIMIT: usize = 100;

/// Fields in which the server looks for a word. It has no "or": each is a question of its own.
const FIELDS: [&str; 4] = ["surname", "givenname", "username", "email"];

/// Events of a card, and of one look at the log.
const EVENTS: usize = 50;

/// Keys listed at once.
const KEYS: usize = 50;

/// Serials looked for in one question: 2,000 characters of an address at most, where servers take 4,094.
pub(super) const LOOKED: usize = 50;

/// Holders looked up at once: as many questions as a search begins with.
const AT_ONCE: usize = 5;

/// How often the log is asked by a follower, where the server is quick.
pub(super) const FOLLOW: Duration = Duration::from_secs(2);

/// Longest wait between two looks at the log of a slow server.
const SLOWEST: Duration = Duration::from_secs(30);

/// How long a key whose PIN was cleared from here is watched.
const WATCHED: Span = Span::days(2);

/// The lock that conditional access puts on a person.
#[derive(Deserialize)]
struct Lock {
    #[serde(default)]
    lock_expires_at: Option<String>,
}

impl Inner {
    pub(super) async fn find(&self, find: Find) -> Result<Found, Fault> {
        let query = Query::new(&find.text);
        let word = find.text.split_whitespace().max_by_key(|word| word.chars().count()).unwrap_or_default();
        let pattern = pattern(word);
        if word.chars().count() < SHORTEST || !pattern.contains(|c: char| c.is_alphanumeric()) {
            return Ok(Found { people: self.counted().await?, ..Found::default() });
        }
        tokio::time::sleep(PAUSE).await;
        // Every serial begins with the letters of its maker: alone they are no search for a key.
        let serial = word.contains(|c: char| c.is_ascii_digit()).then_some(&pattern);
        let of = |field: &'static str| self.users(vec![(field, pattern.clone())]);
        let (limits, family, given, login, mail, keys) = tokio::join!(
            self.limits(),
            of(FIELDS[0]),
            of(FIELDS[1]),
            of(FIELDS[2]),
            of(FIELDS[3]),
            self.assigned(serial)
        );
        let limits = limits?;
        let (mut people, mut cut): (HashMap<String, Person>, bool) = (HashMap::new(), false);
        for users in [family?, given?, login?, mail?] {
            cut |= is_cut(&users, &limits);
            for user in users {
                let login = user.username.clone();
                people.entry(login).or_insert_with(|| self.people.person(user));
            }
        }
        for person in self.people.matching(&query, find.limit) {
            people.entry(person.login.clone()).or_insert(person);
        }
        let keys = keys?;
        let serials = self.holders(&keys.tokens, &mut people).await?;
        cut |= keys.count as usize > keys.tokens.len();
        let held = |login: &str| serials.get(login).cloned().unwrap_or_default();
        let known = people.into_values().map(|person| Hit { serials: held(&person.login), person });
        let known: Vec<Hit> = known.collect();
        let (hits, matching) = best(&known, &query, find.limit);
        Ok(Found { hits, matching, people: limits.values().sum(), cut })
    }

    /// Keys that somebody holds, by a part of their serials.
    async fn assigned(&self, serial: Option<&String>) -> Result<Tokens, Fault> {
        match serial {
            Some(part) => {
                self.tokens(vec![("serial", part.clone()), ("assigned", "True".into())], KEYS).await
            }
            None => Ok(Tokens { count: 0, tokens: Vec::new() }),
        }
    }

    /// The serials found, by holder; holders not known yet are looked up.
    async fn holders(
        &self,
        tokens: &[Token],
        people: &mut HashMap<String, Person>,
    ) -> Result<HashMap<String, String>, Fault> {
        let mut serials: HashMap<String, String> = HashMap::new();
        for token in tokens.iter().filter(|token| !token.username.is_empty() && !token.without_directory()) {
            let held = serials.entry(token.username.clone()).or_default();
            if !held.is_empty() {
                held.push(' ');
            }
            held.push_str(&token.serial);
        }
        let unknown: Vec<_> = serials.keys().filter(|login| !people.contains_key(*login)).cloned().collect();
        for some in unknown.chunks(AT_ONCE) {
            for (login, user) in some.iter().zip(all(some.iter().map(|login| self.user(login))).await) {
                if let Some(user) = user? {
                    people.insert(login.clone(), self.people.person(user));
                }
            }
        }
        Ok(serials)
    }

    pub(super) async fn card(&self, login: String) -> Result<Card, Fault> {
        let own = vec![("user", login.clone()), ("realm", self.realm())];
        let (user, tokens, lock, events) = tokio::join!(
            self.user(&login),
            self.tokens(own.clone(), 1000),
            self.lock_of(own),
            self.events_of(&login),
        );
        let person = self.people.person(user?.ok_or(Fault::NotFound)?);
        let mut notes = Vec::new();
        if let Some(lock) = lock? {
            let until = lock.lock_expires_at.as_deref().and_then(super::times::any);
            notes.push(Note::Locked { until });
        }
        if !self.people.knows_schools() {
            notes.push(Note::NoSchool);
        }
        let (events, logged) = events?;
        if !logged {
            notes.push(Note::NoLog);
        }
        let (now, tokens) = (self.now(), tokens?.tokens);
        let mut keys: Vec<Key> = tokens.iter().filter_map(|token| token.key(now)).collect();
        if keys.len() < tokens.len() {
            notes.push(Note::OtherTokens((tokens.len() - keys.len()) as u32));
        }
        // The one in use first: usable ones, then the last used.
        keys.sort_by_key(|key| (KeyAct::ClearPin.fits(key, now).is_err(), std::cmp::Reverse(key.last_step)));
        Ok(Card { person, keys, events, notes })
    }

    /// One key with what the server says of it.
    pub(super) async fn key(&self, serial: &str) -> Result<(Key, Token), Fault> {
        let page = match self.tokens(vec![("serial", serial.to_owned())], KEYS).await {
            // While the holder's directory is down a serial alone is refused, a list of one is not.
            Err(Fault::Unreachable { why: Trouble::Failing }) => {
                self.tokens(vec![("serial", format!("{serial},"))], KEYS).await?
            }
            page => page?,
        };
        // The server looks without regard to case and with wildcards: only the very one counts.
        let token = page.tokens.into_iter().find(|token| token.serial == serial).ok_or(Fault::NotFound)?;
        let key = token.key(self.now()).ok_or(Fault::NotFound)?;
        Ok((key, token))
    }

    pub(super) async fn stock(&self, part: String) -> Result<Vec<Key>, Fault> {
        let serial = format!("*{}*", part.replace('*', ""));
        let page = self.tokens(vec![("serial", serial), ("assigned", "False".into())], KEYS).await?;
        let now = self.now();
        let keys = page.tokens.iter().filter_map(|token| token.key(now));
        Ok(keys.filter(|key| KeyAct::Assign.fits(key, now).is_ok() && key.holder.is_none()).collect())
    }

    /// Events after one, oldest first. The log is read from before it, since a step of a dialogue is
    /// known by the one before.
    pub(super) async fn follow(&self, login: String, after: i64) -> Result<Vec<Event>, Fault> {
        let pace = pace(self.pace.load(Ordering::Relaxed));
        tokio::time::sleep(pace.saturating_sub(FOLLOW)).await;
        let began = Instant::now();
        let mut events = self.log_of(&login).await?;
        let took = u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.pace.store(took, Ordering::Relaxed);
        events.retain(|event| event.id > after);
        Ok(events)
    }

    /// Keys whose PIN was cleared from this machine and that still wait for a new one. The server has
    /// no list of them (privacyIDEA facts, 3), so those of other machines are not seen.
    pub(super) async fn loose(&self) -> Result<Vec<Loose>, Fault> {
        let since = self.now() - WATCHED;
        let cleared = self.store.cleared_pins(since).map_err(Fault::from)?;
        if cleared.is_empty() {
            return Ok(Vec::new());
        }
        let serials: Vec<_> = cleared.iter().map(|(serial, _)| serial.as_str()).collect();
        let mut tokens = Vec::new();
        for some in serials.chunks(LOOKED) {
            tokens.extend(self.tokens_under(some.iter().copied()).await?);
        }
        let mut loose = Vec::new();
        for (serial, at) in &cleared {
            let Some(token) = tokens.iter().find(|token| token.serial == *serial) else { continue };
            let usable =
                token.key(self.now()).is_some_and(|key| KeyAct::ClearPin.fits(&key, self.now()).is_ok());
            if !usable || token.pin_ordered().is_none() || token.username.is_empty() {
                continue;
            }
            if let Some(user) = self.user(&token.username).await? {
                let person = self.people.person(user);
                loose.push(Loose { person, serial: serial.clone(), cleared: *at });
            }
        }
        Ok(loose)
    }

    pub(super) async fn tokens(&self, mut query: Vec<(&str, String)>, size: usize) -> Result<Tokens, Fault> {
        query.push(("pagesize", size.to_string()));
        self.get("token/", query).await
    }

    /// The keys that the agent's account sees under serials, at most [`LOOKED`] of them.
    pub(super) async fn tokens_under(
        &self,
        serials: impl Iterator<Item = &str>,
    ) -> Result<Vec<Token>, Fault> {
        let mut list = String::new();
        for serial in serials {
            // The comma behind the last one too: a list of one is answered while a directory is down.
            list.extend([serial, ","]);
        }
        Ok(self.tokens(vec![("serial", list)], 1000).await?.tokens)
    }

    pub(super) async fn users(&self, mut query: Vec<(&str, String)>) -> Result<Vec<User>, Fault> {
        query.push(("realm", self.realm()));
        self.get("user/", query).await
    }

    /// A person by login; none if the directory has nobody under exactly that name.
    pub(super) async fn user(&self, login: &str) -> Result<Option<User>, Fault> {
        let users = self.users(vec![("username", login.to_owned())]).await?;
        let lower = login.to_lowercase();
        Ok(users.into_iter().find(|user| user.username.to_lowercase() == lower))
    }

    /// How many people each directory of the realm gives to a question without conditions: all, or as
    /// many as it ever gives.
    pub(super) async fn limits(&self) -> Result<HashMap<String, usize>, Fault> {
        if let Some(known) = self.limits.lock().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(known);
        }
        let mut limits: HashMap<String, usize> = HashMap::new();
        for user in self.users(Vec::new()).await? {
            *limits.entry(user.resolver).or_default() += 1;
        }
        *self.limits.lock().unwrap_or_else(PoisonError::into_inner) = Some(limits.clone());
        Ok(limits)
    }

    /// How many people there are, as far as the server tells. The first time the zone of its audit is
    /// learned too, or the first card would wait for it: the row it takes was written by the count.
    async fn counted(&self) -> Result<usize, Fault> {
        let first = self.limits.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        let people = self.limits().await?.values().sum();
        if first && self.session.may(Right::Audit) {
            // Without it the card asks again.
            let _ = self.east().await;
        }
        Ok(people)
    }

    async fn lock_of(&self, query: Vec<(&str, String)>) -> Result<Option<Lock>, Fault> {
        if !self.session.may(Right::UserLock) {
            return Ok(None);
        }
        match self.get("conditionalaccess/lock/user", query).await {
            // A server before 3.14 knows no such lock.
            Err(Fault::Unreachable { why: Trouble::Nonsense } | Fault::NotFound) => Ok(None),
            other => other,
        }
    }

    /// Whether conditional access keeps a person out.
    pub(super) async fn is_held(&self, login: &str) -> Result<bool, Fault> {
        let query = vec![("user", login.to_owned()), ("realm", self.realm())];
        Ok(self.lock_of(query).await?.is_some())
    }

    /// The same, where a server that does not tell is no proof that nothing keeps the person out.
    pub(super) async fn is_still_held(&self, login: &str) -> Result<bool, Fault> {
        let query = vec![("user", login.to_owned()), ("realm", self.realm())];
        let lock: Option<Lock> = self.get("conditionalaccess/lock/user", query).await?;
        Ok(lock.is_some())
    }

    /// What happened, newest first; whether logins are among it.
    async fn events_of(&self, login: &str) -> Result<(Vec<Event>, bool), Fault> {
        let (log, audit) = tokio::join!(self.log_if_allowed(login), self.audit_if_allowed(login));
        let (log, audit) = (log?, audit?);
        let logged = log.is_some();
        let mut events = log.unwrap_or_default();
        let heard = audit.is_some();
        if let Some((audit, east)) = audit {
            events.extend(audit.auditdata.iter().filter_map(|row| row.event(east, !logged)));
        }
        events.sort_by_key(|event| std::cmp::Reverse((event.at, event.id)));
        events.truncate(EVENTS);
        Ok((events, logged || heard))
    }

    async fn log_of(&self, login: &str) -> Result<Vec<Event>, Fault> {
        let query = vec![
            ("usernames", login.to_owned()),
            ("realms", self.realm()),
            ("page_size", EVENTS.to_string()),
        ];
        let log: Log = self.get("authenticationlog/", query).await?;
        Ok(timeline::events(log.entries))
    }

    async fn log_if_allowed(&self, login: &str) -> Result<Option<Vec<Event>>, Fault> {
        if !self.session.may(Right::Log) {
            return Ok(None);
        }
        match self.log_of(login).await {
            Ok(events) => Ok(Some(events)),
            Err(Fault::Unreachable { why: Trouble::Nonsense } | Fault::NotFound) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    async fn audit_if_allowed(&self, login: &str) -> Result<Option<(Audit, Span)>, Fault> {
        if !self.session.may(Right::Audit) {
            return Ok(None);
        }
        let query = vec![
            ("user", login.to_owned()),
            ("realm", self.realm()),
            ("page_size", EVENTS.to_string()),
            ("sortorder", "desc".to_owned()),
        ];
        let audit: Audit = self.get("audit/", query).await?;
        let east = self.east().await?;
        Ok(Some((audit, east)))
    }

    /// The audit is in the wall clock of the server, which it does not name. The newest row was written
    /// by a question just now: the difference, to the quarter of an hour, is the zone.
    async fn east(&self) -> Result<Span, Fault> {
        const QUARTER: i64 = 15 * 60 * 1000;
        let known = self.east.load(Ordering::Relaxed);
        if known != i64::MIN {
            return Ok(Span::millis(known));
        }
        let query = vec![("page_size", "1".to_owned()), ("sortorder", "desc".to_owned())];
        let audit: Audit = self.get("audit/", query).await?;
        let newest = audit.auditdata.first().and_then(timeline::Row::wall);
        let ahead = newest.map_or(0, |wall: Moment| (wall - self.now()).as_millis());
        let east = (ahead + QUARTER / 2).div_euclid(QUARTER) * QUARTER;
        self.east.store(east, Ordering::Relaxed);
        Ok(Span::millis(east))
    }
}

/// The results of all, in their order, once the last one is there.
async fn all<T>(asked: impl Iterator<Item = impl Future<Output = T>>) -> Vec<T> {
    let mut asked: Vec<_> = asked.map(|one| (Box::pin(one), None)).collect();
    poll_fn(|context| {
        let mut waiting = false;
        for (one, result) in asked.iter_mut().filter(|(_, result)| result.is_none()) {
            match one.as_mut().poll(context) {
                Poll::Ready(value) => *result = Some(value),
                Poll::Pending => waiting = true,
            }
        }
        if waiting { Poll::Pending } else { Poll::Ready(()) }
    })
    .await;
    asked.into_iter().filter_map(|(_, result)| result).collect()
}

/// Time from one look at the log to the next, the last having taken so many milliseconds: nine tenths
/// of the server's time are left to others.
fn pace(last: u64) -> Duration {
    Duration::from_millis(last.saturating_mul(10)).clamp(FOLLOW, SLOWEST)
}

/// Anywhere in the field. Whether the server takes é for e, or ’ for ', is its directory's business: all
/// but plain letters is left open and compared here.
fn pattern(word: &str) -> String {
    let open = |c: char| if c.is_ascii_alphanumeric() || ".@".contains(c) { c } else { '*' };
    format!("*{}*", word.chars().map(open).collect::<String>())
}

/// A directory gave as many people as it ever does: there may be more.
fn is_cut(users: &[User], limits: &HashMap<String, usize>) -> bool {
    let mut given: HashMap<&str, usize> = HashMap::new();
    for user in users {
        *given.entry(&user.resolver).or_default() += 1;
    }
    given.into_iter().any(|(resolver, count)| {
        count >= LEAST_LIMIT && limits.get(resolver).is_some_and(|limit| count >= *limit)
    })
}

/// The best of them, and how many match at all. The server's idea of a match is wider than ours.
fn best(known: &[Hit], query: &Query, limit: usize) -> (Vec<Hit>, usize) {
    let mut entries = Entries::default();
    for hit in known {
        entries.push(columns(&hit.person, &hit.serials));
    }
    let ranked = entries.ranked(query).into_iter();
    let mut ranked: Vec<_> = ranked.filter_map(|(rank, at)| Some((rank, known.get(at)?))).collect();
    ranked.sort_by(|(rank, a), (other, b)| (rank, name(a)).cmp(&(other, name(b))));
    (ranked.iter().take(limit).map(|(_, hit)| Hit::clone(hit)).collect(), ranked.len())
}

fn name(hit: &Hit) -> (&str, &str, &str) {
    (&hit.person.family, &hit.person.given, &hit.person.login)
}
