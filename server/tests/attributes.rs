//! What a resource was told is shown, found by, and kept to.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::Client;
use common::steps::{pass, still, text};
use serde_json::{Value, json};

const IMAGE: &str = "centos_7_06_64_20G_alibase_20190711.vhd";
const REGION: (&str, &str) = ("RegionId", "cn-hangzhou");

/// The ids that a list holds under these filters.
async fn ids(client: &Client, action: &str, kind: &str, filters: &[(&str, &str)]) -> Vec<String> {
    let listed = client.good(action, filters).await;
    let items = listed[format!("{kind}s")][kind].as_array().unwrap().clone();
    let id = format!("{kind}Id");
    items.iter().map(|item| text(&item[&id])).collect()
}

/// Holds that a filter admits the one, and nothing with another value.
async fn finds(
    client: &Client,
    action: &str,
    kind: &str,
    id: &str,
    filters: &[(&str, &str, &str)],
) {
    for (name, value, other) in filters {
        let found = ids(client, action, kind, &[REGION, (name, value)]).await;
        assert!(
            found.contains(&id.to_owned()),
            "{action} {name}={value}: {found:?}"
        );
        let found = ids(client, action, kind, &[REGION, (name, other)]).await;
        assert!(
            !found.contains(&id.to_owned()),
            "{action} {name}={other}: {found:?}"
        );
    }
}

#[tokio::test]
async fn an_instance_shows_what_it_was_told() {
    let (server, client) = still().await;
    let told = [
        REGION,
        ("ImageId", IMAGE),
        ("InstanceType", "ecs.g6.large"),
        ("SecurityGroupId", "sg-1"),
        ("VSwitchId", "vsw-1"),
        ("KeyPairName", "pair"),
        ("InternetMaxBandwidthOut", "5"),
        ("DeletionProtection", "true"),
    ];
    let made = client.good("RunInstances", &told).await;
    let id = text(&made["InstanceIdSets"]["InstanceIdSet"][0]);
    pass(&server, 60);
    let shown = client.instance(&id).await;
    assert_eq!(
        shown["SecurityGroupIds"],
        json!({"SecurityGroupId": ["sg-1"]})
    );
    assert_eq!(shown["VpcAttributes"]["VSwitchId"], "vsw-1");
    assert_eq!(
        (&shown["KeyPairName"], &shown["InternetMaxBandwidthOut"]),
        (&json!("pair"), &json!(5))
    );
    assert_eq!(
        (&shown["DeletionProtection"], &shown["StoppedMode"]),
        (&json!(true), &json!("Not-applicable"))
    );
    let filters = [
        ("SecurityGroupId", "sg-1", "sg-2"),
        ("VSwitchId", "vsw-1", "vsw-2"),
        ("KeyPairName", "pair", "another"),
        ("InstanceNetworkType", "vpc", "classic"),
        ("InstanceTypeFamily", "ecs.g6", "ecs.g5"),
    ];
    finds(&client, "DescribeInstances", "Instance", &id, &filters).await;
    let addresses = [REGION, ("PublicIpAddresses", "[\"192.0.2.1\"]")];
    assert!(
        ids(&client, "DescribeInstances", "Instance", &addresses)
            .await
            .is_empty()
    );

    let stop = [("InstanceId", id.as_str()), ("StoppedMode", "StopCharging")];
    client.good("StopInstance", &stop).await;
    pass(&server, 60);
    assert_eq!(client.instance(&id).await["StoppedMode"], "StopCharging");
    assert_eq!(
        client.bad("DeleteInstance", &stop[..1]).await,
        "403 InvalidOperation.DeletionProtection"
    );
}

