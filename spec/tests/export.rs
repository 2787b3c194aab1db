//! The exports: what they say of the sample, and that independent validators agree.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by failing"
)]

use doctract_spec::Operation;
use doctract_spec::export::{OpenApiOptions, file_names, json_schema, openapi, openapi_files};
use doctract_spec::model::{Constraint, Field, Scope, Term, Type, Violation};
use doctract_spec::yaml;
use serde_json::{Value, json};
use std::env;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

fn load(keys: &str) -> Operation {
    let head = "doctract: 1\nproduct: Ecs\nversion: 2014-05-26\n";
    yaml::load("test.yaml", &format!("{head}{keys}")).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn sample() -> Operation {
    let text = include_str!("fixtures/CreateSnapshot.yaml");
    yaml::load("CreateSnapshot.yaml", text).unwrap()
}

/// Run with `BLESS=1` to write the files anew.
fn golden(name: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/export")
        .join(name);
    let text = serde_json::to_string_pretty(value).unwrap() + "\n";
    if env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap(), text, "{name}");
}

#[test]
fn the_sample_as_openapi_and_as_json_schema() {
    let operation = sample();
    let document = openapi(std::slice::from_ref(&operation), &OpenApiOptions::default());
    golden("CreateSnapshot.openapi.json", &document);
    golden("CreateSnapshot.schema.json", &json_schema(&operation));
}

#[test]
fn rpc_operations_are_told_apart_by_a_fragment() {
    let (one, other) = (load("operation: Start"), load("operation: Stop"));
    let both = [one.clone(), other];
    let document = openapi(&both, &OpenApiOptions::default());
    let paths: Vec<_> = document["paths"]
        .as_object()
        .unwrap()
        .keys()
        .cloned()
        .collect();
    assert_eq!(paths, ["/#Action=Start", "/#Action=Stop"]);
    let action = &document["paths"]["/#Action=Stop"]["get"]["parameters"][0];
    assert_eq!(
        action["schema"],
        json!({ "type": "string", "const": "Stop" })
    );
    let files = openapi_files(&both, &OpenApiOptions::default());
    let names: Vec<_> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["Start.openapi.json", "Stop.openapi.json"]);
    assert!(files[1].1["paths"]["/"]["get"].is_object());
    let mut outside = both.clone();
    outside[0].operation = "../../Start".into();
    outside[1].operation = "/etc/Stop".into();
    let files = openapi_files(&outside, &OpenApiOptions::default());
    assert!(
        files.iter().all(|(name, _)| !name.contains('/')),
        "{files:?}"
    );
    let names = file_names(&[both[0].clone(), both[0].clone()], "json");
    assert_ne!(names[0], names[1]);
    let twice = [one.clone(), one];
    let document = openapi(&twice, &OpenApiOptions::default());
    assert_eq!(document["paths"].as_object().unwrap().len(), 1);
}

#[test]
fn lists_are_unrolled_as_far_as_asked() {
    let operation = load(
        "operation: Tag\nrequest: {parameters: [{name: Tag, type: array, flatten: Tag.N, required: true,
          indexRange: {min: 1, max: 3}, items: {type: object, properties: [
            {name: Key, type: string, required: true}, {name: Value, type: string}]}}]}",
    );
    let told = |most| {
        let mut options = OpenApiOptions::default();
        options.max_index = most;
        let document = openapi(std::slice::from_ref(&operation), &options);
        let parameters = document["paths"]["/"]["get"]["parameters"]
            .as_array()
            .unwrap()
            .clone();
        let names = parameters.iter().skip(2);
        let names = names.map(|one| {
            let required = if one["required"] == true { "!" } else { "" };
            format!("{}{required}", one["name"].as_str().unwrap())
        });
        names.collect::<Vec<_>>()
    };
    let two = ["Tag.1.Key!", "Tag.2.Key", "Tag.1.Value", "Tag.2.Value"];
    assert_eq!(told(2), two);
    assert_eq!(told(9).len(), 6);
    assert_eq!(told(0), ["Tag.1.Key!", "Tag.1.Value"]);
}

