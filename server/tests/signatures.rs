//! Who is let in: signatures, time stamps, nonces, tokens, and the errors of those that are not.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::{started, xml_verdict};
use common::{Answer, Client, builder, nonce, now, pairs, time_in};
use doctract_core::signing::v1;
use doctract_core::wire;
use doctract_server::Signatures;

/// Sends a request whose parameters were changed after or before it was signed.
async fn changed(client: &Client, resign: bool, change: &[(&str, Option<&str>)]) -> Answer {
    let mut all = client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-9")]);
    for (name, value) in change {
        all.retain(|(own, _)| own != name);
        if let Some(value) = value {
            all.push(((*name).to_owned(), (*value).to_owned()));
        }
    }
    if resign {
        all.retain(|(name, _)| name != "Signature");
        let signature = v1::sign("GET", &all, "testsecret");
        all.push(("Signature".to_owned(), signature));
    }
    client
        .send("GET", &format!("/?{}", wire::encode_pairs(&all)), &[], b"")
        .await
}

#[tokio::test]
async fn common_errors_have_their_codes() {
    let (_server, client) = started().await;
    for name in [
        "Action",
        "Version",
        "AccessKeyId",
        "SignatureMethod",
        "SignatureVersion",
        "SignatureNonce",
        "Timestamp",
    ] {
        let answer = changed(&client, true, &[(name, None)]).await;
        assert_eq!(answer.verdict(), "400 MissingParameter", "{name}");
        assert!(answer.text("Message").contains(name), "{}", answer.body);
    }
    let missing = changed(&client, false, &[("Signature", None)]).await;
    assert_eq!(missing.verdict(), "400 MissingParameter");

    let too_old = time_in(-16 * 60);
    let too_new = time_in(16 * 60);
    for (name, value, verdict) in [
        ("Action", "CreateSnapshop", "404 InvalidAction.NotFound"),
        ("Version", "2014-05-27", "404 InvalidVersion"),
        ("AccessKeyId", "nobody", "404 InvalidAccessKeyId.NotFound"),
        ("SignatureMethod", "HMAC-MD5", "400 InvalidParamater"),
        ("SignatureVersion", "2.0", "400 InvalidParamater"),
        (
            "Timestamp",
            too_old.as_str(),
            "400 InvalidTimeStamp.Expired",
        ),
        (
            "Timestamp",
            too_new.as_str(),
            "400 InvalidTimeStamp.Expired",
        ),
        ("Timestamp", "yesterday", "400 InvalidTimeStamp.Format"),
        ("Format", "YAML", "400 InvalidParameter"),
        (
            "SecurityToken",
            "testtoken",
            "400 InvalidSecurityToken.MismatchWithAccessKey",
        ),
    ] {
        let answer = changed(&client, true, &[(name, Some(value))]).await;
        let shown = if name == "Format" {
            xml_verdict(&answer)
        } else {
            answer.verdict()
        };
        assert_eq!(shown, verdict, "{name}={value}");
    }
}

#[tokio::test]
async fn a_wrong_signature_gets_the_string_to_sign_and_burns_no_nonce() {
    let (_server, client) = started().await;
    let mut all = client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]);
    let right = wire::encode_pairs(&all);
    let signature = all
        .iter_mut()
        .find(|(name, _)| name == "Signature")
        .unwrap();
    signature.1 = "AAAAAAAAAAAAAAAAAAAAAAAAAAA=".to_owned();
    let wrong = client
        .send("GET", &format!("/?{}", wire::encode_pairs(&all)), &[], b"")
        .await;
    assert_eq!(wrong.verdict(), "400 SignatureDoesNotMatch");
    let message = wrong.text("Message");
    let string_to_sign = message.split_once(':').unwrap().1;
    assert_eq!(string_to_sign, v1::string_to_sign("GET", &all));

    let first = client.send("GET", &format!("/?{right}"), &[], b"").await;
    assert_eq!(first.verdict(), "200", "{}", first.body);
    let again = client.send("GET", &format!("/?{right}"), &[], b"").await;
    assert_eq!(again.verdict(), "400 SignatureNonceUsed");
}

