//! The path style: signatures in headers, the body by its MD5.

use crate::{Pairs, SECRET, owned};
use doctract_core::signing::{Credentials, Request, SignatureError, Stamp, roa};

fn headers() -> Pairs<'static> {
    vec![
        ("Accept", "application/json"),
        ("Date", "Mon, 01 Jan 2018 12:00:00 GMT"),
        ("x-acs-version", "2015-12-15"),
        ("x-acs-signature-nonce", "n-1"),
        ("x-acs-signature-method", "HMAC-SHA1"),
        ("x-acs-signature-version", "1.0"),
    ]
}

fn request<'a>(query: &'a [(&'a str, &'a str)], headers: &'a Pairs<'a>) -> Request<'a, &'a str> {
    Request {
        method: "GET",
        path: "/clusters",
        query,
        headers,
        body: b"",
    }
}

#[test]
fn the_vector_from_both_ends() {
    let (headers, query) = (headers(), [("name", "a b")]);
    let incoming = request(&query, &headers);
    let signature = "yWpdrArc+jjmeWRru9UKzxZ/obk=";
    assert_eq!(
        roa::sign(&roa::string_to_sign(&incoming), SECRET),
        signature
    );

    let mut own = owned(&headers);
    own.retain(|(name, _)| matches!(&**name, "Accept" | "x-acs-version"));
    let stamp = Stamp {
        time: "Mon, 01 Jan 2018 12:00:00 GMT",
        nonce: "n-1",
    };
    roa::sign_headers(
        &incoming,
        &mut own,
        &Credentials::new("testid", SECRET),
        stamp,
    );
    let sent = &own.last().unwrap().1;
    assert_eq!(*sent, format!("acs testid:{signature}"));

    let authorization = roa::Authorization::parse(sent).unwrap();
    assert_eq!(authorization.credential, "testid");
    assert_eq!(roa::verify(&incoming, &authorization, SECRET), Ok(()));
    assert!(roa::verify(&incoming, &authorization, "another").is_err());
    let other = [("name", "a c")];
    assert!(roa::verify(&request(&other, &headers), &authorization, SECRET).is_err());
}

/// Computed with Python's `hashlib` and `hmac`: the text of the vector above with a body, as POST.
const BODY: &str = r#"{"name":"中文","size":3}"#;
const BODY_MD5: &str = "xpndRb7kXvAiijpZOOvTBA==";
const WITH_MD5: &str = "mW4udzqWWDC2E23B9evDrjsmhR4=";
const WITHOUT_MD5: &str = "+ZaD2t1UytYpQ92ta6X8PN3fdaQ=";

fn with_body<'a>(headers: &'a [(&'a str, &'a str)], body: &'a str) -> Request<'a, &'a str> {
    Request {
        method: "POST",
        path: "/clusters",
        query: &[("name", "a b")],
        headers,
        body: body.as_bytes(),
    }
}

#[test]
fn a_body_is_signed_by_its_md5() {
    let mut own = owned(&[
        ("Accept", "application/json"),
        ("content-type", "application/json"),
        ("x-acs-version", "2015-12-15"),
    ]);
    let stamp = Stamp {
        time: "Mon, 01 Jan 2018 12:00:00 GMT",
        nonce: "n-1",
    };
    let key = Credentials::new("testid", SECRET);
    roa::sign_headers(&with_body(&[], BODY), &mut own, &key, stamp);
    let value = |name: &str| {
        let found = own.iter().find(|(own, _)| own == name);
        found.map(|(_, value)| value.as_str())
    };
    assert_eq!(value("content-md5"), Some(BODY_MD5));
    let authorization = format!("acs testid:{WITH_MD5}");
    assert_eq!(value("authorization"), Some(authorization.as_str()));
}

#[test]
fn a_body_is_held_to_the_md5_that_was_sent() {
    let verified = |md5: &[&str], signature: &str, body: &str| {
        let mut headers = headers();
        headers.push(("content-type", "application/json"));
        headers.extend(md5.iter().map(|md5| ("Content-MD5", *md5)));
        let header = format!("acs testid:{signature}");
        let authorization = roa::Authorization::parse(&header).unwrap();
        roa::verify(&with_body(&headers, body), &authorization, SECRET)
    };
    let is_mismatch = |verdict| matches!(verdict, Err(SignatureError::Mismatch { .. }));
    assert_eq!(verified(&[BODY_MD5], WITH_MD5, BODY), Ok(()));
    // Some clients send none: then nothing is said about the body.
    assert_eq!(verified(&[], WITHOUT_MD5, BODY), Ok(()));
    assert_eq!(verified(&[""], WITHOUT_MD5, BODY), Ok(()));

    let other = SignatureError::BodyMd5;
    for body in ["", "{}", &BODY.replace('3', "4"), &format!("{BODY} ")] {
        assert_eq!(verified(&[BODY_MD5], WITH_MD5, body), Err(other.clone()));
    }
    let empty = "1B2M2Y8AsgTpgAmY7PhCfg==";
    assert_eq!(verified(&[BODY_MD5, empty], WITH_MD5, BODY), Err(other));
    assert!(is_mismatch(verified(&[empty], WITH_MD5, "")));
    assert!(is_mismatch(verified(&[], WITH_MD5, BODY)));
    assert!(is_mismatch(verified(&[BODY_MD5], WITHOUT_MD5, BODY)));
}

#[test]
fn both_spellings_of_an_empty_value_verify() {
    let (headers, query) = (headers(), [("b", ""), ("a", "1")]);
    let incoming = request(&query, &headers);
    let text = roa::string_to_sign(&incoming);
    assert!(text.ends_with("\n/clusters?a=1&b"), "{text}");
    for text in [text.clone(), format!("{text}=")] {
        let header = format!("acs testid:{}", roa::sign(&text, SECRET));
        let authorization = roa::Authorization::parse(&header).unwrap();
        assert_eq!(roa::verify(&incoming, &authorization, SECRET), Ok(()));
    }
}

#[test]
fn a_malformed_authorization_is_refused() {
    for value in [
        "",
        "acs",
        "acs testid",
        "acs :x",
        "acs testid:",
        "Basic a:b",
    ] {
        let error = roa::Authorization::parse(value);
        assert!(
            matches!(error, Err(SignatureError::Malformed(_))),
            "{value}"
        );
    }
}
