//! Every fault can be seen by a client, and does not touch what it is not about.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Answer, Client, builder, form_header};
use doctract_core::wire;
use doctract_server::{Fault, FaultClass, Ground, Server};
use std::collections::BTreeMap;
use std::time::Duration;

/// What a client sees of an answer, without what differs from one to the next.
fn seen(answer: &Answer) -> String {
    let body = &answer.body;
    let sent: usize = answer.header("content-length").parse().unwrap_or(0);
    let whole = match sent.cmp(&body.len()) {
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Less => " length too short",
        std::cmp::Ordering::Greater => " body too short",
    };
    let said = if let Ok(json) = serde_json::from_str::<serde_json::Value>(body) {
        let kind = |name: &str| match &json[name] {
            serde_json::Value::String(text) if text.is_empty() => "empty",
            serde_json::Value::String(_) => "text",
            serde_json::Value::Number(_) => "number",
            _ => "absent",
        };
        let (request, snapshot) = (kind("RequestId"), kind("SnapshotId"));
        format!(
            "{} {} request {request} snapshot {snapshot}",
            json["Code"], json["Message"]
        )
    } else {
        let root = body.split_once("?>").map_or("", |(_, rest)| rest);
        root.split_once('>')
            .map_or("", |(root, _)| root.trim_start())
            .to_owned()
    };
    let content_type = answer.header("content-type");
    format!("{} {content_type} {said}{whole}", answer.status)
}