#[tokio::test]
async fn temporary_keys_need_their_token() {
    let (server, client) = started().await;
    let with = |id: &str, token: &str| {
        let mut client = Client::with_key(&server, id, "teststssecret");
        if !token.is_empty() {
            client.credentials = client.credentials.with_security_token(token);
        }
        client
    };
    for (id, token, verdict) in [
        ("STS.testid", "testtoken", "200"),
        ("STS.testid", "other", "400 InvalidSecurityToken.Malformed"),
        ("STS.testid", "", "400 InvalidSecurityToken.Malformed"),
        (
            "STS.testid",
            "expiredtoken",
            "400 InvalidSecurityToken.MismatchWithAccessKey",
        ),
        (
            "STS.expired",
            "expiredtoken",
            "400 InvalidSecurityToken.Expired",
        ),
    ] {
        let listed = with(id, token).call("DescribeSnapshots", &[]).await;
        assert_eq!(listed.verdict(), verdict, "{id} {token}");
        let listed = with(id, token)
            .call_v3("POST", "DescribeSnapshots", &[])
            .await;
        assert_eq!(listed.verdict(), verdict, "{id} {token} version 3");
    }
    drop(client);
}

#[tokio::test]
async fn the_body_and_the_headers_of_version_3_are_covered() {
    let (_server, client) = started().await;
    let host = client.address.to_string();
    let (time, nonce) = (now(), nonce());
    let stamp = doctract_core::signing::Stamp {
        time: &time,
        nonce: &nonce,
    };
    let mut headers = pairs(&[
        ("host", host.as_str()),
        ("x-acs-action", "CreateSnapshot"),
        ("x-acs-version", "2014-05-26"),
        ("content-type", "application/x-www-form-urlencoded"),
    ]);
    let request = doctract_core::signing::Request::<String> {
        method: "POST",
        path: "/",
        query: &[],
        headers: &[],
        body: b"DiskId=d-ok-1",
    };
    doctract_core::signing::v3::sign_headers(&request, &mut headers, &client.credentials, stamp);
    headers.retain(|(name, _)| name != "host");
    let other_body = client.send("POST", "/", &headers, b"DiskId=d-ok-2").await;
    assert_eq!(other_body.verdict(), "400 SignatureDoesNotMatch");
    let mut unsigned = headers.clone();
    unsigned.push(("x-acs-extra".to_owned(), "1".to_owned()));
    let unsigned = client.send("POST", "/", &unsigned, b"DiskId=d-ok-1").await;
    assert_eq!(unsigned.verdict(), "400 IncompleteSignature");
    let mut malformed = headers.clone();
    for (name, value) in &mut malformed {
        if name == "authorization" {
            *value = "ACS3-HMAC-SHA256 Credential=testid".to_owned();
        }
    }
    let malformed = client.send("POST", "/", &malformed, b"DiskId=d-ok-1").await;
    assert_eq!(malformed.verdict(), "400 IncompleteSignature");
    let right = client.send("POST", "/", &headers, b"DiskId=d-ok-1").await;
    assert_eq!(right.verdict(), "200", "{}", right.body);
}

#[tokio::test]
async fn without_signatures_a_plain_request_is_enough_but_a_wrong_one_is_not() {
    let server = builder()
        .signatures(Signatures::Optional)
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let plain = "/?Action=CreateSnapshot&Version=2014-05-26&Format=JSON&DiskId=d-ok-1";
    assert_eq!(client.send("GET", plain, &[], b"").await.verdict(), "200");
    let wrong = format!(
        "{plain}&AccessKeyId=testid&Signature=x&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0&SignatureNonce=n&Timestamp={}",
        now()
    );
    assert_eq!(
        client.send("GET", &wrong, &[], b"").await.verdict(),
        "400 SignatureDoesNotMatch"
    );
}
