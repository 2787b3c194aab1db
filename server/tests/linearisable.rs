//! Many clients at once: whatever they were answered, there is an order of their requests, one after the other, that
//! explains every answer: of tokens, of the quota, of what is listed.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Client, builder};
use doctract_server::{DEFAULT_WORLD, World};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::{Duration, Instant};

/// What a client asked of one disk.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Asked {
    /// A snapshot, with this client token.
    Create(String),
    /// That this snapshot goes.
    Delete(String),
    /// How many there are.
    Count,
}

/// What it was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Id(String),
    Done,
    Number(u64),
    Quota,
    InWork,
}

/// One exchange of the history.
#[derive(Debug, Clone)]
struct Exchange {
    begun: Instant,
    ended: Instant,
    asked: Asked,
    told: Told,
}

/// The disk as the page has it, one request after the other.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Disk {
    /// How many snapshots there are that nobody here made.
    given: u64,
    snapshots: BTreeSet<String>,
    tokens: BTreeMap<String, String>,
}

const QUOTA: u64 = 64;

impl Disk {
    fn count(&self) -> u64 {
        self.given + u64::try_from(self.snapshots.len()).unwrap()
    }

    /// The disk afterwards, if it can answer that.
    fn after(&self, asked: &Asked, told: &Told) -> Option<Self> {
        let mut after = self.clone();
        let can = match (asked, told) {
            (Asked::Create(token), told) => match (self.tokens.get(token), told) {
                (Some(first), Told::Id(id)) => first == id,
                (None, Told::Quota) => self.count() >= QUOTA,
                (None, Told::Id(id)) => {
                    after.tokens.insert(token.clone(), id.clone());
                    self.count() < QUOTA && after.snapshots.insert(id.clone())
                }
                // The first request is in work: it has had no effect yet, or has one and is not answered.
                (_, Told::InWork) => true,
                _ => false,
            },
            // One that is gone already is passed over, as the page says.
            (Asked::Delete(id), Told::Done) => {
                after.snapshots.remove(id);
                true
            }
            (Asked::Count, Told::Number(number)) => *number == self.count(),
            _ => false,
        };
        can.then_some(after)
    }
}

/// Looks for an order that explains a history: each exchange takes effect at one moment between its ends. Where there
/// is none, the result is the state that came farthest, and what could not come next.
fn explain(history: &[Exchange], disk: &Disk) -> Result<(), String> {
    let mut tried = HashSet::new();
    let mut stack = vec![(vec![false; history.len()], disk.clone())];
    let mut farthest = (0, String::new());
    while let Some((done, disk)) = stack.pop() {
        let left = || (0..history.len()).filter(|at| !done[*at]);
        let Some(first_end) = left().map(|at| history[at].ended).min() else {
            return Ok(());
        };
        let next = || left().filter(|at| history[*at].begun <= first_end);
        let depth = done.iter().filter(|own| **own).count();
        if depth >= farthest.0 {
            let next: Vec<_> = next()
                .map(|at| (&history[at].asked, &history[at].told))
                .collect();
            farthest = (depth, format!("after {depth}, {disk:?}, none of {next:?}"));
        }
        for at in next() {
            let Exchange { asked, told, .. } = &history[at];
            let Some(after) = disk.after(asked, told) else {
                continue;
            };
            let mut done = done.clone();
            done[at] = true;
            if tried.insert((done.clone(), after.clone())) {
                stack.push((done, after));
            }
        }
    }
    Err(farthest.1)
}

async fn ask(client: &Client, disk: &str, asked: Asked) -> Exchange {
    let begun = Instant::now();
    let told = match &asked {
        Asked::Create(token) => {
            let answer = client
                .create(&[("DiskId", disk), ("ClientToken", token)])
                .await;
            match answer.verdict().as_str() {
                "200" => Told::Id(answer.text("SnapshotId")),
                "403 QuotaExceed.Snapshot" => Told::Quota,
                "403 IdempotentProcessing" => Told::InWork,
                other => panic!("{other}"),
            }
        }
        Asked::Delete(id) => {
            let answer = client.call("DeleteSnapshot", &[("SnapshotId", id)]).await;
            match answer.verdict().as_str() {
                "200" => Told::Done,
                other => panic!("{other}"),
            }
        }
        Asked::Count => {
            let answer = client.call("DescribeSnapshots", &[("DiskId", disk)]).await;
            Told::Number(answer.json()["TotalCount"].as_u64().unwrap())
        }
    };
    Exchange {
        begun,
        ended: Instant::now(),
        asked,
        told,
    }
}

