//! The published schemas: in step with the Rust types, and true of the repository's own files.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use doctract_conformance::baseline::{self, Baseline};
use doctract_conformance::conventions::{self, Conventions};
use doctract_conformance::journal::Entry;
use doctract_conformance::report::Line;
use doctract_conformance::scenario::{self, Scenario};
use doctract_server::World;
use doctract_server::world;
use doctract_spec::schema::text_of;
use doctract_spec::yaml::Format;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use support::{doctract, files_below, workspace};

/// The schema of each format whose type is not in `doctract-spec`, from the type.
fn generated() -> Vec<(&'static str, String)> {
    let format = |key, version| Some(Format { key, version });
    let texts = [
        (
            "baseline",
            text_of::<Baseline>(format("baseline", baseline::FORMAT_VERSION)),
        ),
        (
            "conventions",
            text_of::<Conventions>(format("conventions", conventions::FORMAT_VERSION)),
        ),
        ("journal", text_of::<Entry>(None)),
        ("report", text_of::<Line<'static>>(None)),
        (
            "scenario",
            text_of::<Scenario>(format("scenario", scenario::FORMAT_VERSION)),
        ),
        (
            "world",
            text_of::<World>(format("world", world::FORMAT_VERSION)),
        ),
    ];
    texts.map(|(name, text)| (name, text.unwrap())).to_vec()
}

/// With `DOCTRACT_WRITE_SCHEMAS` set, writes the files instead.
#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for (name, text) in generated() {
        let file = format!("{}/schema/{name}.schema.json", env!("CARGO_MANIFEST_DIR"));
        if std::env::var_os("DOCTRACT_WRITE_SCHEMAS").is_some() {
            fs::write(&file, &text).unwrap();
        }
        assert!(
            fs::read_to_string(&file).unwrap() == text,
            "{file} is stale: DOCTRACT_WRITE_SCHEMAS=1 cargo test -p doctract-cli schema"
        );
    }
}

#[test]
fn every_schema_is_printed() {
    for name in [
        "baseline",
        "config",
        "conventions",
        "fixture",
        "index",
        "journal",
        "operation",
        "overlay",
        "report",
        "scenario",
        "world",
    ] {
        let said = doctract(&["schema", name]);
        let schema: Value = serde_json::from_str(&said.out).unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
    }
    assert_eq!(doctract(&["schema", "nothing"]).code, 2);
}

/// The value of a YAML, TOML or JSON text.
fn value(path: &Path, text: &str) -> Value {
    if path.extension().is_some_and(|end| end == "toml") {
        return serde_json::to_value(toml::from_str::<toml::Table>(text).unwrap()).unwrap();
    }
    let value: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
    serde_json::to_value(value).unwrap()
}

/// The files of the repository with the name of their format.
fn files() -> Vec<(&'static str, PathBuf)> {
    let root = workspace();
    let mut files = vec![
        ("conventions", root.join("conformance/src/conventions.yaml")),
        ("fixture", root.join("server/data/fixtures.yaml")),
        ("world", root.join("server/data/world.yaml")),
        (
            "operation",
            root.join("spec/tests/fixtures/CreateSnapshot.yaml"),
        ),
    ];
    for (name, folder) in [
        ("operation", "examples/specs"),
        ("operation", "codegen/tests/golden"),
        ("scenario", "examples/scenarios"),
    ] {
        let below = files_below(&root.join(folder)).into_iter();
        let below = below.filter(|file| file.extension().is_some_and(|end| end == "yaml"));
        files.extend(below.map(|file| (name, file)));
    }
    files
}

/// What Python's validator finds wrong with lines of `{name, schema, value}`.
fn refused(lines: &[Value]) -> Option<String> {
    let Some(python) = std::env::var_os("DOCTRACT_PYTHON") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_PYTHON is not set"
        );
        println!("skipped: DOCTRACT_PYTHON is not set");
        return None;
    };
    let mut child = Command::new(python)
        .arg(workspace().join("spec/tests/export/check.py"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let text = text.join("\n");
    let mut input = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_files_of_the_repository_are_what_the_schemas_say() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let shown = |name: &str| at(name).display().to_string();
    let specs = shown("specs");
    doctract(&["extract", "examples/ecs", "-o", &specs]);
    doctract(&["init", &shown("")]);
    let spec = at("specs/en-US/ecs/2014-05-26/CreateSnapshot.yaml");
    let spec = spec.to_str().unwrap();
    doctract(&[
        "overlay",
        "add",
        spec,
        "summary",
        "Other.",
        "--because",
        "x",
    ]);
    let report = format!("jsonl={}", shown("report.jsonl"));
    doctract(&["test", "examples/ecs", "--report", &report, "-q"]);
    let mut all = files();
    all.push(("config", at("doctract.toml")));
    all.push(("index", at("specs/index.yaml")));
    let made = files_below(&at("specs")).into_iter();
    all.extend(made.filter_map(|file| {
        let name = file.file_name()?.to_str()?.to_owned();
        if name.ends_with(".overlay.yaml") {
            return Some(("overlay", file));
        }
        (name == "CreateSnapshot.yaml").then_some(("operation", file))
    }));
    let schema =
        |name: &str| -> Value { serde_json::from_str(&doctract(&["schema", name]).out).unwrap() };
    let line = |name: &str, file: &str, schema: &Value, value: &Value, accepted: bool| {
        json!({
            "name": format!("{name} {file}"), "schema": schema, "value": value,
            "accepted": accepted, "exact": true,
        })
    };
    let mut lines = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for (name, file) in &all {
        let value = value(file, &fs::read_to_string(file).unwrap());
        let (schema, file) = (schema(name), file.display().to_string());
        lines.push(line(name, &file, &schema, &value, true));
        // The schemas refuse what the readers refuse: a key that nobody knows.
        let mut strange = value;
        strange["nobodyKnowsThis"] = json!(1);
        lines.push(line(name, &file, &schema, &strange, false));
        seen.insert(*name);
    }
    let report_schema = schema("report");
    for text in fs::read_to_string(at("report.jsonl")).unwrap().lines() {
        let value = serde_json::from_str(text).unwrap();
        lines.push(line("report", "line", &report_schema, &value, true));
    }
    let names: Vec<_> = seen.into_iter().collect();
    let wanted = [
        "config",
        "conventions",
        "fixture",
        "index",
        "operation",
        "overlay",
        "scenario",
        "world",
    ];
    assert_eq!(names, wanted);
    assert!(lines.len() > 100, "{}", lines.len());
    if let Some(wrong) = refused(&lines) {
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// The first line of a file of ours leads to its schema.
#[test]
fn the_first_lines_lead_to_the_schemas() {
    for (name, file) in files() {
        let text = fs::read_to_string(&file).unwrap();
        let Some(path) = text
            .lines()
            .next()
            .and_then(|line| line.split_once("$schema="))
        else {
            // Golden specs are inputs of tests, and as short as they can be.
            let golden = file.components().any(|part| part.as_os_str() == "golden");
            assert!(golden, "{} does not name its schema", file.display());
            continue;
        };
        let schema = file.parent().unwrap().join(path.1);
        assert!(
            schema.ends_with(format!("{name}.schema.json")),
            "{}",
            file.display()
        );
        assert!(schema.is_file(), "{} names {}", file.display(), path.1);
    }
}
