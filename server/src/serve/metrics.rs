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
    /// By operation.
    counted: Mutex<BTreeMap<String, Counted>>,
    connections: AtomicUsize,
}

/// The counts of one operation.
#[derive(Debug, Default)]
struct Counted {
    /// By status and code: few, since both are from bounded sets.
    answers: Vec<(u16, String, u64)>,
    /// How many of each class of durations, the last without bound.
    durations: [u64; BOUNDS.len() + 1],
    /// The sum of the durations, in microseconds.
    micros: u64,
}

impl Metrics {
    /// Counts a request.
    pub(super) fn count(&self, access: &Access<'_>) {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if !counted.contains_key(access.operation) {
            counted.insert(access.operation.to_owned(), Counted::default());
        }
        if let Some(counted) = counted.get_mut(access.operation) {
            counted.count(access);
        }
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
        for (operation, own) in counted.iter() {
            for (status, code, number) in &own.answers {
                let (operation, code) = (escaped(operation), escaped(code));
                let labels =
                    format!("operation=\"{operation}\",status=\"{status}\",code=\"{code}\"");
                push(
                    &mut out,
                    format_args!("doctract_requests_total{{{labels}}} {number}\n"),
                );
            }
        }
        let name = "doctract_request_duration_seconds";
        push(
            &mut out,
            format_args!("# HELP {name} From the head of a request to its answer.\n"),
        );
        push(&mut out, format_args!("# TYPE {name} histogram\n"));
        for (operation, own) in counted.iter() {
            let label = format!("operation=\"{}\"", escaped(operation));
            let bounds = BOUNDS.iter().map(|bound| seconds(*bound));
            let bounds = bounds.chain(["+Inf".to_owned()]);
            let mut number = 0;
            for (bound, class) in bounds.zip(&own.durations) {
                number += class;
                push(
                    &mut out,
                    format_args!("{name}_bucket{{{label},le=\"{bound}\"}} {number}\n"),
                );
            }
            push(
                &mut out,
                format_args!("{name}_sum{{{label}}} {}\n", seconds(own.micros)),
            );
            push(&mut out, format_args!("{name}_count{{{label}}} {number}\n"));
        }
        out.push_str("# HELP doctract_connections Open connections.\n");
        out.push_str("# TYPE doctract_connections gauge\n");
        let open = self.connections.load(Ordering::Relaxed);
        push(&mut out, format_args!("doctract_connections {open}\n"));
        out
    }
}

impl Counted {
    fn count(&mut self, access: &Access<'_>) {
        let mut answers = self.answers.iter_mut();
        let same = |own: &&mut (u16, String, u64)| own.0 == access.status && own.1 == access.code;
        match answers.find(same) {
            Some((_, _, number)) => *number += 1,
            None => self
                .answers
                .push((access.status, access.code.to_owned(), 1)),
        }
        let micros = u64::try_from(access.took.as_micros()).unwrap_or(u64::MAX);
        let class = BOUNDS.iter().position(|bound| micros <= *bound);
        self.durations[class.unwrap_or(BOUNDS.len())] += 1;
        self.micros = self.micros.saturating_add(micros);
    }
}

/// A label's value as the text format of Prometheus demands; names come from specs.
fn escaped(value: &str) -> String {
    let value = value.replace('\\', r"\\").replace('"', "\\\"");
    value.replace('\n', r"\n")
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

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_label_ends_at_its_own_quotes() {
        assert_eq!(escaped("a\"} 1\nb\\"), r#"a\"} 1\nb\\"#);
        assert_eq!(escaped("CreateSnapshot"), "CreateSnapshot");
    }
}
