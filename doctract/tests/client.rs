//! The client against a server that answers by a script.
#![cfg(feature = "client")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

#[rustfmt::skip]
#[path = "../../codegen/tests/golden/disks.rs"]
mod disks;
#[rustfmt::skip]
#[path = "../../codegen/tests/golden/clusters.rs"]
mod clusters;
#[rustfmt::skip]
#[path = "../../codegen/tests/golden/snapshot.rs"]
mod snapshot;

use clusters::{Body, ListTasks, ScaleCluster, SetTags, Settings, Tags};
use disks::{CreateDisk, CreateDiskErrorKind, DescribeDisks};
use doctract::client::{
    BoxFuture, Client, ClientBuilder, Credentials, Endpoint, Error, HttpRequest, HttpResponse,
    Middleware, Next, Retry, Signature, TransportError, TransportErrorKind,
};
use doctract::core::signing::{self, roa, v1, v3};
use snapshot::{CreateSnapshot, Tag};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use support::{Reply, Seen, Server, json};

const OK: &str = r#"{"RequestId": "R-1", "SnapshotId": "s-1", "DiskId": "d-1"}"#;

fn key() -> Credentials {
    Credentials::new("testid", "testsecret")
}

fn builder(server: &Server) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::url(&server.url))
        .credentials(key())
        .no_proxy()
        .retry(Retry {
            first_pause: Duration::from_millis(1),
            ..Retry::default()
        })
}

fn snapshot() -> CreateSnapshot {
    let builder = CreateSnapshot::builder()
        .disk_id("d-1")
        .snapshot_name("中文ab");
    builder
        .description("a b*~/+&='()!")
        .tag(Tag::new("k1", ""))
        .build()
        .unwrap()
}

/// Checks a version 3 signature as a server does.
fn verify_v3(seen: &Seen) {
    let request = signing::Request {
        method: &seen.method,
        path: &seen.path,
        query: &seen.query,
        headers: &seen.headers,
        body: seen.body.as_bytes(),
    };
    let authorization = v3::Authorization::parse(seen.header("authorization").unwrap()).unwrap();
    v3::verify(&request, &authorization, "testsecret").unwrap();
}

#[tokio::test]
async fn version_3_is_signed_as_a_server_checks_it() {
    let server = Server::start([json(200, OK)]);
    let client = builder(&server).build().unwrap();
    let answer = client.send(&snapshot()).await.unwrap();
    assert_eq!(answer.snapshot_id.as_deref(), Some("s-1"));
    let seen = &server.seen()[0];
    verify_v3(seen);
    assert_eq!(seen.header("x-acs-action"), Some("CreateSnapshot"));
    assert_eq!(seen.header("x-acs-version"), Some("2014-05-26"));
    assert_eq!(
        seen.parameter("Description").as_deref(),
        Some("a b*~/+&='()!")
    );
    assert_eq!(seen.parameter("Tag.1.Value").as_deref(), Some(""));
    assert_eq!(seen.parameter("Action"), None);
    let signed = seen.header("authorization").unwrap();
    assert!(
        signed.contains("host;x-acs-action;x-acs-content-sha256"),
        "{signed}"
    );
}

#[tokio::test]
async fn version_1_and_temporary_keys_are_signed_as_a_server_checks_it() {
    let server = Server::start([json(200, OK)]);
    let temporary = key().with_security_token("token/abc+=");
    let client = builder(&server)
        .credentials(temporary.clone())
        .signature(Signature::V1);
    client.build().unwrap().send(&snapshot()).await.unwrap();
    let seen = &server.seen()[0];
    let pairs = seen.parameters();
    v1::verify("POST", &pairs, "testsecret").unwrap();
    let value = |name: &str| seen.parameter(name).unwrap_or_default();
    assert_eq!(value("Action"), "CreateSnapshot");
    assert_eq!(value("Format"), "JSON");
    assert_eq!(value("SecurityToken"), "token/abc+=");
    assert!(seen.query.is_empty());

    let client = builder(&server).credentials(temporary).build().unwrap();
    client.send(&snapshot()).await.unwrap();
    let seen = &server.seen()[1];
    verify_v3(seen);
    assert_eq!(seen.header("x-acs-security-token"), Some("token/abc+="));
}

