//! Forged, replayed and ill-timed requests: each gets its answer, nothing changes, no secret is told.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../common/mod.rs"]
mod common;
mod path_style;

use common::hostile::{Bystander, assert_tells_nothing, set, snapshots};
use common::{Client, builder, form_header, nonce, now, pairs, time_in};
use doctract_core::signing::{Request, Stamp, v1, v3};
use doctract_core::wire;
use std::time::Duration;

#[tokio::test]
async fn no_forged_signature_of_version_1_is_accepted() {
    let server = builder().start().await.unwrap();
    let bystander = Bystander::beside(&server);
    let client = Client::new(&server);
    let right = client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]);
    let signature = right
        .iter()
        .find(|(name, _)| name == "Signature")
        .unwrap()
        .1
        .clone();
    let with_secret = |secret: &str| v1::sign("GET", &right, secret);
    let mismatch = "400 SignatureDoesNotMatch";
    let mut forged = Vec::new();
    let mut forge = |what: &str, name: &str, value: &str, verdict| {
        let mut pairs = right.clone();
        set(&mut pairs, name, value);
        forged.push((what.to_owned(), pairs, verdict));
    };
    for (what, value) in [
        ("other case", signature.to_lowercase()),
        ("cut short", signature[..signature.len() - 2].to_owned()),
        ("longer", format!("{signature}A")),
        ("another text", "A".repeat(28)),
        ("a NUL", format!("{signature}\0")),
        ("very long", "A".repeat(20_000)),
        ("the empty secret's", with_secret("")),
        ("the secret of another", with_secret("othersecret")),
        ("the id as secret", with_secret("testid")),
        ("for POST", v1::sign("POST", &right, "testsecret")),
        ("blanks around", format!(" {signature} ")),
    ] {
        forge(what, "Signature", &value, mismatch);
    }
    forge("none", "Signature", "", "400 MissingParameter");
    forge("another disk", "DiskId", "d-ok-2", mismatch);
    forge("one more", "Description", "not signed", mismatch);
    forge("another action", "Action", "DeleteSnapshot", mismatch);
    forge("another nonce", "SignatureNonce", "another", mismatch);
    forge("another key", "AccessKeyId", "otherid", mismatch);
    forge(
        "a key of nobody",
        "AccessKeyId",
        "nobody",
        "404 InvalidAccessKeyId.NotFound",
    );
    forge(
        "a long key",
        "AccessKeyId",
        &"k".repeat(9000),
        "404 InvalidAccessKeyId.NotFound",
    );
    forge(
        "key in other case",
        "AccessKeyId",
        "TESTID",
        "404 InvalidAccessKeyId.NotFound",
    );
    forge(
        "a token",
        "SecurityToken",
        "testtoken",
        "400 InvalidSecurityToken.MismatchWithAccessKey",
    );
    forge(
        "SHA-256",
        "SignatureMethod",
        "HMAC-SHA256",
        "400 InvalidParamater",
    );
    forge(
        "version 2",
        "SignatureVersion",
        "2.0",
        "400 InvalidParamater",
    );
    forge("no method", "SignatureMethod", "", "400 MissingParameter");
    forge("no nonce", "SignatureNonce", "", "400 MissingParameter");
    for (what, pairs, verdict) in &forged {
        let answer = client
            .send("GET", &format!("/?{}", wire::encode_pairs(pairs)), &[], b"")
            .await;
        assert_eq!(answer.verdict(), *verdict, "{what}");
        assert_tells_nothing(&answer, what);
    }
    // Twice in the query: which one was meant cannot be told.
    for name in ["Signature", "DiskId", "AccessKeyId"] {
        let twice = format!("/?{}&{name}=x", wire::encode_pairs(&right));
        let answer = client.send("GET", &twice, &[], b"").await;
        assert_eq!(answer.verdict(), "400 InvalidParameter", "{name} twice");
    }
    let split = wire::encode_pairs(&right);
    let answer = client
        .send(
            "POST",
            &format!("/?{split}"),
            &form_header(),
            split.as_bytes(),
        )
        .await;
    assert_eq!(answer.verdict(), "400 InvalidParameter", "query and form");
    assert_eq!(snapshots(&client, "d-ok-1").await, 0);
    // None of them has used up the nonce of the right one.
    let answer = client
        .send(
            "GET",
            &format!("/?{}", wire::encode_pairs(&right)),
            &[],
            b"",
        )
        .await;
    assert_eq!(answer.verdict(), "200");
    bystander.was_served().await;
}

