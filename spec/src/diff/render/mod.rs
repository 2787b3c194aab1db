//! Reports for people and programs.

mod layout;
mod markdown;
mod text;

pub use markdown::markdown;
pub use text::{TextOptions, text};

use super::{Change, Class, OperationDiff, Report};

/// The report as JSON, indented. Its form is versioned by `doctractDiff`.
pub fn json(report: &Report) -> String {
    serde_json::to_string_pretty(report).unwrap_or_default()
}

/// In which part of a report a change stands, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Breaking,
    Servers,
    Compatible,
    Docs,
}

impl Part {
    fn of(change: &Change) -> Self {
        match (change.callers, change.servers) {
            (Class::Breaking, _) => Self::Breaking,
            (_, Class::Breaking) => Self::Servers,
            (Class::Docs, Class::Docs) => Self::Docs,
            _ => Self::Compatible,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Breaking => "breaking",
            Self::Servers => "for servers",
            Self::Compatible => "compatible",
            Self::Docs => "docs",
        }
    }
}

/// The changes of an operation with their parts, the worst first.
fn sorted(diff: &OperationDiff) -> Vec<(Part, &Change)> {
    let mut changes: Vec<_> = diff
        .changes
        .iter()
        .map(|change| (Part::of(change), change))
        .collect();
    changes.sort_by_key(|(part, _)| *part);
    changes
}

/// The line that sums a report up.
fn total(report: &Report) -> String {
    let counts = report.counts;
    if report.operations.is_empty() {
        let gone = match report.ignored.len() {
            0 => String::new(),
            count => format!(", {count} ignored"),
        };
        return format!("no changes in {}{gone}", operations(report.compared));
    }
    let mut parts = vec![format!("{} breaking", counts.breaking)];
    for (count, word) in [
        (counts.server_breaking, "breaking for servers only"),
        (counts.compatible, "compatible"),
        (counts.docs, "docs"),
        (report.ignored.len(), "ignored"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    format!(
        "{} in {} of {}",
        parts.join(", "),
        report.operations.len(),
        operations(report.compared)
    )
}

fn operations(count: usize) -> String {
    match count {
        1 => "1 operation".to_owned(),
        count => format!("{count} operations"),
    }
}
