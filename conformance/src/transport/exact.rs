//! The exact way onto the wire: every byte of the request as it stands, the frame of the answer
//! compared with what came.

use super::client::{date, retry_after};
use super::{Endpoint, Limits, Prepared};
use crate::exchange::{Answer, TransportError};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longest head of an answer.
const MOST_HEAD: usize = 64 << 10;

/// How long to wait for bytes that should not come.
const LINGER: Duration = Duration::from_millis(150);

pub(super) async fn exchange(
    endpoint: &Endpoint,
    prepared: &Prepared,
    limits: Limits,
) -> Result<Answer, TransportError> {
    let connect = |error: std::io::Error| TransportError::Connect(error.to_string());
    let broken = |error: std::io::Error| TransportError::Broken(error.to_string());
    let mut stream = TcpStream::connect(endpoint.address())
        .await
        .map_err(connect)?;
    stream
        .write_all(&bytes(endpoint, prepared))
        .await
        .map_err(broken)?;
    let mut reader = Reader {
        stream: &mut stream,
        bytes: Vec::new(),
    };
    let head = reader.head().await?;
    let (status, headers) = parse_head(&head)?;
    let header = |name: &str| {
        headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    };
    let mut answer = Answer {
        status,
        content_type: header("content-type").map(str::to_owned),
        retry_after: retry_after(header("retry-after"), header("x-acs-retry-after")),
        date: header("date").and_then(date),
        ..Answer::default()
    };
    let bodiless =
        prepared.method == crate::case::Method::Head || matches!(status, 204 | 304 | 100..=199);
    let chunked =
        header("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    if bodiless {
        return Ok(answer);
    }
    if chunked {
        reader.chunked(&mut answer, limits).await?;
    } else if let Some(length) = header("content-length") {
        let length: usize = length
            .trim()
            .parse()
            .map_err(|_| TransportError::NotHttp(format!("Content-Length `{length}`")))?;
        reader.counted(&mut answer, length, limits).await?;
    } else {
        reader.all(limits.body).await?;
        answer.body = std::mem::take(&mut reader.bytes);
    }
    Ok(answer)
}

/// The request, byte for byte.
fn bytes(endpoint: &Endpoint, prepared: &Prepared) -> Vec<u8> {
    let mut head = format!(
        "{} {} HTTP/1.1\r\n",
        prepared.method.name(),
        prepared.target
    );
    let mut line = |name: &str, value: &str| {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    };
    line("host", endpoint.authority());
    line("connection", "close");
    for (name, value) in prepared.headers.iter().filter(|(name, _)| name != "host") {
        line(name, value);
    }
    if !prepared.body.is_empty() || prepared.method == crate::case::Method::Post {
        line("content-length", &prepared.body.len().to_string());
    }
    head.push_str("\r\n");
    head.push_str(&prepared.body);
    head.into_bytes()
}

struct Reader<'s> {
    stream: &'s mut TcpStream,
    bytes: Vec<u8>,
}

impl Reader<'_> {
    /// Reads some more bytes; 0 at the end.
    async fn more(&mut self) -> Result<usize, TransportError> {
        let mut buffer = vec![0; 16 << 10];
        let count = self
            .stream
            .read(&mut buffer)
            .await
            .map_err(|error| TransportError::Broken(error.to_string()))?;
        self.bytes
            .extend_from_slice(buffer.get(..count).unwrap_or_default());
        Ok(count)
    }

    async fn head(&mut self) -> Result<Vec<u8>, TransportError> {
        loop {
            if let Some(end) = find(&self.bytes, b"\r\n\r\n") {
                let rest = self.bytes.split_off(end + 4);
                return Ok(std::mem::replace(&mut self.bytes, rest));
            }
            if self.bytes.len() > MOST_HEAD {
                return Err(TransportError::NotHttp(
                    "the head is larger than 64 KiB".into(),
                ));
            }
            if self.more().await? == 0 {
                let text = String::from_utf8_lossy(&self.bytes)
                    .chars()
                    .take(60)
                    .collect::<String>();
                return Err(if self.bytes.is_empty() {
                    TransportError::Broken("nothing came".into())
                } else {
                    TransportError::NotHttp(format!("{text:?}"))
                });
            }
        }
    }

    /// A body of an announced length: what comes short or goes on is a fault of the frame.
    async fn counted(
        &mut self,
        answer: &mut Answer,
        length: usize,
        limits: Limits,
    ) -> Result<(), TransportError> {
        if length > limits.body {
            return Err(TransportError::TooLarge(limits.body));
        }
        while self.bytes.len() < length {
            if self.more().await? == 0 {
                let came = self.bytes.len();
                answer.frame_fault =
                    Some(format!("Content-Length says {length} bytes, {came} came"));
                answer.body = std::mem::take(&mut self.bytes);
                return Ok(());
            }
        }
        if self.bytes.len() == length
            && let Ok(more) = tokio::time::timeout(LINGER, self.more()).await
        {
            more.ok();
        }
        let came = self.bytes.len();
        if came > length {
            answer.frame_fault = Some(format!(
                "Content-Length says {length} bytes, at least {came} came"
            ));
        }
        self.bytes.truncate(length);
        answer.body = std::mem::take(&mut self.bytes);
        Ok(())
    }

    async fn all(&mut self, most: usize) -> Result<(), TransportError> {
        while self.more().await? > 0 {
            if self.bytes.len() > most {
                return Err(TransportError::TooLarge(most));
            }
        }
        Ok(())
    }

    async fn chunked(&mut self, answer: &mut Answer, limits: Limits) -> Result<(), TransportError> {
        loop {
            let line = self.line().await?;
            let size = line.split(';').next().unwrap_or_default().trim();
            let size = usize::from_str_radix(size, 16)
                .map_err(|_| TransportError::NotHttp(format!("chunk size `{size}`")))?;
            if answer.body.len().saturating_add(size) > limits.body {
                return Err(TransportError::TooLarge(limits.body));
            }
            while self.bytes.len() < size + 2 {
                if self.more().await? == 0 {
                    answer.frame_fault =
                        Some("the connection ends in the middle of a chunk".into());
                    answer.body.append(&mut self.bytes);
                    return Ok(());
                }
            }
            let rest = self.bytes.split_off(size + 2);
            let mut chunk = std::mem::replace(&mut self.bytes, rest);
            chunk.truncate(size);
            if size == 0 {
                return Ok(());
            }
            answer.body.append(&mut chunk);
        }
    }

    async fn line(&mut self) -> Result<String, TransportError> {
        loop {
            if let Some(end) = find(&self.bytes, b"\r\n") {
                let rest = self.bytes.split_off(end + 2);
                let line = std::mem::replace(&mut self.bytes, rest);
                return Ok(
                    String::from_utf8_lossy(line.get(..end).unwrap_or_default()).into_owned()
                );
            }
            if self.bytes.len() > MOST_HEAD {
                return Err(TransportError::NotHttp("a line without an end".into()));
            }
            if self.more().await? == 0 {
                return Err(TransportError::Broken(
                    "the connection ends between two chunks".into(),
                ));
            }
        }
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// Status and headers of an answer.
fn parse_head(head: &[u8]) -> Result<(u16, Vec<(String, String)>), TransportError> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let wrong = || TransportError::NotHttp(first.chars().take(60).collect());
    let rest = first.strip_prefix("HTTP/1.").ok_or_else(wrong)?;
    let status = rest
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .ok_or_else(wrong)?;
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    Ok((status, headers))
}
