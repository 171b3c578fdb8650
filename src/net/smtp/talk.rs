//! The conversation with the mail server (RFC 5321). What broke before the end of the message was not sent; an answer
//! lost after it leaves a doubt that only a person can settle: mail cannot be asked what it has.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::AsyncSmtpConnection;
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::net::TcpStream;

use super::settings::{Encryption, Server};
use super::watched::{Watch, Watched};
use super::{Proof, SmtpFault};
use crate::net::{self, Trouble};

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(10);

/// Longest wait for a goodbye, when everything is done.
const GOODBYE: Duration = Duration::from_secs(1);

/// Bytes a second of the slowest line that a message may take its time on.
const SLOWEST: u64 = 16 << 10;

/// Most characters of the server's words that go into a sentence.
const LONGEST: usize = 300;

/// Answer to DATA: the message may begin.
const BEGIN: u16 = 354;

/// Answer to AUTH: not this name or not this password (RFC 4954, 6).
const WRONG_LOGIN: u16 = 535;

/// A server that said hello.
struct Open {
    talk: AsyncSmtpConnection,
    /// None where it cannot be known how much of a message was written.
    watch: Option<Watch>,
    timeout: Duration,
}

/// Whether a server takes a login.
pub async fn enter(server: &Server, proof: &Proof<'_>) -> Result<(), SmtpFault> {
    let mut open = open(server, Some(proof)).await?;
    open.leave().await;
    Ok(())
}

/// Sends a message once.
///
/// # Errors
/// [`SmtpFault::Doubtful`] if it may have arrived; after any other it has not.
pub async fn send(
    server: &Server,
    proof: Option<&Proof<'_>>,
    (from, to): (&Address, &Address),
    message: &[u8],
) -> Result<(), SmtpFault> {
    let mut open = open(server, proof).await?;
    let limit = open.timeout;
    let said = step(limit, open.talk.command(Mail::new(Some(from.clone()), Vec::new()))).await?;
    done(&said)?;
    let said = step(limit, open.talk.command(Rcpt::new(to.clone(), Vec::new()))).await?;
    done(&said)?;
    let said = step(limit, open.talk.command(Data)).await?;
    if u16::from(said.code()) != BEGIN {
        return Err(nonsense());
    }
    open.message(message).await?;
    open.leave().await;
    Ok(())
}

async fn open(server: &Server, proof: Option<&Proof<'_>>) -> Result<Open, SmtpFault> {
    let limit = server.timeout;
    let mut open = match server.encryption {
        Encryption::Tls => encrypted(server).await?,
        Encryption::StartTls | Encryption::None => watched(server).await?,
    };
    if let Some(Proof { agent, password }) = proof {
        if open.talk.server_info().get_auth_mechanism(DEFAULT_MECHANISMS).is_none() {
            return Err(SmtpFault::Refused("AUTH".to_owned()));
        }
        let proof = Credentials::new((*agent).to_owned(), (*password).to_owned());
        let said = tokio::time::timeout(limit, open.talk.auth(DEFAULT_MECHANISMS, &proof)).await;
        match said.map_err(|_| timed_out())? {
            Ok(said) => done(&said)?,
            Err(fault) if code(&fault) == Some(WRONG_LOGIN) => return Err(SmtpFault::WrongLogin),
            Err(fault) => return Err(unsent(&fault)),
        }
    }
    Ok(open)
}

/// Encrypted from the first byte: how much of a message was written is not to be seen from here.
async fn encrypted(server: &Server) -> Result<Open, SmtpFault> {
    let place = (server.host.as_str(), server.port);
    let (connect, tls) = (Some(CONNECT.min(server.timeout)), server.tls.clone());
    let hello = ClientId::default();
    let talk = AsyncSmtpConnection::connect_tokio1(place, connect, &hello, tls, None);
    let talk = step(server.timeout, talk).await?;
    Ok(Open { talk, watch: None, timeout: server.timeout })
}