/// Everything that this client looks at, by name.
async fn look(server: &Server) -> BTreeMap<String, String> {
    let client = Client::new(server);
    let mut all = BTreeMap::new();
    let long = |character: &str, number: usize| character.repeat(number);
    let mut disk = 0;
    let mut fresh = || {
        disk += 1;
        format!("d-ok-{disk}")
    };

    for (name, value) in [
        ("Description", long("a", 1)),
        ("Description", String::new()),
        ("Description", long("a", 2)),
        ("Description", long("a", 256)),
        ("Description", long("中", 256)),
        ("Description", long("a", 257)),
        ("Description", long("中", 257)),
        ("Description", "http://a".into()),
        ("Description", "https://a".into()),
        ("Description", "HTTP://a".into()),
        ("Description", "a http://a".into()),
        ("SnapshotName", long("a", 1)),
        ("SnapshotName", long("a", 2)),
        ("SnapshotName", long("a", 128)),
        ("SnapshotName", long("中", 128)),
        ("SnapshotName", long("a", 129)),
        ("SnapshotName", "auto1".into()),
        ("SnapshotName", "my-auto".into()),
        ("SnapshotName", "a:b".into()),
        ("SnapshotName", "a_b".into()),
        ("SnapshotName", "a b".into()),
        ("SnapshotName", "1a".into()),
        ("ClientToken", long("t", 64)),
        ("ClientToken", long("t", 65)),
        ("ClientToken", "中".into()),
        ("Tag.1.Key", String::new()),
        ("Tag.1.Key", long("a", 64)),
        ("Tag.1.Key", long("a", 65)),
        ("Tag.1.key", "a".into()),
        ("Tag.0.Key", "a".into()),
        ("Tag.20.Key", "a".into()),
        ("Tag.21.Key", "a".into()),
        ("Tag.1.Value", String::new()),
        ("Tag.1.Value", long("a", 128)),
        ("Tag.1.Value", long("a", 129)),
        ("diskid", "d-ok-1".into()),
    ] {
        let id = fresh();
        let mut parameters = vec![(name, value.as_str())];
        if name != "diskid" {
            parameters.push(("DiskId", &id));
        }
        let answer = client.create(&parameters).await;
        let shown: String = value.chars().take(12).collect();
        all.insert(
            format!("{name}={shown} ({})", value.chars().count()),
            seen(&answer),
        );
    }
    for prefix in ["aliyun", "acs:", "http://", "https://"] {
        for name in ["Tag.1.Key", "Tag.1.Value"] {
            let answer = client
                .create(&[("DiskId", &fresh()), (name, &format!("{prefix}a"))])
                .await;
            all.insert(format!("{name}={prefix}"), seen(&answer));
        }
    }
    let answer = client.create(&[("SnapshotName", "no-disk")]).await;
    all.insert("no DiskId".into(), seen(&answer));
    let twice = client
        .create(&[("DiskId", &fresh()), ("Tag.1.Key", "a"), ("Tag.2.Key", "a")])
        .await;
    all.insert("a tag key twice".into(), seen(&twice));

    for disk in [
        "d-unknown",
        "d-not-supported",
        "d-type-not-supported",
        "d-arrears",
        "d-invalid",
        "d-transferring",
        "d-quota-full",
        "d-never-attached",
        "d-detached",
        "d-instance-starting",
        "d-instance-never-started",
        "d-instance-locked",
        "d-loading",
        "d-creating-snapshot",
    ] {
        all.insert(disk.into(), seen(&client.create(&[("DiskId", disk)]).await));
    }
    let poor = Client::with_key(server, "nobalanceid", "nobalancesecret");
    all.insert(
        "no balance".into(),
        seen(&poor.create(&[("DiskId", &fresh())]).await),
    );
    all.insert(
        "the 64th".into(),
        seen(&client.create(&[("DiskId", "d-quota-last-1")]).await),
    );

    for format in ["XML", "JSON"] {
        let good = client
            .create(&[("DiskId", &fresh()), ("Format", format)])
            .await;
        all.insert(format!("success in {format}"), seen(&good));
        let bad = client
            .create(&[("DiskId", "d-unknown"), ("Format", format)])
            .await;
        all.insert(format!("error in {format}"), seen(&bad));
    }
    for method in ["POST", "HEAD"] {
        let id = fresh();
        let all_of = client.signed(method, "CreateSnapshot", &[("DiskId", &id)]);
        let query = wire::encode_pairs(&all_of);
        let answer = client
            .send(method, &format!("/?{query}"), &form_header(), b"")
            .await;
        all.insert(
            method.into(),
            format!("{} makes {}", answer.status, made(&client, &id).await),
        );
    }

    let (one, two) = (
        client.create(&[("DiskId", &fresh())]).await,
        client.create(&[("DiskId", &fresh())]).await,
    );
    let same = |name: &str| one.body.contains(name) && text(&one, name) == text(&two, name);
    all.insert(
        "ids of two".into(),
        format!("{} {}", same("SnapshotId"), same("RequestId")),
    );

    let id = fresh();
    let token = [("DiskId", id.as_str()), ("ClientToken", "replay")];
    let (first, again) = (client.create(&token).await, client.create(&token).await);
    let same = text(&first, "SnapshotId") == text(&again, "SnapshotId");
    all.insert(
        "replay".into(),
        format!("{} {same} makes {}", again.status, made(&client, &id).await),
    );
    let other = client
        .create(&[token[0], token[1], ("Description", "other")])
        .await;
    all.insert("mismatch".into(), seen(&other));
    let refused = client
        .create(&[
            ("DiskId", &fresh()),
            ("ClientToken", "c"),
            ("SnapshotName", "1"),
        ])
        .await;
    let refused_late = client
        .create(&[("DiskId", "d-arrears"), ("ClientToken", "c")])
        .await;
    let corrected = client
        .create(&[("DiskId", &fresh()), ("ClientToken", "c")])
        .await;
    all.insert(
        "corrected".into(),
        [refused, refused_late, corrected]
            .map(|own| seen(&own))
            .join(" | "),
    );
    let id = fresh();
    let race = [("DiskId", id.as_str()), ("ClientToken", "race")];
    tokio::join!(client.create(&race), client.create(&race));
    all.insert("race".into(), format!("makes {}", made(&client, &id).await));
    all
}

