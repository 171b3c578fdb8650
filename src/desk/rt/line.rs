//! One request to the server: what was surely not done told from what may have been.
//!
//! The status line is the answer. A body may be cut, Latin-1 or absent after the server has done what it was asked
//! (ticket facts, 3), so that what follows a `201` is advice.

use reqwest::header::{CONTENT_TYPE, COOKIE, ETAG, HeaderMap, HeaderValue, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Response, Url};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::settings::Settings;
use super::wire;
pub use crate::desk::call::CallFault;
use crate::desk::call::of_sending;
use crate::desk::setting::{self, SettingFault};
use crate::domain::secret::Secret;
use crate::net::{self, Trouble};

/// What every path begins with.
const REST: [&str; 2] = ["REST", "2.0"];

/// How the cookie of a session is called, up to its port.
const SESSION: &str = "RT_SID_";

/// A request.
pub struct Call<'a> {
    method: Method,
    path: Vec<&'a str>,
    query: Vec<(&'a str, String)>,
    body: Option<Value>,
    reads: bool,
}

impl<'a> Call<'a> {
    /// A question. The parts of a path may be any text.
    pub fn get(path: &[&'a str], query: Vec<(&'a str, String)>) -> Self {
        Self { method: Method::GET, path: path.to_vec(), query, body: None, reads: true }
    }

    /// A question too long for an address.
    pub fn ask(path: &[&'a str], query: Vec<(&'a str, String)>, body: Value) -> Self {
        Self { method: Method::POST, path: path.to_vec(), query, body: Some(body), reads: true }
    }

    /// Something new.
    pub fn post(path: &[&'a str], body: Value) -> Self {
        Self { method: Method::POST, path: path.to_vec(), query: Vec::new(), body: Some(body), reads: false }
    }

    /// A change.
    pub fn put(path: &[&'a str], body: Value) -> Self {
        Self { method: Method::PUT, path: path.to_vec(), query: Vec::new(), body: Some(body), reads: false }
    }
}

/// An answer that does not say no.
pub struct Answer {
    /// Its status, 200 to 299.
    pub status: u16,
    /// Where what was made is.
    pub location: String,
    /// The last of its history that the agent may see, where a ticket was asked for.
    pub tag: Option<u64>,
    /// What came of the body; after an order perhaps not all.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as what it should be.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, CallFault> {
        wire::read(&self.body).ok_or(CallFault::Lost(Trouble::Nonsense))
    }
}

/// The way to one server.
pub struct Line {
    client: Client,
    base: Url,
}

impl Line {
    /// Checks the settings; nothing is sent.
    pub fn new(settings: &Settings) -> Result<Self, SettingFault> {
        let base = settings.checked()?;
        let client = setting::client(settings.ca.as_deref(), settings.timeout)?;
        Ok(Self { client, base })
    }

    /// One request under a session.
    pub async fn call(&self, call: Call<'_>, session: &Secret<String>) -> Result<Answer, CallFault> {
        let nonsense = CallFault::Unsent(Trouble::Nonsense);
        let path: Vec<&str> = REST.into_iter().chain(call.path.iter().copied()).collect();
        let mut request = self.client.request(call.method, self.url(&path)?).query(&call.query);
        let mut cookie = HeaderValue::from_str(session.expose()).map_err(|_| nonsense)?;
        cookie.set_sensitive(true);
        request = request.header(COOKIE, cookie);
        if let Some(body) = call.body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.to_string());
        }
        let response = request.send().await.map_err(|fault| of_sending(&fault))?;
        self.answer(response, call.reads).await
    }

    /// A session for a name and a password. The server gives one to whoever asks; whether this one knows the agent
    /// is told by what it may do.
    pub async fn enter(&self, agent: &str, password: &Secret<String>) -> Result<Secret<String>, CallFault> {
        let mut form = Url::parse("form:").map_err(|_| CallFault::Unsent(Trouble::Nonsense))?;
        form.query_pairs_mut().append_pair("user", agent).append_pair("pass", password.expose());
        let form = Secret::new(form.query().unwrap_or_default().to_owned());
        let url = self.url(&["NoAuth", "Login.html"])?;
        let request = self.client.post(url).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        let response =
            request.body(form.expose().clone()).send().await.map_err(|fault| of_sending(&fault))?;
        let status = response.status().as_u16();
        match session(response.headers()) {
            Some(session) if status < 400 => Ok(session),
            _ if status >= 500 => Err(CallFault::Lost(Trouble::Failing)),
            _ => Err(CallFault::Lost(Trouble::Nonsense)),
        }
    }

    fn url(&self, path: &[&str]) -> Result<Url, CallFault> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| CallFault::Unsent(Trouble::Nonsense))?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    async fn answer(&self, response: Response, reads: bool) -> Result<Answer, CallFault> {
        let status = response.status().as_u16();
        let header = response.headers().get(LOCATION).and_then(|place| place.to_str().ok());
        let location = header.unwrap_or_default().to_owned();
        let tag =
            response.headers().get(ETAG).and_then(|tag| tag.to_str().ok()?.trim_matches('"').parse().ok());
        let body = net::body(response).await;
        match (status, body) {
            (200..=299, Ok(body)) => Ok(Answer { status, location, tag, body }),
            (200..=299, Err(_)) if !reads => Ok(Answer { status, location, tag, body: Vec::new() }),
            (300..=399, _) if self.is_own(&location) => Err(CallFault::LoginOver),
            (401, _) => Err(CallFault::LoginOver),
            (429, _) => Err(CallFault::Unsent(Trouble::Failing)),
            (413, _) => Err(CallFault::Refused("HTTP 413".to_owned())),
            (500.., _) => Err(CallFault::Lost(Trouble::Failing)),
            (_, Err(why)) => Err(CallFault::Lost(why)),
            // Only the server's own words are its answer: something between may say anything.
            (_, Ok(body)) => Err(match (status, wire::words(&body)) {
                (404, Some(_)) => CallFault::NotFound,
                (400..=499, Some(words)) => CallFault::Refused(words),
                _ => CallFault::Lost(Trouble::Nonsense),
            }),
        }
    }

    /// Whether a redirection stays on the server: that is how it asks for a login.
    fn is_own(&self, location: &str) -> bool {
        let place = self.base.join(location);
        !location.is_empty() && place.is_ok_and(|place| place.origin() == self.base.origin())
    }
}

/// The session among the cookies.
fn session(headers: &HeaderMap) -> Option<Secret<String>> {
    let cookies = headers.get_all(SET_COOKIE).into_iter().filter_map(|cookie| cookie.to_str().ok());
    let mut pairs = cookies.map(|cookie| cookie.split(';').next().unwrap_or_default().trim());
    let own =
        |pair: &&str| pair.starts_with(SESSION) && pair.split_once('=').is_some_and(|(_, id)| !id.is_empty());
    pairs.rfind(own).map(|pair| Secret::new(pair.to_owned()))
}
