//! Testing a code. The server consumes; what it says is joined with the state of the key, since it
//! accepts the code of a locked or suspended key too (privacyIDEA facts, 0 and 5).
//!
//! A seed that lies in this machine's vault lets the local verifier say why a code was refused. Without
//! it, the server does not tell a used code from a wrong one: then only what the step counter shows
//! is said, and said to be an inference.

use serde_json::json;

use super::nodes::{Call, CallFault};
use super::wire::Token;
use super::{Inner, fault};
use crate::backend::{Fault, Seen, Test, Trouble};
use crate::domain::key::Key;
use crate::domain::otp::Code;
use crate::domain::verdict::{Candidate, Finding, Verdict, Windows, diagnose};
use crate::domain::window::Window;
use crate::store::rows;

/// What the server says of a code.
enum Said {
    Accepted,
    Refused,
    /// The very last used code once more.
    UsedAgain,
    /// The key is revoked: no code of it is looked at.
    Revoked,
}

impl Inner {
    pub(super) async fn test(&self, test: Test) -> Result<Verdict, Fault> {
        let (key, token) = self.key(&test.serial).await?;
        let others = self.other_keys(&key).await?;
        // Before the server consumes anything: the step would not be fresh any more.
        let local = self.diagnosis(&key, &others, &test.code);
        match self.check(&key, &test.code).await? {
            Said::Accepted => {
                let after = self.used(&test.serial).await?;
                let step = after.last_step.unwrap_or_default();
                let Window { expected, .. } = Window::of(&key, self.now(), 1);
                let finding = Finding::Valid { step, offset: step.saturating_sub(expected) };
                Ok(Verdict::new(&after, finding, self.now()))
            }
            Said::Revoked => Ok(Verdict::new(&key, Finding::NoMatch, self.now())),
            Said::UsedAgain => {
                let step = key.last_step.unwrap_or_default();
                Ok(Verdict::new(&key, Finding::Used { step, at: None }, self.now()))
            }
            Said::Refused => self.refused(&test, key, &token, others, local).await,
        }
    }

    /// Why a code was refused, as far as it can be known.
    async fn refused(
        &self,
        test: &Test,
        key: Key,
        before: &Token,
        others: Vec<Key>,
        local: Option<Finding>,
    ) -> Result<Verdict, Fault> {
        for other in others {
            if !matches!(self.check(&other, &test.code).await?, Said::Accepted) {
                continue;
            }
            let after = self.used(other.serial.as_str()).await?;
            let finding = Finding::OtherKey {
                serial: after.serial.clone(),
                standing: after.standing(self.now()),
                step: after.last_step.unwrap_or_default(),
                fresh: true,
            };
            return Ok(Verdict::new(&key, finding, self.now()));
        }
        let (key, after) = self.key(key.serial.as_str()).await?;
        let now = self.now();
        let finding = match (local, far_offset(&key, before, &after, now)) {
            // The server refused what the local verifier would take: it was used meanwhile, or the server's
            // window is narrower, as it is by its last step.
            (Some(Finding::Valid { step, .. }), _) if key.last_step >= Some(step) => {
                Finding::Used { step, at: None }
            }
            (Some(Finding::Valid { offset, .. }), _) => Finding::Far { offset },
            (Some(finding), _) => finding,
            (None, Some(offset)) => Finding::Far { offset },
            (None, None) => inferred(&key, now),
        };
        Ok(Verdict::new(&key, finding, now))
    }

    /// Asks the server to test, and to consume what it accepts.
    async fn check(&self, key: &Key, code: &Code) -> Result<Said, Fault> {
        let body = json!({ "serial": key.serial.as_str(), "pass": code.expose(), "otponly": "1" });
        match self.call(&Call::post("validate/check", body)).await {
            Ok(envelope) => match envelope.verdict() {
                Some(true) => Ok(Said::Accepted),
                Some(false) if envelope.message().contains("previous otp used again") => Ok(Said::UsedAgain),
                Some(false) => Ok(Said::Refused),
                None => self.lost(key, Trouble::Nonsense).await,
            },
            Err(CallFault::Refused { code: 1007, .. }) => Ok(Said::Revoked),
            Err(CallFault::Lost(why)) => self.lost(key, why).await,
            Err(other) => Err(fault(other)),
        }
    }

    /// No word of the server: the count tells whether a code was used meanwhile.
    async fn lost(&self, key: &Key, why: Trouble) -> Result<Said, Fault> {
        let seen = match self.key(key.serial.as_str()).await {
            Ok((after, _)) if after.last_step == key.last_step => Seen::Unchanged,
            Ok(_) => Seen::Changed,
            Err(_) => Seen::Nothing,
        };
        Err(Fault::NoAnswer { why, seen })
    }

    /// A key whose code the server has just accepted. If it cannot be read, the code is used up all the
    /// same, and no fault may say that nothing was done.
    async fn used(&self, serial: &str) -> Result<Key, Fault> {
        match self.key(serial).await {
            Ok((key, _)) => Ok(key),
            Err(Fault::Unreachable { why }) => Err(Fault::NoAnswer { why, seen: Seen::Changed }),
            Err(other) => Err(Fault::HalfDone { why: Box::new(other) }),
        }
    }

    /// The holder's other keys that a code of this length could be of.
    async fn other_keys(&self, key: &Key) -> Result<Vec<Key>, Fault> {
        let Some(login) = &key.holder else { return Ok(Vec::new()) };
        let query = vec![("user", login.clone()), ("realm", self.realm())];
        let now = self.now();
        let page = match self.tokens(query, 1000).await {
            // Nobody is known under that name any more: the key is tested all the same.
            Err(Fault::NotFound) => return Ok(Vec::new()),
            page => page?,
        };
        let keys = page.tokens.iter().filter_map(|token| token.key(now));
        Ok(keys
            .filter(|other| other.serial != key.serial && other.shape.digits == key.shape.digits)
            .collect())
    }

    /// The local verifier's finding, if this machine's vault has the seed. Keys without a seed here are
    /// left to the server.
    fn diagnosis(&self, key: &Key, others: &[Key], code: &Code) -> Option<Finding> {
        let candidate = |key: &Key| -> Option<Candidate> {
            let read = self.store.read(|connection| match rows::has_seed(connection, key.serial.as_str())? {
                Some(true) => Ok(Some(rows::seed(&self.store, connection, key.serial.as_str())?)),
                _ => Ok(None),
            });
            let seed = read.ok().flatten()?;
            Some(Candidate { key: key.clone(), seed, uses: Vec::new() })
        };
        let own = candidate(key)?;
        let others: Vec<_> = others.iter().filter_map(candidate).collect();
        Some(diagnose(&own, &others, code, self.now(), Windows::DEFAULT).finding)
    }
}

/// A code outside the window that the server recognised just now, and keeps for its own resync.
fn far_offset(key: &Key, before: &Token, after: &Token, now: crate::domain::moment::Moment) -> Option<i64> {
    let step = after.far_step()?;
    if before.far_step() == Some(step) {
        return None;
    }
    Some(step.saturating_sub(key.step_now(now)?))
}

/// Without a seed and without a word of the server: the step counter at or above what the key shows now
/// says that the code shown was probably used.
fn inferred(key: &Key, now: crate::domain::moment::Moment) -> Finding {
    match (key.last_step, key.step_now(now)) {
        (Some(last), Some(shown)) if last >= shown => Finding::ProbablyUsed { step: shown },
        _ => Finding::NoMatch,
    }
}
