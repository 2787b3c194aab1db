//! Any request, signed each way: the verifier accepts what was signed and nothing else, reads any header without a
//! panic, and never shows the secret.
//!
//! The input is text: the secret, a method and a target, lines `name: value`, an empty line, the body.
#![no_main]

use doctract_core::signing::{Credentials, Request, SignatureError, Stamp, roa, v1, v3};
use doctract_core::wire;
use libfuzzer_sys::fuzz_target;

type Pairs = Vec<(String, String)>;

const STAMP: Stamp<'static> = Stamp {
    time: "2018-01-01T12:00:00Z",
    nonce: "n-1",
};

fuzz_target!(|text: &str| {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.split('\n');
    let secret = format!("secret-{}", lines.next().unwrap_or_default());
    let (method, target) = lines
        .next()
        .and_then(|line| line.split_once(' '))
        .unwrap_or(("GET", "/"));
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let headers = headers(lines);
    read_headers(&headers);
    let Ok(query) = wire::parse_query(query) else {
        return;
    };
    assert_eq!(
        wire::parse_query(&wire::encode_pairs(&query)).as_ref(),
        Ok(&query)
    );
    let credentials = Credentials::new("id", secret.as_str());
    // What the request itself says may come back; the fuzzer likes to put the secret there.
    if says(&query, &secret)
        || says(&headers, &secret)
        || [method, path, body].concat().contains(&secret)
    {
        return;
    }
    version_1(method, &query, &credentials);
    let request = Request {
        method,
        path,
        query: &query,
        headers: &[],
        body: body.as_bytes(),
    };
    version_3(&request, headers.clone(), &credentials);
    path_style(&request, headers, &credentials);
});

fn says(pairs: &Pairs, secret: &str) -> bool {
    pairs
        .iter()
        .any(|(name, value)| name.contains(secret) || value.contains(secret))
}

/// Headers as HTTP lets them through: names are tokens in lower case, values have no line breaks.
fn headers<'a>(lines: impl Iterator<Item = &'a str>) -> Pairs {
    let token = |name: &&str| {
        !name.is_empty()
            && name
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
    };
    let pair = |line: &'a str| {
        let (name, value) = line.split_once(':')?;
        let name = Some(name).filter(token)?;
        Some((name.to_ascii_lowercase(), value.trim().replace('\r', "")))
    };
    lines.filter_map(pair).take(100).collect()
}

/// A header that is read is written as it was meant.
fn read_headers(headers: &Pairs) {
    for (_, value) in headers {
        if let Ok(read) = v3::Authorization::parse(value) {
            assert_eq!(
                v3::Authorization::parse(&read.to_string()).as_ref(),
                Ok(&read)
            );
        }
        if let Ok(read) = roa::Authorization::parse(value) {
            assert_eq!(
                roa::Authorization::parse(&read.to_string()).as_ref(),
                Ok(&read)
            );
        }
    }
}

fn version_1(method: &str, query: &Pairs, credentials: &Credentials) {
    let mut signed = query.clone();
    v1::sign_pairs(method, &mut signed, credentials, STAMP);
    assert_eq!(v1::verify(method, &signed, credentials.secret()), Ok(()));
    refused(
        v1::verify(method, &signed, &format!("{}x", credentials.secret())),
        credentials,
    );
    refused(
        v1::verify(&format!("{method}X"), &signed, credentials.secret()),
        credentials,
    );
    for at in 0..signed.len() {
        let mut changed = signed.clone();
        changed[at].1.push('A');
        refused(
            v1::verify(method, &changed, credentials.secret()),
            credentials,
        );
    }
    // As they come, whatever `Signature` says.
    let _ = v1::verify(method, query, credentials.secret());
}

fn version_3(request: &Request<'_>, mut headers: Pairs, credentials: &Credentials) {
    headers.retain(|(name, _)| name != "x-acs-content-sha256");
    headers.push(("host".to_owned(), "ecs.example.com".to_owned()));
    v3::sign_headers(request, &mut headers, credentials, STAMP);
    let Some((_, sent)) = headers.iter().find(|(name, _)| name == "authorization") else {
        return;
    };
    let authorization = v3::Authorization::parse(sent).expect("what was written");
    let verify = |headers: &Pairs, body: &[u8], secret: &str| {
        v3::verify(
            &Request {
                headers,
                body,
                ..*request
            },
            &authorization,
            secret,
        )
    };
    let secret = credentials.secret();
    assert_eq!(verify(&headers, request.body, secret), Ok(()));
    refused(
        verify(&headers, request.body, &format!("{secret}x")),
        credentials,
    );
    refused(
        verify(&headers, &[request.body, b"x"].concat(), secret),
        credentials,
    );
    for at in 0..headers.len() {
        let name = headers[at].0.as_str();
        if name == "host" || name.starts_with("x-acs-") {
            let mut changed = headers.clone();
            changed[at].1.push('A');
            refused(verify(&changed, request.body, secret), credentials);
        }
    }
}

fn path_style(request: &Request<'_>, mut headers: Pairs, credentials: &Credentials) {
    roa::sign_headers(request, &mut headers, credentials, STAMP);
    let Some((_, sent)) = headers.iter().find(|(name, _)| name == "authorization") else {
        return;
    };
    let authorization = roa::Authorization::parse(sent).expect("what was written");
    let request = Request {
        headers: &headers,
        ..*request
    };
    assert_eq!(
        roa::verify(&request, &authorization, credentials.secret()),
        Ok(())
    );
    refused(
        roa::verify(
            &request,
            &authorization,
            &format!("{}x", credentials.secret()),
        ),
        credentials,
    );
}

/// A signature that is not right is not accepted, and the reason does not hold the secret.
fn refused(result: Result<(), SignatureError>, credentials: &Credentials) {
    let error = result.expect_err("a changed request was accepted");
    // What is between the parts of a request cannot be a long secret by chance.
    if credentials.secret().len() > 24 {
        assert!(!error.to_string().contains(credentials.secret()), "{error}");
    }
}
