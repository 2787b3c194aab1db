//! What the client tells of its work: enough to follow a call, and no secret. A program of its own,
//! since the first thread that meets a span decides for all whether anybody listens.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

#[rustfmt::skip]
#[path = "../../codegen/tests/golden/snapshot.rs"]
mod snapshot;

use doctract::client::{Client, Credentials, Endpoint, Retry, Signature};
use snapshot::CreateSnapshot;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;
use tracing_subscriber::fmt::format::FmtSpan;

/// A place that log lines are written to.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Answers one connection after the other; the address to call.
fn serve(answers: Vec<(u16, &'static str)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || {
        for (status, body) in answers {
            let (stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream);
            let mut length = 0;
            let mut line = String::new();
            while reader.read_line(&mut line).unwrap() > 2 {
                let (name, value) = line.split_once(':').unwrap_or_default();
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.trim().parse().unwrap();
                }
                line.clear();
            }
            reader.read_exact(&mut vec![0; length]).unwrap();
            let head = format!("HTTP/1.1 {status} S\r\nconnection: close\r\n");
            let answer = format!("{head}content-length: {}\r\n\r\n{body}", body.len());
            reader.get_mut().write_all(answer.as_bytes()).unwrap();
        }
    });
    format!("http://{address}")
}

#[tokio::test]
async fn traces_tell_what_happened_and_no_secret() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::CLOSE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let body = r#"{"RequestId":"R-9","Code":"QuotaExceed.Snapshot","Message":"m"}"#;
    let url = serve(vec![(503, "{}"), (403, body), (503, "{}"), (403, body)]);
    let request = CreateSnapshot::builder().disk_id("d-1").build().unwrap();
    let retry = Retry {
        first_pause: Duration::from_millis(1),
        ..Retry::default()
    };
    for signature in [Signature::V1, Signature::V3] {
        let client = Client::builder()
            .endpoint(Endpoint::url(&url))
            .credentials(Credentials::new("testid", "testsecret").with_security_token("t0ken"))
            .no_proxy()
            .retry(retry.clone())
            .signature(signature);
        let error = client.build().unwrap().send(&request).await.unwrap_err();
        assert!(
            error.to_string().contains("QuotaExceed.Snapshot"),
            "{error}"
        );
    }
    drop(guard);
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for told in [
        "CreateSnapshot",
        "attempts=2",
        "status=403",
        "QuotaExceed.Snapshot",
        "R-9",
    ] {
        assert!(text.contains(told), "{told} is missing in {text}");
    }
    for secret in ["testsecret", "t0ken", "testid", "Signature="] {
        assert!(!text.contains(secret), "{secret} is in {text}");
    }
}
