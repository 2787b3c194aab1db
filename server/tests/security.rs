//! Hostile requests by name: tricks with paths, floods, smuggling, bombs, injection, dawdling. Each gets its answer,
//! nothing changes, no secret is told, and another client is served all the while.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::hostile::{Bystander, assert_tells_nothing, set, snapshots};
use common::{Client, builder, form_header, pairs};
use doctract_core::signing::{Credentials, v1};
use doctract_core::wire;
use doctract_server::{Limits, Signatures};
use std::sync::Arc;
use std::time::Duration;

#[tokio::test]
async fn tricks_with_paths_reach_nothing() {
    let server = builder()
        .signatures(Signatures::Optional)
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let made = client.create(&[("DiskId", "d-ok-1")]).await;
    assert_eq!(made.verdict(), "200");
    let call = "?Action=CreateSnapshot&Version=2014-05-26&Format=JSON&DiskId=d-ok-2";
    for path in [
        "//",
        "/./",
        "/../",
        "/..%2f",
        "/%2e%2e/",
        "/%2f",
        "/%00",
        "/etc/passwd",
        "/../../etc/passwd",
        "/_doctract/../",
        "/_doctract%2freset",
        "/_DOCTRACT/reset",
        "/_doctract/reset/",
        "/_doctract//reset",
        "/x/../_doctract/reset",
        "/%5fdoctract/reset",
        "/healthz/",
        "/metrics/..",
        "/healthz%00",
        "/index.html",
    ] {
        for method in ["GET", "POST"] {
            let answer = client
                .send(method, &format!("{path}{call}"), &[], b"")
                .await;
            assert!(
                (400..500).contains(&answer.status),
                "{method} {path}: {}",
                answer.body
            );
            assert_tells_nothing(&answer, path);
        }
    }
    for target in [
        "*",
        "http://other.example/_doctract/reset",
        "other.example:80",
        "_doctract/reset",
    ] {
        let request = format!(
            "POST {target} HTTP/1.1\r\nhost: a\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let answer = client.raw(request.as_bytes()).await;
        let text = String::from_utf8_lossy(&answer);
        assert!(!text.starts_with("HTTP/1.1 200"), "{target}: {text}");
    }
    assert_eq!(snapshots(&client, "d-ok-1").await, 1);
    assert_eq!(snapshots(&client, "d-ok-2").await, 0);
}

#[tokio::test]
async fn a_page_in_a_browser_cannot_use_the_controls() {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    client.create(&[("DiskId", "d-ok-1")]).await;
    let origin = pairs(&[("origin", "http://attacker.example")]);
    for (method, path) in [("POST", "/_doctract/reset"), ("GET", "/_doctract/world")] {
        assert_eq!(
            client.send(method, path, &origin, b"").await.status,
            403,
            "{path}"
        );
    }
    // A name that leads to this machine, so that the browser takes the controls for the page's own.
    for (host, status) in [
        ("attacker.example:80", "403"),
        ("127.0.0.1.attacker.example", "403"),
        ("localhost:1", "200"),
        ("[::1]:1", "200"),
    ] {
        let request =
            format!("GET /_doctract/world HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = client.raw(request.as_bytes()).await;
        let answer = String::from_utf8_lossy(&answer);
        assert_eq!(answer.get(9..12), Some(status), "{host}: {answer}");
    }
    assert_eq!(snapshots(&client, "d-ok-1").await, 1);
}

#[tokio::test]
async fn floods_of_headers_and_smuggled_requests_end_at_the_door() {
    let server = builder().start().await.unwrap();
    let bystander = Bystander::beside(&server);
    let client = Client::new(&server);
    let head = "GET / HTTP/1.1\r\nhost: a\r\n";
    let body = "Action=DescribeDisks";
    for (what, request, status) in [
        (
            "many headers",
            format!("{head}{}\r\n", "x-a: 1\r\n".repeat(2000)),
            431,
        ),
        (
            "one long header",
            format!("{head}x-a: {}\r\n\r\n", "a".repeat(200_000)),
            431,
        ),
        (
            "a long target",
            format!("GET /?{} HTTP/1.1\r\nhost: a\r\n\r\n", "a".repeat(200_000)),
            431,
        ),
        (
            "a long name",
            format!("{head}{}: 1\r\n\r\n", "x".repeat(100_000)),
            431,
        ),
        (
            "two lengths",
            format!(
                "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ncontent-length: 20\r\n\r\n{body}"
            ),
            400,
        ),
        (
            "a length below zero",
            format!("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n{body}"),
            400,
        ),
        (
            "a length beyond numbers",
            format!(
                "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 99999999999999999999999\r\n\r\n{body}"
            ),
            400,
        ),
        (
            "a length and chunks",
                "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /_doctract/world HTTP/1.1\r\nhost: a\r\n\r\n".to_owned(),
            400,
        ),
        (
            "chunks not last",
            format!("POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked, gzip\r\n\r\n{body}"),
            400,
        ),
        (
            "a folded header",
            format!("{head}x-a: 1\r\n  GET /\r\n\r\n"),
            400,
        ),
        (
            "a bare line feed in a value",
            format!("{head}x-a: 1\rx\r\n\r\n"),
            400,
        ),
        (
            "a blank before the colon",
            format!("{head}x-a : 1\r\n\r\n"),
            400,
        ),
        ("no version", "GET /\r\n\r\n".to_owned(), 400),
        (
            "HTTP/2 by hand",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(),
            400,
        ),
    ] {
        let answer = client.raw(request.as_bytes()).await;
        let text = String::from_utf8_lossy(&answer);
        let answers = text.matches("HTTP/1.1 ").count();
        // A connection that is closed on more input than was read may lose its answer.
        assert!(answers <= 1, "{what}: {text}");
        assert!(
            text.is_empty() || text.starts_with(&format!("HTTP/1.1 {status} ")),
            "{what}: {text}"
        );
        assert!(!text.contains("d-arrears"), "{what}: {text}");
    }
    bystander.was_served().await;
}

#[tokio::test]
async fn bombs_cost_their_answer() {
    let spec = doctract_spec::yaml::load(
        "UpdateCluster.yaml",
        "doctract: 1\nproduct: Cs\nversion: '2015-12-15'\noperation: UpdateCluster\nstyle: roa\n\
         methods: [PUT]\npath: /clusters\nrequest:\n  parameters:\n\
         \x20 - { name: Size, type: integer, in: body }\n",
    );
    let off = builder()
        .operations(vec![spec.unwrap()])
        .signatures(Signatures::Off);
    let server = off.start().await.unwrap();
    let bystander = Bystander::beside(&server);
    let client = Client::new(&server);
    let json = pairs(&[
        ("content-type", "application/json"),
        ("accept", "application/json"),
    ]);
    for (what, body) in [
        ("deep arrays", "[".repeat(500_000)),
        (
            "deep arrays that end",
            format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        ),
        ("deep objects", "{\"a\":".repeat(100_000)),
        ("many values", format!("[{}0]", "0,".repeat(400_000))),
        (
            "many members",
            format!("{{{}\"z\":0}}", "\"a\":0,".repeat(100_000)),
        ),
        (
            "a long number",
            format!("{{\"Size\":{}}}", "9".repeat(900_000)),
        ),
        ("no UTF-8", "{\"Size\":\"\\ud800\"}".to_owned()),
    ] {
        let answer = client
            .send("PUT", "/clusters", &json, body.as_bytes())
            .await;
        let refused = answer.status == 400 || (what == "many members" && answer.status == 200);
        assert!(
            refused && answer.body.len() < 2000,
            "{what}: {} {}",
            answer.status,
            answer.body
        );
    }
    let laughs = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\">{}]><a>&z;</a>",
        "<!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">".repeat(1000)
    );
    let xml = pairs(&[("content-type", "text/xml")]);
    let query = "/?Action=CreateSnapshot&Version=2014-05-26&Format=JSON&DiskId=d-ok-1";
    let answer = client.send("POST", query, &xml, laughs.as_bytes()).await;
    assert_eq!(
        answer.verdict(),
        "200",
        "a body that is no form is not read"
    );
    let zipped = pairs(&[
        ("content-type", "application/x-www-form-urlencoded"),
        ("content-encoding", "gzip"),
    ]);
    let answer = client
        .send("POST", query, &zipped, b"\x1f\x8b\x08\0\0\0\0\0\0\xff")
        .await;
    assert!(matches!(answer.status, 400 | 403), "{}", answer.body);
    for (what, form) in [
        ("many parameters", "a=1&".repeat(100_000)),
        (
            "many different parameters",
            (0..50_000).fold(String::new(), |form, n| form + &format!("a{n}=1&")),
        ),
        ("only separators", "&".repeat(900_000)),
        ("only percents", "%".repeat(900_000)),
    ] {
        let answer = client
            .send("POST", "/", &form_header(), form.as_bytes())
            .await;
        assert!(
            answer.status == 400 && answer.body.len() < 2000,
            "{what}: {}",
            answer.body
        );
    }
    let huge = vec![b'a'; 3 << 20];
    let answer = client
        .send("POST", "/", &form_header(), &huge[..2 << 20])
        .await;
    assert!(
        answer.status == 413 || answer.status == 0,
        "{}",
        answer.body
    );
    for (name, value) in [
        ("PageSize", "99999999999999999999"),
        ("PageNumber", "18446744073709551615"),
        ("PageNumber", "-1"),
        ("NextToken", "ffffffffffffffffffffffffff"),
        ("MaxResults", "1e9"),
        ("Tag.4294967296.Key", "a"),
        ("Tag.99999999999.Key", "a"),
    ] {
        let answer = client.call("DescribeSnapshots", &[(name, value)]).await;
        assert!(answer.status < 500, "{name}={value}: {}", answer.body);
    }
    bystander.was_served().await;
}

#[tokio::test]
async fn nothing_that_a_client_writes_gets_into_logs_or_metrics() {
    let lines = Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let server = builder().access_log(move |access| {
        let mut lines = log.lock().unwrap();
        lines.extend([access.to_line(), access.to_json()]);
    });
    let server = server.start().await.unwrap();
    let client = Client::new(&server);
    let evil = "x\r\n07:01:18 admin 200 \u{1b}[2J\",\"status\":200}\u{2028}";
    let agent = pairs(&[
        ("user-agent", "evil-agent"),
        ("x-forwarded-for", "evil-peer"),
    ]);
    for name in [
        "Action",
        "Version",
        "AccessKeyId",
        "DiskId",
        "ClientToken",
        "Signature",
        "Format",
    ] {
        let mut all = client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]);
        set(&mut all, name, evil);
        all.retain(|(own, _)| own != "Signature" || name == "Signature");
        if name != "Signature" {
            let signature = v1::sign("GET", &all, "testsecret");
            all.push(("Signature".to_owned(), signature));
        }
        client
            .send(
                "GET",
                &format!("/?{}", wire::encode_pairs(&all)),
                &agent,
                b"",
            )
            .await;
    }
    client.send("EVIL", "/evil?evil=evil", &agent, b"").await;
    let bad = Credentials::new("testid", "wrongsecret");
    let wrong = Client {
        credentials: bad,
        ..client.clone()
    };
    wrong.create(&[("DiskId", "d-ok-1")]).await;
    let lines = lines.lock().unwrap().clone();
    assert_eq!(lines.len(), 18);
    let metrics = client.send("GET", "/metrics", &[], b"").await.body;
    for text in lines.iter().chain([&metrics]) {
        for no in [
            "admin",
            "\u{1b}",
            "\u{2028}",
            "evil",
            "EVIL",
            "Signature=",
            "wrongsecret",
            "testsecret",
        ] {
            assert!(!text.contains(no), "{no:?} in {text}");
        }
    }
    assert!(lines.iter().all(|line| !line.contains(['\n', '\r'])));
    for json in lines.iter().skip(1).step_by(2) {
        serde_json::from_str::<serde_json::Value>(json).unwrap();
    }
}