#[tokio::test]
async fn no_forged_signature_in_headers_is_accepted() {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    let query = pairs(&[("DiskId", "d-ok-1")]);
    let (time, nonce) = (now(), nonce());
    let mut right = pairs(&[
        ("host", &client.address.to_string()),
        ("x-acs-action", "CreateSnapshot"),
        ("x-acs-version", "2014-05-26"),
    ]);
    let request = Request {
        method: "POST",
        path: "/",
        query: &query,
        headers: &[],
        body: b"",
    };
    let stamp = Stamp {
        time: &time,
        nonce: &nonce,
    };
    v3::sign_headers(&request, &mut right, &client.credentials, stamp);
    let value = right
        .iter()
        .find(|(name, _)| name == "authorization")
        .unwrap()
        .1
        .clone();
    let list = v3::Authorization::parse(&value)
        .unwrap()
        .signed_headers
        .to_owned();
    let digits = v3::Authorization::parse(&value)
        .unwrap()
        .signature
        .to_owned();
    let send = async |headers: &[(String, String)], target: &str, body: &[u8]| {
        let mut headers = headers.to_vec();
        headers.retain(|(name, _)| name != "host");
        client.send("POST", target, &headers, body).await
    };
    let target = "/?DiskId=d-ok-1";
    let (incomplete, mismatch) = ("400 IncompleteSignature", "400 SignatureDoesNotMatch");
    for (what, changed, verdict) in [
        (
            "upper-case digits",
            value.replace(&digits, &digits.to_uppercase()),
            mismatch,
        ),
        ("cut short", value[..value.len() - 1].to_owned(), mismatch),
        (
            "SM3",
            value.replace("ACS3-HMAC-SHA256", "ACS3-HMAC-SM3"),
            incomplete,
        ),
        (
            "RSA",
            value.replace("ACS3-HMAC-SHA256", "ACS3-RSA-SHA256"),
            incomplete,
        ),
        (
            "no credential",
            value.replace("Credential=testid,", ""),
            incomplete,
        ),
        (
            "no list",
            value.replace(&format!("SignedHeaders={list},"), ""),
            incomplete,
        ),
        (
            "no signature",
            value.replace(&format!(",Signature={digits}"), ""),
            incomplete,
        ),
        (
            "signature twice",
            format!("{value},Signature={digits}"),
            incomplete,
        ),
        ("host not signed", value.replace("host;", ""), incomplete),
        (
            "action not signed",
            value.replace("x-acs-action;", ""),
            incomplete,
        ),
        (
            "absent header",
            value.replace("host;", "host;x-absent;"),
            incomplete,
        ),
        (
            "other order",
            value.replace("host;x-acs-action", "x-acs-action;host"),
            incomplete,
        ),
        (
            "header twice",
            value.replace("host;", "host;host;"),
            incomplete,
        ),
        (
            "upper-case list",
            value.replace("host;", "Host;"),
            incomplete,
        ),
        (
            "another key",
            value.replace("=testid", "=otherid"),
            mismatch,
        ),
        (
            "a key of nobody",
            value.replace("=testid", "=nobody"),
            "404 InvalidAccessKeyId.NotFound",
        ),
        (
            "many parts",
            format!("ACS3-HMAC-SHA256 {}", "A=b,".repeat(5000)),
            incomplete,
        ),
    ] {
        let mut headers = right.clone();
        set(&mut headers, "authorization", &changed);
        let answer = send(&headers, target, b"").await;
        assert_eq!(answer.verdict(), verdict, "{what}");
        assert_tells_nothing(&answer, what);
    }
    let mut unsigned = right.clone();
    set(&mut unsigned, "x-acs-extra", "1");
    assert_eq!(
        send(&unsigned, target, b"").await.verdict(),
        incomplete,
        "x-acs header not signed"
    );
    for (name, value) in [
        ("x-acs-action", "DeleteSnapshot"),
        ("x-acs-version", "2014-05-27"),
        ("x-acs-signature-nonce", "another"),
        ("x-acs-content-sha256", "0"),
    ] {
        let mut headers = right.clone();
        set(&mut headers, name, value);
        assert_eq!(
            send(&headers, target, b"").await.verdict(),
            mismatch,
            "{name}"
        );
    }
    assert_eq!(
        send(&right, "/?DiskId=d-ok-2", b"").await.verdict(),
        mismatch,
        "another query"
    );
    assert_eq!(
        send(&right, target, b"Force=true").await.verdict(),
        mismatch,
        "a body"
    );
    assert_eq!(snapshots(&client, "d-ok-1").await, 0);
    assert_eq!(send(&right, target, b"").await.verdict(), "200");
    assert_eq!(
        send(&right, target, b"").await.verdict(),
        "400 SignatureNonceUsed"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replayed_request_counts_once_however_many_come_at_once() {
    let server = builder()
        .latency(Duration::from_millis(5))
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let query =
        wire::encode_pairs(&client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]));
    let replays = (0..50).map(|_| {
        let (client, target) = (client.clone(), format!("/?{query}"));
        tokio::spawn(async move { client.send("GET", &target, &[], b"").await.verdict() })
    });
    let mut accepted = 0;
    for replay in replays.collect::<Vec<_>>() {
        match replay.await.unwrap().as_str() {
            "200" => accepted += 1,
            "400 SignatureNonceUsed" => {}
            other => panic!("{other}"),
        }
    }
    assert_eq!((accepted, snapshots(&client, "d-ok-1").await), (1, 1));
}

#[tokio::test]
async fn only_near_and_well_written_times_are_accepted() {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    let at = async |time: &str| {
        let mut all = pairs(&[
            ("Action", "DescribeDisks"),
            ("Version", "2014-05-26"),
            ("Format", "JSON"),
        ]);
        let stamp = Stamp {
            time,
            nonce: &nonce(),
        };
        v1::sign_pairs("GET", &mut all, &client.credentials, stamp);
        let answer = client
            .send("GET", &format!("/?{}", wire::encode_pairs(&all)), &[], b"")
            .await;
        answer.verdict()
    };
    for seconds in [-880, -1, 0, 1, 880] {
        assert_eq!(at(&time_in(seconds)).await, "200", "{seconds}");
    }
    for seconds in [-100_000_000, -910, 910, 100_000_000] {
        assert_eq!(
            at(&time_in(seconds)).await,
            "400 InvalidTimeStamp.Expired",
            "{seconds}"
        );
    }
    for written in [
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-24T25:00:00Z",
        "2026-11-24T07:01:18+00:00",
        "2026-11-24 07:01:18",
        "10000-01-01T00:00:00Z",
        "99999999999999999999",
        "-2026-11-24T07:01:18Z",
        "2026-11-24T07:01:18Z\n2026-11-24T07:01:18Z",
        &"9".repeat(10_000),
    ] {
        let verdict = at(written).await;
        assert!(
            verdict.starts_with("400 InvalidTimeStamp."),
            "{written}: {verdict}"
        );
    }
}
