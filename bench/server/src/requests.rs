//! Signed requests, made beforehand, and one answer to one of them.

use crate::Failure;
use doctract_core::signing::{Credentials, Stamp, v1};
use doctract_core::wire;
use std::io::{Read, Write};
use std::net::TcpStream;

/// Signs requests, each with a nonce of its own.
pub(crate) struct Signer {
    credentials: Credentials,
    time: String,
    prefix: String,
    next: u64,
}

impl Signer {
    /// Nonces begin with the prefix.
    pub(crate) fn new(prefix: &str) -> Self {
        Self {
            credentials: Credentials::new("testid", "testsecret"),
            time: now(),
            prefix: prefix.to_owned(),
            next: 0,
        }
    }

    /// Stamps what follows with the present time.
    pub(crate) fn renew(&mut self) {
        self.time = now();
    }

    /// Path and query of a GET.
    pub(crate) fn target(&mut self, action: &str, parameters: &[(&str, &str)]) -> String {
        let fixed = [
            ("Action", action),
            ("Version", "2014-05-26"),
            ("Format", "JSON"),
        ];
        let all = fixed.iter().chain(parameters);
        let mut pairs: Vec<_> = all
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let nonce = format!("{}-{}", self.prefix, self.next);
        self.next += 1;
        v1::sign_pairs(
            "GET",
            &mut pairs,
            &self.credentials,
            Stamp {
                time: &self.time,
                nonce: &nonce,
            },
        );
        format!("/?{}", wire::encode_pairs(&pairs))
    }
}

fn now() -> String {
    jiff::Timestamp::now()
        .strftime("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// A connection that is kept.
pub(crate) struct Connection {
    stream: TcpStream,
    host: String,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> Result<Self, Failure> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            host: address.to_owned(),
            buffer: Vec::new(),
        })
    }

    /// The body of the answer to a GET; an error unless its status is 200.
    pub(crate) fn get(&mut self, target: &str) -> Result<String, Failure> {
        let request = format!("GET {target} HTTP/1.1\r\nhost: {}\r\n\r\n", self.host);
        self.stream.write_all(request.as_bytes())?;
        self.buffer.clear();
        let mut piece = [0; 16 << 10];
        loop {
            let read = self.stream.read(&mut piece)?;
            if read == 0 {
                return Err("the connection was closed".into());
            }
            self.buffer.extend_from_slice(&piece[..read]);
            let text = std::str::from_utf8(&self.buffer).unwrap_or_default();
            let Some((head, body)) = text.split_once("\r\n\r\n") else {
                continue;
            };
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            if body.len() < length.ok_or("no length")?.parse()? {
                continue;
            }
            if !head.starts_with("HTTP/1.1 200") {
                return Err(format!("{head} {body}").into());
            }
            return Ok(body.to_owned());
        }
    }
}
