//! Tags of every kind of resource, and other names of snapshots.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::{still, text};
use serde_json::json;

#[tokio::test]
async fn tags_are_set_found_and_taken_away() {
    let (_server, client) = still().await;
    let snapshot = text(
        &client
            .good(
                "CreateSnapshot",
                &[("DiskId", "d-ok-1"), ("Tag.1.Key", "a")],
            )
            .await["SnapshotId"],
    );
    let on = |kind: &'static str, id: &'static str| {
        [
            ("RegionId", "cn-hangzhou"),
            ("ResourceType", kind),
            ("ResourceId.1", id),
        ]
    };
    let tag = [
        &on("disk", "d-ok-1")[..],
        &[
            ("ResourceId.2", "d-ok-2"),
            ("Tag.1.Key", "team"),
            ("Tag.1.Value", "x"),
            ("Tag.2.Key", "env"),
        ],
    ]
    .concat();
    client.good("TagResources", &tag).await;
    let listed = client.good("ListTagResources", &on("disk", "d-ok-2")).await;
    assert_eq!(
        listed["TagResources"]["TagResource"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    assert_eq!(listed["TagResources"]["TagResource"][0]["TagKey"], "team");
    let found = client
        .good(
            "ListTagResources",
            &[
                ("ResourceType", "disk"),
                ("TagFilter.1.TagKey", "te*"),
                ("TagFilter.1.TagValues.1", "x"),
            ],
        )
        .await;
    assert_eq!(
        found["TagResources"]["TagResource"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    let of_snapshots = client
        .good(
            "ListTagResources",
            &[("ResourceType", "snapshot"), ("Tag.1.Key", "a")],
        )
        .await;
    assert_eq!(
        of_snapshots["TagResources"]["TagResource"][0]["ResourceId"],
        json!(snapshot)
    );
    client
        .good(
            "UntagResources",
            &[
                &on("disk", "d-ok-1")[..],
                &[("TagKey.1", "team"), ("All", "true")],
            ]
            .concat(),
        )
        .await;
    let left = client.good("ListTagResources", &on("disk", "d-ok-1")).await;
    assert_eq!(
        left["TagResources"]["TagResource"]
            .as_array()
            .unwrap()
            .len(),
        1,
        "All counts only without keys"
    );
    client
        .good(
            "UntagResources",
            &[&on("disk", "d-ok-1")[..], &[("All", "true")]].concat(),
        )
        .await;
    assert_eq!(
        client.good("ListTagResources", &on("disk", "d-ok-1")).await["TagResources"]["TagResource"],
        json!([])
    );

    let unknown = [&on("disk", "d-none")[..], &[("Tag.1.Key", "a")]].concat();
    assert_eq!(
        client.bad("TagResources", &unknown).await,
        "404 InvalidResourceId.NotFound"
    );
    let no_type = [&on("moon", "d-ok-1")[..], &[("Tag.1.Key", "a")]].concat();
    assert_eq!(
        client.bad("TagResources", &no_type).await,
        "404 InvalidResourceType.NotFound"
    );
    let twice = [
        &on("disk", "d-ok-1")[..],
        &[("Tag.1.Key", "a"), ("Tag.2.Key", "a")],
    ]
    .concat();
    assert_eq!(
        client.bad("TagResources", &twice).await,
        "400 Duplicate.TagKey"
    );
    for n in 0..20 {
        let key = format!("k{n}");
        client
            .good(
                "TagResources",
                &[&on("disk", "d-ok-3")[..], &[("Tag.1.Key", &key)]].concat(),
            )
            .await;
    }
    let over = [&on("disk", "d-ok-3")[..], &[("Tag.1.Key", "k20")]].concat();
    assert_eq!(
        client.bad("TagResources", &over).await,
        "400 OperationDenied.QuotaExceed"
    );
}

#[tokio::test]
async fn a_snapshot_gets_another_name() {
    let (_server, client) = still().await;
    let id = text(
        &client
            .good(
                "CreateSnapshot",
                &[("DiskId", "d-ok-1"), ("SnapshotName", "first")],
            )
            .await["SnapshotId"],
    );
    client
        .good(
            "ModifySnapshotAttribute",
            &[("SnapshotId", &id), ("Description", "changed")],
        )
        .await;
    let listed = client
        .good("DescribeSnapshots", &[("SnapshotName", "first")])
        .await;
    assert_eq!(listed["Snapshots"]["Snapshot"][0]["Description"], "changed");
    assert_eq!(
        client
            .bad("ModifySnapshotAttribute", &[("SnapshotId", &id)])
            .await,
        "400 NoAttributeToModify"
    );
    assert_eq!(
        client
            .bad("ModifySnapshotAttribute", &[("SnapshotId", "s-none")])
            .await,
        "404 InvalidSnapshotId.NotFound"
    );
}
