//! The memory of the server over millions of requests that create snapshots and delete them.

use crate::process::Process;
use crate::requests::{Connection, Signer};
use crate::{Failure, results};
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

const CLIENTS: u64 = 8;

/// Every so many snapshots one is created with a client token.
const TOKEN_EVERY: u64 = 10;

pub(crate) fn run(requests: u64) -> Result<(), Failure> {
    let own = Process::start(None)?;
    let done = AtomicU64::new(0);
    let begun = Instant::now();
    let mut samples: Vec<(u64, u64)> = Vec::new();
    thread::scope(|scope| -> Result<(), Failure> {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|client| {
                scope.spawn({
                    let (address, done) = (&own.address, &done);
                    move || work(address, client, requests / CLIENTS, done)
                })
            })
            .collect();
        while !clients.iter().all(thread::ScopedJoinHandle::is_finished) {
            let number = done.load(Ordering::Relaxed);
            let due = samples.len() as u64 * requests / 20;
            if number >= due {
                samples.push((number, own.resident()?));
                println!("{number:>10} requests  {:>8} KiB", own.resident()?);
            }
            thread::sleep(Duration::from_millis(20));
        }
        for client in clients {
            client.join().map_err(|_| "a client panicked")??;
        }
        Ok(())
    })?;
    let last = own.resident()?;
    // Tables of nonces and tokens fill up first, then memory is to stay.
    let half: Vec<u64> = samples
        .iter()
        .filter(|(number, _)| *number * 2 >= requests)
        .map(|(_, kib)| *kib)
        .collect();
    let first = half.first().copied().unwrap_or(last);
    let text = format!(
        "{} requests ({:.0} a second), half of them CreateSnapshot (one in {TOKEN_EVERY} with a client token), half DeleteSnapshot: \
         {} KiB resident after half of them, {} KiB at most later, {last} KiB at the end.\n",
        done.load(Ordering::Relaxed),
        done.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64(),
        first,
        half.iter().copied().max().unwrap_or(last).max(last),
    );
    print!("{text}");
    results::write("Reference server: memory", &text)
}

fn work(address: &str, client: u64, requests: u64, done: &AtomicU64) -> Result<(), Failure> {
    let mut connection = Connection::open(address)?;
    let mut signer = Signer::new(&format!("m{client}"));
    let disk = format!("d-ok-{client}");
    for number in 0..requests / 2 {
        if number % 1000 == 0 {
            signer.renew();
        }
        let token = format!("{client}-{number}");
        let with_token = [("DiskId", disk.as_str()), ("ClientToken", &token)];
        let given = if number % TOKEN_EVERY == 0 {
            &with_token[..]
        } else {
            &with_token[..1]
        };
        let body = connection.get(&signer.target("CreateSnapshot", given))?;
        let answer: serde_json::Value = serde_json::from_str(&body)?;
        let id = answer["SnapshotId"].as_str().ok_or("no id")?;
        connection
            .get(&signer.target("DeleteSnapshot", &[("SnapshotId", id), ("Force", "true")]))?;
        done.fetch_add(2, Ordering::Relaxed);
    }
    Ok(())
}
