//! Metrics for Prometheus: requests by operation, status and code, how long they took, connections.

use super::access::Access;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The upper bounds of the classes of durations, in microseconds.
const BOUNDS: [u64; 8] = [100, 250, 500, 1_000, 5_000, 25_000, 100_000, 1_000_000];

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Metrics {
    counted: Mutex<Counted>,
    connections: AtomicUsize,
}

#[derive(Debug, Default)]
struct Counted {
    /// By operation, status and code. All three are from bounded sets.
    requests: BTreeMap<(String, u16, String), u64>,
    /// By operation: how many of each class of durations, the last without bound; and the sum.
    durations: BTreeMap<String, ([u64; BOUNDS.len() + 1], u64)>,
}

impl Metrics {
    /// Counts a request.
    pub(super) fn count(&self, access: &Access) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (access.operation.clone(), access.status, access.code.clone());
        *counted.requests.entry(key).or_default() += 1;
        let micros = u64::try_from(access.took.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS.iter().position(|bound| micros <= *bound);
        let durations = counted
            .durations
            .entry(access.operation.clone())
            .or_default();
        durations.0[class.unwrap_or(BOUNDS.len())] += 1;
        durations.1 = durations.1.saturating_add(micros);
    }

    /// Counts a connection for as long as the result lives.
    pub(super) fn connect(self: &std::sync::Arc<Self>) -> Connected {
        self.connections.fetch_add(1, Ordering::Relaxed);
        Connected(std::sync::Arc::clone(self))
    }

    /// The text that Prometheus reads.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        let counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        out.push_str("# HELP doctract_requests_total Answered requests.\n");
        out.push_str("# TYPE doctract_requests_total counter\n");
        for ((operation, status, code), number) in &counted.requests {
            push(
                &mut out,
                format_args!(
                    "doctract_requests_total{{operation=\"{operation}\",status=\"{status}\",code=\"{code}\"}} {number}\n"
                ),
            );
        }
        out.push_str(
            "# HELP doctract_request_duration_seconds From the head of a request to its answer.\n",
        );
        out.push_str("# TYPE doctract_request_duration_seconds histogram\n");
        for (operation, (classes, sum)) in &counted.durations {
            let name = "doctract_request_duration_seconds";
            let mut number = 0;
            for (bound, class) in BOUNDS.iter().zip(classes) {
                number += class;
                let bound = seconds(*bound);
                push(
                    &mut out,
                    format_args!(
                        "{name}_bucket{{operation=\"{operation}\",le=\"{bound}\"}} {number}\n"
                    ),
                );
            }
            let number: u64 = classes.iter().sum();
            push(
                &mut out,
                format_args!("{name}_bucket{{operation=\"{operation}\",le=\"+Inf\"}} {number}\n"),
            );
            push(
                &mut out,
                format_args!(
                    "{name}_sum{{operation=\"{operation}\"}} {}\n",
                    seconds(*sum)
                ),
            );
            push(
                &mut out,
                format_args!("{name}_count{{operation=\"{operation}\"}} {number}\n"),
            );
        }
        out.push_str("# HELP doctract_connections Open connections.\n");
        out.push_str("# TYPE doctract_connections gauge\n");
        let open = self.connections.load(Ordering::Relaxed);
        push(&mut out, format_args!("doctract_connections {open}\n"));
        out
    }
}

/// Microseconds as a decimal number of seconds.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

fn push(out: &mut String, line: std::fmt::Arguments<'_>) {
    // Writing to a string never fails.
    let _ = out.write_fmt(line);
}

/// A connection that is open.
#[derive(Debug)]
pub(super) struct Connected(std::sync::Arc<Metrics>);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}
