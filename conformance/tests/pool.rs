//! Connections are used again, and one that the endpoint closed while it was idle costs no case.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::run;
use doctract_conformance::{Endpoint, Options, Status};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// Answers so many requests on a connection, then closes it without a word.
async fn serve(mut stream: TcpStream, answers: usize, requests: Arc<AtomicUsize>) {
    let mut buffer = vec![0; 64 << 10];
    for _ in 0..answers {
        let mut request = Vec::new();
        while !request.windows(4).any(|window| window == b"\r\n\r\n") {
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(count) => request.extend_from_slice(&buffer[..count]),
            }
        }
        requests.fetch_add(1, Ordering::Relaxed);
        let body = r#"{"RequestId":"A","Code":"Busy","Message":"No."}"#;
        let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length:";
        let answer = format!("{head} {}\r\n\r\n{body}", body.len());
        if stream.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// Connections and requests of a run of these cases, and how many of them had no answer.
async fn counted(answers: usize, options: Options) -> (usize, usize, usize) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (connections, requests) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counters = (Arc::clone(&connections), Arc::clone(&requests));
    let accepting = tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            counters.0.fetch_add(1, Ordering::Relaxed);
            tokio::spawn(serve(stream, answers, Arc::clone(&counters.1)));
        }
    });
    let endpoint = Endpoint::new(&format!("http://{address}")).unwrap();
    let (results, _) = run(endpoint, options).await;
    accepting.abort();
    let unanswered = results
        .iter()
        .filter(|result| result.verdict.status == Status::Error);
    let unanswered = unanswered.count();
    (
        connections.load(Ordering::Relaxed),
        requests.load(Ordering::Relaxed),
        unanswered,
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn few_connections_carry_many_requests() {
    let options = Options {
        concurrency: 4,
        filter: Some("*/valid/*".to_owned()),
        ..Options::default()
    };
    let (connections, requests, unanswered) = counted(usize::MAX, options).await;
    assert_eq!(unanswered, 0);
    assert!(requests > 50, "{requests}");
    assert!(connections <= 8, "{connections} for {requests} requests");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_was_closed_while_idle_costs_no_case() {
    let options = Options {
        concurrency: 1,
        // Between two requests the end of the connection has come.
        rate: Some(40.0),
        filter: Some("*/valid/SnapshotName/*".to_owned()),
        ..Options::default()
    };
    let (connections, requests, unanswered) = counted(2, options).await;
    assert_eq!(unanswered, 0, "of {requests} requests");
    assert!(requests > 5 && connections == requests.div_ceil(2));
}
