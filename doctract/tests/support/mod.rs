//! A small HTTP server that answers by a script and keeps what it was sent.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What the server does with one connection.
#[derive(Debug, Clone)]
pub(crate) enum Reply {
    /// Answers with a status, further header lines and a body.
    Answer(u16, &'static str, String),
    /// Closes the connection without a word.
    Close,
    /// Says nothing until the client gives up.
    Silence,
}

/// An answer in JSON.
pub(crate) fn json(status: u16, body: &str) -> Reply {
    Reply::Answer(
        status,
        "content-type: application/json\r\n",
        body.to_owned(),
    )
}

/// One request as it came.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Seen {
    /// The first value of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The pairs of query and form.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        let mut pairs = self.query.clone();
        let form = self.header("content-type") == Some("application/x-www-form-urlencoded");
        if form {
            pairs.extend(doctract::core::wire::parse_query_lenient(&self.body));
        }
        pairs
    }

    /// The value of a parameter.
    pub(crate) fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.parameters().into_iter();
        pairs
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

/// The running server; it ends with the test.
pub(crate) struct Server {
    pub(crate) url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Server {
    /// Answers connection after connection as the script says, the last reply again and again.
    pub(crate) fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::new(Mutex::new(Vec::new()));
        let mut script: VecDeque<Reply> = script.into_iter().collect();
        let keep = Arc::clone(&seen);
        thread::spawn(move || {
            let mut silent = Vec::new();
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let reply = match script.len() {
                    1 => script[0].clone(),
                    _ => script.pop_front().unwrap(),
                };
                let Some(request) = read(&mut stream) else {
                    continue;
                };
                keep.lock().unwrap().push(request);
                match reply {
                    Reply::Close => {}
                    Reply::Silence => silent.push(stream),
                    Reply::Answer(status, headers, body) => {
                        let length = body.len();
                        let answer = format!(
                            "HTTP/1.1 {status} X\r\n{headers}connection: close\r\n\
                             content-length: {length}\r\n\r\n{body}"
                        );
                        let _ = stream.write_all(answer.as_bytes());
                    }
                }
            }
        });
        Self { url, seen }
    }

    /// Everything that was sent so far.
    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }
}

fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let mut chunk = [0; 4096];
    let head = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        let count = stream.read(&mut chunk).ok().filter(|count| *count > 0)?;
        bytes.extend_from_slice(&chunk[..count]);
    };
    let text = String::from_utf8(bytes[..head].to_vec()).unwrap();
    let mut lines = text.split("\r\n");
    let mut start = lines.next()?.split(' ');
    let (method, target) = (start.next()?.to_owned(), start.next()?.to_owned());
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let length: usize = length.map_or(0, |(_, value)| value.parse().unwrap());
    let mut body = bytes[head + 4..].to_vec();
    while body.len() < length {
        let count = stream.read(&mut chunk).ok()?;
        body.extend_from_slice(&chunk[..count]);
    }
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    Some(Seen {
        method,
        path: path.to_owned(),
        query: doctract::core::wire::parse_query_lenient(query),
        headers,
        body: String::from_utf8(body).unwrap(),
    })
}
