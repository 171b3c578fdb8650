//! One request to whichever node answers: failover, deadlines, and what may be sent twice.
//!
//! A read goes on to the next node whatever befell it. A write goes on only if the node it was sent
//! to surely never saw it; else nobody knows whether it was done, and the caller must look.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT_LANGUAGE, CONTENT_TYPE, DATE, HeaderValue};
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use serde_json::Value;
use zeroize::Zeroizing;

use super::envelope::{Answered, Envelope};
use super::settings::{SettingFault, Settings};
use super::times;
use crate::backend::{Clock, Trouble};
use crate::domain::moment::{Moment, Span};
use crate::domain::secret::Secret;
use crate::net::{self, Unanswered};

/// A node that failed is tried last for so long.
const REST: Span = Span::secs(30);

/// Least time that a file has: what becomes of it after a lost answer takes long to find out.
const UPLOAD: Duration = Duration::from_secs(30);

/// Why a call has no answer to use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallFault {
    /// No node has done it.
    Unsent(Trouble),
    /// A node may have done it.
    Lost(Trouble),
    /// privacyIDEA says no.
    Refused {
        /// Status of the response.
        status: u16,
        /// privacyIDEA's own number, 0 if it gave none.
        code: i64,
        /// Its words, in English.
        message: String,
    },
}

/// A request.
pub struct Call<'a> {
    method: Method,
    path: &'a str,
    query: Vec<(&'a str, String)>,
    body: Body,
    reads: bool,
}

/// What goes with a request.
enum Body {
    None,
    Json(String),
    /// A form with a file in it: its type, and the bytes, which their owner wipes.
    Form(String, Bytes),
}

impl<'a> Call<'a> {
    /// A question.
    pub fn get(path: &'a str, query: Vec<(&'a str, String)>) -> Self {
        Self { method: Method::GET, path, query, body: Body::None, reads: true }
    }

    /// Something that changes the server. Values are sent as JSON: forms are decoded twice over there.
    pub fn post(path: &'a str, body: Value) -> Self {
        let body = Body::Json(body.to_string());
        Self { method: Method::POST, path, query: Vec::new(), body, reads: false }
    }

    /// The same by another method.
    pub fn delete(path: &'a str, query: Vec<(&'a str, String)>) -> Self {
        Self { method: Method::DELETE, path, query, body: Body::None, reads: false }
    }

    /// A file with what belongs to it, for which the server takes a form only. `kind` is the type of the
    /// form with its boundary.
    pub fn upload(path: &'a str, kind: String, form: Zeroizing<Vec<u8>>) -> Self {
        let body = Body::Form(kind, Bytes::from_owner(form));
        Self { method: Method::POST, path, query: Vec::new(), body, reads: false }
    }
}

struct Node {
    url: Url,
    /// When, by the clock of this machine.
    failed: Mutex<Option<Moment>>,
}

/// The nodes of one installation.
pub struct Nodes {
    client: Client,
    timeout: Duration,
    nodes: Vec<Node>,
    /// How far the server's clock is ahead of this machine's, milliseconds.
    ahead: Arc<AtomicI64>,
    machine: Clock,
}

impl Nodes {
    /// Checks the settings; nothing is sent. `machine` is the clock of this machine.
    pub fn new(settings: &Settings, machine: Clock) -> Result<Self, SettingFault> {
        let urls = settings.checked()?;
        let nodes = urls.into_iter().map(|url| Node { url, failed: Mutex::default() }).collect();
        let timeout = Duration::from_secs(settings.timeout);
        let client = net::client(settings.ca.as_deref(), timeout).map_err(SettingFault::Certificates)?;
        Ok(Self { client, timeout, nodes, ahead: Arc::default(), machine })
    }

    /// The clock of the servers, as their answers tell it; until the first one this machine's own.
    pub fn clock(&self) -> Clock {
        let (machine, ahead) = (self.machine.clone(), self.ahead.clone());
        Arc::new(move || machine() + Span::millis(ahead.load(Ordering::Relaxed)))
    }

    /// Calls until a node answers.
    pub async fn call(&self, call: &Call<'_>, token: Option<&Secret<String>>) -> Result<Envelope, CallFault> {
        self.call_as(call, token, Ok).await
    }

