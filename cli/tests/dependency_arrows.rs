//! The dependency arrows of ARCHITECTURE.md, held by `cargo tree`.
//!
//! `cargo metadata` would unify the features of the whole workspace and lie; `cargo tree` resolves
//! one package as its users get it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::collections::BTreeSet;
use std::process::Command;

/// What reads Markdown.
const MARKDOWN: &[&str] = &["pulldown-cmark"];
/// What speaks HTTP.
const HTTP: &[&str] = &["reqwest", "hyper", "axum", "rustls"];
/// What runs async code.
const ASYNC: &[&str] = &["tokio", "futures-executor", "async-std"];
/// What reads YAML.
const YAML: &[&str] = &["serde_yaml", "saphyr-parser"];

/// The names in a package's tree, itself included.
fn tree(package: &str, edges: &str, features: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--prefix", "none", "--format", "{p}"])
        .args(["--package", package, "--edges", edges])
        .args(["--no-default-features", "--features", &features.join(",")])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).unwrap();
    let names: BTreeSet<String> = text
        .lines()
        .filter_map(|line| line.split(' ').next())
        .map(str::to_owned)
        .collect();
    assert!(names.contains(package), "{names:?}");
    names
}

fn assert_without(package: &str, edges: &str, features: &[&str], banned: &[&[&str]]) {
    let names = tree(package, edges, features);
    let found: Vec<&str> = banned
        .concat()
        .into_iter()
        .filter(|name| names.contains(*name))
        .collect();
    assert!(
        found.is_empty(),
        "{package} (features {features:?}) depends on {found:?}"
    );
}

const ALL_EDGES: &str = "normal,build";

#[test]
fn core_knows_no_markdown_yaml_http_or_async() {
    assert_without(
        "doctract-core",
        ALL_EDGES,
        &["signing", "formats", "pattern"],
        &[MARKDOWN, YAML, HTTP, ASYNC],
    );
}

#[test]
fn spec_knows_no_http_and_reads_markdown_only_behind_its_feature() {
    assert_without(
        "doctract-spec",
        ALL_EDGES,
        &["extract", "schema"],
        &[HTTP, ASYNC],
    );
    assert_without(
        "doctract-spec",
        ALL_EDGES,
        &[],
        &[MARKDOWN, &["quick-xml", "rayon"]],
    );
}

#[test]
fn macros_and_codegen_know_no_markdown_http_or_async() {
    assert_without(
        "doctract-codegen",
        ALL_EDGES,
        &["build"],
        &[MARKDOWN, HTTP, ASYNC],
    );
    assert_without("doctract-codegen", ALL_EDGES, &[], &[&["prettyplease"]]);
    assert_without("doctract-macros", ALL_EDGES, &[], &[MARKDOWN, HTTP, ASYNC]);
}

#[test]
fn the_facade_carries_no_spec_reader_into_the_program() {
    let target = "normal,no-proc-macro";
    assert_without(
        "doctract",
        target,
        &[],
        &[&["doctract-spec"], MARKDOWN, YAML, HTTP, ASYNC],
    );
    assert_without(
        "doctract",
        target,
        &["client"],
        &[&["doctract-spec"], MARKDOWN, YAML],
    );
}

#[test]
fn both_ends_of_the_wire_are_written_apart() {
    assert_without(
        "doctract-conformance",
        ALL_EDGES,
        &[],
        &[&["doctract-codegen", "doctract-server"]],
    );
    assert_without(
        "doctract-server",
        ALL_EDGES,
        &[],
        &[&["doctract-conformance", "doctract-codegen"]],
    );
}
