//! Version 3: signatures in headers, over all of a request.

use crate::{HARD, Pairs, SECRET, owned};
use doctract_core::signing::{Credentials, Request, SignatureError, Stamp, v3};

const NO_BODY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

struct Vector {
    query: Pairs<'static>,
    headers: Pairs<'static>,
    body: &'static [u8],
    key: (&'static str, &'static str),
    signed: &'static str,
    body_hash: &'static str,
    signature: &'static str,
}

const SIX: &str =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

fn documented() -> Vector {
    Vector {
        query: vec![
            (
                "ImageId",
                "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd",
            ),
            ("RegionId", "cn-shanghai"),
        ],
        headers: vec![
            ("host", "ecs.cn-shanghai.aliyuncs.com"),
            ("x-acs-action", "RunInstances"),
            ("x-acs-date", "2023-10-26T10:22:32Z"),
            ("x-acs-signature-nonce", "3156853299f313e23d1673dc12e1703d"),
            ("x-acs-version", "2014-05-26"),
            ("x-acs-content-sha256", NO_BODY),
        ],
        body: b"",
        key: ("YourAccessKeyId", "YourAccessKeySecret"),
        signed: SIX,
        body_hash: NO_BODY,
        signature: "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0",
    }
}

fn hard() -> Vector {
    Vector {
        query: HARD.to_vec(),
        headers: vec![
            ("Host", "127.0.0.1:8080"),
            ("X-Acs-Action", "CreateSnapshot"),
            ("x-acs-date", " 2018-01-01T12:00:00Z "),
            (
                "x-acs-signature-nonce",
                "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
            ),
            ("x-acs-version", "2014-05-26"),
            ("x-acs-content-sha256", NO_BODY),
        ],
        body: b"",
        key: ("testid", SECRET),
        signed: SIX,
        body_hash: NO_BODY,
        signature: "0c5a920fd58e8554d8ee32bc5a267c3c5c89bbdd8a32ff257ee0fba1ca26dd60",
    }
}

fn with_body_and_token() -> Vector {
    let mut vector = hard();
    let hash = "6c2bb935f99941f2256214b6e7285bcefa13fddbf24ee6ace93bdaae230d05bc";
    vector.query = vec![("RegionId", "cn-hangzhou")];
    vector.body = b"Filter.1.Key=a%20b&Name=x";
    vector.headers.pop();
    vector.headers.extend([
        ("x-acs-content-sha256", hash),
        ("content-type", "application/x-www-form-urlencoded"),
        ("x-acs-accesskey-id", "testid"),
        ("x-acs-security-token", "token/abc+="),
    ]);
    vector.signed = "content-type;host;x-acs-accesskey-id;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-security-token;x-acs-signature-nonce;x-acs-version";
    vector.body_hash = hash;
    vector.signature = "fc991eef798590c50612cf2ba2742d2183b7aaad612a5a6d7ffb693e22ccdb05";
    vector
}

fn captured() -> Vector {
    Vector {
        query: vec![
            ("DiskId", "d-seed0001"),
            ("SnapshotName", "中文ab"),
            ("Description", "a b*~/+&='()!中"),
            ("Tag.1.Value", "v 1"),
            ("Tag.1.Key", "k1"),
            ("Tag.2.Value", ""),
            ("Tag.2.Key", "k2"),
            ("InstantAccess", "False"),
            ("RetentionDays", "30"),
        ],
        headers: vec![
            ("accept", "application/json"),
            ("host", "127.0.0.1:18931"),
            (
                "user-agent",
                "AlibabaCloud (Linux; x86_64) Python/3.11.7 Core/0.4.3 TeaDSL/2",
            ),
            ("x-acs-action", "CreateSnapshot"),
            ("x-acs-content-sha256", NO_BODY),
            ("x-acs-credentials-provider", "static_ak"),
            ("x-acs-date", "2026-11-24T07:02:04Z"),
            ("x-acs-signature-nonce", "304915fc42a2abedf9cdf8f4e08c0272"),
            ("x-acs-version", "2014-05-26"),
        ],
        body: b"",
        key: ("testid", SECRET),
        signed: "accept;host;user-agent;x-acs-action;x-acs-content-sha256;x-acs-credentials-provider;x-acs-date;x-acs-signature-nonce;x-acs-version",
        body_hash: NO_BODY,
        signature: "9ebe8e9e75fd7ebcac6ee7eea087a2ff0debeb223e80b3fb0f80a2b549f4847d",
    }
}

impl Vector {
    fn request(&self) -> Request<'_, &str> {
        Request {
            method: "POST",
            path: "/",
            query: &self.query,
            headers: &self.headers,
            body: self.body,
        }
    }

    fn authorization(&self) -> String {
        format!(
            "ACS3-HMAC-SHA256 Credential={},SignedHeaders={},Signature={}",
            self.key.0, self.signed, self.signature
        )
    }

    fn verified(&self) -> Result<(), SignatureError> {
        let header = self.authorization();
        let authorization = v3::Authorization::parse(&header)?;
        v3::verify(&self.request(), &authorization, self.key.1)
    }
}