#[tokio::test]
async fn errors_of_the_service_are_typed_and_kept_whole() {
    let body = r#"{"RequestId":"R-2","Code":"QuotaExceeded","Message":"Too many disks."}"#;
    let server = Server::start([json(403, body), json(400, "<html>"), json(200, "{]")]);
    let client = builder(&server).build().unwrap();
    let request = CreateDisk::builder().zone_id("z").size(20).build().unwrap();
    let error = client.send(&request).await.unwrap_err();
    assert!(error.is_kind(&CreateDiskErrorKind::QuotaExceeded));
    let service = error.service().unwrap();
    assert_eq!((service.http_status(), service.request_id()), (403, "R-2"));
    assert_eq!(service.documented().len(), 2);
    let error = client.send(&request).await.unwrap_err();
    assert_eq!(error.service().unwrap().message(), "<html>");
    let error = client.send(&request).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    let invalid = CreateDisk {
        zone_id: String::new(),
        ..request.clone()
    };
    let invalid = CreateDisk {
        size: Some(1),
        ..invalid
    };
    let error = client.send(&invalid).await.unwrap_err();
    assert!(matches!(error, Error::Invalid(_)), "{error}");
    assert_eq!(server.seen().len(), 3, "an invalid request is not sent");
    let unchecked = builder(&server).validate(false).build().unwrap();
    assert!(matches!(
        unchecked.send(&invalid).await,
        Err(Error::Decode(_))
    ));
}

#[tokio::test]
async fn what_carries_a_token_is_sent_again_with_the_same_token_and_a_new_nonce() {
    let server = Server::start([json(503, "{}"), Reply::Close, json(200, OK)]);
    let client = builder(&server).build().unwrap();
    client.send(&snapshot()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen.len(), 3);
    let tokens: Vec<_> = seen
        .iter()
        .map(|seen| seen.parameter("ClientToken").unwrap())
        .collect();
    assert!(tokens.iter().all(|token| *token == tokens[0]) && tokens[0].len() == 36);
    let mut nonces: Vec<_> = seen
        .iter()
        .map(|seen| seen.header("x-acs-signature-nonce").unwrap())
        .collect();
    nonces.sort_unstable();
    nonces.dedup();
    assert_eq!(nonces.len(), 3);
    seen.iter().for_each(verify_v3);

    let own = CreateSnapshot::builder()
        .disk_id("d")
        .client_token("mine")
        .build()
        .unwrap();
    client.send(&own).await.unwrap();
    assert_eq!(
        server.seen()[3].parameter("ClientToken").as_deref(),
        Some("mine")
    );
}

#[tokio::test]
async fn what_could_do_harm_twice_is_sent_once() {
    let server = Server::start([json(503, "{}")]);
    let client = builder(&server).build().unwrap();
    let create = CreateDisk::builder().zone_id("z").size(20).build().unwrap();
    assert!(client.send(&create).await.is_err());
    assert_eq!(server.seen().len(), 1, "no token, no second attempt");
    assert!(client.send(&DescribeDisks::default()).await.is_err());
    assert_eq!(
        server.seen().len(),
        5,
        "reading is repeated, up to 4 attempts"
    );
    let without = builder(&server).automatic_token(false).build().unwrap();
    assert!(without.send(&snapshot()).await.is_err());
    assert_eq!(server.seen().len(), 6);

    let throttled = r#"{"Code":"Throttling.User","Message":"slow down"}"#;
    let wait = "content-type: application/json\r\nx-acs-retry-after: 1\r\n";
    let server = Server::start([
        json(400, throttled),
        Reply::Answer(429, wait, throttled.to_owned()),
        json(200, OK),
    ]);
    let client = builder(&server).build().unwrap();
    client.send(&create).await.unwrap();
    assert_eq!(server.seen().len(), 3, "what was turned away did nothing");
}

