//! Client tokens, one after another and at once.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::still;
use common::{Client, builder};
use std::collections::HashSet;
use std::time::Duration;

async fn verdict(client: &Client, parameters: &[(&str, &str)]) -> String {
    client.create(parameters).await.verdict()
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
