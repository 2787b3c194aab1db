//! Every stable code of the program: those of `doctract-spec`, and those of the other files that
//! it reads.

use doctract_spec::Severity;
use doctract_spec::codes::{self, Entry, Row};

/// The codes of files that the runner and the server read.
static ROWS: [Row; 4] = [
    Row {
        code: "baseline-invalid",
        severity: Severity::Error,
        title: "no baseline",
        explanation: "The file of accepted failures cannot be read, or an entry has no reason or no real date.",
        advice: "see `doctract schema baseline` for the keys",
        example: "baseline: 1\naccepted: [{ case: Ecs/CreateSnapshot/* }]   # no because",
    },
    Row {
        code: "conventions-invalid",
        severity: Severity::Error,
        title: "no conventions",
        explanation: "The file of conventions (what a service answers where pages say nothing) cannot be read.",
        advice: "see `doctract schema conventions` for the keys",
        example: "conventions: 1\nrows: [{ family: nonsense }]",
    },
    Row {
        code: "scenario-invalid",
        severity: Severity::Error,
        title: "no scenario",
        explanation: "The file of a scenario cannot be read, or its steps contradict each other.",
        advice: "see `doctract schema scenario` for the keys",
        example: "scenario: 1\nsteps: [{ use: nothing-captured-this }]",
    },
    Row {
        code: "world-invalid",
        severity: Severity::Error,
        title: "no world",
        explanation: "The file of the accounts and resources that the server begins with cannot be read, or names a resource that it does not have.",
        advice: "see `doctract schema world` for the keys",
        example: "world: 1\ndisks: [{ id: d-1, attachedTo: i-missing }]",
    },
];

/// Every code with what it means.
pub(crate) fn all() -> impl Iterator<Item = Entry> {
    codes::all().chain(ROWS.iter().map(Row::entry))
}

/// The entry of a code.
pub(crate) fn find(code: &str) -> Option<Entry> {
    all().find(|entry| entry.code == code)
}

#[cfg(test)]
mod tests;