#[test]
fn http_path_operations_keep_method_path_and_body() {
    let operation = load(
        "operation: Resize\nstyle: roa\nmethods: [PUT]\npath: /disks/{DiskId}\nrequest: {parameters: [
          {name: DiskId, type: string, in: path}, {name: Zone, type: string, in: header},
          {name: Size, type: integer, in: body, required: true}]}",
    );
    let document = openapi(&[operation], &OpenApiOptions::default());
    let put = &document["paths"]["/disks/{DiskId}"]["put"];
    let places: Vec<_> = put["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["in"])
        .collect();
    assert_eq!(places, ["path", "header"]);
    let schema = &put["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(schema["required"], json!(["Size"]));
}

#[test]
fn rules_between_parameters_are_if_and_then() {
    let operation = load(
        "operation: Start\nconstraints: [{atLeastOneOf: [A, B]}]\nrequest: {parameters: [
          {name: A, type: string, constraints: [
            {maxLength: 4, when: {parameter: Kind, operator: eq, values: [short]}},
            {requiredIf: {parameter: Disk.Size, operator: gt, values: ['9']}}]},
          {name: B, type: string, constraints: [{minLength: 2, when: {text: in old zones}}]},
          {name: Kind, type: string},
          {name: Disk, type: object, properties: [{name: Size, type: integer}]}]}",
    );
    let schema = json_schema(&operation);
    assert_eq!(
        schema["allOf"],
        json!([
            { "anyOf": [{ "required": ["A"] }, { "required": ["B"] }] },
            {
                "if": { "required": ["Kind"], "properties": { "Kind": { "enum": ["short"] } } },
                "then": { "properties": { "A": { "maxLength": 4 } } },
            },
            {
                "if": { "required": ["Disk"], "properties": { "Disk": {
                    "required": ["Size"], "properties": { "Size": { "exclusiveMinimum": 9 } } } } },
                "then": { "required": ["A"] },
            },
        ])
    );
    assert_eq!(schema["properties"]["A"], json!({ "type": "string" }));
    let kept = &schema["properties"]["B"]["x-doctract-constraints"];
    assert_eq!(kept[0]["when"]["text"], "in old zones");
    assert_eq!(schema.get("x-doctract-constraints"), None);
}

#[test]
fn a_value_that_is_listed_twice_is_listed_once() {
    let operation = load(
        "operation: Start\nrequest: {parameters: [{name: A, type: string, constraints: [
          {enum: [{value: active}, {value: active}]}]}]}",
    );
    assert_eq!(
        json_schema(&operation)["properties"]["A"]["enum"],
        json!(["active"])
    );
}

