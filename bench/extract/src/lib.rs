//! What the measurements of extraction share: the pages, and rounds in which the candidates take turns.

#[path = "../../../spec/tests/support/hostile_pages.rs"]
mod hostile_pages;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// One reference page.
pub struct Page {
    /// The path below the corpus: `ecs/cn.zh-CN/CreateSnapshot.md`.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// Something to measure.
pub struct Candidate<'c> {
    /// What stands in the table.
    pub name: &'static str,
    /// Whether a run uses more than the thread that calls it.
    pub threads: bool,
    /// One run over the whole input.
    pub run: Box<dyn FnMut() + 'c>,
}

/// The folder that `DOCTRACT_CORPUS` names.
pub fn corpus_folder() -> PathBuf {
    let folder =
        std::env::var_os("DOCTRACT_CORPUS").expect("DOCTRACT_CORPUS names the folder of pages");
    PathBuf::from(folder)
}

/// The paths of all operation pages below `folder`, as its manifest lists them, spread over products and locales so
/// that any first part of them is like the whole.
pub fn operation_pages(folder: &Path) -> Vec<String> {
    let manifest =
        std::fs::read_to_string(folder.join("manifest.tsv")).expect("the corpus has a manifest");
    let rows = manifest
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let mut names: Vec<String> = rows
        .filter(|row| row[3] == "operation")
        .map(|row| row[2].to_owned())
        .collect();
    names.sort();
    // A stride that shares no factor with the count visits every page once.
    let count = names.len();
    let stride = (count / 2..count)
        .find(|stride| common_factor(*stride, count) == 1)
        .unwrap_or(1);
    (0..count)
        .map(|at| names[at * stride % count].clone())
        .collect()
}

fn common_factor(left: usize, right: usize) -> usize {
    if right == 0 {
        left
    } else {
        common_factor(right, left % right)
    }
}

/// All operation pages, read.
pub fn corpus() -> Vec<Page> {
    let folder = corpus_folder();
    let read = |name: String| {
        let text =
            std::fs::read_to_string(folder.join(&name)).expect("a page of the manifest is there");
        Page { name, text }
    };
    operation_pages(&folder).into_iter().map(read).collect()
}

/// Runs the candidates in turn, `rounds` times, and gives the fastest run of each. Taking turns, all of them meet the
/// same disturbances, so their ratio holds on a machine that does other work too.
pub fn fastest(rounds: usize, candidates: &mut [Candidate<'_>]) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; candidates.len()];
    for _ in 0..rounds {
        for (candidate, best) in candidates.iter_mut().zip(&mut best) {
            *best = time(candidate).min(*best);
        }
    }
    best
}

/// The time of one run: what its thread spent computing, where the system tells (Linux), so that other programs do not
/// count; else, and where a run has threads of its own, the time on the clock.
fn time(candidate: &mut Candidate<'_>) -> Duration {
    let (start, computed) = (Instant::now(), computing_time());
    (candidate.run)();
    match (computed, computing_time()) {
        (Some(before), Some(after)) if !candidate.threads => after - before,
        _ => start.elapsed(),
    }
}

/// What this thread has spent computing so far.
fn computing_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ')
        .next()?
        .parse()
        .ok()
        .map(Duration::from_nanos)
}

/// Pages made to be slow, of about `bytes` bytes each, by the construct that they repeat.
pub fn hostile(bytes: usize) -> Vec<(&'static str, String)> {
    hostile_pages::pages(bytes)
}

/// How often each candidate runs: the first argument of the program, or `otherwise`.
pub fn rounds(otherwise: usize) -> usize {
    std::env::args()
        .nth(1)
        .and_then(|text| text.parse().ok())
        .unwrap_or(otherwise)
}

/// Megabytes (10⁶ bytes) a second.
#[expect(
    clippy::cast_precision_loss,
    reason = "bytes of a corpus, far below 2^52"
)]
pub fn megabytes_a_second(bytes: usize, time: Duration) -> f64 {
    bytes as f64 / 1e6 / time.as_secs_f64()
}
