//! CreateSnapshot and the operations around it, as their pages say.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, builder};
use doctract_server::{Clock, Server};
use std::collections::HashSet;
use std::time::Duration;

async fn still() -> (Server, Client) {
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    let server = builder().clock(clock).start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

async fn verdict(client: &Client, parameters: &[(&str, &str)]) -> String {
    client.create(parameters).await.verdict()
}

#[tokio::test]
async fn every_documented_error_and_every_precondition_is_reached() {
    let (server, client) = still().await;
    for (disk, expected) in [
        ("d-unknown-1", "404 InvalidVolumeId.NotFound"),
        ("d-other-account", "404 InvalidVolumeId.NotFound"),
        ("d-not-supported", "403 DiskId.ValueNotSupported"),
        ("d-type-not-supported", "403 IncorrectDiskType.NotSupport"),
        ("d-arrears", "403 DiskInArrears"),
        ("d-invalid", "403 IncorrectDiskStatus.Invalid"),
        ("d-transferring", "403 IncorrectDiskStatus.Transferring"),
        ("d-quota-full", "403 QuotaExceed.Snapshot"),
        ("d-never-attached", "403 IncorrectDiskStatus.NeverAttached"),
        ("d-detached", "403 IncorrectDiskStatus"),
        ("d-instance-pending", "400 IncorrectInstanceStatus"),
        ("d-instance-starting", "400 IncorrectInstanceStatus"),
        ("d-instance-stopping", "400 IncorrectInstanceStatus"),
        ("d-instance-never-started", "400 IncorrectInstanceStatus"),
        ("d-instance-locked", "403 InstanceLockedForSecurity"),
        ("d-loading", "403 IncorrectDiskStatus"),
        (
            "d-creating-snapshot",
            "403 IncorrectDiskStatus.CreatingSnapshot",
        ),
        ("d-ok-1", "200"),
        ("d-system-1", "200"),
        ("d-instance-stopped-1", "200"),
    ] {
        let answer = client.create(&[("DiskId", disk)]).await;
        assert_eq!(answer.verdict(), expected, "{disk}: {}", answer.body);
    }
    let poor = Client::with_key(&server, "nobalanceid", "nobalancesecret");
    let poor = verdict(&poor, &[("DiskId", "d-ok-2")]).await;
    assert_eq!(poor, "403 InvalidAccountStatus.NotEnoughBalance");
    let malformed = verdict(&client, &[("DiskId", "d-ok-3"), ("Description", "x")]).await;
    assert_eq!(malformed, "404 InvalidDescription.Malformed");
}

#[tokio::test]
async fn every_rule_of_a_parameter_holds_at_both_sides_of_its_bound() {
    let (_server, client) = still().await;
    let long = |character: &str, number: usize| character.repeat(number);
    let mut disk = 0;
    for (name, value, expected) in [
        ("Description", long("a", 2), "200"),
        ("Description", long("中", 256), "200"),
        (
            "Description",
            long("𠀀", 257),
            "404 InvalidDescription.Malformed",
        ),
        (
            "Description",
            String::new(),
            "404 InvalidDescription.Malformed",
        ),
        (
            "Description",
            "http://a".into(),
            "404 InvalidDescription.Malformed",
        ),
        (
            "Description",
            "https://a".into(),
            "404 InvalidDescription.Malformed",
        ),
        ("Description", "see http://a".into(), "200"),
        (
            "SnapshotName",
            long("a", 1),
            "400 InvalidSnapshotName.Malformed",
        ),
        ("SnapshotName", "a1:_-中".into(), "200"),
        ("SnapshotName", long("中", 128), "200"),
        (
            "SnapshotName",
            long("中", 129),
            "400 InvalidSnapshotName.Malformed",
        ),
        (
            "SnapshotName",
            "1a".into(),
            "400 InvalidSnapshotName.Malformed",
        ),
        (
            "SnapshotName",
            "a b".into(),
            "400 InvalidSnapshotName.Malformed",
        ),
        (
            "SnapshotName",
            "auto-1".into(),
            "400 InvalidSnapshotName.Malformed",
        ),
        ("SnapshotName", "my-auto".into(), "200"),
        ("ClientToken", long("t", 64), "200"),
        (
            "ClientToken",
            long("t", 65),
            "400 InvalidClientToken.ValueNotSupported",
        ),
        (
            "ClientToken",
            "t中".into(),
            "400 InvalidClientToken.ValueNotSupported",
        ),
        ("Tag.1.Key", String::new(), "400 InvalidTagKey.Malformed"),
        ("Tag.1.Key", long("k", 64), "200"),
        ("Tag.1.Key", long("k", 65), "400 InvalidTagKey.Malformed"),
        ("Tag.1.Key", "aliyun1".into(), "400 InvalidTagKey.Malformed"),
        ("Tag.1.Key", "my-aliyun".into(), "200"),
        ("Tag.1.Value", long("v", 128), "200"),
        (
            "Tag.1.Value",
            long("v", 129),
            "400 InvalidTagValue.Malformed",
        ),
        (
            "Tag.1.Value",
            "acs:1".into(),
            "400 InvalidTagValue.Malformed",
        ),
    ] {
        disk += 1;
        let id = format!("d-ok-{disk}");
        let mut parameters = vec![("DiskId", id.as_str()), (name, value.as_str())];
        if name == "Tag.1.Value" {
            parameters.push(("Tag.1.Key", "k"));
        }
        let answer = client.create(&parameters).await;
        assert_eq!(
            answer.verdict(),
            expected,
            "{name}={value}: {}",
            answer.body
        );
    }
    let missing = verdict(&client, &[("SnapshotName", "a-name")]).await;
    assert_eq!(missing, "400 MissingParameter");
}

#[tokio::test]
async fn a_snapshot_progresses_with_the_clock_and_hinders_the_next_until_it_is_done() {
    let (server, client) = still().await;
    let given = [
        ("DiskId", "d-ok-1"),
        ("SnapshotName", "first"),
        ("Description", "a & <b>"),
        ("Tag.2.Key", "k2"),
        ("Tag.1.Key", "k1"),
        ("Tag.1.Value", "v1"),
        ("Tag.1.key", "k1"),
    ];
    let id = client.create(&given).await.text("SnapshotId");
    let shown = || async {
        let ids = format!("[\"{id}\"]");
        let listed = client
            .call(
                "DescribeSnapshots",
                &[("SnapshotIds", &ids), ("RegionId", "cn-hangzhou")],
            )
            .await;
        assert_eq!(listed.json()["TotalCount"], 1, "{}", listed.body);
        listed.json()["Snapshots"]["Snapshot"][0].clone()
    };
    let fresh = shown().await;
    assert_eq!(
        (&fresh["Status"], &fresh["Progress"], &fresh["RemainTime"]),
        (&"progressing".into(), &"0%".into(), &6.into())
    );
    assert_eq!(
        (&fresh["SnapshotName"], &fresh["Description"]),
        (&"first".into(), &"a & <b>".into())
    );
    assert_eq!(fresh["SourceDiskSize"], 40);
    assert_eq!(fresh["CreationTime"], "2019-02-13T10:00:00Z");
    let tags =
        serde_json::json!([{"TagKey": "k1", "TagValue": "v1"}, {"TagKey": "k2", "TagValue": ""}]);
    assert_eq!(fresh["Tags"]["Tag"], tags);

    let second = verdict(&client, &[("DiskId", "d-ok-1")]).await;
    assert_eq!(second, "403 IncorrectDiskStatus.CreatingSnapshot");
    server.clock().advance(Duration::from_secs(3)).unwrap();
    assert_eq!(shown().await["Progress"], "50%");
    server.clock().advance(Duration::from_secs(3)).unwrap();
    let done = shown().await;
    assert_eq!(
        (&done["Status"], &done["Progress"]),
        (&"accomplished".into(), &"100%".into())
    );
    assert_eq!(done["LastModifiedTime"], "2019-02-13T10:00:06Z");
    assert_eq!(verdict(&client, &[("DiskId", "d-ok-1")]).await, "200");
}

#[tokio::test]
async fn a_disk_has_64_snapshots_and_refused_requests_do_not_count() {
    let (server, client) = still().await;
    let create = |n: usize| {
        let client = client.clone();
        async move {
            client
                .create(&[("DiskId", &format!("d-quota-last-{n}"))])
                .await
        }
    };
    let refused = client
        .create(&[("DiskId", "d-quota-last-1"), ("Description", "x")])
        .await;
    assert_eq!(refused.status, 404);
    let last = create(1).await;
    assert_eq!(last.verdict(), "200");
    // The quota is a lasting refusal and goes before a snapshot in progress.
    assert_eq!(create(1).await.verdict(), "403 QuotaExceed.Snapshot");
    server.clock().advance(Duration::from_secs(60)).unwrap();
    assert_eq!(create(1).await.verdict(), "403 QuotaExceed.Snapshot");
    assert_eq!(
        create(2).await.verdict(),
        "200",
        "the quota is one of each disk"
    );

    let listed = client
        .call(
            "DescribeSnapshots",
            &[("DiskId", "d-quota-last-1"), ("PageSize", "100")],
        )
        .await;
    assert_eq!(
        listed.json()["Snapshots"]["Snapshot"]
            .as_array()
            .unwrap()
            .len(),
        64
    );
    let id = last.text("SnapshotId");
    let deleted = client
        .call("DeleteSnapshot", &[("SnapshotId", &id), ("Force", "True")])
        .await;
    assert_eq!(deleted.verdict(), "200");
    assert_eq!(create(1).await.verdict(), "200", "a place is free again");
}

#[tokio::test]
async fn the_quota_and_the_codes_are_those_of_the_edition_that_is_served() {
    let mut spec = common::create_snapshot();
    for precondition in &mut spec.preconditions {
        precondition.limit = precondition.limit.map(|_| 256);
    }
    spec.errors.push(doctract_spec::model::ErrorRow {
        status: Some(404),
        code: "InvalidDiskId.NotFound".to_owned(),
        message: Some("The specified DiskId does not exist.".to_owned()),
        ..doctract_spec::model::ErrorRow::default()
    });
    let server = Server::builder()
        .operations(vec![spec])
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let unknown = verdict(&client, &[("DiskId", "d-none")]).await;
    assert_eq!(unknown, "404 InvalidDiskId.NotFound");
    let full = verdict(&client, &[("DiskId", "d-quota-full")]).await;
    assert_eq!(full, "403 QuotaExceed.Snapshot");
    let listed = client
        .call("DescribeSnapshots", &[("DiskId", "d-quota-full")])
        .await;
    assert_eq!(listed.json()["TotalCount"], 256);
    assert_eq!(
        verdict(&client, &[("DiskId", "d-quota-last-1")]).await,
        "200"
    );
}

#[tokio::test]
async fn one_place_goes_to_one_of_many() {
    let (_server, client) = still().await;
    let requests: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move {
                client
                    .create(&[("DiskId", "d-quota-last-1")])
                    .await
                    .verdict()
            })
        })
        .collect();
    let mut verdicts = Vec::new();
    for request in requests {
        verdicts.push(request.await.unwrap());
    }
    let created = verdicts.iter().filter(|verdict| *verdict == "200").count();
    let refused = verdicts
        .iter()
        .filter(|verdict| *verdict == "403 QuotaExceed.Snapshot")
        .count();
    assert_eq!((created, refused), (1, 19), "{verdicts:?}");
}

