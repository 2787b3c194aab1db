//! The client and the generated types against the reference server: the life of snapshots, pages,
//! tokens, throttling, typed errors; and the example itself, as it is run.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[allow(dead_code, reason = "not every operation is called")]
mod ecs {
    doctract::api!("../specs");
}

use doctract::client::{Client, ClientBuilder, Credentials, Endpoint, Error, Retry};
use doctract_server::{Clock, Server, Throttle, ThrottleAnswer};
use doctract_spec::folder;
use ecs::create_snapshot::Tag;
use ecs::{
    CreateSnapshot, CreateSnapshotErrorKind, DeleteSnapshot, DescribeSnapshots, EcsErrorKind,
};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server was asked, in order: operation, status and error code.
type Asked = Arc<Mutex<Vec<(String, u16, String)>>>;

async fn server(throttle: Option<Throttle>) -> (Server, Asked) {
    let specs = folder::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs"));
    let operations = specs.specs.into_iter().map(|spec| spec.operation);
    let asked = Asked::default();
    let log = Arc::clone(&asked);
    let mut builder = Server::builder()
        .operations(operations.collect())
        .clock(Clock::running())
        .access_log(move |access| {
            let asked = (access.operation.into(), access.status, access.code.into());
            log.lock().unwrap().push(asked);
        });
    if let Some(throttle) = throttle {
        builder = builder.throttle(throttle);
    }
    (builder.start().await.unwrap(), asked)
}

fn client(server: &Server) -> ClientBuilder {
    Client::builder()
        .endpoint(Endpoint::url(format!("http://{}", server.addr())))
        .credentials(Credentials::new("testid", "testsecret"))
        .no_proxy()
}

fn snapshot_of(disk: &str) -> CreateSnapshot {
    CreateSnapshot::builder()
        .disk_id(disk)
        .snapshot_name("nightly")
        .tag(Tag::new("team", "storage"))
        .build()
        .unwrap()
}

#[tokio::test]
async fn snapshots_are_made_listed_page_by_page_and_deleted() {
    let (server, _) = server(None).await;
    let client = client(&server).build().unwrap();
    let builder = DescribeSnapshots::builder().region_id("cn-hangzhou");
    let list = builder.page_size(20).build().unwrap();
    let before = client.send(&list).await.unwrap().total_count.unwrap();
    let mut made = Vec::new();
    for number in 1..=5 {
        let answer = client.send(&snapshot_of(&format!("d-ok-{number}"))).await;
        made.extend(answer.unwrap().snapshot_id);
    }
    assert_eq!(made.len(), 5);

    let (mut pages, mut sizes, mut listed) = (client.pages(&list), Vec::new(), Vec::new());
    while let Some(page) = pages.next().await {
        let page = page.unwrap();
        assert_eq!(page.total_count, Some(before + 5));
        sizes.push(page.snapshots.len());
        let snapshots = page.snapshots.into_iter();
        listed.extend(snapshots.filter_map(|snapshot| snapshot.snapshot_id));
    }
    assert!(sizes.len() > 1, "{sizes:?}");
    assert!(sizes[..sizes.len() - 1].iter().all(|size| *size == 20));
    assert_eq!(i32::try_from(listed.len()), Ok(before + 5));
    listed.truncate(5);
    listed.reverse();
    assert_eq!(listed, made);

    for id in made {
        let delete = DeleteSnapshot::builder().snapshot_id(id).build().unwrap();
        client.send(&delete).await.unwrap();
    }
    let rest = client.send(&list).await.unwrap();
    assert_eq!(rest.total_count, Some(before));
}

#[tokio::test]
async fn refusals_are_typed_for_the_operation_and_for_the_product() {
    let (server, _) = server(None).await;
    let client = client(&server).build().unwrap();
    let error = match client.send(&snapshot_of("d-arrears")).await {
        Err(Error::Service(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(*error.kind(), CreateSnapshotErrorKind::DiskInArrears);
    assert_eq!(error.http_status(), 403);
    assert_eq!(error.documented().len(), 1);
    assert!(!error.request_id().is_empty());
    let error = error.into_kind::<EcsErrorKind>();
    assert_eq!(*error.kind(), EcsErrorKind::DiskInArrears);
    assert_eq!(error.documented()[0].code, "DiskInArrears");
}

#[tokio::test]
async fn a_token_is_made_by_itself_and_the_same_request_makes_one_snapshot() {
    let (server, _) = server(None).await;
    let client = client(&server).build().unwrap();
    let mut request = snapshot_of("d-ok-1");
    request.client_token = Some("0c593ea1-3bea-11e9-b96b-88e9fe637760".into());
    let first = client.send(&request).await.unwrap();
    let again = client.send(&request).await.unwrap();
    assert_eq!(first.snapshot_id, again.snapshot_id);

    // Without one of its own each call gets another: the second finds the first at work.
    let request = snapshot_of("d-ok-2");
    client.send(&request).await.unwrap();
    assert!(client.send(&request).await.is_err());
}

#[tokio::test]
async fn what_comes_too_soon_is_sent_again() {
    for answer in [ThrottleAnswer::BadRequest, ThrottleAnswer::TooManyRequests] {
        let throttle = Throttle {
            per_second: 20,
            burst: 1,
            answer,
        };
        let (server, asked) = server(Some(throttle)).await;
        let client = client(&server).retry(Retry {
            attempts: 10,
            first_pause: Duration::from_millis(20),
            longest_pause: Duration::from_millis(200),
        });
        let client = client.build().unwrap();
        for number in 1..=5 {
            let request = snapshot_of(&format!("d-ok-{number}"));
            client.send(&request).await.unwrap();
        }
        let asked = asked.lock().unwrap();
        let count = |status: u16| asked.iter().filter(|asked| asked.1 == status).count();
        let refused = asked
            .iter()
            .filter(|asked| asked.2.starts_with("Throttling"));
        assert_eq!(count(200), 5, "{asked:?}");
        assert!(refused.count() > 0, "{asked:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_example_runs() {
    let (server, _) = server(None).await;
    let run = |disk: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_example-client"))
            .args([disk, &format!("http://{}", server.addr())])
            .env("ALIBABA_CLOUD_ACCESS_KEY_ID", "testid")
            .env("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "testsecret")
            .env("NO_PROXY", "127.0.0.1")
            .output()
            .unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, told, complaint) = run("d-ok-1");
    assert_eq!((code, complaint.as_str()), (Some(0), ""), "{told}");
    assert!(told.starts_with("snapshot s-"), "{told}");
    assert!(told.ends_with(" disks\n"), "{told}");
    let (code, told, _) = run("d-arrears");
    assert_eq!(code, Some(0));
    assert!(told.starts_with("refused: 403 DiskInArrears"), "{told}");
}
