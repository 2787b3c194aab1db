//! Endpoints that refuse, hang, drip, lie and flood: verdicts, never a hang, memory bounded.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::run;
use doctract_conformance::{CaseResult, Endpoint, Limits, Options, Report, Status};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What an endpoint does with a connection on which a request has come.
#[derive(Debug, Clone, Copy)]
enum Habit {
    Hangs,
    Drips,
    Resets,
    Garbage,
    Html,
    Endless,
    Large,
    Redirects,
    TooShort,
    BadHeader,
    EmptyBody,
    DeepJson,
    InvalidUtf8,
    EndlessHead,
    LongerThanSaid,
    HalfClosed,
    Gigabyte,
}

async fn treat(mut stream: TcpStream, habit: Habit, requests: Arc<AtomicU64>) {
    let mut buffer = vec![0; 16 << 10];
    loop {
        let mut request = Vec::new();
        while !request.windows(4).any(|window| window == b"\r\n\r\n") {
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(count) => request.extend_from_slice(&buffer[..count]),
            }
        }
        requests.fetch_add(1, Ordering::Relaxed);
        if answer(&mut stream, habit).await.is_none() {
            return;
        }
    }
}

/// `None`: the connection is over.
async fn answer(stream: &mut TcpStream, habit: Habit) -> Option<()> {
    let whole = |head: &str, body: &str| {
        format!(
            "HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let json = "200 OK\r\ncontent-type: application/json";
    match habit {
        Habit::Hangs => std::future::pending().await,
        Habit::Drips => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\nx-drip: ")
                .await
                .ok()?;
            loop {
                tokio::time::sleep(Duration::from_millis(20)).await;
                stream.write_all(b"y").await.ok()?;
            }
        }
        Habit::Resets => None,
        Habit::Garbage => {
            stream
                .write_all(b"\x16\x03\x01 this is not HTTP at all\r\n\r\n")
                .await
                .ok()?;
            None
        }
        Habit::Html => stream
            .write_all(whole(json, "<!doctype html><p>hello").as_bytes())
            .await
            .ok(),
        Habit::Endless => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
                .await
                .ok()?;
            let chunk = format!("10000\r\n{}\r\n", "x".repeat(0x10000));
            loop {
                stream.write_all(chunk.as_bytes()).await.ok()?;
            }
        }
        Habit::Large => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n")
                .await
                .ok()?;
            let part = vec![b'x'; 1 << 16];
            for _ in 0..1600 {
                stream.write_all(&part).await.ok()?;
            }
            Some(())
        }
        Habit::Redirects => {
            let text = whole("302 Found\r\nlocation: /again", "");
            stream.write_all(text.as_bytes()).await.ok()
        }
        Habit::TooShort => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{}")
                .await
                .ok()?;
            None
        }
        Habit::BadHeader => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: many\r\n\r\n{}")
                .await
                .ok()?;
            None
        }
        Habit::InvalidUtf8 => {
            let mut answer = whole(json, "????").into_bytes();
            let start = answer.len() - 4;
            answer[start..].copy_from_slice(b"{\xff\xfe}");
            stream.write_all(&answer).await.ok()
        }
        Habit::EndlessHead => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n").await.ok()?;
            let part = "x-more: 0123456789abcdef\r\n".repeat(1000);
            loop {
                stream.write_all(part.as_bytes()).await.ok()?;
            }
        }
        Habit::LongerThanSaid => {
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                          content-length: 2\r\n\r\n{}{\"RequestId\":\"smuggled\"}";
            stream.write_all(answer.as_bytes()).await.ok()
        }
        Habit::HalfClosed => {
            // Nothing more is said, and everything is still listened to.
            let head = b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{\"RequestId\":";
            stream.write_all(head).await.ok()?;
            stream.shutdown().await.ok()?;
            let mut rest = [0; 1024];
            while stream.read(&mut rest).await.ok()? > 0 {}
            None
        }
        Habit::Gigabyte => {
            stream
                .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n")
                .await
                .ok()?;
            let part = vec![b'x'; 1 << 16];
            for _ in 0..1 << 14 {
                stream.write_all(&part).await.ok()?;
            }
            Some(())
        }
        Habit::EmptyBody => stream.write_all(whole(json, "").as_bytes()).await.ok(),
        Habit::DeepJson => stream
            .write_all(whole(json, &"[".repeat(100_000)).as_bytes())
            .await
            .ok(),
    }
}