/// Runs the validators of Python over lines of JSON; gives what they find wrong.
fn validated(lines: &[Value]) -> Option<Vec<String>> {
    let Some(python) = env::var_os("DOCTRACT_PYTHON") else {
        println!("skipped: DOCTRACT_PYTHON names no Python with openapi-spec-validator");
        return None;
    };
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export/check.py");
    let mut child = Command::new(python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let text: Vec<String> = lines.iter().map(Value::to_string).collect();
    let writer = std::thread::spawn(move || {
        for line in text {
            writeln!(input, "{line}").unwrap();
        }
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    let found = String::from_utf8(output.stdout).unwrap();
    Some(found.lines().map(str::to_owned).collect())
}

/// Texts near the borders of the rules of a field.
fn probes(field: &Field) -> Vec<String> {
    let mut probes: Vec<String> = [
        "",
        "a",
        "Z9",
        "_a",
        "快照",
        "快照.1",
        "a b",
        "http://x",
        "aliyun",
        "acs:x",
        "-1",
        "0",
        "1",
        "true",
        "False",
        "a-",
        "A_1:x",
        "\u{20000}",
    ]
    .map(str::to_owned)
    .to_vec();
    probes.extend(field.example.clone());
    for entry in &field.constraints {
        for length in [entry.min_length, entry.max_length]
            .into_iter()
            .flatten()
            .filter(|length| *length < 300)
        {
            let length = usize::try_from(length).unwrap();
            for length in [length.saturating_sub(1), length, length + 1] {
                probes.push("a".repeat(length));
            }
        }
        let values = entry.enumeration.iter().map(|value| value.value.clone());
        probes.extend(values.clone());
        probes.extend(values.map(|value| value.to_uppercase()));
        for text in [
            &entry.prefix,
            &entry.not_prefix,
            &entry.suffix,
            &entry.not_suffix,
        ]
        .into_iter()
        .chain([&entry.contains, &entry.not_contains, &entry.not_values])
        .flatten()
        {
            probes.push(text.clone());
            probes.push(format!("{text}b"));
            probes.push(format!("b{text}"));
        }
        probes.extend(entry.special_values.clone());
    }
    probes.sort();
    probes.dedup();
    probes
}

fn plain(entry: &Constraint) -> bool {
    entry.when.is_none()
        && entry.scope == Scope::Value
        && entry.violation == Violation::Rejected
        && entry.confidence != doctract_spec::model::Confidence::Low
}

/// A field's schema with a probe and the checker's verdict. Exact where JSON Schema can say it.
fn judged(name: &str, field: &Field, lines: &mut Vec<Value>) {
    let alone = Operation {
        operation: name.to_owned(),
        request: doctract_spec::model::Request {
            parameters: vec![Field {
                name: "P".into(),
                flatten: None,
                index_range: None,
                ..field.clone()
            }],
            body: None,
        },
        ..Operation::default()
    };
    let schema = json_schema(&alone)["properties"]["P"].clone();
    let entries: Vec<&Constraint> = field
        .constraints
        .iter()
        .filter(|entry| plain(entry))
        .collect();
    let loose = |entry: &&&Constraint| {
        entry.terms().any(|term| {
            matches!(
                term,
                Term::Format | Term::Layout | Term::Encoding | Term::Pattern
            )
        }) || entry.length_unit.is_some()
            || !entry.special_values.is_empty()
            || entry.minimum.is_some()
            || entry.multiple_of.is_some()
            || entry.maximum.is_some()
    };
    let enums = entries
        .iter()
        .filter(|entry| !entry.enumeration.is_empty())
        .count();
    let exact = !entries.iter().any(|entry| loose(&entry)) && enums <= 1;
    for probe in probes(field) {
        let broken = |entry: &&Constraint| {
            entry
                .terms()
                .any(|term| entry.broken_by(term, &probe).is_some())
        };
        let accepted = !entries.iter().any(broken);
        lines.push(json!({
            "name": name, "schema": schema, "value": probe, "accepted": accepted && enums <= 1, "exact": exact,
        }));
    }
}

fn texts<'f>(fields: &'f [Field], found: &mut Vec<&'f Field>) {
    for field in fields {
        if field.kind == Type::String && !field.constraints.is_empty() && field.constant.is_none() {
            found.push(field);
        }
        texts(&field.properties, found);
        texts(
            field
                .items
                .as_deref()
                .map_or(&[], |items| std::slice::from_ref(items)),
            found,
        );
    }
}

#[test]
fn validators_take_the_sample_and_agree_on_values() {
    let operation = sample();
    let mut lines = vec![
        json!({ "name": "openapi", "openapi": openapi(std::slice::from_ref(&operation), &OpenApiOptions::default()) }),
        json!({ "name": "schema", "schema": json_schema(&operation) }),
    ];
    let mut found = Vec::new();
    texts(&operation.request.parameters, &mut found);
    assert!(found.len() >= 5);
    for field in found {
        judged(&field.name, field, &mut lines);
    }
    if let Some(wrong) = validated(&lines) {
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[cfg(feature = "extract")]
mod corpus {
    use super::*;
    use doctract_spec::extract::{Options, extract_page};
    use rayon::prelude::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fs;
    use std::path::PathBuf;

    /// Every so many pages in the order of the manifest.
    fn operations(every: usize) -> Option<Vec<Operation>> {
        let Some(corpus) = env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
            assert!(env::var_os("CI").is_none(), "DOCTRACT_CORPUS is not set");
            println!("skipped: DOCTRACT_CORPUS is not set");
            return None;
        };
        let manifest = fs::read_to_string(corpus.join("manifest.tsv")).unwrap();
        let lines: Vec<&str> = manifest.lines().skip(1).step_by(every).collect();
        let read = |line: &&str| {
            let cells: Vec<&str> = line.split('\t').collect();
            if cells[3] != "operation" {
                return None;
            }
            let page = fs::read(corpus.join(cells[2])).unwrap();
            extract_page(cells[2], &page, &Options::default()).operation
        };
        Some(lines.par_iter().filter_map(read).collect())
    }

    /// The rules without their words: what two pages say alike is probed once.
    fn untold(entries: &[Constraint]) -> Vec<Constraint> {
        let mut entries = entries.to_vec();
        for entry in &mut entries {
            entry.text = None;
            for value in &mut entry.enumeration {
                value.meaning = None;
            }
        }
        entries
    }

    /// The validators take a page in forty, and judge values as the checker does.
    #[test]
    fn validators_take_a_sample_of_the_pages_and_agree_on_values() {
        if let Some(operations) = operations(40) {
            assert!(operations.len() > 60, "{}", operations.len());
            held_against_validators(&operations);
        }
    }

    #[test]
    fn validators_take_every_page_and_agree_on_values() {
        if env::var_os("DOCTRACT_CORPUS_FULL").is_none() {
            println!("skipped: DOCTRACT_CORPUS_FULL is not set; the validators take minutes");
            return;
        }
        if let Some(operations) = operations(1) {
            held_against_validators(&operations);
        }
    }

    /// One document for each product and language, with thousands of paths, and one schema for
    /// each operation: the validators find nothing wrong, and judge values as the checker does.
    fn held_against_validators(operations: &[Operation]) {
        let mut books: BTreeMap<(String, Option<String>), Vec<Operation>> = BTreeMap::new();
        for one in operations {
            let book = (one.product.clone(), one.locale.clone());
            books.entry(book).or_default().push(one.clone());
        }
        let (mut lines, mut seen) = (Vec::new(), BTreeSet::new());
        for ((product, locale), book) in &books {
            let name = format!("{product} {locale:?}");
            let document = openapi(book, &OpenApiOptions::default());
            lines.push(json!({ "name": name, "openapi": document }));
        }
        for one in operations {
            let name = format!("{} {:?}", one.operation, one.locale);
            lines.push(json!({ "name": name, "schema": json_schema(one) }));
            let mut found = Vec::new();
            texts(&one.request.parameters, &mut found);
            for field in found {
                let rules = format!("{:?} {:?}", field.kind, untold(&field.constraints));
                if seen.insert(rules) {
                    judged(&format!("{name} {}", field.name), field, &mut lines);
                }
            }
        }
        if let Some(wrong) = validated(&lines) {
            let shown: Vec<_> = wrong.iter().take(30).map(String::as_str).collect();
            assert!(
                wrong.is_empty(),
                "{} wrong\n{}",
                wrong.len(),
                shown.join("\n")
            );
        }
    }
}
