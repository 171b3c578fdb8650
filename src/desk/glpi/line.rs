//! One request to the server: what was surely not done told from what may have been.
//!
//! An answer that says no is an array of a stable code and a sentence in its user's language (ticket facts, 6.2).

use data_encoding::BASE64;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, LOCATION};
use reqwest::{Client, Method, RequestBuilder, Response, Url};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::settings::Settings;
pub use crate::desk::call::CallFault;
use crate::desk::call::of_sending;
use crate::desk::loose;
use crate::desk::setting::{self, SettingFault};
use crate::domain::secret::Secret;
use crate::domain::ticket::Attachment;
use crate::net::{self, Trouble};

/// Most characters of the server's words that go into a sentence.
const LONGEST: usize = 300;

/// A page beyond the end of a list: no failure, an empty page.
const BEYOND: &str = "ERROR_RANGE_EXCEED_TOTAL";

/// Codes that are no mere refusal. What is not here is one.
const CODES: [(&str, CallFault); 5] = [
    ("ERROR_SESSION_TOKEN_MISSING", CallFault::LoginOver),
    ("ERROR_SESSION_TOKEN_INVALID", CallFault::LoginOver),
    ("ERROR_ITEM_NOT_FOUND", CallFault::NotFound),
    ("ERROR_SQL", CallFault::Lost(Trouble::Failing)),
    // Of several orders in one, of which none is ever sent.
    ("ERROR_GLPI_PARTIAL_ADD", CallFault::Lost(Trouble::Nonsense)),
];

/// Codes of a login that the server does not take.
const WRONG: [&str; 3] =
    ["ERROR_GLPI_LOGIN", "ERROR_LOGIN_PARAMETERS_MISSING", "ERROR_GLPI_LOGIN_USER_TOKEN"];

/// A request.
#[derive(Clone)]
pub struct Call<'a> {
    method: Method,
    path: Vec<&'a str>,
    query: Vec<(String, String)>,
    body: Option<Body>,
}

#[derive(Clone)]
enum Body {
    Json(Value),
    Form { boundary: String, bytes: Vec<u8> },
}

