//! `CreateSnapshot` as its page says: every error, every bound, the quota, progress.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::Client;
use common::steps::still;
use doctract_server::Server;
use std::time::Duration;

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
