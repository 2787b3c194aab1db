//! Lists: filters joined by "and", both ways of paging.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::steps::still;

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