    /// The same, where an answer counts only if it can be read as what it should be: a node whose answer
    /// is right but for what is in it has failed too.
    pub async fn call_as<T>(
        &self,
        call: &Call<'_>,
        token: Option<&Secret<String>>,
        read: impl Fn(Envelope) -> Result<T, Trouble>,
    ) -> Result<T, CallFault> {
        let mut last = CallFault::Unsent(Trouble::Refused);
        for node in self.by_health() {
            let answered = self.call_node(node, call, token).await.and_then(|answered| match answered {
                Answered::Yes(envelope) => read(envelope).map(Ok).map_err(CallFault::Lost),
                Answered::No { status, code, message } => {
                    Ok(Err(CallFault::Refused { status, code, message }))
                }
            });
            let mut failed = node.failed.lock().unwrap_or_else(PoisonError::into_inner);
            *failed = answered.is_err().then(|| (self.machine)());
            drop(failed);
            match answered {
                Ok(answer) => return answer,
                Err(lost @ CallFault::Lost(_)) if !call.reads => return Err(lost),
                Err(fault) => last = fault,
            }
        }
        Err(match last {
            CallFault::Lost(trouble) if call.reads => CallFault::Unsent(trouble),
            other => other,
        })
    }

    /// The preferred order, those that failed a short while ago last.
    fn by_health(&self) -> Vec<&Node> {
        let now = (self.machine)();
        let resting = |node: &&Node| {
            let failed = *node.failed.lock().unwrap_or_else(PoisonError::into_inner);
            // A clock that was set back ends every rest.
            failed.is_some_and(|at| now >= at && now - at < REST)
        };
        let mut nodes: Vec<_> = self.nodes.iter().collect();
        nodes.sort_by_key(resting);
        nodes
    }

    async fn call_node(
        &self,
        node: &Node,
        call: &Call<'_>,
        token: Option<&Secret<String>>,
    ) -> Result<Answered, CallFault> {
        let request = self.request(node, call, token)?;
        let sent = (self.machine)();
        let response = request.send().await.map_err(|fault| of_sending(&fault))?;
        let told = self.told(&response, sent);
        let answered = answer(response).await?;
        // Only the server's own answers: a portal that cuts in has a clock of its own.
        if let Some((least, most)) = told {
            self.set_clock(least, most);
        }
        Ok(answered)
    }

    fn request(
        &self,
        node: &Node,
        call: &Call<'_>,
        token: Option<&Secret<String>>,
    ) -> Result<RequestBuilder, CallFault> {
        let nonsense = CallFault::Unsent(Trouble::Nonsense);
        let url = node.url.join(call.path.trim_start_matches('/')).map_err(|_| nonsense.clone())?;
        let mut request = self.client.request(call.method.clone(), url).query(&call.query);
        request = request.header(ACCEPT_LANGUAGE, "en");
        if let Some(token) = token {
            let mut value = HeaderValue::from_str(token.expose()).map_err(|_| nonsense)?;
            value.set_sensitive(true);
            request = request.header("PI-Authorization", value);
        }
        Ok(match &call.body {
            Body::None => request,
            Body::Json(text) => request.header(CONTENT_TYPE, "application/json").body(text.clone()),
            Body::Form(kind, bytes) => {
                let request = request.timeout(self.timeout.max(UPLOAD));
                request.header(CONTENT_TYPE, kind).body(bytes.clone())
            }
        })
    }

    /// How far ahead the server's clock is, at least and at most, by the Date header.
    fn told(&self, response: &Response, sent: Moment) -> Option<(Span, Span)> {
        let date = times::http(response.headers().get(DATE)?.to_str().ok()?)?;
        let received = (self.machine)();
        // The header was written between the two, and stands for any moment of its second.
        Some((date - received, date + Span::secs(1) - sent))
    }

    /// Only a difference that whole seconds cannot explain moves the clock.
    fn set_clock(&self, least: Span, most: Span) {
        let held = Span::millis(self.ahead.load(Ordering::Relaxed));
        if held < least || held > most {
            let middle = (least.as_millis() + most.as_millis()) / 2;
            self.ahead.store(middle, Ordering::Relaxed);
        }
    }
}

/// A request that was not answered.
fn of_sending(fault: &reqwest::Error) -> CallFault {
    match net::of_sending(fault) {
        Unanswered::Unsent(trouble) => CallFault::Unsent(trouble),
        Unanswered::Lost(trouble) => CallFault::Lost(trouble),
    }
}

async fn answer(response: Response) -> Result<Answered, CallFault> {
    let status = response.status().as_u16();
    let body = net::body(response).await.map_err(CallFault::Lost)?;
    Answered::read(status, &body).map_err(CallFault::Lost)
}

#[cfg(test)]
#[path = "nodes_tests.rs"]
mod tests;