/// Runs the whole plan against an endpoint of this habit.
async fn against(habit: Habit) -> (Vec<CaseResult>, Report, u64) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&requests);
    let accepting = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(treat(stream, habit, Arc::clone(&counter)));
        }
    });
    let limits = Limits {
        deadline: Duration::from_millis(600),
        body: 1 << 20,
    };
    let endpoint = Endpoint::new(&format!("http://{address}"))
        .unwrap()
        .with_limits(limits);
    let options = Options {
        concurrency: 16,
        ..Options::default()
    };
    let whole_run = tokio::time::timeout(Duration::from_secs(60), run(endpoint, options));
    let (results, report) = whole_run
        .await
        .unwrap_or_else(|_| panic!("{habit:?}: the run hangs"));
    accepting.abort();
    (results, report, requests.load(Ordering::Relaxed))
}

fn reasons(results: &[CaseResult], status: Status) -> Vec<&str> {
    let of = results
        .iter()
        .filter(|result| result.verdict.status == status);
    of.map(|result| result.verdict.reason.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_gives_no_answer_is_left_alone_soon() {
    for (habit, word) in [
        (Habit::Hangs, "no complete answer within"),
        (Habit::Drips, "no complete answer within"),
        (Habit::Resets, "broke off"),
        (Habit::Garbage, "not an HTTP answer"),
        (Habit::BadHeader, "not an HTTP answer"),
        (Habit::Endless, "larger than 1048576 bytes"),
        (Habit::Large, "larger than 1048576 bytes"),
        (Habit::Gigabyte, "larger than 1048576 bytes"),
        (Habit::EndlessHead, "not an HTTP answer"),
        (Habit::HalfClosed, "broke off"),
    ] {
        let (results, report, requests) = against(habit).await;
        assert_eq!(report.exit_code(), 3, "{habit:?}");
        let errors = reasons(&results, Status::Error);
        assert!(
            errors.iter().any(|reason| reason.contains(word)),
            "{habit:?}: {:?}",
            &errors[..3]
        );
        assert!(reasons(&results, Status::Pass).is_empty(), "{habit:?}");
        assert!(
            report.stopped.is_some() && requests < 100,
            "{habit:?}: {requests}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_endpoint_that_answers_nonsense_fails_case_by_case() {
    for (habit, word) in [
        (Habit::Html, "the answer is an HTML page"),
        (Habit::Redirects, "redirected"),
        (Habit::EmptyBody, "the answer is empty"),
        (Habit::DeepJson, "broken JSON"),
        (Habit::InvalidUtf8, "no UTF-8"),
    ] {
        let (results, report, requests) = against(habit).await;
        assert_eq!(report.exit_code(), 1, "{habit:?}");
        let failures = reasons(&results, Status::Fail);
        assert!(
            failures.iter().any(|reason| reason.contains(word)),
            "{habit:?}: {:?}",
            &failures[..3]
        );
        assert!(
            requests >= 250,
            "{habit:?}: a redirect is followed or a case is lost: {requests}"
        );
        assert!(
            requests < 700,
            "{habit:?}: a redirect is followed: {requests}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_breaks_off_is_no_success() {
    let (results, report, _) = against(Habit::TooShort).await;
    assert_ne!(report.exit_code(), 0);
    let framing = results
        .iter()
        .find(|result| result.id.ends_with("/protocol/framing"));
    if let Some(framing) = framing {
        assert_eq!(framing.verdict.status, Status::Fail, "{framing:?}");
    }
    assert!(reasons(&results, Status::Pass).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_behind_the_announced_length_reaches_no_other_case() {
    let (results, report, _) = against(Habit::LongerThanSaid).await;
    assert_eq!(report.exit_code(), 1);
    let smuggled = |result: &CaseResult| {
        let pooled = !result.id.ends_with("/protocol/framing");
        let taken = result
            .exchanges
            .iter()
            .any(|one| one.body.contains("smuggled"));
        pooled && taken
    };
    assert!(!results.iter().any(smuggled));
}

/// The largest memory of this process so far, in MiB, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib >> 10)
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_stays_bounded_whatever_is_sent() {
    let Some(before) = peak_memory() else {
        println!("skipped: this system does not tell the memory of a process");
        return;
    };
    for habit in [Habit::Gigabyte, Habit::Endless, Habit::EndlessHead] {
        against(habit).await;
    }
    // Sixteen answers at once of a megabyte each, and what sends them; other tests run besides.
    let after = peak_memory().unwrap_or(before);
    assert!(
        after < before.max(64) + 256,
        "{before} MiB, then {after} MiB"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_port_where_nobody_listens_is_said_at_once() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let endpoint = Endpoint::new(&format!("http://{address}")).unwrap();
    let (results, report) = run(endpoint, Options::default()).await;
    assert_eq!(report.exit_code(), 3);
    assert!(results.len() < 100);
    assert!(reasons(&results, Status::Error)[0].contains("connection refused"));
}