#[tokio::test]
async fn a_token_gives_the_same_result_again_and_nothing_else() {
    let (server, client) = still().await;
    let first = client
        .create(&[
            ("DiskId", "d-ok-1"),
            ("ClientToken", "t-1"),
            ("Tag.1.Key", "a"),
        ])
        .await;
    let id = first.text("SnapshotId");
    // The order of the parameters, an alias and what the page does not list make no difference.
    let again = client
        .create(&[
            ("ClientToken", "t-1"),
            ("Tag.1.key", "a"),
            ("RegionId", "cn-hangzhou"),
            ("DiskId", "d-ok-1"),
        ])
        .await;
    assert_eq!(again.text("SnapshotId"), id, "{}", again.body);
    assert_ne!(again.text("RequestId"), first.text("RequestId"));
    for other in [
        [("DiskId", "d-ok-2"), ("Tag.1.Key", "a")],
        [("DiskId", "d-ok-1"), ("Tag.1.Key", "b")],
    ] {
        let mismatch = client
            .create(&[other[0], other[1], ("ClientToken", "t-1")])
            .await;
        assert_eq!(mismatch.verdict(), "403 IdempotentParameterMismatch");
        assert_eq!(
            mismatch.text("Message"),
            "The specified clientToken is used."
        );
    }
    // Letter case counts, and so does the account.
    assert_eq!(
        verdict(&client, &[("DiskId", "d-ok-3"), ("ClientToken", "T-1")]).await,
        "200"
    );
    let other = Client::with_key(&server, "otherid", "othersecret");
    assert_eq!(
        verdict(&other, &[("DiskId", "d-ok-4"), ("ClientToken", "t-1")]).await,
        "200"
    );
    let listed = client
        .call("DescribeSnapshots", &[("DiskId", "d-ok-1")])
        .await;
    assert_eq!(listed.json()["TotalCount"], 1);

    // Only successes are remembered.
    let refused = verdict(
        &client,
        &[
            ("DiskId", "d-ok-5"),
            ("ClientToken", "t-5"),
            ("Description", "x"),
        ],
    )
    .await;
    assert_eq!(refused, "404 InvalidDescription.Malformed");
    let refused = verdict(&client, &[("DiskId", "d-arrears"), ("ClientToken", "t-5")]).await;
    assert_eq!(refused, "403 DiskInArrears");
    let corrected = verdict(
        &client,
        &[
            ("DiskId", "d-ok-5"),
            ("ClientToken", "t-5"),
            ("Description", "xy"),
        ],
    )
    .await;
    assert_eq!(corrected, "200");

    // A token ends.
    server
        .clock()
        .advance(Duration::from_secs(24 * 3600 + 1))
        .unwrap();
    let new = client
        .create(&[
            ("DiskId", "d-ok-1"),
            ("ClientToken", "t-1"),
            ("Tag.1.Key", "b"),
        ])
        .await;
    assert_eq!(new.verdict(), "200");
    assert_ne!(new.text("SnapshotId"), id);
}

