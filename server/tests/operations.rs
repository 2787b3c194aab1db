//! The operations around `CreateSnapshot`: instances and disks, from beginning to end.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::{pass, still, text};
use serde_json::json;

const IMAGE: &str = "centos_7_06_64_20G_alibase_20190711.vhd";

#[tokio::test]
async fn a_fresh_instance_runs_loads_and_can_then_be_snapshot_and_imaged() {
    let (server, client) = still().await;
    let run = [
        ("RegionId", "cn-hangzhou"),
        ("ImageId", IMAGE),
        ("InstanceType", "ecs.g6.2xlarge"),
        ("Amount", "2"),
        ("InstanceName", "web"),
        ("DataDisk.1.Size", "100"),
        ("DataDisk.1.Category", "cloud_essd"),
        ("DataDisk.1.DeleteWithInstance", "false"),
        ("Tag.1.Key", "team"),
        ("Tag.1.Value", "storage"),
        ("ClientToken", "run-1"),
    ];
    let dry = client
        .bad(
            "RunInstances",
            &[&run[..], &[("DryRun", "true"), ("ClientToken", "dry")]].concat(),
        )
        .await;
    assert_eq!(dry, "400 DryRunOperation");
    let ids = client.good("RunInstances", &run).await["InstanceIdSets"]["InstanceIdSet"].clone();
    let again = client.good("RunInstances", &run).await["InstanceIdSets"]["InstanceIdSet"].clone();
    assert_eq!(ids, again, "the token gives the same instances again");
    let id = text(&ids[0]);
    assert_eq!(ids.as_array().unwrap().len(), 2);
    assert_eq!(client.instance(&id).await["Status"], "Starting");
    pass(&server, 10);
    let shown = client.instance(&id).await;
    assert_eq!(
        (&shown["Status"], &shown["Cpu"], &shown["Memory"]),
        (&json!("Running"), &json!(8), &json!(32768))
    );
    assert_eq!(
        shown["Tags"]["Tag"],
        json!([{"TagKey": "team", "TagValue": "storage"}])
    );

    let disks = client.disks(&id).await;
    let kinds: Vec<_> = disks
        .iter()
        .map(|disk| (text(&disk["Type"]), disk["Size"].clone()))
        .collect();
    assert!(
        kinds.contains(&("system".to_owned(), json!(40)))
            && kinds.contains(&("data".to_owned(), json!(100))),
        "{kinds:?}"
    );
    let system = text(&disks.iter().find(|disk| disk["Type"] == "system").unwrap()["DiskId"]);

    let loading = client.bad("CreateSnapshot", &[("DiskId", &system)]).await;
    assert_eq!(loading, "403 IncorrectDiskStatus");
    pass(&server, 3600);
    let snapshot = text(&client.good("CreateSnapshot", &[("DiskId", &system)]).await["SnapshotId"]);

    let image = [
        ("RegionId", "cn-hangzhou"),
        ("SnapshotId", snapshot.as_str()),
        ("ImageName", "golden"),
    ];
    assert_eq!(
        client.bad("CreateImage", &image).await,
        "403 InvalidSnapshotId.NotReady"
    );
    pass(&server, 60);
    let image_id = text(&client.good("CreateImage", &image).await["ImageId"]);
    assert_eq!(
        client.bad("CreateImage", &image).await,
        "400 InvalidImageName.Duplicated"
    );
    let images = client
        .good(
            "DescribeImages",
            &[("RegionId", "cn-hangzhou"), ("ImageOwnerAlias", "self")],
        )
        .await;
    assert_eq!(images["Images"]["Image"][0]["ImageId"], json!(image_id));
    let used = client
        .good(
            "DescribeSnapshots",
            &[("RegionId", "cn-hangzhou"), ("Usage", "image")],
        )
        .await;
    assert_eq!(
        used["Snapshots"]["Snapshot"][0]["SnapshotId"],
        json!(snapshot)
    );

    let kept = client
        .bad(
            "DeleteSnapshot",
            &[("SnapshotId", &snapshot), ("Force", "true")],
        )
        .await;
    assert_eq!(kept, "403 SnapshotCreatedImage");
    let from_image = [
        ("RegionId", "cn-hangzhou"),
        ("ImageId", image_id.as_str()),
        ("InstanceType", "ecs.g6.large"),
    ];
    client.good("RunInstances", &from_image).await;
    assert_eq!(
        client.bad("DeleteImage", &[("ImageId", &image_id)]).await,
        "403 ImageUsingByInstance"
    );
    client
        .good("DeleteImage", &[("ImageId", &image_id), ("Force", "true")])
        .await;
    client
        .good("DeleteSnapshot", &[("SnapshotId", &snapshot)])
        .await;
}