#[tokio::test]
async fn no_answer_is_an_error_with_its_kind() {
    let server = Server::start([Reply::Silence]);
    let client = builder(&server)
        .timeout(Duration::from_millis(100))
        .retry(Retry::never());
    let error = client.build().unwrap().send(&snapshot()).await.unwrap_err();
    let Error::Transport(error) = error else {
        panic!("{error}");
    };
    assert_eq!(error.kind, TransportErrorKind::Timeout);
    let closed = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = Client::builder()
        .endpoint(Endpoint::url(format!("http://{closed}")))
        .no_proxy();
    let client = client
        .credentials(key())
        .retry(Retry::never())
        .build()
        .unwrap();
    let error = client.send(&snapshot()).await.unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with(&format!("no answer from {closed}: ")),
        "{error}"
    );
    let nowhere = Client::builder().credentials(key()).build().unwrap();
    let error = nowhere.send(&snapshot()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "no endpoint: give the client a region or an address"
    );
}

#[tokio::test]
async fn pages_come_one_after_the_other_until_all_were_seen() {
    let page = |number: u32, disks: &str| {
        let body = format!(
            r#"{{"TotalCount": 5, "PageNumber": {number}, "PageSize": 2, "Disks": {{"Disk": [{disks}]}}}}"#
        );
        json(200, &body)
    };
    let two = r#"{"DiskId":"a"},{"DiskId":"b"}"#;
    let server = Server::start([page(1, two), page(2, two), page(3, r#"{"DiskId":"c"}"#)]);
    let client = builder(&server).build().unwrap();
    let request = DescribeDisks::builder().page_size(2).build().unwrap();
    let mut pages = client.pages(&request);
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.unwrap().disks.len();
    }
    assert_eq!(count, 5);
    let asked = server.seen();
    let asked: Vec<_> = asked
        .iter()
        .map(|seen| seen.parameter("PageNumber"))
        .collect();
    assert_eq!(asked, [None, Some("2".into()), Some("3".into())]);
}

#[tokio::test]
async fn pages_by_token_end_where_no_token_follows() {
    let server = Server::start([
        json(
            200,
            r#"{"NextToken": "t-1", "tasks": [{"task_id": "1", "state": "running"}]}"#,
        ),
        json(
            200,
            r#"{"NextToken": "", "tasks": [{"task_id": "2", "state": "lost"}]}"#,
        ),
    ]);
    let client = builder(&server).build().unwrap().blocking();
    let client = tokio::task::spawn_blocking(move || {
        let client = client.unwrap();
        let request = ListTasks::default();
        let states: Vec<_> = client
            .pages(&request)
            .flat_map(|page| page.unwrap().tasks)
            .map(|task| task.state.unwrap().to_string())
            .collect();
        assert_eq!(states, ["running", "lost"]);
    });
    client.await.unwrap();
    assert_eq!(
        server.seen()[1].parameter("NextToken").as_deref(),
        Some("t-1")
    );
    verify_v3(&server.seen()[1]);
}

#[tokio::test]
async fn operations_with_a_path_have_method_path_headers_and_a_json_body() {
    let server = Server::start([json(200, r#"{"cluster_id": "c", "task_id": "T-1"}"#)]);
    let client = builder(&server).build().unwrap();
    let request = ScaleCluster::builder()
        .cluster_id("c 1")
        .pool("p/1")
        .x_trace("t")
        .dry(true)
        .count(3)
        .tags([Tags::new("k", "v"), Tags::new("k2", "")])
        .zones(["a", "b"])
        .settings(Settings::default().spot(false).ratio(0.5))
        .build()
        .unwrap();
    let answer = client.send(&request).await.unwrap();
    assert_eq!(answer.task_id.as_deref(), Some("T-1"));
    let seen = &server.seen()[0];
    assert_eq!(
        (seen.method.as_str(), seen.path.as_str()),
        ("PUT", "/clusters/c%201/pools/p%2F1")
    );
    assert_eq!(seen.query, [("dry".into(), "true".into())]);
    assert_eq!(seen.header("x-trace"), Some("t"));
    let body: serde_json::Value = serde_json::from_str(&seen.body).unwrap();
    assert_eq!(
        body,
        serde_json::json!({
            "count": 3,
            "tags": [{"key": "k", "value": "v"}, {"key": "k2", "value": ""}],
            "zones": ["a", "b"],
            "settings": {"spot": false, "ratio": 0.5},
        })
    );
    verify_v3(seen);

    let set = SetTags::builder()
        .cluster_id("c")
        .body(Body::new("k").value("v"))
        .build()
        .unwrap();
    let older = builder(&server).signature(Signature::V1).build().unwrap();
    older.send(&set).await.unwrap();
    let seen = &server.seen()[1];
    assert_eq!(seen.body, r#"[{"key":"k","value":"v"}]"#);
    let request = signing::Request {
        method: &seen.method,
        path: &seen.path,
        query: &seen.query,
        headers: &seen.headers,
        body: seen.body.as_bytes(),
    };
    let authorization = roa::Authorization::parse(seen.header("authorization").unwrap()).unwrap();
    roa::verify(&request, &authorization, "testsecret").unwrap();
    let md5 = signing::md5_base64(seen.body.as_bytes());
    assert_eq!(seen.header("content-md5"), Some(md5.as_str()));
}

/// Programs on the way take `.` and `..` out of an address: another operation would be called.
#[tokio::test]
async fn a_value_that_is_no_step_of_a_path_is_not_sent() {
    let server = Server::start([]);
    let client = builder(&server).build().unwrap();
    let of_pool = |pool: &str| {
        let request = ScaleCluster::builder().cluster_id("c").count(3);
        request.pool(pool).build().unwrap()
    };
    for (pool, message) in [
        (
            "..",
            "`..` cannot be sent for `{pool}` of the path: it means a step in the path",
        ),
        (
            ".",
            "`.` cannot be sent for `{pool}` of the path: it means a step in the path",
        ),
        ("", "the path needs a value for `{pool}`, not an empty one"),
    ] {
        let error = client.send(&of_pool(pool)).await.unwrap_err();
        assert!(matches!(error, Error::Endpoint(_)));
        assert_eq!(error.to_string(), message);
    }
    assert!(server.seen().is_empty());
}

/// Keeps what it sees, and answers itself when told to.
#[derive(Default)]
struct Recorder {
    attempts: Arc<Mutex<Vec<String>>>,
    answer: Option<HttpResponse>,
}

impl Middleware for Recorder {
    fn send<'a>(
        &'a self,
        request: HttpRequest,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<HttpResponse, TransportError>> {
        self.attempts.lock().unwrap().push(format!("{request:?}"));
        match &self.answer {
            Some(answer) => Box::pin(std::future::ready(Ok(answer.clone()))),
            None => next.send(request),
        }
    }
}

#[tokio::test]
async fn middleware_sees_every_attempt_and_may_answer_itself() {
    let server = Server::start([json(503, "{}"), json(200, OK)]);
    let recorder = Recorder::default();
    let attempts = Arc::clone(&recorder.attempts);
    let client = builder(&server).middleware(recorder).build().unwrap();
    client.send(&snapshot()).await.unwrap();
    let attempts = attempts.lock().unwrap().clone();
    assert_eq!(attempts.len(), 2);
    assert!(
        attempts[1].contains("attempt: 2") && !attempts[1].contains("testid"),
        "{attempts:?}"
    );

    let answer = HttpResponse {
        status: 200,
        headers: Vec::new(),
        body: OK.into(),
    };
    let recorder = Recorder {
        answer: Some(answer),
        ..Recorder::default()
    };
    let nowhere = Client::builder().endpoint(Endpoint::url("http://localhost:1"));
    let client = nowhere
        .credentials(key())
        .middleware(recorder)
        .build()
        .unwrap();
    let answer = client.send(&snapshot()).await.unwrap();
    assert_eq!(answer.request_id.as_deref(), Some("R-1"));
}
