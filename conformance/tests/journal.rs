//! Nothing that a run made stays behind, however the run ended.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures, run, server};
use doctract_conformance::{Conventions, Options, Runner, cleanup, journal};
use std::collections::HashSet;

#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_was_killed_is_cleaned_up_from_its_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let server = server(&[]).await;
    let options = Options {
        journal: Some(path.clone()),
        ..Options::default()
    };
    let (_, report) = run(endpoint(&server), options).await;
    assert_eq!(report.exit_code(), 0);
    let left = journal::left(&path).unwrap();
    assert!(left.made.len() > 150, "{}", left.made.len());
    assert!(left.unanswered.is_empty());

    // As if the run had been killed: some answers were never noted, the last line is cut off.
    let text = std::fs::read_to_string(&path).unwrap();
    let mut lines: Vec<&str> = text.lines().collect();
    let noted = lines.len();
    let mut lost = 0;
    lines.retain(|line| {
        let drop = lost < 10 && line.contains("\"made\"");
        lost += usize::from(drop);
        !drop
    });
    assert_eq!(lines.len(), noted - 10);
    std::fs::write(&path, lines.join("\n") + "\n{\"intent\":{\"num").unwrap();
    let left = journal::left(&path).unwrap();
    let unanswered: HashSet<u64> = left.unanswered.iter().map(|intent| intent.number).collect();
    assert_eq!(unanswered.len(), 10);

    let conventions = Conventions::default();
    let cleaned = cleanup(&path, endpoint(&server), &fixtures(), &conventions)
        .await
        .unwrap();
    assert!(cleaned.left.is_empty(), "{:?}", &cleaned.left[..1]);
    assert!(cleaned.removed > 150);
    let again = cleanup(&path, endpoint(&server), &fixtures(), &conventions)
        .await
        .unwrap();
    assert_eq!((again.removed, again.left.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn each_case_removes_what_it_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.jsonl");
    let server = server(&[]).await;
    let options = Options {
        journal: Some(path.clone()),
        cleanup: true,
        ..Options::default()
    };
    let (_, report) = run(endpoint(&server), options).await;
    assert_eq!(report.exit_code(), 0);
    let left = journal::left(&path).unwrap();
    assert_eq!((left.made.len(), left.unanswered.len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_whose_journal_cannot_be_written_does_not_begin() {
    let server = server(&[]).await;
    let full = std::path::PathBuf::from("/dev/full");
    if !full.exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let options = Options {
        journal: Some(full),
        ..Options::default()
    };
    let error = Runner::new(endpoint(&server), &fixtures(), options).unwrap_err();
    assert!(error.to_string().contains("/dev/full"), "{error}");
}
