//! A client that sends exactly what a test says.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses a part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

pub mod hostile;
pub mod steps;

use doctract_core::signing::{Credentials, Request, Stamp, v1, v3};
use doctract_core::wire;
use doctract_server::{Builder, Server};
use doctract_spec::Operation;
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The sample spec of the operation that this is all about.
pub fn create_snapshot() -> Operation {
    let text = include_str!("../../../spec/tests/fixtures/CreateSnapshot.yaml");
    doctract_spec::yaml::load("CreateSnapshot.yaml", text).unwrap()
}

/// The operations with behaviour.
pub const WITH_BEHAVIOUR: [&str; 22] = [
    "AttachDisk",
    "CreateDisk",
    "CreateImage",
    "CreateInstance",
    "CreateSnapshot",
    "DeleteDisk",
    "DeleteImage",
    "DeleteInstance",
    "DeleteSnapshot",
    "DescribeDisks",
    "DescribeImages",
    "DescribeInstances",
    "DescribeSnapshots",
    "DetachDisk",
    "ListTagResources",
    "ModifySnapshotAttribute",
    "ReplaceSystemDisk",
    "RunInstances",
    "StartInstance",
    "StopInstance",
    "TagResources",
    "UntagResources",
];

/// The specs of the operations with behaviour: CreateSnapshot's sample, and where there is a corpus the others out
/// of its newest pages of a locale.
pub fn operations_with_behaviour(locale: &str) -> Vec<Operation> {
    let mut operations = vec![create_snapshot()];
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must be set"
        );
        return operations;
    };
    let folder = std::path::Path::new(&corpus).join("ecs").join(locale);
    for name in WITH_BEHAVIOUR
        .iter()
        .filter(|name| **name != "CreateSnapshot")
    {
        let path = folder.join(format!("{name}.md"));
        let bytes =
            std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let options = doctract_spec::extract::Options {
            product: Some("Ecs".to_owned()),
            ..Default::default()
        };
        let read = doctract_spec::extract::extract_page(&path.to_string_lossy(), &bytes, &options);
        operations.push(read.operation.unwrap());
    }
    operations
}

/// A server of the default world that validates CreateSnapshot.
pub fn builder() -> Builder {
    Server::builder().operations(vec![create_snapshot()])
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        headers
            .find(|(own, _)| own == name)
            .map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    pub fn text(&self, name: &str) -> String {
        self.json()[name].as_str().unwrap_or_default().to_owned()
    }

    /// `200` or `404 InvalidDescription.Malformed`.
    pub fn verdict(&self) -> String {
        match self.json()["Code"].as_str() {
            Some(code) => format!("{} {code}", self.status),
            None => self.status.to_string(),
        }
    }
}

/// Pairs out of `[("a", "b")]`.
pub fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    owned.collect()
}

/// A nonce that nobody else uses.
pub fn nonce() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("nonce-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// The present time as the wire writes it.
pub fn now() -> String {
    time_in(0)
}

/// The time in so many seconds.
pub fn time_in(seconds: i64) -> String {
    let time = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds);
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A client with its key pair.
#[derive(Debug, Clone)]
pub struct Client {
    pub address: SocketAddr,
    pub credentials: Credentials,
}

impl Client {
    pub fn new(server: &Server) -> Self {
        Self::with_key(server, "testid", "testsecret")
    }

    pub fn with_key(server: &Server, id: &str, secret: &str) -> Self {
        Self {
            address: server.addr(),
            credentials: Credentials::new(id, secret),
        }
    }

    /// All parameters of a call, signed with version 1.
    pub fn signed(
        &self,
        method: &str,
        action: &str,
        parameters: &[(&str, &str)],
    ) -> Vec<(String, String)> {
        let mut all = pairs(&[
            ("Action", action),
            ("Version", "2014-05-26"),
            ("Format", "JSON"),
        ]);
        for (name, value) in pairs(parameters) {
            all.retain(|(own, _)| *own != name);
            all.push((name, value));
        }
        let (time, nonce) = (now(), nonce());
        let stamp = Stamp {
            time: &time,
            nonce: &nonce,
        };
        v1::sign_pairs(method, &mut all, &self.credentials, stamp);
        all
    }

    /// GET, version 1, JSON.
    pub async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Answer {
        let query = wire::encode_pairs(&self.signed("GET", action, parameters));
        self.send("GET", &format!("/?{query}"), &[], b"").await
    }

    /// CreateSnapshot.
    pub async fn create(&self, parameters: &[(&str, &str)]) -> Answer {
        self.call("CreateSnapshot", parameters).await
    }

    /// A request signed with version 3, the parameters in the query.
    pub async fn call_v3(&self, method: &str, action: &str, parameters: &[(&str, &str)]) -> Answer {
        let query = pairs(parameters);
        let mut headers = pairs(&[
            ("host", &self.address.to_string()),
            ("x-acs-action", action),
            ("x-acs-version", "2014-05-26"),
            ("accept", "application/json"),
        ]);
        let (time, nonce) = (now(), nonce());
        let stamp = Stamp {
            time: &time,
            nonce: &nonce,
        };
        let request = Request {
            method,
            path: "/",
            query: &query,
            headers: &[],
            body: b"",
        };
        v3::sign_headers(&request, &mut headers, &self.credentials, stamp);
        headers.retain(|(name, _)| name != "host");
        self.send(
            method,
            &format!("/?{}", wire::encode_pairs(&query)),
            &headers,
            b"",
        )
        .await
    }

    /// Sends a request and reads one whole answer.
    pub async fn send(
        &self,
        method: &str,
        target: &str,
        headers: &[(String, String)],
        body: &[u8],
    ) -> Answer {
        let mut head = format!("{method} {target} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            head.extend([name, ": ", value, "\r\n"]);
        }
        if !body.is_empty() || method == "POST" {
            head.extend(["content-length: ", &body.len().to_string(), "\r\n"]);
        }
        head.push_str("connection: close\r\n\r\n");
        let bytes = self.raw(&[head.as_bytes(), body].concat()).await;
        parse(&bytes)
    }

    /// Sends bytes and reads until the connection closes.
    pub async fn raw(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        // A connection that is reset in the middle is one of the things to be seen.
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }
}

/// The form of a request as `application/x-www-form-urlencoded`.
pub fn form_header() -> Vec<(String, String)> {
    pairs(&[("content-type", "application/x-www-form-urlencoded")])
}

fn parse(bytes: &[u8]) -> Answer {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let mut lines = head.split("\r\n");
    let status = lines
        .next()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or_default();
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status.parse().unwrap_or(0),
        headers: headers
            .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}