#[tokio::test]
async fn disks_images_and_snapshots_are_found_by_what_they_show() {
    let (server, client) = still().await;
    let told = [
        REGION,
        ("ZoneId", "cn-hangzhou-g"),
        ("Size", "40"),
        ("DiskCategory", "cloud_essd"),
        ("PerformanceLevel", "PL2"),
        ("Encrypted", "true"),
        ("ResourceGroupId", "rg-1"),
    ];
    let disk = text(&client.good("CreateDisk", &told).await["DiskId"]);
    let shown = client
        .good(
            "DescribeDisks",
            &[REGION, ("DiskIds", &json!([disk]).to_string())],
        )
        .await["Disks"]["Disk"][0]
        .clone();
    assert_eq!(
        (&shown["PerformanceLevel"], &shown["Encrypted"]),
        (&json!("PL2"), &json!(true))
    );
    let filters = [
        ("ResourceGroupId", "rg-1", "rg-2"),
        ("Portable", "true", "false"),
        ("DeleteWithInstance", "false", "true"),
        ("DiskChargeType", "PostPaid", "PrePaid"),
        ("EnableShared", "false", "true"),
    ];
    finds(&client, "DescribeDisks", "Disk", &disk, &filters).await;
    assert_eq!(
        ids(
            &client,
            "DescribeDisks",
            "Disk",
            &[REGION, ("Encrypted", "true")]
        )
        .await,
        [disk]
    );

    let told = [
        REGION,
        ("SnapshotId", "s-system-shot-1"),
        ("ImageName", "own"),
        ("ImageFamily", "mine"),
    ];
    let image = text(&client.good("CreateImage", &told).await["ImageId"]);
    let filters = [
        ("ImageFamily", "mine", "other"),
        ("Architecture", "x86_64", "i386"),
        ("OSType", "linux", "windows"),
    ];
    finds(&client, "DescribeImages", "Image", &image, &filters).await;
    let of_family = [
        REGION,
        ("ImageFamily", "mine"),
        ("InstanceType", "ecs.g6.large"),
    ];
    client.good("RunInstances", &of_family).await;

    let shot = text(&client.good("CreateSnapshot", &[("DiskId", "d-ok-1")]).await["SnapshotId"]);
    pass(&server, 120);
    let from = |time| {
        [
            REGION,
            ("Filter.1.Key", "CreationStartTime"),
            ("Filter.1.Value", time),
        ]
    };
    for (time, there) in [("2019-02-13T10:00Z", true), ("2019-02-13T10:01Z", false)] {
        let found = ids(&client, "DescribeSnapshots", "Snapshot", &from(time)).await;
        assert_eq!(found.contains(&shot), there, "{time}: {found:?}");
    }
    for (action, kind) in [
        ("DescribeSnapshots", "Snapshot"),
        ("DescribeImages", "Image"),
        ("DescribeDisks", "Disk"),
        ("DescribeInstances", "Instance"),
    ] {
        let elsewhere = ids(&client, action, kind, &[("RegionId", "cn-beijing")]).await;
        assert!(elsewhere.is_empty(), "{action}: {elsewhere:?}");
    }
}

#[tokio::test]
async fn an_instance_locked_for_security_takes_its_disks_along() {
    let (_server, client) = still().await;
    let count = async |client: &Client| {
        let ids = json!(["d-instance-locked"]).to_string();
        let listed: Value = client.good("DescribeDisks", &[("DiskIds", &ids)]).await;
        listed["TotalCount"].clone()
    };
    assert_eq!(count(&client).await, 1);
    let delete = [("InstanceId", "i-instance-locked"), ("Force", "true")];
    client.good("DeleteInstance", &delete).await;
    assert_eq!(count(&client).await, 0);
}

#[tokio::test]
async fn an_instance_whose_disk_is_in_arrears_does_not_start() {
    let (_server, client) = still().await;
    let of_arrears = [("InstanceId", "i-arrears"), ("ForceStop", "true")];
    client.good("StopInstance", &of_arrears).await;
    assert_eq!(
        client.bad("StartInstance", &of_arrears[..1]).await,
        "403 DiskInArrears"
    );
}