impl<'a> Call<'a> {
    /// A question.
    pub fn get(path: &[&'a str], query: Vec<(String, String)>) -> Self {
        Self { method: Method::GET, path: path.to_vec(), query, body: None }
    }

    /// Whether it only asks, so that it may be asked again.
    pub fn reads(&self) -> bool {
        self.method == Method::GET
    }

    /// Something new, or a change. An empty one would be taken for a ticket: `input` is never empty.
    pub fn order(method: Method, path: &[&'a str], input: &Value) -> Self {
        let body = Some(Body::Json(serde_json::json!({ "input": input })));
        Self { method, path: path.to_vec(), query: Vec::new(), body }
    }

    /// Takes something away.
    pub fn delete(path: &[&'a str]) -> Self {
        Self { method: Method::DELETE, path: path.to_vec(), query: Vec::new(), body: None }
    }

    /// A file with what is told of it. `boundary` must not stand in the file.
    pub fn file(path: &[&'a str], input: &Value, file: &Attachment, boundary: String) -> Self {
        let manifest = serde_json::json!({ "input": input });
        let (name, mime) = (&file.name, file.media.mime());
        let head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"uploadManifest\"\r\n\
             Content-Type: application/json\r\n\r\n{manifest}\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"filename[0]\"; filename=\"{name}\"\r\n\
             Content-Type: {mime}\r\n\r\n"
        );
        let end = format!("\r\n--{boundary}--\r\n");
        let bytes = [head.as_bytes(), &file.content, end.as_bytes()].concat();
        let body = Some(Body::Form { boundary, bytes });
        Self { method: Method::POST, path: path.to_vec(), query: Vec::new(), body }
    }
}

/// An answer that does not say no.
pub struct Answer {
    /// Its status, 200 to 299.
    pub status: u16,
    /// Where what was made is, by the server's own address, which need not be the one called.
    pub location: String,
    /// A page beyond the end was asked for.
    pub beyond: bool,
    body: Vec<u8>,
}

impl Answer {
    /// The body as what it should be.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, CallFault> {
        loose::read(&self.body).ok_or(CallFault::Lost(Trouble::Nonsense))
    }

    /// What the server says of a change: `[{"1":true,"message":"…"}]`.
    pub fn message(&self) -> String {
        let said = loose::read::<Vec<Value>>(&self.body).unwrap_or_default();
        let words = said.first().and_then(|one| one["message"].as_str()).unwrap_or_default();
        words.chars().take(LONGEST).collect()
    }
}

/// The way to one server.
pub struct Line {
    client: Client,
    base: Url,
    app: Option<Secret<String>>,
}

#[derive(Deserialize)]
struct Entered {
    session_token: String,
}

impl Line {
    /// Nothing is sent yet.
    pub fn new(settings: &Settings, base: Url) -> Result<Self, SettingFault> {
        let client = setting::client(settings.ca.as_deref(), settings.timeout)?;
        let app = Some(settings.app_token.trim()).filter(|app| !app.is_empty());
        Ok(Self { client, base, app: app.map(|app| Secret::new(app.to_owned())) })
    }

    /// One request under a session.
    pub async fn call(&self, call: Call<'_>, session: &Secret<String>) -> Result<Answer, CallFault> {
        let reads = call.reads();
        let mut request = self.request(call.method, &call.path)?.query(&call.query);
        request = request.header("Session-Token", sensitive(session.expose())?);
        request = match call.body {
            None => request,
            Some(Body::Json(body)) => request.header(CONTENT_TYPE, "application/json").body(body.to_string()),
            Some(Body::Form { boundary, bytes }) => {
                request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}")).body(bytes)
            }
        };
        let response = request.send().await.map_err(|fault| of_sending(&fault))?;
        answer(response, reads).await.map_err(|no| no.fault)
    }

    /// A session for a name and a password; none if the server does not take them.
    pub async fn enter(
        &self,
        agent: &str,
        password: &Secret<String>,
    ) -> Result<Option<Secret<String>>, CallFault> {
        let pair = Secret::new(format!("{agent}:{}", password.expose()));
        let basic = Secret::new(format!("Basic {}", BASE64.encode(pair.expose().as_bytes())));
        let request = self.request(Method::GET, &["initSession"])?;
        let request = request.header(AUTHORIZATION, sensitive(basic.expose())?);
        let response = request.send().await.map_err(|fault| of_sending(&fault))?;
        match answer(response, true).await {
            Ok(answer) => {
                let token = answer.read::<Entered>()?.session_token;
                (!token.is_empty())
                    .then(|| Some(Secret::new(token)))
                    .ok_or(CallFault::Lost(Trouble::Nonsense))
            }
            Err(no) if WRONG.contains(&no.code.as_str()) => Ok(None),
            Err(no) => Err(no.fault),
        }
    }

    fn request(&self, method: Method, path: &[&str]) -> Result<RequestBuilder, CallFault> {
        let nonsense = CallFault::Unsent(Trouble::Nonsense);
        let mut url = self.base.clone();
        url.path_segments_mut().map_err(|()| nonsense)?.extend(path);
        let request = self.client.request(method, url);
        Ok(match &self.app {
            Some(app) => request.header("App-Token", sensitive(app.expose())?),
            None => request,
        })
    }
}

fn sensitive(secret: &str) -> Result<HeaderValue, CallFault> {
    let mut value = HeaderValue::from_str(secret).map_err(|_| CallFault::Unsent(Trouble::Nonsense))?;
    value.set_sensitive(true);
    Ok(value)
}

/// An answer of no use, with the server's code if it has one.
struct No {
    code: String,
    fault: CallFault,
}

impl From<CallFault> for No {
    fn from(fault: CallFault) -> Self {
        Self { code: String::new(), fault }
    }
}

async fn answer(response: Response, reads: bool) -> Result<Answer, No> {
    let status = response.status().as_u16();
    let header = response.headers().get(LOCATION).and_then(|place| place.to_str().ok());
    let location = header.unwrap_or_default().to_owned();
    let body = net::body(response).await;
    match (status, body) {
        (200..=299, Ok(body)) => Ok(Answer { status, location, beyond: false, body }),
        // Done, whatever became of the words about it.
        (200..=299, Err(_)) if !reads => Ok(Answer { status, location, beyond: false, body: Vec::new() }),
        (429, _) => Err(CallFault::Unsent(Trouble::Failing).into()),
        (413, _) => Err(CallFault::Refused("HTTP 413".to_owned()).into()),
        (500.., _) => Err(CallFault::Lost(Trouble::Failing).into()),
        (_, Err(why)) => Err(CallFault::Lost(why).into()),
        (400..=499, Ok(body)) => match refusal(&body) {
            Some((code, _)) if reads && code == BEYOND => {
                Ok(Answer { status, location, beyond: true, body: Vec::new() })
            }
            Some((code, words)) => Err(No { fault: fault(&code, words), code }),
            // Only the server's own words are its answer: something between may say anything.
            None => Err(CallFault::Lost(Trouble::Nonsense).into()),
        },
        _ => Err(CallFault::Lost(Trouble::Nonsense).into()),
    }
}

/// Code and sentence of an answer that says no.
fn refusal(body: &[u8]) -> Option<(String, String)> {
    let said = loose::read::<Vec<Value>>(body)?;
    let code = said.first()?.as_str().filter(|code| code.starts_with("ERROR"))?.to_owned();
    let words = said.get(1).and_then(Value::as_str).unwrap_or_default();
    Some((code, words.chars().take(LONGEST).collect()))
}

fn fault(code: &str, words: String) -> CallFault {
    let known = CODES.iter().find(|(known, _)| *known == code).map(|(_, fault)| fault.clone());
    // The code is what an administrator can look up.
    known.unwrap_or_else(|| CallFault::Refused(format!("{words} ({code})").trim().to_owned()))
}
