//! The path style: signatures in headers, the body by its MD5.

use crate::common::hostile::{assert_tells_nothing, set};
use crate::common::{Client, nonce, pairs};
use doctract_core::signing::{self, Request, Stamp, roa};
use doctract_server::Server;

#[tokio::test]
async fn no_forged_signature_of_a_path_is_accepted() {
    let spec = doctract_spec::yaml::load(
        "UpdateCluster.yaml",
        "doctract: 1\nproduct: Cs\nversion: '2015-12-15'\noperation: UpdateCluster\nstyle: roa\n\
         methods: [PUT]\npath: /clusters/{ClusterId}\nrequest:\n  parameters:\n\
         \x20 - { name: ClusterId, type: string, required: true, in: path }\n",
    );
    let server = Server::builder()
        .operations(vec![spec.unwrap()])
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let date = jiff::Timestamp::now()
        .strftime("%a, %d %b %Y %H:%M:%S GMT")
        .to_string();
    let (nonce, accept) = (nonce(), ("accept", "application/json"));
    let mut right = pairs(&[accept, ("x-acs-version", "2015-12-15")]);
    let request: Request<'_> = Request {
        method: "PUT",
        path: "/clusters/c-1",
        query: &[],
        headers: &[],
        body: b"",
    };
    let stamp = Stamp {
        time: &date,
        nonce: &nonce,
    };
    roa::sign_headers(&request, &mut right, &client.credentials, stamp);
    let send = async |name: &str, value: &str, path: &str| {
        let mut headers = right.clone();
        set(&mut headers, name, value);
        let answer = client.send("PUT", path, &headers, b"").await;
        assert_tells_nothing(&answer, name);
        answer.verdict()
    };
    let path = "/clusters/c-1";
    let mismatch = "400 SignatureDoesNotMatch";
    let incomplete = "400 IncompleteSignature";
    for (name, value, path, verdict) in [
        ("authorization", "acs testid:AAAA", path, mismatch),
        ("authorization", "acs testid", path, incomplete),
        ("authorization", "acs :AAAA", path, incomplete),
        ("authorization", "Basic dGVzdGlk", path, incomplete),
        (
            "authorization",
            "acs nobody:AAAA",
            path,
            "404 InvalidAccessKeyId.NotFound",
        ),
        ("x-acs-signature-nonce", "another", path, mismatch),
        ("x-acs-extra", "1", path, mismatch),
        ("accept", "application/json;q=1", path, mismatch),
        ("x-acs-version", "2015-12-15", "/clusters/c-2", mismatch),
        (
            "date",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            path,
            "400 InvalidTimeStamp.Expired",
        ),
        ("date", "yesterday", path, "400 InvalidTimeStamp.Format"),
        (accept.0, accept.1, path, "200"),
        (accept.0, accept.1, path, "400 SignatureNonceUsed"),
    ] {
        assert_eq!(
            send(name, value, path).await,
            verdict,
            "{name}: {value} {path}"
        );
    }
}

#[tokio::test]
async fn no_other_body_is_accepted_than_the_one_whose_md5_was_signed() {
    let spec = doctract_spec::yaml::load(
        "UpdateCluster.yaml",
        "doctract: 1\nproduct: Cs\nversion: '2015-12-15'\noperation: UpdateCluster\nstyle: roa\n\
         methods: [PUT]\npath: /clusters\nrequest:\n  parameters:\n\
         \x20 - { name: Size, type: integer, required: true, in: body }\n",
    );
    let builder = Server::builder().operations(vec![spec.unwrap()]);
    let server = builder.start().await.unwrap();
    let client = Client::new(&server);
    let send = async |signed: &str, changes: &[(&str, &str)], sent: &str| {
        let date = jiff::Timestamp::now()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        let stamp = Stamp {
            time: &date,
            nonce: &nonce(),
        };
        let mut headers = pairs(&[
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("x-acs-version", "2015-12-15"),
        ]);
        let request: Request<'_> = Request {
            method: "PUT",
            path: "/clusters",
            query: &[],
            headers: &[],
            body: signed.as_bytes(),
        };
        roa::sign_headers(&request, &mut headers, &client.credentials, stamp);
        for (name, value) in changes {
            set(&mut headers, name, value);
        }
        let answer = client
            .send("PUT", "/clusters", &headers, sent.as_bytes())
            .await;
        assert_tells_nothing(&answer, sent);
        answer.verdict()
    };
    let (body, other) = (r#"{"Size": 3}"#, r#"{"Size": 4}"#);
    let md5 = signing::md5_base64(other.as_bytes());
    let (not_matched, mismatch) = ("400 ContentMD5NotMatched", "400 SignatureDoesNotMatch");
    assert_eq!(send(body, &[], body).await, "200");
    assert_eq!(send(body, &[], other).await, not_matched);
    assert_eq!(send(body, &[], "").await, not_matched);
    assert_eq!(send(body, &[("content-md5", &md5)], other).await, mismatch);
    assert_eq!(send(body, &[("content-md5", "")], other).await, mismatch);
    let long = "A".repeat(9000);
    assert_eq!(send(body, &[("content-md5", &long)], body).await, mismatch);
}
