//! What happens to a request before its operation: carriers, methods, formats, names, paths.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::{started, xml_verdict};
use common::{Client, form_header, nonce, pairs};
use doctract_core::signing::v1;
use doctract_core::wire;
use doctract_server::Server;

#[tokio::test]
async fn every_carrier_and_both_signatures_reach_the_operation() {
    let (_server, client) = started().await;
    let get = client.create(&[("DiskId", "d-ok-1")]).await;
    assert_eq!(get.verdict(), "200", "{}", get.body);
    assert!(get.text("SnapshotId").starts_with("s-"));

    let query =
        wire::encode_pairs(&client.signed("POST", "CreateSnapshot", &[("DiskId", "d-ok-2")]));
    let post_query = client.send("POST", &format!("/?{query}"), &[], b"").await;
    assert_eq!(post_query.verdict(), "200", "{}", post_query.body);

    let form =
        wire::encode_pairs(&client.signed("POST", "CreateSnapshot", &[("DiskId", "d-ok-3")]));
    let post_form = client
        .send("POST", "/", &form_header(), form.as_bytes())
        .await;
    assert_eq!(post_form.verdict(), "200", "{}", post_form.body);

    let all = client.signed("POST", "CreateSnapshot", &[("DiskId", "d-ok-4")]);
    let (query, form) = all.split_at(3);
    let target = format!("/?{}", wire::encode_pairs(query));
    let mixed = wire::encode_pairs(form);
    let mixed = client
        .send("POST", &target, &form_header(), mixed.as_bytes())
        .await;
    assert_eq!(mixed.verdict(), "200", "{}", mixed.body);

    for (method, disk) in [("GET", "d-ok-5"), ("POST", "d-ok-6")] {
        let version_3 = client
            .call_v3(method, "CreateSnapshot", &[("DiskId", disk)])
            .await;
        assert_eq!(version_3.verdict(), "200", "{}", version_3.body);
    }
}

#[tokio::test]
async fn what_clients_leave_raw_or_write_otherwise_is_the_same_request() {
    let (_server, client) = started().await;
    let given = [
        ("DiskId", "d-ok-1"),
        ("Description", "a b*()'!"),
        ("SignatureType", ""),
    ];
    let query = wire::encode_pairs(&client.signed("GET", "CreateSnapshot", &given));
    let raw = query
        .replace("%20", "+")
        .replace("%2A", "*")
        .replace("%28", "(")
        .replace("%21", "!");
    assert_ne!(raw, query);
    let answer = client.send("GET", &format!("/?{raw}"), &[], b"").await;
    assert_eq!(answer.verdict(), "200", "{}", answer.body);
}

#[tokio::test]
async fn other_methods_are_refused_and_do_nothing() {
    let (_server, client) = started().await;
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let query =
            wire::encode_pairs(&client.signed(method, "CreateSnapshot", &[("DiskId", "d-ok-1")]));
        let answer = client.send(method, &format!("/?{query}"), &[], b"").await;
        assert_eq!(answer.status, 403, "{method}");
        if method == "HEAD" {
            assert_eq!(answer.body, "");
        } else {
            assert_eq!(answer.text("Code"), "UnsupportedHTTPMethod", "{method}");
        }
    }
    let listed = client
        .call("DescribeSnapshots", &[("DiskId", "d-ok-1")])
        .await;
    assert_eq!(listed.json()["TotalCount"], 0);
}

#[tokio::test]
async fn format_decides_and_both_forms_say_the_same() {
    let (_server, client) = started().await;
    let xml = client
        .create(&[("DiskId", "d-ok-1"), ("Format", "xMl")])
        .await;
    assert_eq!(
        (xml.status, xml.header("content-type")),
        (200, "text/xml;charset=utf-8")
    );
    let root = xml.body.split_once("?>").unwrap().1.trim_start();
    assert!(
        root.starts_with("<CreateSnapshotResponse><RequestId>"),
        "{root}"
    );
    assert!(root.contains("<SnapshotId>s-"), "{root}");

    let error = client
        .create(&[("DiskId", "d-none"), ("Format", "XML")])
        .await;
    assert_eq!(
        (error.status, error.header("content-type")),
        (404, "text/xml;charset=utf-8")
    );
    for part in [
        "<Error><RequestId>",
        "<HostId>127.0.0.1</HostId>",
        "<Code>InvalidVolumeId.NotFound</Code>",
    ] {
        assert!(error.body.contains(part), "{part} in {}", error.body);
    }

    let json = client.create(&[("DiskId", "d-none")]).await;
    assert_eq!(
        json.header("content-type"),
        "application/json;charset=utf-8"
    );
    assert_eq!(json.text("HostId"), "127.0.0.1");
    let id = json.text("RequestId");
    assert_eq!((id.len(), id.to_ascii_uppercase()), (36, id.clone()));

    // Without `Format`: XML for version 1, JSON for who accepts it.
    let mut all = client.signed("GET", "DescribeSnapshots", &[]);
    all.retain(|(name, _)| name != "Format" && name != "Signature");
    all.push(("Signature".to_owned(), v1::sign("GET", &all, "testsecret")));
    let target = format!("/?{}", wire::encode_pairs(&all));
    let accepting = pairs(&[("accept", "application/json")]);
    assert_eq!(
        client.send("GET", &target, &accepting, b"").await.verdict(),
        "200"
    );
    let refused = client.send("GET", &target, &[], b"").await;
    assert_eq!(xml_verdict(&refused), "400 SignatureNonceUsed");
}