#[test]
fn the_texts_on_the_way_are_those_of_the_clients() {
    let vector = hard();
    let canonical = v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
    let expected = format!(
        "POST\n/\nDescription=a%20b%2A~%2F%2B%26%3D%27%28%29%21&DiskId=d-diskid1&SnapshotName=%E4%B8%AD%E6%96%87ab&Tag.1.Key=k1&Tag.1.Value=&Tag.10.Key=k10&Tag.2.Key=k2\nhost:127.0.0.1:8080\nx-acs-action:CreateSnapshot\nx-acs-content-sha256:{NO_BODY}\nx-acs-date:2018-01-01T12:00:00Z\nx-acs-signature-nonce:3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf\nx-acs-version:2014-05-26\n\n{SIX}\n{NO_BODY}"
    );
    assert_eq!(canonical, expected);
    for (vector, hash) in [
        (
            hard(),
            "448e8de052beccb052e9311476a701017cd24a0e4d55ee3a6a1579e859303047",
        ),
        (
            captured(),
            "d5b39158dc2e6765a695e030aac04b448cb011753c7ccd00b23b92b3e9e658ae",
        ),
    ] {
        let canonical = v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
        assert_eq!(
            v3::string_to_sign(&canonical),
            format!("ACS3-HMAC-SHA256\n{hash}")
        );
    }
}

#[test]
fn signatures_agree_and_verify() {
    for vector in [documented(), hard(), with_body_and_token(), captured()] {
        let canonical = v3::canonical_request(&vector.request(), vector.signed, vector.body_hash);
        let string_to_sign = v3::string_to_sign(&canonical);
        assert_eq!(v3::sign(&string_to_sign, vector.key.1), vector.signature);
        assert_eq!(vector.verified(), Ok(()));
        let header = vector.authorization();
        let authorization = v3::Authorization::parse(&header).unwrap();
        assert_eq!(authorization.to_string(), header);
        assert_eq!(
            v3::verify(&vector.request(), &authorization, "another"),
            Err(SignatureError::Mismatch { string_to_sign })
        );
    }
}

#[test]
fn a_client_that_adds_the_headers_itself_signs_the_same() {
    for vector in [documented(), hard(), with_body_and_token()] {
        let value = |wanted: &str| {
            let found = vector.headers.iter().find(|(name, _)| *name == wanted);
            found.map_or("", |(_, value)| value.trim())
        };
        let stamp = Stamp {
            time: value("x-acs-date"),
            nonce: value("x-acs-signature-nonce"),
        };
        let mut credentials = Credentials::new(vector.key.0, vector.key.1);
        if !value("x-acs-security-token").is_empty() {
            credentials = credentials.with_security_token(value("x-acs-security-token"));
        }
        let mut headers = owned(&vector.headers);
        headers.retain(|(name, _)| {
            matches!(
                &*name.to_lowercase(),
                "host" | "content-type" | "x-acs-action" | "x-acs-version"
            )
        });
        v3::sign_headers(&vector.request(), &mut headers, &credentials, stamp);
        let expected = ("authorization".to_owned(), vector.authorization());
        assert_eq!(headers.last(), Some(&expected));
    }
}

#[test]
fn what_must_be_signed_is_insisted_on() {
    let mut vector = hard();
    vector.signed = SIX.strip_prefix("host;").unwrap();
    let unsigned = SignatureError::UnsignedHeader("host".to_owned());
    assert_eq!(vector.verified(), Err(unsigned));

    let mut vector = hard();
    vector.headers.push(("X-Acs-Security-Token", "t"));
    let unsigned = SignatureError::UnsignedHeader("x-acs-security-token".to_owned());
    assert_eq!(vector.verified(), Err(unsigned));

    let mut vector = hard();
    vector.headers.retain(|(name, _)| *name != "x-acs-date");
    let absent = SignatureError::AbsentHeader("x-acs-date".to_owned());
    assert_eq!(vector.verified(), Err(absent));

    let mut vector = hard();
    vector.headers.remove(0);
    vector.signed = SIX.strip_prefix("host;").unwrap();
    let absent = SignatureError::AbsentHeader("host".to_owned());
    assert_eq!(vector.verified(), Err(absent));

    let mut vector = with_body_and_token();
    vector.body = b"Filter.1.Key=a%20b&Name=y";
    assert_eq!(vector.verified(), Err(SignatureError::BodyHash));

    let mut vector = hard();
    vector.query.push(("Extra", "1"));
    assert!(matches!(
        vector.verified(),
        Err(SignatureError::Mismatch { .. })
    ));
}

#[test]
fn values_of_a_repeated_header_are_sorted_and_joined() {
    let headers = [("X-Acs-Meta", " b "), ("host", "h"), ("x-acs-meta", "a")];
    let request = Request {
        method: "get",
        path: "",
        query: &[],
        headers: &headers,
        body: b"",
    };
    let canonical = v3::canonical_request(&request, "host;x-acs-meta", NO_BODY);
    let expected = format!("GET\n/\n\nhost:h\nx-acs-meta:a,b\n\nhost;x-acs-meta\n{NO_BODY}");
    assert_eq!(canonical, expected);
}

#[test]
fn a_malformed_authorization_says_what_is_wrong() {
    for (value, what) in [
        ("", "scheme"),
        (
            "ACS3-HMAC-SM3 Credential=a,SignedHeaders=host,Signature=00",
            "scheme",
        ),
        (
            "ACS3-HMAC-SHA256Credential=a,SignedHeaders=host,Signature=00",
            "no blank",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,Signature=00",
            "no SignedHeaders",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=,SignedHeaders=host,Signature=00",
            "no Credential",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=host",
            "no Signature",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=x;host,Signature=00",
            "sorted",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=a;a,Signature=00",
            "distinct",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,SignedHeaders=Host,Signature=00",
            "upper case",
        ),
        (
            "ACS3-HMAC-SHA256 Credential=a,Credential=b,Signature=00",
            "twice",
        ),
        ("ACS3-HMAC-SHA256 Credential", "without `=`"),
        ("ACS3-HMAC-SHA256 Credential=a,Other=b", "other than"),
    ] {
        let error = v3::Authorization::parse(value).unwrap_err().to_string();
        assert!(error.contains(what), "{value}: {error}");
    }
}