fn text(answer: &Answer, name: &str) -> String {
    let json: serde_json::Value = serde_json::from_str(&answer.body).unwrap_or_default();
    json[name].to_string()
}

async fn made(client: &Client, disk: &str) -> String {
    let listed = client.call("DescribeSnapshots", &[("DiskId", disk)]).await;
    listed.json()["TotalCount"].to_string()
}

#[tokio::test]
async fn every_fault_is_seen_and_only_where_it_acts() {
    let clean = look(&builder().start().await.unwrap()).await;
    let again = look(&builder().start().await.unwrap()).await;
    assert_eq!(clean, again, "a right server answers the same twice");
    for fault in Fault::ALL {
        if fault.name == "answers-after-11-s" || fault.name == "length-one-long" {
            continue;
        }
        let faulty = look(&builder().faults([fault]).start().await.unwrap()).await;
        let differing: Vec<_> = clean
            .iter()
            .filter(|(name, own)| faulty[*name] != **own)
            .collect();
        let undecided = fault.ground == Ground::Undecided;
        assert!(
            undecided || !differing.is_empty(),
            "{} is not seen",
            fault.name
        );
        let broad = fault.class == FaultClass::WrongSuccess
            || ["error-without-request-id", "post-refused"].contains(&fault.name);
        assert!(
            broad || differing.len() <= 9,
            "{} is seen in {differing:#?}",
            fault.name
        );
    }
}

#[tokio::test]
async fn a_body_that_never_ends_keeps_the_client_waiting() {
    let fault = Fault::by_name("length-one-long").unwrap();
    let server = builder().faults([fault]).start().await.unwrap();
    let client = Client::new(&server);
    let query =
        wire::encode_pairs(&client.signed("GET", "CreateSnapshot", &[("DiskId", "d-ok-1")]));
    let request = format!("GET /?{query} HTTP/1.1\r\nhost: a\r\n\r\n");
    let waiting = tokio::time::timeout(Duration::from_millis(300), client.raw(request.as_bytes()));
    assert!(waiting.await.is_err(), "the connection stays open");
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_comes_after_eleven_seconds() {
    let fault = Fault::by_name("answers-after-11-s").unwrap();
    let server = builder().faults([fault]).start().await.unwrap();
    let client = Client::new(&server);
    let before = tokio::time::Instant::now();
    let refused = client.create(&[("DiskId", "d-unknown")]).await;
    assert_eq!(refused.status, 404);
    assert!(
        before.elapsed() < Duration::from_secs(11),
        "a refusal is not late"
    );
    let late = client.create(&[("DiskId", "d-ok-1")]).await;
    assert_eq!(late.verdict(), "200");
    assert!(before.elapsed() >= Duration::from_secs(11));
}

#[test]
fn what_a_fault_breaks_is_a_statement_of_the_page() {
    let operation = common::create_snapshot();
    let statements = doctract_spec::statement::statements(&operation);
    let unknown: Vec<_> = Fault::ALL
        .iter()
        .filter(|fault| !statements.iter().any(|own| own.id == fault.breaks))
        .filter(|fault| {
            !["http/", "wire/"]
                .iter()
                .any(|part| fault.breaks.starts_with(part))
        })
        .map(|fault| (fault.name, fault.breaks))
        .collect();
    assert!(unknown.is_empty(), "{unknown:?} of {statements:#?}");
}

#[test]
fn faults_have_distinct_names_and_words() {
    let mut names: Vec<_> = Fault::ALL.iter().map(|fault| fault.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Fault::ALL.len());
    for fault in Fault::ALL {
        assert!(
            !fault.sees.is_empty() && !fault.breaks.is_empty(),
            "{}",
            fault.name
        );
        assert!(Fault::by_name(fault.name).is_ok());
    }
    let unknown = Fault::by_name("token-races").unwrap_err().to_string();
    assert_eq!(
        unknown,
        "there is no fault `token-races`; did you mean `token-race`?"
    );
}
