//! What the clients of all servers share: one way to connect and to judge a certificate, an answer read up to a
//! limit, and what was surely never sent told from what may have been done.

pub mod smtp;

use std::error::Error;
use std::path::Path;
use std::time::Duration;

use reqwest::{Certificate, Client, Response, Url};

/// Names this program in a server's audit; not the name of a plug-in, which some would meter.
const PROGRAM: &str = concat!("guichet/", env!("CARGO_PKG_VERSION"));

/// Longest answer read: a thousand keys are 820 KB (privacyIDEA facts, 9).
const LONGEST: usize = 8 << 20;

/// Longest wait for a connection: a dead server must not eat the time of the living ones.
const CONNECT: Duration = Duration::from_secs(3);

/// What befell the line or the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody listens there, or its name is unknown.
    Refused,
    /// No answer in time.
    TimedOut,
    /// The certificate is not to be trusted.
    Certificate,
    /// The connection broke before the answer was whole.
    Interrupted,
    /// The server failed without an answer of its own.
    Failing,
    /// Something else answered, or the server, but not as it should.
    Nonsense,
}

impl Trouble {
    /// Every trouble with its word in faults that carry text; never translated.
    const WORDS: [(Self, &'static str); 6] = [
        (Self::Refused, "no connection"),
        (Self::TimedOut, "no answer in time"),
        (Self::Certificate, "certificate"),
        (Self::Interrupted, "interrupted"),
        (Self::Failing, "out of order"),
        (Self::Nonsense, "not the server"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(trouble, _)| *trouble == self).map_or("", |(_, word)| word)
    }

    /// The trouble of a word, to say it in the user's language.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::WORDS.iter().find(|(_, known)| *known == word).map(|(trouble, _)| *trouble)
    }
}

/// A request without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// No server has seen it.
    Unsent(Trouble),
    /// A server may have done it.
    Lost(Trouble),
}

/// Why an address is of no use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// Not the address of a server.
    Wrong,
    /// `http:` to another machine.
    Plain,
}

/// A client that follows nobody elsewhere and goes through no proxy. With `ca` it trusts the certificates of that
/// file (PEM) in place of the system's; the error says what is wrong with it.
pub fn client(ca: Option<&Path>, timeout: Duration) -> Result<Client, String> {
    // A second installation of the provider is refused, and changes nothing.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut builder = Client::builder()
        .user_agent(PROGRAM)
        .timeout(timeout)
        .connect_timeout(timeout.min(CONNECT))
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy();
    if let Some(path) = ca {
        builder = builder.tls_certs_only(certificates(path)?);
    }
    builder.build().map_err(|fault| fault.to_string())
}

fn certificates(path: &Path) -> Result<Vec<Certificate>, String> {
    let wrong = |what: String| format!("{}: {what}", path.display());
    let pem = std::fs::read(path).map_err(|fault| wrong(fault.to_string()))?;
    match Certificate::from_pem_bundle(&pem) {
        Ok(found) if !found.is_empty() => Ok(found),
        Ok(_) => Err(wrong("PEM".to_owned())),
        Err(fault) => Err(wrong(fault.to_string())),
    }
}

/// The address of a server, with a slash at its end, so that paths are joined to it and not put in its place.
/// `http:` goes to this machine alone, unless `plain` allows more.
pub fn address(text: &str, plain: bool) -> Result<Url, AddressFault> {
    let url = Url::parse(&format!("{}/", text.trim_end_matches('/'))).map_err(|_| AddressFault::Wrong)?;
    let clean = url.username().is_empty() && url.password().is_none() && url.query().is_none();
    match (url.scheme(), url.host_str()) {
        ("https", Some(_)) if clean => Ok(url),
        ("http", Some(host)) if clean && (plain || is_loopback(host)) => Ok(url),
        ("http", Some(_)) if clean => Err(AddressFault::Plain),
        _ => Err(AddressFault::Wrong),
    }
}

fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// A request that was not answered. Without a connection nothing was sent.
pub fn of_sending(fault: &reqwest::Error) -> Unanswered {
    if let (true, Some(trouble)) = (fault.is_connect(), of_encryption(fault)) {
        return Unanswered::Unsent(trouble);
    }
    match fault {
        fault if fault.is_connect() && fault.is_timeout() => Unanswered::Unsent(Trouble::TimedOut),
        fault if fault.is_connect() => Unanswered::Unsent(Trouble::Refused),
        fault if fault.is_builder() => Unanswered::Unsent(Trouble::Nonsense),
        fault if fault.is_timeout() => Unanswered::Lost(Trouble::TimedOut),
        _ => Unanswered::Lost(Trouble::Interrupted),
    }
}

/// What the encryption says, if it was the encryption that failed.
pub fn of_encryption(fault: &(dyn Error + 'static)) -> Option<Trouble> {
    use rustls::Error::{General, InvalidCertificate, NoCertificatesPresented};
    match fault.downcast_ref::<rustls::Error>() {
        Some(InvalidCertificate(_) | NoCertificatesPresented | General(_)) => {
            return Some(Trouble::Certificate);
        }
        Some(_) => return Some(Trouble::Nonsense),
        None => {}
    }
    // An error of the system carries another one inside, time and again, and calls itself its source's.
    let inner = fault.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
    inner.and_then(|inner| of_encryption(inner)).or_else(|| fault.source().and_then(of_encryption))
}

/// The whole body; one that is longer than any server's is nonsense.
pub async fn body(mut response: Response) -> Result<Vec<u8>, Trouble> {
    let mut body = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(part)) if body.len() + part.len() <= LONGEST => body.extend_from_slice(&part),
            Ok(Some(_)) => return Err(Trouble::Nonsense),
            Ok(None) => return Ok(body),
            Err(fault) if fault.is_timeout() => return Err(Trouble::TimedOut),
            Err(_) => return Err(Trouble::Interrupted),
        }
    }
}