async fn watched(server: &Server) -> Result<Open, SmtpFault> {
    let limit = server.timeout;
    let place = (server.host.as_str(), server.port);
    let stream = tokio::time::timeout(CONNECT.min(limit), TcpStream::connect(place)).await;
    let stream = stream.map_err(|_| timed_out())?.map_err(|_| unreachable(Trouble::Refused))?;
    let hello = stream.local_addr().map_or_else(
        |_| ClientId::default(),
        |own| match own.ip() {
            std::net::IpAddr::V4(own) => ClientId::Ipv4(own),
            std::net::IpAddr::V6(own) => ClientId::Ipv6(own),
        },
    );
    let watch = Watch::default();
    let stream = Box::new(Watched::new(stream, watch.clone()));
    let mut talk = step(limit, AsyncSmtpConnection::connect_with_transport(stream, &hello)).await?;
    if let Some(tls) = &server.tls {
        if !talk.can_starttls() {
            return Err(SmtpFault::Unsent("no STARTTLS".to_owned()));
        }
        step(limit, talk.starttls(tls.clone(), &hello)).await?;
    }
    Ok(Open { talk, watch: Some(watch), timeout: limit })
}

impl Open {
    /// The message itself, and its answer.
    async fn message(&mut self, bytes: &[u8]) -> Result<(), SmtpFault> {
        if let Some(watch) = &self.watch {
            watch.begin();
        }
        let limit = self.timeout + Duration::from_secs(bytes.len() as u64 / SLOWEST);
        let said = tokio::time::timeout(limit, self.talk.message(bytes)).await;
        // The last line of a message is what makes it one.
        let cut = self.watch.as_ref().is_some_and(|watch| !watch.all_written());
        match said {
            Ok(Ok(said)) => done(&said).map_err(|_| SmtpFault::Doubtful),
            Ok(Err(fault)) if fault.status().is_some() => Err(unsent(&fault)),
            Ok(Err(_)) if cut => Err(unreachable(Trouble::Interrupted)),
            Err(_) if cut => Err(timed_out()),
            Ok(Err(_)) | Err(_) => Err(SmtpFault::Doubtful),
        }
    }

    /// Whatever comes of it, it is done.
    async fn leave(&mut self) {
        let _ = tokio::time::timeout(GOODBYE, self.talk.quit()).await;
    }
}

/// One question and its answer, before the message.
async fn step<T>(limit: Duration, work: impl Future<Output = Result<T, Error>>) -> Result<T, SmtpFault> {
    let answered = tokio::time::timeout(limit, work).await.map_err(|_| timed_out())?;
    answered.map_err(|fault| unsent(&fault))
}

/// Only 2yz says that something was done.
fn done(said: &Response) -> Result<(), SmtpFault> {
    match u16::from(said.code()) {
        200..=299 => Ok(()),
        _ => Err(nonsense()),
    }
}

fn code(fault: &Error) -> Option<u16> {
    fault.status().map(u16::from)
}

/// What the server or the line says of something that was not done.
fn unsent(fault: &Error) -> SmtpFault {
    if let Some(code) = code(fault) {
        let words = words(code, fault);
        return if fault.is_permanent() { SmtpFault::Refused(words) } else { SmtpFault::Unsent(words) };
    }
    if let Some(trouble) = net::of_encryption(fault) {
        return unreachable(trouble);
    }
    unreachable(match of_system(fault) {
        Some(io::ErrorKind::TimedOut) => Trouble::TimedOut,
        Some(io::ErrorKind::InvalidData) => Trouble::Nonsense,
        Some(io::ErrorKind::ConnectionReset | io::ErrorKind::UnexpectedEof | io::ErrorKind::BrokenPipe) => {
            Trouble::Interrupted
        }
        Some(_) => Trouble::Refused,
        None if fault.to_string().contains("incomplete response") => Trouble::Interrupted,
        None => Trouble::Nonsense,
    })
}

fn of_system(fault: &Error) -> Option<io::ErrorKind> {
    let mut inner = fault.source();
    while let Some(one) = inner {
        if let Some(system) = one.downcast_ref::<io::Error>() {
            return Some(system.kind());
        }
        inner = one.source();
    }
    None
}

/// The server's own words after their number, in one line.
fn words(code: u16, fault: &Error) -> String {
    let said = fault.source().map(ToString::to_string).unwrap_or_default();
    let line = format!("{code} {said}");
    line.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .take(LONGEST)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn unreachable(trouble: Trouble) -> SmtpFault {
    SmtpFault::Unsent(trouble.word().to_owned())
}

fn timed_out() -> SmtpFault {
    unreachable(Trouble::TimedOut)
}

fn nonsense() -> SmtpFault {
    unreachable(Trouble::Nonsense)
}
