//! 3,000 specs loaded, linted and compared, and one of them found, beside serde_yaml: the time, specs
//! a second, and what is allocated. What is not said to be on one thread uses all; `taskset -c 0`
//! shows what one takes.
//!
//! `serde_yaml` into its `Value` on the same threads is the least that reading the same files takes:
//! no types, no checks, no overlays. No comparer of contracts is on a registry of Rust crates.

use bench_specs::{FOLDERS, SPECS, changed, operations};
use divan::AllocProfiler;
use divan::counter::ItemsCount;
use doctract_spec::diff::{Options, diff_all};
use doctract_spec::folder;
use doctract_spec::lint::{Levels, lint, lint_folder};
use rayon::prelude::*;
use std::fs;
use std::path::PathBuf;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load(bencher: divan::Bencher<'_, '_>) {
    let root = FOLDERS.indexed();
    bencher
        .counter(ItemsCount::new(SPECS))
        .bench(|| assert_eq!(folder::read(root).specs.len(), SPECS));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_by_serde_yaml_value(bencher: divan::Bencher<'_, '_>) {
    let files: Vec<PathBuf> = folder::read(FOLDERS.plain())
        .specs
        .iter()
        .map(|spec| FOLDERS.plain().join(&spec.file))
        .collect();
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).expect("the file is there");
        serde_yaml::from_str::<serde_yaml::Value>(&text).expect("the file is YAML")
    };
    bencher
        .counter(ItemsCount::new(SPECS))
        .bench(|| files.par_iter().map(read).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn lint_on_one_thread(bencher: divan::Bencher<'_, '_>) {
    let operations = operations();
    let levels = Levels::default();
    bencher.counter(ItemsCount::new(SPECS)).bench(|| {
        let found = operations.iter().map(|one| lint(one, &levels).len());
        found.sum::<usize>()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_and_lint(bencher: divan::Bencher<'_, '_>) {
    let root = FOLDERS.plain();
    let levels = Levels::default();
    bencher
        .counter(ItemsCount::new(SPECS))
        .bench(|| assert_eq!(lint_folder(root, &levels).specs, SPECS));
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn diff(bencher: divan::Bencher<'_, '_>) {
    let old = operations();
    let new = changed(&old);
    let options = Options::default();
    bencher
        .counter(ItemsCount::new(SPECS))
        .bench(|| assert_eq!(diff_all(&old, &new, &options).operations.len(), SPECS / 10));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn one_through_the_index(bencher: divan::Bencher<'_, '_>) {
    let root = FOLDERS.indexed();
    bencher.bench(|| {
        folder::read_operations(root, &["CreateSnapshot1234"])
            .specs
            .len()
    });
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn one_by_its_file_name(bencher: divan::Bencher<'_, '_>) {
    let root = FOLDERS.plain();
    bencher.bench(|| {
        folder::read_operations(root, &["CreateSnapshot1234"])
            .specs
            .len()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn one_by_reading_all(bencher: divan::Bencher<'_, '_>) {
    let root = FOLDERS.plain();
    bencher.bench(|| {
        let specs = folder::read(root).specs;
        specs
            .iter()
            .position(|spec| spec.operation.operation == "CreateSnapshot1234")
    });
}