/// A client that creates with tokens which others use too, deletes what it got, and counts.
async fn work(client: Client, disk: String, number: u32) -> Vec<Exchange> {
    let mut history = Vec::new();
    let mut state = u64::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15) + 1;
    let mut random = move |below: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % below
    };
    for _ in 0..25 {
        let got: Vec<_> = history
            .iter()
            .filter_map(|own: &Exchange| match &own.told {
                Told::Id(id) => Some(id.clone()),
                _ => None,
            })
            .collect();
        let asked = match random(4) {
            0 => Asked::Count,
            1 if !got.is_empty() => {
                Asked::Delete(got[usize::try_from(random(got.len() as u64)).unwrap()].clone())
            }
            _ => Asked::Create(format!("{disk}-{}", random(12))),
        };
        history.push(ask(&client, &disk, asked).await);
    }
    history
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_order_explains_whatever_many_clients_were_answered() {
    let text = DEFAULT_WORLD
        .replace("snapshot: PT2S", "snapshot: PT0S")
        .replace("snapshotPerGib: PT0.1S", "snapshotPerGib: PT0S");
    let world = World::load("at-once.yaml", &text).unwrap();
    let latency = Duration::from_millis(2);
    let server = builder()
        .world(world)
        .latency(latency)
        .start()
        .await
        .unwrap();
    let client = Client::new(&server);
    let mut seen = HashSet::new();
    for round in 0..4 {
        // A disk with one place left, which eight clients want.
        let disk = format!("d-quota-last-{round}");
        let clients = (0..8)
            .map(|number| tokio::spawn(work(client.clone(), disk.clone(), round * 8 + number)));
        let mut history = Vec::new();
        for client in clients.collect::<Vec<_>>() {
            history.extend(client.await.unwrap());
        }
        for own in &history {
            seen.insert(std::mem::discriminant(&own.told));
            // A token is refused as in work only while another request with it is.
            if own.told == Told::InWork {
                let mut others = history.iter().filter(|other| other.asked == own.asked);
                assert!(others.any(|other| {
                    other.told != Told::InWork && other.begun < own.ended && own.begun < other.ended
                }));
            }
        }
        let begun = Disk {
            given: QUOTA - 1,
            snapshots: BTreeSet::new(),
            tokens: BTreeMap::new(),
        };
        assert_eq!(explain(&history, &begun), Ok(()));
    }
    assert_eq!(seen.len(), 5, "each kind of answer was seen");
}

#[test]
fn a_history_that_cannot_be_is_not_explained() {
    let start = Instant::now();
    let exchange = |from: u64, to: u64, asked, told| Exchange {
        begun: start + Duration::from_millis(from),
        ended: start + Duration::from_millis(to),
        asked,
        told,
    };
    let disk = Disk {
        given: QUOTA - 1,
        snapshots: BTreeSet::new(),
        tokens: BTreeMap::new(),
    };
    let create = |token: &str| Asked::Create(token.to_owned());
    let id = |id: &str| Told::Id(id.to_owned());
    // Two have the last place.
    let both = [
        exchange(0, 9, create("a"), id("s-1")),
        exchange(1, 8, create("b"), id("s-2")),
    ];
    assert!(explain(&both, &disk).is_err());
    // One has it and the other is refused, whichever began first.
    let one = [both[0].clone(), exchange(1, 8, create("b"), Told::Quota)];
    assert_eq!(explain(&one, &disk), Ok(()));
    // A token with two results.
    let two = [
        exchange(0, 1, create("a"), id("s-1")),
        exchange(2, 3, Asked::Delete("s-1".to_owned()), Told::Done),
        exchange(4, 5, create("a"), id("s-2")),
    ];
    assert!(explain(&two, &disk).is_err());
    // What is listed before it is there.
    let early = [
        exchange(0, 1, Asked::Count, Told::Number(QUOTA)),
        exchange(2, 3, create("a"), id("s-1")),
    ];
    assert!(explain(&early, &disk).is_err());
}
