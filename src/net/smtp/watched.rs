//! A connection that knows whether all of a message was handed over: what broke before can be sent again, what broke
//! after may have arrived.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use lettre::transport::smtp::client::AsyncTokioStream;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// First byte of everything that a client says in TLS before it is understood (RFC 8446, 5.1: handshake).
const HANDSHAKE: u8 = 0x16;

/// What is known of a connection.
#[derive(Clone, Debug, Default)]
pub struct Watch(Arc<Seen>);

#[derive(Debug, Default)]
struct Seen {
    /// An answer was waited for: everything before it had been written.
    waited: AtomicBool,
    encrypted: AtomicBool,
}

impl Watch {
    /// From now on.
    pub fn begin(&self) {
        self.0.waited.store(false, Ordering::SeqCst);
    }

    /// All that was to be written had been when the connection broke.
    pub fn all_written(&self) -> bool {
        self.0.waited.load(Ordering::SeqCst)
    }
}

/// The connection.
#[derive(Debug)]
pub struct Watched {
    stream: TcpStream,
    watch: Watch,
}

impl Watched {
    /// A connection that is watched.
    pub fn new(stream: TcpStream, watch: Watch) -> Self {
        Self { stream, watch }
    }
}

impl AsyncTokioStream for Watched {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}

impl AsyncRead for Watched {
    /// Byte by byte until there is encryption. What somebody in between puts behind the answer to STARTTLS would
    /// otherwise be kept, and taken for what the server said under encryption.
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.watch.0.waited.store(true, Ordering::SeqCst);
        if self.watch.0.encrypted.load(Ordering::SeqCst) || into.remaining() == 0 {
            return Pin::new(&mut self.stream).poll_read(context, into);
        }
        let mut byte = [0];
        let mut one = ReadBuf::new(&mut byte);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut one))?;
        into.put_slice(one.filled());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Watched {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if bytes.first() == Some(&HANDSHAKE) {
            self.watch.0.encrypted.store(true, Ordering::SeqCst);
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
