//! The state file: what was acknowledged is there again after a restart.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, builder};
use doctract_server::{Clock, Server, ServerError, World};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A folder of its own that goes when the test ends.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    fn file(&self) -> PathBuf {
        self.0.join("state.jsonl")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn start(file: &Path) -> Result<Server, ServerError> {
    let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
    builder().clock(clock).state(file).start().await
}

/// The ids of all snapshots that were made, and the sum of everything that is listed.
async fn look(client: &Client) -> (Vec<String>, String) {
    let mut all = Vec::new();
    let mut page = 1;
    loop {
        let number = page.to_string();
        let listed = client
            .call(
                "DescribeSnapshots",
                &[("PageSize", "100"), ("PageNumber", &number)],
            )
            .await
            .json();
        let items = listed["Snapshots"]["Snapshot"].as_array().unwrap().clone();
        all.extend(
            items
                .iter()
                .map(|own| own["SnapshotId"].as_str().unwrap().to_owned()),
        );
        if items.len() < 100 {
            break;
        }
        page += 1;
    }
    let mut others = String::new();
    for (action, list) in [
        ("DescribeDisks", "Disks"),
        ("DescribeInstances", "Instances"),
        ("DescribeImages", "Images"),
    ] {
        others += &client.call(action, &[("PageSize", "100")]).await.json()[list].to_string();
    }
    (all, others)
}

#[tokio::test]
async fn everything_acknowledged_is_there_again() {
    let folder = Folder::new("state-again");
    let server = start(&folder.file()).await.unwrap();
    let client = Client::new(&server);
    let given = [
        ("DiskId", "d-ok-1"),
        ("ClientToken", "t-1"),
        ("Tag.1.Key", "a"),
        ("SnapshotName", "kept"),
    ];
    let id = client.create(&given).await.text("SnapshotId");
    let gone = client
        .create(&[("DiskId", "d-ok-2")])
        .await
        .text("SnapshotId");
    client
        .call("DeleteSnapshot", &[("SnapshotId", &gone)])
        .await;
    client
        .call("StopInstance", &[("InstanceId", "i-ok-1")])
        .await;
    let run = [
        ("ImageId", "ubuntu_18_04_64_20G_alibase_20190223.vhd"),
        ("InstanceType", "ecs.g6.large"),
        ("RegionId", "cn-hangzhou"),
    ];
    client.call("RunInstances", &run).await;
    let tags = [
        ("ResourceType", "disk"),
        ("ResourceId.1", "d-ok-3"),
        ("Tag.1.Key", "b"),
    ];
    client.call("TagResources", &tags).await;
    server.clock().advance(Duration::from_secs(3600)).unwrap();
    let made = [
        ("RegionId", "cn-hangzhou"),
        ("InstanceId", "i-ok-1"),
        ("ImageName", "golden"),
    ];
    assert_eq!(client.call("CreateImage", &made).await.status, 200);
    let before = look(&client).await;
    server.stop().await;

    for _ in 0..2 {
        let server = start(&folder.file()).await.unwrap();
        let client = Client::new(&server);
        assert_eq!(look(&client).await, before);
        assert_eq!(
            server.clock().now().to_string(),
            "2019-02-13T11:00:00Z",
            "time goes on"
        );
        let again = client.create(&given).await;
        assert_eq!(again.text("SnapshotId"), id, "{}", again.body);
        let other = client.create(&[given[1], ("DiskId", "d-ok-9")]).await;
        assert_eq!(other.verdict(), "403 IdempotentParameterMismatch");
        server.stop().await;
    }
}

#[tokio::test]
async fn a_file_cut_anywhere_gives_what_was_whole() {
    let folder = Folder::new("state-cut");
    let server = start(&folder.file()).await.unwrap();
    let client = Client::new(&server);
    for n in 1..=5 {
        let (disk, token) = (format!("d-ok-{n}"), format!("t-{n}"));
        assert_eq!(
            client
                .create(&[("DiskId", &disk), ("ClientToken", &token)])
                .await
                .status,
            200
        );
    }
    let (all, _) = look(&client).await;
    server.stop().await;
    let whole = std::fs::read(folder.file()).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let second = first
        + whole[first..]
            .iter()
            .position(|byte| *byte == b'\n')
            .unwrap()
        + 1;
    let mut most = 0;
    for cut in (second..=whole.len()).step_by(37).chain([whole.len()]) {
        std::fs::write(folder.file(), &whole[..cut]).unwrap();
        let server = start(&folder.file()).await.unwrap();
        let (found, _) = look(&Client::new(&server)).await;
        let pieces = whole[second..cut].split(|byte| *byte == b'\n');
        let breaks = pieces.count() - 1;
        assert_eq!(found.len(), all.len() - 5 + breaks, "cut at {cut}");
        assert!(found.iter().all(|id| all.contains(id)) && breaks >= most);
        most = breaks;
        server.stop().await;
    }
    assert_eq!(most, 5);
}

#[tokio::test]
async fn what_is_no_state_file_is_refused_and_left_alone() {
    let folder = Folder::new("state-bad");
    let server = start(&folder.file()).await.unwrap();
    let second = start(&folder.file()).await.unwrap_err().to_string();
    assert!(
        second.ends_with("state.jsonl: another server uses it"),
        "{second}"
    );
    server.stop().await;

    let kept = std::fs::read_to_string(folder.file()).unwrap();
    let mut world = World::default();
    world.accounts.truncate(1);
    let other = builder()
        .world(world)
        .state(folder.file())
        .start()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        other.contains("other accounts (default, no-balance, other)"),
        "{other}"
    );
    for (text, reason) in [
        ("hello\n".to_owned(), "line 1: "),
        (
            kept.replacen("\"doctractState\":1", "\"doctractState\":2", 1),
            "line 1: format version 2",
        ),
        (format!("{kept}{{\"at\":1}}\n"), "line 3: "),
    ] {
        std::fs::write(folder.file(), &text).unwrap();
        let error = start(&folder.file()).await.unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
        assert_eq!(std::fs::read_to_string(folder.file()).unwrap(), text);
    }
}

#[tokio::test]
async fn a_reset_resets_the_file_too() {
    let folder = Folder::new("state-reset");
    let server = start(&folder.file()).await.unwrap();
    let client = Client::new(&server);
    client
        .create(&[("DiskId", "d-ok-1"), ("ClientToken", "t")])
        .await;
    client.send("POST", "/_doctract/reset", &[], b"").await;
    let second = client
        .create(&[("DiskId", "d-ok-2"), ("ClientToken", "t")])
        .await;
    assert_eq!(second.verdict(), "200");
    let before = look(&client).await;
    server.stop().await;
    let server = start(&folder.file()).await.unwrap();
    assert_eq!(look(&Client::new(&server)).await, before);
}