#[tokio::test]
async fn an_instance_that_was_never_started_makes_no_snapshot() {
    let (server, client) = still().await;
    let created = client
        .good(
            "CreateInstance",
            &[
                ("RegionId", "cn-hangzhou"),
                ("ImageId", IMAGE),
                ("InstanceType", "ecs.g6.large"),
            ],
        )
        .await;
    let id = text(&created["InstanceId"]);
    assert_eq!(client.instance(&id).await["Status"], "Pending");
    assert_eq!(
        client.bad("DeleteInstance", &[("InstanceId", &id)]).await,
        "403 IncorrectInstanceStatus.Initializing"
    );
    pass(&server, 3600);
    assert_eq!(client.instance(&id).await["Status"], "Stopped");
    let disk = text(&client.disks(&id).await[0]["DiskId"]);
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "400 IncorrectInstanceStatus"
    );
    client.good("StartInstance", &[("InstanceId", &id)]).await;
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "400 IncorrectInstanceStatus"
    );
    pass(&server, 10);
    assert_eq!(
        client.bad("StartInstance", &[("InstanceId", &id)]).await,
        "403 IncorrectInstanceStatus"
    );
    client.good("StopInstance", &[("InstanceId", &id)]).await;
    assert_eq!(client.instance(&id).await["Status"], "Stopping");
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "400 IncorrectInstanceStatus"
    );
    pass(&server, 10);
    client.good("CreateSnapshot", &[("DiskId", &disk)]).await;
    client.good("DeleteInstance", &[("InstanceId", &id)]).await;
    assert_eq!(
        client.bad("StartInstance", &[("InstanceId", &id)]).await,
        "404 InvalidInstanceId.NotFound"
    );
    let kept = client
        .good(
            "DescribeSnapshots",
            &[("DiskId", &disk), ("RegionId", "cn-hangzhou")],
        )
        .await;
    assert_eq!(kept["TotalCount"], 1, "manual snapshots outlive the disk");
}

