//! `doctract extract`: a vocabulary of one's own, the summary of a folder, pages that are there
//! twice.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod support;

use doctract_spec::model::Type;
use doctract_spec::yaml;
use serde_json::Value;
use std::fs;
use std::path::Path;
use support::doctract;

const OTHER_VENDOR: &str = "cli/tests/fixtures/other-vendor/parcels/SendParcel.md";
const DIALECT: &str = "cli/tests/fixtures/other-vendor/dialect.yaml";

fn page(parameter: &str) -> String {
    format!(
        "# StopThing\n\nStops a thing.\n\n## Request parameters\n\n\
         |Parameter|Type|Required|Description|\n|--|--|--|--|\n\
         |Action|String|Yes|Set the value to StopThing. |\n\
         |{parameter}|String|Yes|The ID of the thing. |\n"
    )
}

fn written(folder: &Path, pages: &[(&str, &str)]) {
    for (name, text) in pages {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

#[test]
fn a_dialect_of_ones_own_reads_the_pages_of_another_vendor() {
    let without = doctract(&["extract", OTHER_VENDOR]);
    assert_eq!(without.code, 1, "{}", without.out);
    let said = doctract(&["extract", OTHER_VENDOR, "--dialect", DIALECT]);
    assert_eq!(said.code, 0, "{}", said.err);
    let operation = yaml::load("out", &said.out).unwrap();
    assert_eq!(
        (operation.product.as_str(), operation.version.as_str()),
        ("Parcels", "7")
    );
    let parameters: Vec<_> = operation
        .request
        .parameters
        .iter()
        .map(|field| (field.name.as_str(), field.kind, field.required))
        .collect();
    assert_eq!(
        parameters,
        [
            ("Command", Type::String, true),
            ("Address", Type::String, true),
            ("Weight", Type::Integer, false),
            ("Insured", Type::Boolean, false),
        ]
    );
    let constant = operation.request.parameters[0].constant.as_deref();
    assert_eq!(constant, Some("SendParcel"));
    assert_eq!(operation.request.parameters[3].example, None);
    assert_eq!(operation.response.fields[0].name, "ParcelNumber");
    let error = &operation.errors[0];
    assert_eq!(
        (error.status, error.code.as_str()),
        (Some(404), "NoSuchAddress")
    );
}

#[test]
fn doubtful_words_of_a_dialect_are_shown_where_they_stand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dialect.yaml");
    let text = fs::read_to_string(support::workspace().join(DIALECT)).unwrap();
    let text = text.replace("[About]", "[About, field, Never met]");
    fs::write(&path, text).unwrap();
    let path = path.to_string_lossy();
    let said = doctract(&["extract", OTHER_VENDOR, "--dialect", &path, "-v"]);
    assert!(said.err.contains("dialect-ambiguous"), "{}", said.err);
    assert!(said.err.contains("dialect.yaml:12:24"), "{}", said.err);
    assert!(
        said.err.contains("line 8 under `columns.name`"),
        "{}",
        said.err
    );
    assert!(said.err.contains("dialect-unused"), "{}", said.err);
    assert!(said.err.contains("dialect.yaml:12:31"), "{}", said.err);
    let said = doctract(&["explain", "dialect-unused"]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn a_folder_ends_in_a_summary_of_80_columns() {
    let folder = tempfile::tempdir().unwrap();
    let overview = "# Common parameters\n\n## Common request parameters\n\n\
                    |Parameter|Type|Required|Description|\n|--|--|--|--|\n\
                    |Format|String|No|The format of answers. |\n";
    written(
        folder.path(),
        &[
            ("cn.zh-CN/StopThing.md", &page("ThingId")),
            ("cn.zh-CN/StopThing.2.md", &page("Thing")),
            ("intl.zh-CN/StopThing.md", &page("ThingId")),
            ("Common.md", overview),
        ],
    );
    let root = folder.path().to_string_lossy();
    let output = tempfile::tempdir().unwrap();
    let specs = output.path().join("specs");
    let specs = specs.to_string_lossy();
    let said = doctract(&["extract", &root, "-o", &specs]);
    assert_eq!(said.code, 1, "{}", said.err);
    let at = said.err.find("4 files read: 1 operation,").unwrap();
    let summary = &said.err[at..];
    assert!(
        summary.contains("2 pages older or the same, 1 of no operation"),
        "{summary}"
    );
    for code in ["page-older", "page-twin", "page-overview"] {
        let row = summary.lines().find(|line| line.contains(code)).unwrap();
        assert!(row.trim_start().starts_with("1  note"), "{row}");
    }
    let named = |line: &&str| line.contains(&*root);
    for line in summary.lines().filter(|line| !named(line)) {
        assert!(line.chars().count() <= 80, "{line}");
    }
    let said = doctract(&["extract", &root, "--format", "json"]);
    let value: Value = serde_json::from_str(&said.out).unwrap();
    let summary = &value["summary"];
    assert_eq!(
        (&summary["pages"], &summary["operations"], &summary["older"]),
        (&Value::from(4), &Value::from(1), &Value::from(2))
    );
    assert_eq!(summary["codes"]["page-overview"], 1);
    let found = value["diagnostics"].as_array().unwrap();
    let counted = summary["codes"].as_object().unwrap().values();
    let counted: u64 = counted.filter_map(Value::as_u64).sum();
    assert_eq!(found.len() as u64, counted);
}

#[test]
fn two_pages_of_one_name_are_told_apart_by_their_texts() {
    let folder = tempfile::tempdir().unwrap();
    written(
        folder.path(),
        &[
            ("cn.zh-CN/StopThing.md", &page("ThingId")),
            ("intl.zh-CN/StopThing.md", &page("Thing")),
        ],
    );
    let root = folder.path().to_string_lossy();
    let said = doctract(&["extract", &root]);
    assert!(said.err.contains("page-twin-differs"), "{}", said.err);
    let operation = yaml::load("out", &said.out).unwrap();
    assert_eq!(operation.request.parameters[1].name, "ThingId");
}
