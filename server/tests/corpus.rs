//! Every operation of real reference pages is served, in both formats, without a stumble.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::{Answer, Client, pairs};
use doctract_core::wire;
use doctract_server::{Server, Signatures};
use doctract_spec::Operation;
use doctract_spec::extract::{Options, extract_page};
use doctract_spec::model::{Field, Position, Style};
use std::path::Path;

/// The newest pages of a folder, as specs.
fn operations(folder: &Path) -> Vec<Operation> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        // Older versions of a page end in a number.
        .filter(|path| !path.file_stem().unwrap().to_string_lossy().contains('.'))
        .collect();
    files.sort();
    let specs = files.iter().filter_map(|path| {
        let bytes = std::fs::read(path).unwrap();
        let options = Options {
            product: Some(folder.parent()?.file_name()?.to_string_lossy().into_owned()),
            ..Options::default()
        };
        extract_page(&path.to_string_lossy(), &bytes, &options).operation
    });
    specs.collect()
}

/// A request as the page's own examples have it: the printed request, else the example values of
/// what is required.
fn request(operation: &Operation) -> Vec<(String, String)> {
    let printed = operation.examples.requests.first();
    let mut given: Vec<_> = printed
        .into_iter()
        .flat_map(|request| &request.parameters)
        .map(|own| (own.name.clone(), own.value.clone()))
        .collect();
    for field in &operation.request.parameters {
        let there = given
            .iter()
            .any(|(name, _)| name.split('.').next() == Some(&field.name));
        if let Some(example) = field.example.clone().filter(|_| field.required && !there) {
            let name = match &field.flatten {
                Some(flat) => flat.replacen(".N", ".1", 1),
                None => field.name.clone(),
            };
            given.push((name, example));
        }
    }
    given.retain(|(name, _)| !["Action", "Version", "Format"].contains(&name.as_str()));
    let mut names = std::collections::HashSet::new();
    given.retain(|(name, _)| names.insert(name.clone()));
    given
}

async fn call(client: &Client, operation: &Operation, format: &str) -> Answer {
    let given = request(operation);
    if operation.style == Style::Rpc {
        let mut all = pairs(&[
            ("Action", &operation.operation),
            ("Version", &operation.version),
            ("Format", format),
        ]);
        all.extend(given);
        return client
            .send("GET", &format!("/?{}", wire::encode_pairs(&all)), &[], b"")
            .await;
    }
    let mut path = operation.path.clone().unwrap_or_default();
    let mut query = pairs(&[("Format", format)]);
    let mut body = serde_json::Map::new();
    for (name, value) in given {
        let field = operation
            .request
            .parameters
            .iter()
            .find(|field| field.name == name);
        match field.and_then(|field| field.position) {
            Some(Position::Path) => {
                path = path.replace(&format!("{{{name}}}"), &wire::encode(&value));
            }
            Some(Position::Body) => {
                let value = serde_json::from_str(&value).unwrap_or_else(|_| value.into());
                body.insert(name, value);
            }
            _ => query.push((name, value)),
        }
    }
    let method = operation.methods.first().map_or("GET", String::as_str);
    let target = format!("{path}?{}", wire::encode_pairs(&query));
    let body = if body.is_empty() {
        String::new()
    } else {
        serde_json::Value::Object(body).to_string()
    };
    let headers = pairs(&[("content-type", "application/json")]);
    client
        .send(method, &target, &headers, body.as_bytes())
        .await
}

/// The documented fields that an answer lacks. Fields inside lists count where a list has items.
fn missing(fields: &[Field], answer: &serde_json::Value, prefix: &str, out: &mut Vec<String>) {
    for field in fields {
        let name = format!("{prefix}{}", field.name);
        let Some(value) = answer.get(&field.name) else {
            out.push(name);
            continue;
        };
        let mut inner = value;
        if let Some(wrapped) = field
            .wrapper
            .as_ref()
            .and_then(|wrapper| value.get(wrapper))
        {
            inner = wrapped;
        }
        let item = inner.get(0).unwrap_or(inner);
        let below = field
            .items
            .as_ref()
            .map_or(&field.properties, |items| &items.properties);
        if item.is_object() {
            missing(below, item, &format!("{name}."), out);
        }
    }
}

fn count(fields: &[Field]) -> usize {
    let below = |field: &Field| {
        let items = field
            .items
            .as_ref()
            .map_or(0, |items| count(&items.properties));
        items + count(&field.properties)
    };
    fields.iter().map(|field| 1 + below(field)).sum()
}

#[tokio::test]
async fn every_operation_of_the_corpus_is_served() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must be set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    let (mut asked, mut accepted, mut fields, mut lacking) = (0, 0, 0, 0);
    for product in ["ecs", "slb", "ess", "ram", "cdn", "cms", "elasticsearch"] {
        let operations = operations(&Path::new(&corpus).join(product).join("intl.en-US"));
        assert!(operations.len() > 50, "{product}: {}", operations.len());
        let server = Server::builder()
            .operations(operations.clone())
            .signatures(Signatures::Optional)
            .start()
            .await
            .unwrap();
        let client = Client::new(&server);
        let (mut own_asked, mut own_accepted) = (0, 0);
        for operation in &operations {
            let name = format!("{product} {}", operation.operation);
            let json = call(&client, operation, "JSON").await;
            let xml = call(&client, operation, "XML").await;
            assert!(
                json.status == xml.status && json.status < 500,
                "{name}: {}",
                json.body
            );
            let tree: serde_json::Value = serde_json::from_str(&json.body)
                .unwrap_or_else(|error| panic!("{name}: {error} in {}", json.body));
            assert!(tree["RequestId"].is_string(), "{name}: {}", json.body);
            let mut reader = quick_xml::Reader::from_str(&xml.body);
            loop {
                match reader.read_event() {
                    Ok(quick_xml::events::Event::Eof) => break,
                    Ok(_) => {}
                    Err(error) => panic!("{name}: {error} in {}", xml.body),
                }
            }
            own_asked += 1;
            if json.status != 200 {
                if std::env::var_os("DOCTRACT_VERBOSE").is_some() {
                    println!("{name}: {} {}", json.status, json.text("Message"));
                }
                continue;
            }
            own_accepted += 1;
            let mut out = Vec::new();
            missing(&operation.response.fields, &tree, "", &mut out);
            fields += count(&operation.response.fields);
            lacking += out.len();
        }
        println!("{product}: {own_accepted} of {own_asked} example requests accepted");
        asked += own_asked;
        accepted += own_accepted;
    }
    println!(
        "all: {accepted} of {asked} accepted; {lacking} of {fields} documented fields not in the answer"
    );
    assert!(accepted * 100 >= asked * 85, "{accepted} of {asked}");
}
