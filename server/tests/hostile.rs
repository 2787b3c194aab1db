//! Hostile requests: whatever comes in, an answer or a closed connection comes out, no crash, no
//! secret, and everybody else is served.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, builder, form_header};
use doctract_core::wire;
use doctract_server::Signatures;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Parts of requests that are nearly right, so that the random rest gets deep.
fn targets() -> impl Strategy<Value = String> {
    let name = prop_oneof![
        Just("DiskId".to_owned()),
        Just("Description".to_owned()),
        Just("SnapshotIds".to_owned()),
        Just("Tag.1.Key".to_owned()),
        Just("Format".to_owned()),
        Just("PageNumber".to_owned()),
        "Tag\\.[0-9]{1,12}\\.(Key|value|N|[.]{1,5})",
        "[A-Za-z.]{0,12}",
    ];
    let value = prop_oneof![
        Just("d-ok-1".to_owned()),
        "[\\PC]{0,40}",
        "[\\[\\]{}\",:0-9]{0,60}",
        "-?[0-9]{0,25}",
    ];
    let action = prop_oneof![
        Just("CreateSnapshot"),
        Just("DescribeSnapshots"),
        Just("RunInstances"),
        Just("ListTagResources"),
    ];
    let pairs = prop::collection::vec((name, value), 0..12);
    (action, pairs, any::<bool>(), "[%&=+;#?]{0,4}").prop_map(|(action, pairs, raw, noise)| {
        let fixed = format!("/?Action={action}&Version=2014-05-26&");
        let pairs = pairs.into_iter().map(|(name, value)| {
            if raw && value.is_ascii() && !value.contains([' ', '#']) {
                format!("{name}={value}")
            } else {
                format!("{}={}", wire::encode(&name), wire::encode(&value))
            }
        });
        fixed + &pairs.collect::<Vec<_>>().join("&") + &noise.replace('#', "")
    })
}

#[test]
fn any_request_gets_an_answer_and_the_next_one_is_served() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let starting = builder().signatures(Signatures::Optional).start();
    let server = runtime.block_on(starting).unwrap();
    let client = Client::new(&server);
    let config = Config {
        cases: 600,
        failure_persistence: None,
        ..Config::default()
    };
    let strategy = (
        targets(),
        "[A-Z]{1,7}|GET|POST",
        prop::collection::vec(any::<u8>(), 0..200),
    );
    let number = std::cell::Cell::new(0);
    TestRunner::new(config)
        .run(&strategy, |(target, method, body)| {
            let answer = runtime.block_on(client.send(&method, &target, &form_header(), &body));
            prop_assert!(
                (200..500).contains(&answer.status),
                "{} for {} {}",
                answer.status,
                method,
                target
            );
            let known = ["testsecret", "teststssecret", "nobalancesecret"];
            prop_assert!(known.iter().all(|secret| !answer.body.contains(secret)));
            number.set(number.get() + 1);
            if number.get() % 100 == 0 {
                let disk = format!("d-ok-{}", 1_000_000 + number.get());
                let good = runtime.block_on(client.create(&[("DiskId", &disk)]));
                prop_assert_eq!(good.status, 200);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn any_bytes_get_an_answer_or_a_closed_connection() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let limits = doctract_server::Limits {
        head_time: std::time::Duration::from_millis(50),
        body_time: std::time::Duration::from_millis(50),
        ..doctract_server::Limits::default()
    };
    let server = runtime.block_on(builder().limits(limits).start()).unwrap();
    let client = Client::new(&server);
    let config = Config {
        cases: 100,
        failure_persistence: None,
        ..Config::default()
    };
    let line = prop_oneof![
        Just("GET / HTTP/1.1\r\n".to_owned()),
        Just("POST / HTTP/1.1\r\ncontent-length: 5\r\ncontent-length: 7\r\n".to_owned()),
        Just(
            "POST / HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n".to_owned()
        ),
        Just("GET http://[::1 HTTP/1.1\r\n".to_owned()),
        "[\\PC]{0,40}\r\n",
    ];
    let strategy = (line, prop::collection::vec(any::<u8>(), 0..300));
    TestRunner::new(config)
        .run(&strategy, |(line, bytes)| {
            let request = [line.as_bytes(), &bytes, b"\r\n\r\n"].concat();
            let answer = runtime.block_on(client.raw(&request));
            prop_assert!(
                answer.is_empty() || answer.starts_with(b"HTTP/1.1 4"),
                "{}",
                String::from_utf8_lossy(&answer)
            );
            Ok(())
        })
        .unwrap();
    let good = runtime.block_on(client.create(&[("DiskId", "d-ok-1")]));
    assert_eq!(good.status, 200);
}

#[tokio::test]
async fn nested_and_huge_values_cost_no_more_than_their_answer() {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    let deep = "[".repeat(100_000);
    let many = format!("[{}]", vec!["\"s-1\""; 101].join(","));
    for (value, verdict) in [
        (deep.as_str(), "400 InvalidParameter"),
        (&many, "403 InvalidSnapshotIds.Malformed"),
    ] {
        let form = wire::encode_pairs(&client.signed(
            "POST",
            "DescribeSnapshots",
            &[("SnapshotIds", value)],
        ));
        let answer = client
            .send("POST", "/", &form_header(), form.as_bytes())
            .await;
        assert_eq!(answer.verdict(), verdict);
    }
    let long = "中".repeat(100_000);
    let form = wire::encode_pairs(&client.signed(
        "POST",
        "CreateSnapshot",
        &[("DiskId", "d-ok-1"), ("Description", &long)],
    ));
    let answer = client
        .send("POST", "/", &form_header(), form.as_bytes())
        .await;
    assert_eq!(answer.verdict(), "404 InvalidDescription.Malformed");
    assert!(answer.body.len() < 1000);
}