#[tokio::test]
async fn controls_keep_to_the_limits_of_bodies() {
    let limits = Limits {
        body_bytes: 1000,
        body_time: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = builder().limits(limits).start().await.unwrap();
    let client = Client::new(&server);
    let bystander = Bystander::beside(&server);
    for path in [
        "/_doctract/clock",
        "/_doctract/reset",
        "/healthz",
        "/metrics",
    ] {
        let head =
            format!("POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-length: 900\r\n\r\n");
        let ended = tokio::time::timeout(Duration::from_secs(20), client.raw(head.as_bytes()));
        let answer = String::from_utf8(ended.await.unwrap()).unwrap();
        assert!(answer.starts_with("HTTP/1.1 408 "), "{path}: {answer}");
        let large = client.send("POST", path, &[], &[b'['; 1001]).await;
        assert_eq!(large.status, 413, "{path}");
    }
    let deep = client
        .send("POST", "/_doctract/clock", &[], &[b'['; 900])
        .await;
    assert_eq!(deep.status, 400);
    bystander.was_served().await;
}

#[tokio::test]
async fn slow_clients_take_their_places_for_a_while_only() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let limits = Limits {
        connections: 40,
        head_time: Duration::from_millis(300),
        body_time: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = builder().limits(limits).start().await.unwrap();
    let client = Client::new(&server);
    // More than all places: half dawdle over the head, half over the body.
    let slow = (0..60).map(|number| {
        let address = server.addr();
        tokio::spawn(async move {
            let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
            let head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1000\r\n";
            let end = if number % 2 == 0 { "" } else { "\r\n" };
            stream
                .write_all(format!("{head}{end}").as_bytes())
                .await
                .unwrap();
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer).await;
            answer
        })
    });
    let slow: Vec<_> = slow.collect();
    let other = tokio::time::timeout(
        Duration::from_secs(30),
        client.create(&[("DiskId", "d-ok-1")]),
    );
    assert_eq!(other.await.unwrap().verdict(), "200");
    for slow in slow {
        let answer = slow.await.unwrap();
        assert!(
            answer.is_empty() || answer.starts_with(b"HTTP/1.1 408"),
            "{}",
            String::from_utf8_lossy(&answer)
        );
    }
}
