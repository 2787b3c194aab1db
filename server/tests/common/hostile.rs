//! What tests of hostile requests share.

use super::{Answer, Client};
use doctract_server::Server;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinHandle;

const SECRETS: [&str; 5] = [
    "testsecret",
    "teststssecret",
    "nobalancesecret",
    "othersecret",
    "testtoken",
];

/// A client that must be served whatever the others do.
pub struct Bystander {
    stop: Arc<AtomicBool>,
    task: JoinHandle<u32>,
}

impl Bystander {
    pub fn beside(server: &Server) -> Self {
        let client = Client::with_key(server, "otherid", "othersecret");
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let task = tokio::spawn(async move {
            let mut calls = 0;
            while !told.load(Ordering::Relaxed) || calls == 0 {
                let disk = format!("d-ok-{}", 900_000 + calls);
                assert_eq!(client.create(&[("DiskId", &disk)]).await.verdict(), "200");
                calls += 1;
            }
            calls
        });
        Self { stop, task }
    }

    pub async fn was_served(self) {
        self.stop.store(true, Ordering::Relaxed);
        assert!(self.task.await.unwrap() > 0);
    }
}

/// No secret of the world is in an answer.
pub fn assert_tells_nothing(answer: &Answer, what: &str) {
    for secret in SECRETS {
        assert!(!answer.body.contains(secret), "{what}: {}", answer.body);
        let headers = &answer.headers;
        assert!(
            headers.iter().all(|(_, value)| !value.contains(secret)),
            "{what}"
        );
    }
}

/// How many snapshots a disk has.
pub async fn snapshots(client: &Client, disk: &str) -> u64 {
    let listed = client.call("DescribeSnapshots", &[("DiskId", disk)]).await;
    listed.json()["TotalCount"].as_u64().unwrap()
}

/// Gives a name this value, whatever it had.
pub fn set(pairs: &mut Vec<(String, String)>, name: &str, value: &str) {
    pairs.retain(|(own, _)| own != name);
    pairs.push((name.to_owned(), value.to_owned()));
}
