//! A running server: limits, slow clients, controls, the access log, metrics, throttling, its end.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::started;
use common::{Client, builder, form_header};
use doctract_core::wire;

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_costs_no_more() {
    let (_server, client) = started().await;
    let query =
        wire::encode_pairs(&client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]));
    for extra in ["&X=%zz", "&X=%E4%B8", "&DiskId=d-ok-2", "&X=%"] {
        let answer = client
            .send("GET", &format!("/?{query}{extra}"), &[], b"")
            .await;
        assert_eq!(answer.verdict(), "400 InvalidParameter", "{extra}");
    }
    let many = (0..3000).fold(String::new(), |all, n| all + &format!("&P{n}="));
    let answer = client
        .send("GET", &format!("/?{query}{many}"), &[], b"")
        .await;
    assert_eq!(answer.verdict(), "400 InvalidParameter");

    let huge = vec![b'a'; (1 << 20) + 1];
    let answer = client
        .send("POST", "/?Format=JSON", &form_header(), &huge)
        .await;
    assert_eq!(answer.verdict(), "413 RequestEntityTooLarge");
    let elsewhere = client
        .send("GET", &format!("/../etc/passwd?{query}"), &[], b"")
        .await;
    assert_eq!(elsewhere.verdict(), "404 InvalidAction.NotFound");

    let header_flood = format!("GET / HTTP/1.1\r\n{}\r\n", "x: y\r\n".repeat(5000));
    let answer = client.raw(header_flood.as_bytes()).await;
    assert!(
        answer.starts_with(b"HTTP/1.1 431"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    let garbage = client
        .raw(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\r\n\r\n")
        .await;
    assert!(
        garbage.starts_with(b"HTTP/1.1 400"),
        "{}",
        String::from_utf8_lossy(&garbage)
    );
    assert_eq!(
        client.create(&[("DiskId", "d-ok-1")]).await.verdict(),
        "200"
    );
}

#[tokio::test]
async fn a_slow_client_is_cut_off_and_hinders_nobody() {
    let limits = doctract_server::Limits {
        head_time: std::time::Duration::from_millis(100),
        body_time: std::time::Duration::from_millis(100),
        ..doctract_server::Limits::default()
    };
    let server = builder().limits(limits).start().await.unwrap();
    let client = Client::new(&server);
    let half_a_head = client.raw(b"GET / HTTP/1.1\r\nhost: a\r\n");
    let half_a_body = client.raw(b"POST /?Format=JSON HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\nconnection: close\r\n\r\nabc");
    let (_, half_a_body) = tokio::join!(half_a_head, half_a_body);
    let answer = String::from_utf8_lossy(&half_a_body);
    assert!(
        answer.contains("408") && answer.contains("RequestTimeout"),
        "{answer}"
    );
    assert_eq!(
        client.create(&[("DiskId", "d-ok-1")]).await.verdict(),
        "200"
    );
}

#[tokio::test]
async fn controls_show_and_steer() {
    let (server, client) = started().await;
    let overview = client.send("GET", "/_doctract/", &[], b"").await;
    assert_eq!(overview.status, 200);
    assert!(overview.body.contains("CreateSnapshot"));
    let body = br#"{"rate": 0, "set": "2019-02-13T10:00:00Z", "advance": "PT1H"}"#;
    let clock = client.send("POST", "/_doctract/clock", &[], body).await;
    assert_eq!(clock.json()["now"], "2019-02-13T11:00:00Z");
    assert_eq!(server.clock().now().to_string(), "2019-02-13T11:00:00Z");
    let wrong = client
        .send("POST", "/_doctract/clock", &[], b"{\"forward\":1}")
        .await;
    assert_eq!(wrong.status, 400);
    let too_far = br#"{"rate": 7, "set": "2019-02-13T12:00:00Z", "advance": "P9998Y"}"#;
    for nothing in [&b""[..], b"{}"] {
        let wrong = client.send("POST", "/_doctract/clock", &[], nothing).await;
        assert_eq!(wrong.status, 400);
        assert!(wrong.text("error").contains("PT1H"), "{}", wrong.body);
    }
    let wrong = client.send("POST", "/_doctract/clock", &[], too_far).await;
    assert_eq!(wrong.status, 400);
    assert_eq!(server.clock().now().to_string(), "2019-02-13T11:00:00Z");

    client.create(&[("DiskId", "d-ok-1")]).await;
    let world = client.send("GET", "/_doctract/world", &[], b"").await;
    assert!(world.body.contains("\"d-ok-1\"") && !world.body.contains("testsecret"));
    client.send("POST", "/_doctract/reset", &[], b"").await;
    let listed = client
        .call("DescribeSnapshots", &[("DiskId", "d-ok-1")])
        .await;
    assert_eq!(listed.json()["TotalCount"], 0);
}

#[tokio::test]
async fn a_server_stops_when_it_is_dropped() {
    let (server, client) = started().await;
    let address = client.address;
    drop(server);
    let mut tries = 0;
    while tokio::net::TcpStream::connect(address).await.is_ok() {
        tries += 1;
        assert!(tries < 1000, "still listening");
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn requests_are_logged_and_counted_without_what_clients_choose() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = std::sync::Arc::clone(&lines);
    let server = builder()
        .access_log(move |access| {
            log.lock()
                .unwrap()
                .push((access.to_line(), access.to_json()));
        })
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    client.create(&[("DiskId", "d-none")]).await;
    client.call("Inject\nme\" 200", &[]).await;
    let lines = lines.lock().unwrap().clone();
    assert!(
        lines[0].0.ends_with("InvalidVolumeId.NotFound")
            && lines[0].1.contains("\"accessKeyId\":\"testid\"")
    );
    assert!(
        lines[1].0.ends_with("InvalidAction.NotFound"),
        "{}",
        lines[1].0
    );
    for (line, json) in &lines {
        assert!(!line.contains('\n') && !json.contains('\n'));
        for secret in ["testsecret", "Inject", "Signature="] {
            assert!(
                !line.contains(secret) && !json.contains(secret),
                "{line} {json}"
            );
        }
    }

    assert_eq!(client.send("GET", "/healthz", &[], b"").await.body, "ok\n");
    let metrics = client.send("GET", "/metrics", &[], b"").await.body;
    let counted = "doctract_requests_total{operation=\"CreateSnapshot\",status=\"404\",code=\"InvalidVolumeId.NotFound\"} 1\n";
    assert!(metrics.contains(counted), "{metrics}");
    assert!(
        metrics
            .contains("doctract_request_duration_seconds_count{operation=\"CreateSnapshot\"} 1\n")
    );
    assert!(metrics.contains("doctract_connections 1\n"));
}

#[tokio::test]
async fn a_throttled_account_is_told_when_to_come_again() {
    let throttle = doctract_server::Throttle {
        per_second: 1,
        burst: 2,
        answer: doctract_server::ThrottleAnswer::TooManyRequests,
    };
    let server = builder().throttle(throttle).start().await.unwrap();
    let client = Client::new(&server);
    let mut last = client.create(&[("DiskId", "d-ok-1")]).await;
    for disk in ["d-ok-2", "d-ok-3"] {
        last = client.create(&[("DiskId", disk)]).await;
    }
    assert_eq!(last.verdict(), "429 Throttling.User");
    let wait: u64 = last.header("x-acs-retry-after").parse().unwrap();
    assert!((1..=1000).contains(&wait), "{wait}");
    let other = Client::with_key(&server, "otherid", "othersecret");
    assert_eq!(other.create(&[("DiskId", "d-ok-4")]).await.verdict(), "200");
}