#[tokio::test]
async fn a_disk_is_made_attached_snapshot_detached_and_released() {
    let (server, client) = still().await;
    let make = [
        ("RegionId", "cn-hangzhou"),
        ("ZoneId", "cn-hangzhou-g"),
        ("Size", "20"),
        ("DiskCategory", "cloud_ssd"),
    ];
    let disk = text(&client.good("CreateDisk", &make).await["DiskId"]);
    assert_eq!(
        client.bad("CreateDisk", &make[..2]).await,
        "400 MissingParameter"
    );
    let too_small = [make[0], make[1], ("Size", "19"), make[3]];
    assert_eq!(
        client.bad("CreateDisk", &too_small).await,
        "400 InvalidSize.ValueNotSupported"
    );
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "403 IncorrectDiskStatus.NeverAttached"
    );

    let to = [("DiskId", disk.as_str()), ("InstanceId", "i-ok-1")];
    client.good("AttachDisk", &to).await;
    assert_eq!(client.bad("AttachDisk", &to).await, "404 InvalidDisk.InUse");
    let attached = client.disks("i-ok-1").await;
    let devices: Vec<_> = attached.iter().map(|disk| text(&disk["Device"])).collect();
    assert_eq!(devices.len(), 2, "{devices:?}");
    assert!(devices.contains(&"/dev/xvdc".to_owned()), "{devices:?}");
    let snapshot = text(&client.good("CreateSnapshot", &[("DiskId", &disk)]).await["SnapshotId"]);

    assert_eq!(
        client.bad("DeleteDisk", &[("DiskId", &disk)]).await,
        "403 DiskCreatingSnapshot"
    );
    pass(&server, 60);
    assert_eq!(
        client.bad("DeleteDisk", &[("DiskId", &disk)]).await,
        "403 DiskStillAttached"
    );
    let elsewhere = [("DiskId", disk.as_str()), ("InstanceId", "i-ok-2")];
    assert_eq!(
        client.bad("DetachDisk", &elsewhere).await,
        "403 DependencyViolation"
    );
    client.good("DetachDisk", &to).await;
    assert_eq!(
        client.bad("DetachDisk", &to).await,
        "403 IncorrectDiskStatus"
    );
    pass(&server, 60);
    assert_eq!(
        client.bad("DetachDisk", &to).await,
        "404 InvalidDisk.AlreadyDetached"
    );
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "403 IncorrectDiskStatus"
    );

    let from = [
        make[0],
        make[1],
        ("SnapshotId", snapshot.as_str()),
        ("DiskCategory", "cloud_ssd"),
    ];
    let second = text(&client.good("CreateDisk", &from).await["DiskId"]);
    assert_eq!(
        client
            .bad("DeleteSnapshot", &[("SnapshotId", &snapshot)])
            .await,
        "403 SnapshotCreatedDisk"
    );
    client
        .good(
            "AttachDisk",
            &[("DiskId", &second), ("InstanceId", "i-ok-1")],
        )
        .await;
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &second)]).await,
        "403 IncorrectDiskStatus"
    );
    pass(&server, 20 * 60);
    client.good("CreateSnapshot", &[("DiskId", &second)]).await;

    client.good("DeleteDisk", &[("DiskId", &disk)]).await;
    client.good("DeleteDisk", &[("DiskId", &disk)]).await;
    client
        .good(
            "DeleteSnapshot",
            &[("SnapshotId", &snapshot), ("Force", "true")],
        )
        .await;
    assert_eq!(
        client
            .bad(
                "DetachDisk",
                &[("DiskId", "d-system-1"), ("InstanceId", "i-system-1")]
            )
            .await,
        "403 DiskTypeViolation"
    );
    for locked in ["StartInstance", "StopInstance"] {
        assert_eq!(
            client
                .bad(locked, &[("InstanceId", "i-instance-locked")])
                .await,
            "403 InstanceLockedForSecurity"
        );
    }
}

#[tokio::test]
async fn a_replaced_system_disk_is_a_new_one_that_loads_first() {
    let (server, client) = still().await;
    let replace = [("InstanceId", "i-system-1"), ("ImageId", IMAGE)];
    assert_eq!(
        client.bad("ReplaceSystemDisk", &replace).await,
        "403 IncorrectInstanceStatus"
    );
    client
        .good(
            "StopInstance",
            &[("InstanceId", "i-system-1"), ("ForceStop", "True")],
        )
        .await;
    let old = text(
        &client
            .good("CreateSnapshot", &[("DiskId", "d-system-1")])
            .await["SnapshotId"],
    );
    assert_eq!(
        client.bad("ReplaceSystemDisk", &replace).await,
        "403 DiskCreatingSnapshot"
    );
    pass(&server, 60);
    assert_eq!(
        client.bad("ReplaceSystemDisk", &[replace[0]]).await,
        "400 MissingParameter"
    );
    assert_eq!(
        client
            .bad("ReplaceSystemDisk", &[replace[0], ("ImageId", "m-none")])
            .await,
        "404 InvalidImageId.NotFound"
    );
    let disk = text(&client.good("ReplaceSystemDisk", &replace).await["DiskId"]);
    assert_ne!(disk, "d-system-1");
    assert_eq!(
        client.bad("CreateSnapshot", &[("DiskId", &disk)]).await,
        "403 IncorrectDiskStatus"
    );
    pass(&server, 3600);
    client.good("CreateSnapshot", &[("DiskId", &disk)]).await;
    let kept = client
        .good(
            "DescribeSnapshots",
            &[("SnapshotIds", &json!([old]).to_string())],
        )
        .await;
    assert_eq!(kept["TotalCount"], 1);
}
