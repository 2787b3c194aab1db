//! The editions of the CreateSnapshot page, each served as it says: by its own spec, and when chosen.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, create_snapshot};
use doctract_server::{Builder, Clock, Server};
use doctract_spec::Operation;
use doctract_spec::extract::{Options, extract_page};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A server with a clock that the test moves.
async fn started(builder: Builder) -> (Server, Client) {
    let clock = Clock::still_at("2020-12-20T10:00:00Z".parse().unwrap());
    let server = builder.clock(clock).start().await.unwrap();
    let client = Client::new(&server);
    (server, client)
}

/// The number of the snapshot of one disk that is refused for the quota.
async fn refused_at(server: &Server, client: &Client, disk: &str) -> u32 {
    for number in 1..1000 {
        let answer = client.create(&[("DiskId", disk)]).await;
        if answer.verdict() == "403 QuotaExceed.Snapshot" {
            return number;
        }
        assert_eq!(answer.verdict(), "200");
        server.clock().advance(Duration::from_secs(600)).unwrap();
    }
    panic!("no quota");
}

/// What tells the editions apart: an unknown disk, a disk that was detached, a tag key that comes twice.
async fn verdicts(client: &Client) -> [String; 3] {
    let twice = [
        ("DiskId", "d-ok-1"),
        ("Tag.1.Key", "a"),
        ("Tag.1.Value", "1"),
        ("Tag.2.Key", "a"),
        ("Tag.2.Value", "2"),
    ];
    [
        client.create(&[("DiskId", "d-none")]).await.verdict(),
        client.create(&[("DiskId", "d-detached")]).await.verdict(),
        client.create(&twice).await.verdict(),
    ]
}

const OF_2019: [&str; 3] = [
    "404 InvalidVolumeId.NotFound",
    "403 IncorrectDiskStatus",
    "200",
];
const REVISED: [&str; 3] = [
    "404 InvalidDiskId.NotFound",
    "403 IncorrectDiskStatus",
    "200",
];
const OF_2020: [&str; 3] = ["404 InvalidDiskId.NotFound", "200", "400 Duplicate.TagKey"];

#[tokio::test]
async fn a_chosen_edition_goes_before_the_spec() {
    for (edition, verdict, quota) in [
        ("2019", OF_2019, 65),
        ("2019-revised", REVISED, 65),
        ("2020", OF_2020, 257),
    ] {
        // With a spec that validates, and with the behaviour alone.
        for operations in [vec![create_snapshot()], Vec::new()] {
            let builder = Server::builder().operations(operations).edition(edition);
            let (server, client) = started(builder).await;
            assert_eq!(verdicts(&client).await, verdict, "{edition}");
            assert_eq!(refused_at(&server, &client, "d-ok-7").await, quota);
            let full = client.create(&[("DiskId", "d-quota-full")]).await;
            assert_eq!(full.verdict(), "403 QuotaExceed.Snapshot", "{edition}");
        }
    }
    let unknown = Server::builder().edition("1999").start().await.unwrap_err();
    assert!(
        unknown
            .to_string()
            .contains("there are 2019, 2019-revised, 2020"),
        "{unknown}"
    );
}

/// A folder that an environment variable names.
fn folder(name: &str) -> Option<PathBuf> {
    let value = std::env::var_os(name);
    if value.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{name} must be set");
        println!("skipped: {name} is not set");
    }
    value.map(PathBuf::from)
}

fn spec(path: &Path) -> Operation {
    let bytes = std::fs::read(path).unwrap();
    let options = Options {
        product: Some("Ecs".to_owned()),
        ..Options::default()
    };
    let read = extract_page(&path.to_string_lossy(), &bytes, &options);
    read.operation.unwrap()
}

/// What validation says to requests on which the editions differ.
async fn validated(client: &Client) -> [String; 4] {
    let (key, value) = ("k".repeat(65), "aliyun-value");
    let create = async |disk, name: &str, text: &str| {
        let given = [("DiskId", disk), (name, text)];
        client.create(&given).await.verdict()
    };
    [
        create("d-ok-11", "Tag.1.Key", &key).await,
        create("d-ok-12", "Tag.1.Value", value).await,
        create("d-ok-13", "RetentionDays", "0").await,
        create("d-ok-14", "InstantAccess", "perhaps").await,
    ]
}

#[tokio::test]
async fn each_revision_of_the_page_is_served_as_it_says() {
    let (Some(corpus), Some(seed)) = (folder("DOCTRACT_CORPUS"), folder("DOCTRACT_SEED")) else {
        return;
    };
    let history = corpus.join("history");
    let strict = [
        "400 InvalidTagKey.Malformed",
        "400 InvalidTagValue.Malformed",
        "200",
        "200",
    ];
    let later = ["200", "200", "400 InvalidParameter", "400 InvalidParameter"];
    let pages = [
        (seed.join("CreateSnapshot.md"), OF_2019, 65, strict),
        (
            history.join("CreateSnapshot.49.old.md"),
            OF_2019,
            65,
            strict,
        ),
        (
            history.join("CreateSnapshot.49.new.md"),
            REVISED,
            65,
            strict,
        ),
        (
            history.join("CreateSnapshot.50.new.md"),
            OF_2020,
            257,
            later,
        ),
        (
            corpus.join("ecs/cn.zh-CN/CreateSnapshot.md"),
            OF_2020,
            257,
            later,
        ),
        (
            corpus.join("ecs/intl.en-US/CreateSnapshot.md"),
            OF_2020,
            257,
            later,
        ),
    ];
    for (path, verdict, quota, rules) in pages {
        let builder = Server::builder().operations(vec![spec(&path)]);
        let (server, client) = started(builder).await;
        let name = path.display();
        assert_eq!(verdicts(&client).await, verdict, "{name}");
        assert_eq!(
            refused_at(&server, &client, "d-ok-7").await,
            quota,
            "{name}"
        );
        assert_eq!(validated(&client).await, rules, "{name}");
    }
}
