//! The rate of signed requests, beside a bare handler that answers as many bytes.

use crate::process::Process;
use crate::requests::{Connection, Signer};
use crate::wrk::{self, Figures};
use crate::{Failure, results};
use std::io::Write;
use std::path::{Path, PathBuf};

/// More requests a second than are answered; a request that comes again is refused, and seen.
const MOST_A_SECOND: u64 = 60_000;

/// How many snapshots there are to be listed; a page shows ten.
const LISTED: u64 = 20;

#[derive(Clone, Copy)]
enum Operation {
    DescribeSnapshots,
    CreateSnapshot,
}

impl Operation {
    const fn name(self) -> &'static str {
        match self {
            Self::DescribeSnapshots => "DescribeSnapshots",
            Self::CreateSnapshot => "CreateSnapshot",
        }
    }

    /// The request of this number; each creates a snapshot of another disk.
    fn target(self, signer: &mut Signer, number: u64) -> String {
        match self {
            Self::DescribeSnapshots => signer.target(self.name(), &[("RegionId", "cn-hangzhou")]),
            Self::CreateSnapshot => signer.target(
                self.name(),
                &[
                    ("DiskId", &format!("d-ok-{number}")),
                    ("SnapshotName", "backup_of_the_day"),
                    ("Description", "made under load"),
                    ("Tag.1.Key", "team"),
                    ("Tag.1.Value", "storage"),
                ],
            ),
        }
    }
}

struct Round {
    bare: Figures,
    own: Figures,
    within: Within,
}

/// How long the server itself took, from the head of a request to its answer, by its own metrics: what a
/// client waits beyond that is the network and the scheduler, of which the client's own thread has a part.
struct Within {
    /// The shares, in percent, that took at most 1 ms, 5 ms and 25 ms.
    shares: [f64; 3],
}

impl Within {
    const BOUNDS: [&str; 3] = ["0.001000", "0.005000", "0.025000"];

    fn of(metrics: &str, operation: &str) -> Result<Self, Failure> {
        let number = |label: &str| -> Result<f64, Failure> {
            let line = metrics.lines().find_map(|line| line.strip_prefix(label));
            Ok(line.ok_or_else(|| format!("no {label}"))?.trim().parse()?)
        };
        let name = "doctract_request_duration_seconds";
        let all = number(&format!("{name}_count{{operation=\"{operation}\"}}"))?;
        let mut shares = [0.0; 3];
        for (share, bound) in shares.iter_mut().zip(Self::BOUNDS) {
            let label = format!("{name}_bucket{{operation=\"{operation}\",le=\"{bound}\"}}");
            *share = number(&label)? / all * 100.0;
        }
        Ok(Self { shares })
    }
}

impl Round {
    fn ratio(&self) -> f64 {
        self.own.rate / self.bare.rate
    }
}

pub(crate) fn run(seconds: u64, rounds: u64) -> Result<(), Failure> {
    let mut rows = String::new();
    for operation in [Operation::DescribeSnapshots, Operation::CreateSnapshot] {
        let targets = write_targets(operation, seconds * MOST_A_SECOND)?;
        let mut all = Vec::new();
        for _ in 0..rounds.max(1) {
            all.push(round(operation, &targets, seconds)?);
        }
        std::fs::remove_file(&targets)?;
        all.sort_by(|a, b| a.ratio().total_cmp(&b.ratio()));
        let middle = &all[all.len() / 2];
        let row = format!(
            "| {} | {:.0} | {:.0} | {:.2} ({:.2} to {:.2}) | {} | {} | {:.3} / {:.3} / {:.3} |\n",
            operation.name(),
            middle.bare.rate,
            middle.own.rate,
            middle.ratio(),
            all[0].ratio(),
            all[all.len() - 1].ratio(),
            middle.bare.p99,
            middle.own.p99,
            middle.within.shares[0],
            middle.within.shares[1],
            middle.within.shares[2],
        );
        print!("{row}");
        rows.push_str(&row);
    }
    let text = format!(
        "wrk, 64 connections, {rounds} rounds of {seconds} s, signature verified; the round with the middle ratio.\n\n\
         | operation | bare axum, requests/s | doctract, requests/s | ratio (least to most) | bare p99 | doctract p99 | % within 1 / 5 / 25 ms in the server |\n\
         |---|---|---|---|---|---|---|\n{rows}"
    );
    results::write("Reference server: load", &text)
}

fn write_targets(operation: Operation, number: u64) -> Result<PathBuf, Failure> {
    let name = format!("doctract-bench-{}-{}", operation.name(), std::process::id());
    let path = std::env::temp_dir().join(name);
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path)?);
    let mut signer = Signer::new("load");
    for number in 0..number {
        writeln!(file, "{}", operation.target(&mut signer, LISTED + number))?;
    }
    file.flush()?;
    Ok(path)
}

fn round(operation: Operation, targets: &Path, seconds: u64) -> Result<Round, Failure> {
    let own = Process::start(None)?;
    let mut signer = Signer::new("first");
    let mut connection = Connection::open(&own.address)?;
    for number in 0..LISTED {
        connection.get(&Operation::CreateSnapshot.target(&mut signer, number))?;
    }
    let body = connection.get(&operation.target(&mut signer, LISTED))?;
    let figures = wrk::run(&own.address, targets, seconds)?;
    // The first request of all was sent twice in the case of creation, at most.
    if figures.refused > 1 {
        return Err(format!("{} requests were refused", figures.refused).into());
    }
    let metrics = connection.get("/metrics")?;
    let within = Within::of(&metrics, operation.name())?;
    drop(own);
    let bare = Process::start(Some(&body))?;
    Ok(Round {
        own: figures,
        within,
        bare: wrk::run(&bare.address, targets, seconds)?,
    })
}
