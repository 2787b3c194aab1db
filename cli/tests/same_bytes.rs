//! The same pages give the same bytes, run after run and with any number of threads.
//!
//! `DOCTRACT_CORPUS` names the folder of pages: two products of it are read, with
//! `DOCTRACT_CORPUS_FULL` all of it. Pages of our own are read always.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs of one input: the number of threads; the first two are alike.
const THREADS: [&str; 4] = ["1", "1", "2", "8"];

/// What one run wrote: files by their path, and what was said.
#[derive(Debug, PartialEq, Eq)]
struct Run {
    files: BTreeMap<PathBuf, Vec<u8>>,
    said: Vec<u8>,
}

fn extract(pages: &Path, threads: &str) -> Run {
    let output = tempfile::tempdir().unwrap();
    let folder = output.path().join("specs");
    let ran = Command::new(env!("CARGO_BIN_EXE_doctract"))
        .args(["extract", "--format", "json", "--output"])
        .arg(&folder)
        .arg(pages)
        .env("RAYON_NUM_THREADS", threads)
        .output()
        .unwrap();
    let mut files = BTreeMap::new();
    collect(&folder, &folder, &mut files);
    assert!(
        !files.is_empty(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    Run {
        files,
        said: ran.stdout,
    }
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_owned();
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

fn assert_always_the_same(pages: &Path) {
    let first = extract(pages, THREADS[0]);
    for threads in &THREADS[1..] {
        let again = extract(pages, threads);
        let differs = |name: &&PathBuf| first.files.get(*name) != again.files.get(*name);
        let names = first.files.keys().chain(again.files.keys());
        let different: Vec<_> = names.filter(differs).collect();
        assert_eq!(different, Vec::<&PathBuf>::new(), "{threads} threads");
        assert!(first.said == again.said, "{threads} threads: other words");
    }
}

#[test]
fn our_own_pages() {
    assert_always_the_same(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/ecs"));
}

#[test]
fn pages_of_the_corpus() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS is not set"
        );
        eprintln!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    if std::env::var_os("DOCTRACT_CORPUS_FULL").is_some() {
        return assert_always_the_same(&corpus);
    }
    for product in ["ram", "ess"] {
        assert_always_the_same(&corpus.join(product));
    }
}
