//! Answers that do not arrive whole: faults below HTTP.
//!
//! A right HTTP library cannot send a wrong length, so the bytes are changed after it has written
//! them. The stream is wrapped only while such a fault is switched on.

use crate::faults::Break;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// How the next answer on a connection is to be broken.
#[derive(Debug, Clone, Default)]
pub(super) struct NextAnswer(Arc<Mutex<Option<Break>>>);

impl NextAnswer {
    /// Breaks the next answer.
    pub(super) fn set(&self, broken: Option<Break>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = broken;
    }

    fn take(&self) -> Option<Break> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// A stream that changes what is written to it.
#[derive(Debug)]
pub(super) struct BreakingStream<S> {
    inner: S,
    next: NextAnswer,
    /// Changed bytes that the inner stream has not taken yet.
    pending: Vec<u8>,
    /// Whether nothing more may be sent.
    closing: bool,
}

impl<S> BreakingStream<S> {
    /// Wraps a stream.
    pub(super) fn new(inner: S, next: NextAnswer) -> Self {
        Self {
            inner,
            next,
            pending: Vec::new(),
            closing: false,
        }
    }
}

/// The bytes of a whole answer, broken, and whether the connection closes after them.
fn broken(answer: &[u8], how: Break) -> (Vec<u8>, bool) {
    match how {
        Break::LengthOneShort => (
            with_length(answer, |length| length.saturating_sub(1)),
            false,
        ),
        Break::LengthOneLong => (with_length(answer, |length| length + 1), false),
        Break::CloseEarly => {
            let head = find(answer, b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
            let body = answer.len() - head;
            (answer[..head + body / 2].to_vec(), true)
        }
        Break::NoAnswer => (Vec::new(), true),
        Break::Late(_) => (answer.to_vec(), false),
    }
}

/// The answer with another `Content-Length`.
fn with_length(answer: &[u8], change: impl Fn(usize) -> usize) -> Vec<u8> {
    const NAME: &[u8] = b"content-length: ";
    let Some(name) = find(answer, NAME) else {
        return answer.to_vec();
    };
    let from = name + NAME.len();
    let digits = answer[from..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let text = std::str::from_utf8(&answer[from..from + digits]).unwrap_or_default();
    let Ok(length) = text.parse::<usize>() else {
        return answer.to_vec();
    };
    let mut changed = answer[..from].to_vec();
    changed.extend_from_slice(change(length).to_string().as_bytes());
    changed.extend_from_slice(&answer[from + digits..]);
    changed
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    bytes.windows(part.len()).position(|window| window == part)
}

impl<S: AsyncWrite + Unpin> BreakingStream<S> {
    fn send_pending(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let sent =
                std::task::ready!(Pin::new(&mut self.inner).poll_write(context, &self.pending))?;
            if sent == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.pending.drain(..sent);
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for BreakingStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for BreakingStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        std::task::ready!(self.send_pending(context))?;
        if self.closing {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        // Head and body of an answer of the gateway come in one write.
        match self.next.take() {
            None => Pin::new(&mut self.inner).poll_write(context, bytes),
            Some(how) => {
                (self.pending, self.closing) = broken(bytes, how);
                Poll::Ready(Ok(bytes.len()))
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        std::task::ready!(self.send_pending(context))?;
        if self.closing {
            std::task::ready!(Pin::new(&mut self.inner).poll_flush(context))?;
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.inner).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        std::task::ready!(self.send_pending(context))?;
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n0123456789";

    #[test]
    fn only_what_the_fault_says_is_changed() {
        let text = |how| {
            let (bytes, closes) = broken(ANSWER, how);
            (String::from_utf8(bytes).unwrap(), closes)
        };
        let short = text(Break::LengthOneShort);
        assert_eq!(
            short,
            (
                "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n0123456789".to_owned(),
                false
            )
        );
        let (early, closes) = text(Break::CloseEarly);
        assert!(early.ends_with("\r\n\r\n01234") && closes, "{early}");
    }
}