#[tokio::test]
async fn simultaneous_requests_with_one_token_make_one_snapshot() {
    let server = builder()
        .latency(Duration::from_millis(50))
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let requests: Vec<_> = (0..30)
        .map(|n| {
            let client = client.clone();
            tokio::spawn(async move {
                let token = format!("t-{}", n % 3);
                let disk = format!("d-ok-{}", n % 3);
                client
                    .create(&[("DiskId", &disk), ("ClientToken", &token)])
                    .await
            })
        })
        .collect();
    let mut ids = HashSet::new();
    let mut in_work = 0;
    for request in requests {
        let answer = request.await.unwrap();
        match answer.verdict().as_str() {
            "200" => _ = ids.insert(answer.text("SnapshotId")),
            "403 IdempotentProcessing" => in_work += 1,
            other => panic!("{other}: {}", answer.body),
        }
    }
    assert_eq!(ids.len(), 3);
    assert!(in_work > 0, "some request came while the first was in work");
    let listed = client
        .call(
            "DescribeSnapshots",
            &[("PageSize", "100"), ("Status", "progressing")],
        )
        .await;
    let made = listed.json()["Snapshots"]["Snapshot"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(
        made, 4,
        "three, and the one of the world that never finishes"
    );
}

#[tokio::test]
async fn lists_filter_by_and_and_page_both_ways() {
    let (_server, client) = still().await;
    let mut made = Vec::new();
    for n in 1..=12 {
        let (disk, name) = (format!("d-ok-{n}"), format!("name-{}", n % 2));
        let answer = client
            .create(&[("DiskId", &disk), ("SnapshotName", &name)])
            .await;
        made.push(answer.text("SnapshotId"));
    }
    let ids = |answer: &common::Answer| -> Vec<String> {
        let json = answer.json();
        let list = json["Snapshots"]["Snapshot"].as_array().unwrap();
        list.iter()
            .map(|own| own["SnapshotId"].as_str().unwrap().to_owned())
            .collect()
    };
    let odd = client
        .call(
            "DescribeSnapshots",
            &[
                ("SnapshotName", "name-1"),
                ("PageSize", "4"),
                ("PageNumber", "2"),
            ],
        )
        .await;
    assert_eq!(odd.json()["TotalCount"], 6);
    assert_eq!(ids(&odd), [made[2].clone(), made[0].clone()]);
    assert_eq!(
        (&odd.json()["PageNumber"], &odd.json()["PageSize"]),
        (&2.into(), &4.into())
    );
    let both = client
        .call(
            "DescribeSnapshots",
            &[("SnapshotName", "name-1"), ("DiskId", "d-ok-2")],
        )
        .await;
    assert_eq!(ids(&both), Vec::<String>::new());
    let of_instance = client
        .call("DescribeSnapshots", &[("InstanceId", "i-ok-3")])
        .await;
    assert_eq!(ids(&of_instance), [made[2].clone()]);
    let none = client
        .call("DescribeSnapshots", &[("SnapshotIds", "[]")])
        .await;
    assert_eq!(
        (none.json()["TotalCount"].clone(), ids(&none).len()),
        (0.into(), 0)
    );
    let dry = client
        .call("DescribeSnapshots", &[("DryRun", "true")])
        .await;
    assert_eq!(dry.verdict(), "400 DryRunOperation");

    let mut seen = Vec::new();
    let mut token = String::new();
    loop {
        let mut parameters = vec![("MaxResults", "5"), ("SnapshotName", "name-0")];
        if !token.is_empty() {
            parameters.push(("NextToken", &token));
        }
        let answer = client.call("DescribeSnapshots", &parameters).await;
        seen.extend(ids(&answer));
        token = answer.text("NextToken");
        if token.is_empty() {
            break;
        }
    }
    let mut even: Vec<_> = made.iter().skip(1).step_by(2).cloned().collect();
    even.reverse();
    assert_eq!(seen, even);
}

#[tokio::test]
async fn disks_are_found_by_id_state_and_instance() {
    let (_server, client) = still().await;
    let listed = client
        .call(
            "DescribeDisks",
            &[
                ("DiskIds", "[\"d-ok-7\",\"d-detached\",\"d-none\"]"),
                ("RegionId", "cn-hangzhou"),
            ],
        )
        .await;
    let json = listed.json();
    let disks = json["Disks"]["Disk"].as_array().unwrap();
    assert_eq!(disks.len(), 2);
    assert_eq!(
        (&disks[0]["Status"], &disks[0]["InstanceId"]),
        (&"In_use".into(), &"i-ok-7".into())
    );
    assert_eq!(
        (&disks[1]["Status"], &disks[1]["InstanceId"]),
        (&"Available".into(), &"".into())
    );
    let elsewhere = client
        .call(
            "DescribeDisks",
            &[("DiskIds", "[\"d-ok-7\"]"), ("RegionId", "cn-beijing")],
        )
        .await;
    assert_eq!(elsewhere.json()["TotalCount"], 0);
    let wrong = client.call("DescribeDisks", &[("DiskIds", "d-ok-7")]).await;
    assert_eq!(wrong.verdict(), "400 InvalidParameter");
}
