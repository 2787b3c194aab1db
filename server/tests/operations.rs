//! The operations around CreateSnapshot: getting to a snapshot, and what follows from one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Answer, Client, builder};
use doctract_server::{Clock, Server};
use serde_json::{Value, json};
use std::time::Duration;

const IMAGE: &str = "centos_7_06_64_20G_alibase_20190711.vhd";

async fn still() -> (Server, Client) {
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    let server = builder().clock(clock).start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

fn pass(server: &Server, seconds: u64) {
    server
        .clock()
        .advance(Duration::from_secs(seconds))
        .unwrap();
}

impl Client {
    async fn good(&self, action: &str, parameters: &[(&str, &str)]) -> Value {
        let answer = self.call(action, parameters).await;
        assert_eq!(answer.status, 200, "{action}: {}", answer.body);
        answer.json()
    }

    async fn bad(&self, action: &str, parameters: &[(&str, &str)]) -> String {
        Answer::verdict(&self.call(action, parameters).await)
    }

    async fn instance(&self, id: &str) -> Value {
        let ids = json!([id]).to_string();
        let listed = self
            .good(
                "DescribeInstances",
                &[("InstanceIds", &ids), ("RegionId", "cn-hangzhou")],
            )
            .await;
        listed["Instances"]["Instance"][0].clone()
    }

    async fn disks(&self, instance: &str) -> Vec<Value> {
        let listed = self
            .good(
                "DescribeDisks",
                &[("InstanceId", instance), ("RegionId", "cn-hangzhou")],
            )
            .await;
        listed["Disks"]["Disk"].as_array().unwrap().clone()
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

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
