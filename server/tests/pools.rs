//! Resources of pools: they are there until they are taken away, and gone from then on.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::{still, text};
use common::{Client, builder};
use doctract_server::Clock;
use serde_json::json;

const IMAGE: &str = "centos_7_06_64_20G_alibase_20190711.vhd";

/// How many disks of this id are listed.
async fn listed(client: &Client, disk: &str) -> i64 {
    let ids = json!([disk]).to_string();
    let found = client.good("DescribeDisks", &[("DiskIds", &ids)]).await;
    found["TotalCount"].as_i64().unwrap()
}

#[tokio::test]
async fn a_replaced_system_disk_is_gone() {
    let (_server, client) = still().await;
    let replace = [("InstanceId", "i-system-stopped-1"), ("ImageId", IMAGE)];
    assert_eq!(client.disks("i-system-stopped-1").await.len(), 1);
    let new = text(&client.good("ReplaceSystemDisk", &replace).await["DiskId"]);
    let disks = client.disks("i-system-stopped-1").await;
    let ids: Vec<_> = disks.iter().map(|disk| text(&disk["DiskId"])).collect();
    assert_eq!(ids, [new.as_str()]);
    assert_eq!(listed(&client, "d-system-stopped-1").await, 0);
    assert_eq!(listed(&client, "d-system-stopped-2").await, 1);
    assert_eq!(
        client
            .bad("CreateSnapshot", &[("DiskId", "d-system-stopped-1")])
            .await,
        "404 InvalidVolumeId.NotFound"
    );
}

#[tokio::test]
async fn what_was_deleted_does_not_come_back_when_it_is_named() {
    let file = tempfile::tempdir().unwrap();
    let file = file.path().join("state.jsonl");
    let start = async || {
        let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
        let server = builder().clock(clock).state(&file).start().await.unwrap();
        let client = Client::new(&server);
        (server, client)
    };
    let (server, client) = start().await;
    client.good("DeleteDisk", &[("DiskId", "d-free-1")]).await;
    let stopped = [("InstanceId", "i-instance-stopped-1")];
    client.good("DeleteInstance", &stopped).await;
    client.good("DeleteImage", &[("ImageId", "m-ok-1")]).await;
    // A detached disk stays when its instance goes.
    let kept = [
        ("InstanceId", "i-instance-stopped-2"),
        ("DiskId", "d-instance-stopped-2"),
    ];
    client.good("DetachDisk", &kept).await;
    client.good("DeleteInstance", &kept[..1]).await;

    let gone = async |client: &Client| {
        assert_eq!(listed(client, "d-free-1").await, 0);
        assert_eq!(listed(client, "d-instance-stopped-1").await, 0);
        assert_eq!(listed(client, "d-instance-stopped-2").await, 1);
        for id in ["i-instance-stopped-1", "i-instance-stopped-2"] {
            assert!(client.instance(id).await.is_null(), "{id}");
            assert!(client.disks(id).await.is_empty(), "{id}");
            assert_eq!(
                client.bad("StartInstance", &[("InstanceId", id)]).await,
                "404 InvalidInstanceId.NotFound"
            );
        }
        assert_eq!(
            client.bad("DeleteImage", &[("ImageId", "m-ok-1")]).await,
            "404 InvalidImageId.NotFound"
        );
        assert_eq!(listed(client, "d-free-2").await, 1);
    };
    gone(&client).await;
    server.stop().await;

    let (server, client) = start().await;
    gone(&client).await;
    let controls = client.send("POST", "/_doctract/reset", &[], b"").await;
    assert_eq!(controls.status, 200);
    assert_eq!(listed(&client, "d-free-1").await, 1, "the world is reset");
    server.stop().await;
}
