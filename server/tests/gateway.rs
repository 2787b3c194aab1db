//! What happens to a request before its operation: carriers, signatures, formats, common errors.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Answer, Client, builder, form_header, nonce, now, pairs, time_in};
use doctract_core::signing::v1;
use doctract_core::wire;
use doctract_server::{Server, Signatures};

async fn started() -> (Server, Client) {
    let server = builder().start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

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

fn xml_verdict(answer: &Answer) -> String {
    let code = answer
        .body
        .split_once("<Code>")
        .and_then(|(_, rest)| rest.split_once("</Code>"));
    format!("{} {}", answer.status, code.map_or("", |(code, _)| code))
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