#[tokio::test]
async fn names_are_taken_as_the_page_has_them() {
    let (_server, client) = started().await;
    for (number, name, value, verdict) in [
        ("1", "RegionId", "cn-hangzhou", "200"),
        ("2", "NobodyKnows", "1", "200"),
        ("3", "diskid", "d-ok-3", "200"),
        ("4", "Tag.0.Key", "a", "403 QuotaExceed.Tags"),
        ("5", "Tag.21.Key", "a", "403 QuotaExceed.Tags"),
        ("6", "Tag.20.Key", "a", "200"),
        ("7", "Tag.1.key", "a", "200"),
        ("8", "Tag.1.value", "acs:b", "400 InvalidTagValue.Malformed"),
    ] {
        let disk = format!("d-ok-{number}");
        let answer = client.create(&[("DiskId", &disk), (name, value)]).await;
        assert_eq!(answer.verdict(), verdict, "{name}={value}: {}", answer.body);
    }
    let lower_case = client.create(&[("diskid", "d-ok-9")]).await;
    assert_eq!(lower_case.verdict(), "400 MissingParameter");
}

#[tokio::test]
async fn an_operation_with_a_path_takes_its_values_from_everywhere() {
    use doctract_core::signing::{Request, Stamp, roa};
    let spec = doctract_spec::yaml::load(
        "UpdateCluster.yaml",
        "doctract: 1\nproduct: Cs\nversion: '2015-12-15'\noperation: UpdateCluster\nstyle: roa\n\
         methods: [PUT]\npath: /clusters/{ClusterId}\nrequest:\n  parameters:\n\
         \x20 - { name: ClusterId, type: string, required: true, in: path, constraints: [ { maxLength: 4 } ] }\n\
         \x20 - { name: Size, type: integer, required: true, in: body }\n\
         \x20 - { name: Dry, type: boolean }\n",
    )
    .unwrap();
    let server = Server::builder()
        .operations(vec![spec])
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let call = async |path: &str, query: &str, body: &str, sign: bool| {
        let date = jiff::Timestamp::now()
            .strftime("%a, %d %b %Y %H:%M:%S GMT")
            .to_string();
        let nonce = nonce();
        let stamp = Stamp {
            time: &date,
            nonce: &nonce,
        };
        let mut headers = pairs(&[
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("x-acs-version", "2015-12-15"),
        ]);
        let pairs = wire::parse_query(query).unwrap();
        let request = Request {
            method: "PUT",
            path,
            query: &pairs,
            headers: &[],
            body: body.as_bytes(),
        };
        if sign {
            roa::sign_headers(&request, &mut headers, &client.credentials, stamp);
        }
        client
            .send("PUT", &format!("{path}?{query}"), &headers, body.as_bytes())
            .await
            .verdict()
    };
    assert_eq!(
        call("/clusters/c-1", "Dry=false", r#"{"Size": 3}"#, true).await,
        "200"
    );
    assert_eq!(
        call("/clusters/c-1", "Dry=maybe", r#"{"Size": 3}"#, true).await,
        "400 InvalidParameter"
    );
    assert_eq!(
        call("/clusters/c-1", "", r#"{"Size": "many"}"#, true).await,
        "400 InvalidParameter"
    );
    assert_eq!(
        call("/clusters/c-1", "", "{}", true).await,
        "400 MissingParameter"
    );
    assert_eq!(
        call("/clusters/c-1", "", "{", true).await,
        "400 InvalidParameter"
    );
    assert_eq!(
        call("/clusters/c-123", "", r#"{"Size": 3}"#, true).await,
        "400 InvalidParameter"
    );
    assert_eq!(
        call("/clusters/c-1/x", "", "", true).await,
        "404 InvalidAction.NotFound"
    );
    assert_eq!(
        call("/clusters/c-1", "", r#"{"Size": 3}"#, false).await,
        "400 MissingParameter"
    );
}
