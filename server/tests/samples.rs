//! What operations without behaviour are answered, beside every sample answer that the pages print.
//!
//! Requests are not validated here, so that every operation is reached. Every page is read with
//! `DOCTRACT_CORPUS_FULL`, every fifth without.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

mod common;

use common::nonce;
use doctract_server::http::Request;
use doctract_server::{Server, Service, Signatures};
use doctract_spec::Operation;
use doctract_spec::extract::{Options, extract_page};
use doctract_spec::model::{BodyFormat, Field, Style, Type};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;

/// The operations of a folder, as though they took no parameters.
fn operations(folder: &Path, product: &str) -> Vec<Operation> {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    files.sort();
    let step = if std::env::var_os("DOCTRACT_CORPUS_FULL").is_some() {
        1
    } else {
        5
    };
    let files: Vec<_> = files.into_iter().step_by(step).collect();
    let read = files.iter().filter_map(|path| {
        let options = Options {
            product: Some(product.to_owned()),
            ..Options::default()
        };
        let bytes = std::fs::read(path).unwrap();
        let mut operation = extract_page(&path.to_string_lossy(), &bytes, &options).operation?;
        operation.request.parameters.clear();
        operation.request.body = None;
        operation.constraints.clear();
        // Under another name no operation has behaviour.
        "Sample".clone_into(&mut operation.product);
        Some(operation)
    });
    let mut names = HashSet::new();
    read.filter(|own| names.insert(own.operation.clone()))
        .collect()
}

async fn answer(service: &Service, operation: &Operation, format: &str) -> String {
    let method = operation.methods.first().map_or("GET", String::as_str);
    let path = operation
        .path
        .clone()
        .filter(|_| operation.style == Style::Roa);
    let path = path.map_or_else(|| "/".to_owned(), |path| path.replace(['{', '}'], "x"));
    let (name, version) = (&operation.operation, &operation.version);
    let target = format!(
        "{path}?Action={name}&Version={version}&Format={format}&Nonce={}",
        nonce()
    );
    let request = Request::builder().method(method).uri(target);
    let answer = service.call(request.body(Vec::new()).unwrap()).await;
    let body = String::from_utf8(answer.into_body()).unwrap();
    assert!(body.contains("RequestId"), "{name}: {body}");
    body
}

/// Why a sample is not what is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Cause {
    /// It is no JSON (a comma too much, no braces, a piece left out), and every name in it is in the answer.
    NotJson,
    /// It is no JSON, and has names that the answer lacks.
    NotJsonOtherNames,
    /// It is no object.
    NotAnObject,
    /// It shows the item of a list of one, the answer the list that the page documents.
    ListOfOne,
    /// Anything else.
    Other,
}

/// How an answer differs from a sample, at its first place; `None` if every member of the sample is in the answer
/// with a value of the same kind. Null stands for anything.
fn difference(sample: &Value, answer: &Value) -> Option<(Cause, String)> {
    match (sample, answer) {
        (Value::Object(sample), Value::Object(answer)) => sample.iter().find_map(|(name, own)| {
            let Some(there) = answer.get(name) else {
                return Some((Cause::Other, format!("{name} is missing")));
            };
            difference(own, there).map(|(cause, place)| (cause, format!("{name}.{place}")))
        }),
        (Value::Array(sample), Value::Array(answer)) => {
            let mut pairs = sample.iter().zip(answer);
            pairs.find_map(|(own, there)| difference(own, there))
        }
        (own, Value::Array(items)) if !own.is_array() && !own.is_null() => match items.first() {
            // Below may be another.
            Some(item) if matches!(difference(own, item), Some((Cause::Other, _))) => {
                Some((Cause::Other, "a list of other items".to_owned()))
            }
            _ => Some((Cause::ListOfOne, "an item instead of a list".to_owned())),
        },
        (Value::Null, _)
        | (_, Value::Null)
        | (Value::String(_), Value::String(_))
        | (Value::Number(_), Value::Number(_))
        | (Value::Bool(_), Value::Bool(_)) => None,
        (own, there) => Some((Cause::Other, format!("{own} became {there}"))),
    }
}

/// The names of members in a text that is nearly JSON: what stands in quotes before a colon.
fn printed_names(text: &str) -> BTreeSet<&str> {
    let mut pieces = text.split('"').collect::<Vec<_>>();
    // An odd number of quotes leaves the last piece open.
    if pieces.len() % 2 == 0 {
        pieces.pop();
    }
    let inside = pieces.iter().zip(pieces.iter().skip(1)).skip(1).step_by(2);
    let before_colon = inside.filter(|(_, after)| after.trim_start().starts_with(':'));
    before_colon.map(|(name, _)| *name).collect()
}

/// Whether a name is in a tree, at any depth.
fn has_name(tree: &Value, name: &str) -> bool {
    match tree {
        Value::Object(members) => members
            .iter()
            .any(|(own, inner)| own == name || has_name(inner, name)),
        Value::Array(items) => items.iter().any(|item| has_name(item, name)),
        _ => false,
    }
}

/// The same for a sample that is no JSON: of its shape only the names can be told.
fn against_names(
    operation: &Operation,
    printed: &str,
    answer: &Value,
    why: &str,
) -> (Cause, String) {
    let names = printed_names(printed).into_iter();
    let root = format!("{}Response", operation.operation);
    let mut missing = names.filter(|name| *name != root && !has_name(answer, name));
    match missing.next() {
        Some(name) => (
            Cause::NotJsonOtherNames,
            format!("{name} is missing ({why})"),
        ),
        None => (Cause::NotJson, why.to_owned()),
    }
}

/// The sample without the element that XML has around it.
fn unwrapped(mut sample: Value, operation: &Operation) -> Value {
    let documented = |name: &str| {
        operation
            .response
            .fields
            .iter()
            .any(|field| field.name == name)
    };
    if let Value::Object(members) = &mut sample
        && members.len() == 1
        && let Some((name, inner)) = members.iter_mut().next()
        && name.ends_with("Response")
        && !documented(name)
        && inner.is_object()
    {
        return inner.take();
    }
    sample
}

fn against_json(
    operation: &Operation,
    printed: &str,
    answer: &Value,
) -> Result<(), (Cause, String)> {
    let sample: Value = serde_json::from_str(printed)
        .map_err(|error| against_names(operation, printed, answer, &error.to_string()))?;
    if !sample.is_object() {
        return Err((Cause::NotAnObject, printed.chars().take(40).collect()));
    }
    difference(&unwrapped(sample, operation), answer).map_or(Ok(()), Err)
}

/// Whether every documented list is a list, and every documented structure one.
fn check_lists(fields: &[Field], answer: &Value, name: &str) {
    let members = fields
        .iter()
        .filter_map(|field| Some((field, answer.get(&field.name)?)));
    for (field, value) in members {
        let wrapped = field
            .wrapper
            .as_ref()
            .and_then(|wrapper| value.get(wrapper));
        match (field.kind, &field.items, wrapped) {
            (Type::Array, Some(items), Some(list)) => {
                let list = list.as_array();
                let list = list.unwrap_or_else(|| panic!("{name}: {} is no list", field.name));
                for item in list {
                    check_lists(&items.properties, item, name);
                }
            }
            (Type::Object, _, _) => check_lists(&field.properties, value, name),
            _ => {}
        }
    }
}

#[tokio::test]
async fn every_printed_sample_is_what_is_answered() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS") else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must be set"
        );
        println!("skipped: DOCTRACT_CORPUS is not set");
        return;
    };
    let mut causes: BTreeMap<Cause, Vec<String>> = BTreeMap::new();
    let (mut samples, mut same, mut asked, mut without) = (0, 0, 0, 0);
    for product in ["ecs", "slb", "ess", "ram", "cdn", "cms", "elasticsearch"] {
        for locale in ["intl.en-US", "cn.zh-CN"] {
            let operations = operations(&Path::new(&corpus).join(product).join(locale), product);
            let builder = Server::builder().operations(operations.clone());
            let service = builder.signatures(Signatures::Off).service().unwrap();
            for operation in &operations {
                let name = format!("{product} {locale} {}", operation.operation);
                let body = answer(&service, operation, "JSON").await;
                let tree: Value = serde_json::from_str(&body).unwrap();
                check_lists(&operation.response.fields, &tree, &name);
                asked += 1;
                let printed = operation.examples.responses.iter();
                let mut printed =
                    printed.filter(|own| !own.failure && own.format == BodyFormat::Json);
                // The first is the one that is answered; others show other choices of the same fields.
                let Some(sample) = printed.next() else {
                    without += 1;
                    continue;
                };
                samples += 1;
                match against_json(operation, &sample.body, &tree) {
                    Ok(()) => same += 1,
                    Err((cause, place)) => causes
                        .entry(cause)
                        .or_default()
                        .push(format!("{name}: {place}")),
                }
            }
        }
    }
    println!(
        "{asked} operations, {without} without a JSON sample; {same} of {samples} samples answered as printed"
    );
    for (cause, places) in &causes {
        println!("{cause:?}: {}", places.len());
        let shown = if std::env::var_os("DOCTRACT_CORPUS_FULL").is_some() {
            places.len()
        } else {
            5
        };
        for place in places.iter().take(shown) {
            println!("  {place}");
        }
    }
    assert!(samples > 300, "{samples}");
    let others = causes.remove(&Cause::Other).unwrap_or_default();
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[tokio::test]
async fn what_is_made_is_made_once_for_each_token() {
    let spec = doctract_spec::yaml::load(
        "CreateCluster.yaml",
        "doctract: 1\nproduct: Cs\nversion: '2015-12-15'\noperation: CreateCluster\nstyle: roa\n\
         methods: [POST]\npath: /clusters\nrequest:\n  parameters:\n\
         \x20 - { name: ClientToken, role: idempotency-token }\n  - { name: Name }\n\
         examples:\n  responses:\n  - { format: json, body: '{\"ClusterId\": \"c-bp1****\"}' }\n",
    );
    let builder = Server::builder().operations(vec![spec.unwrap()]);
    let service = builder.signatures(Signatures::Off).service().unwrap();
    let call = async |query: &str| {
        let request = Request::post(format!("/clusters?Format=JSON&{query}"));
        let answer = service.call(request.body(Vec::new()).unwrap()).await;
        let tree: Value = serde_json::from_slice(answer.body()).unwrap();
        let said = tree["ClusterId"].as_str().or(tree["Code"].as_str());
        said.unwrap().to_owned()
    };
    let first = call("ClientToken=a&Name=x").await;
    assert!(first.starts_with("c-") && first.len() == 9, "{first}");
    assert_eq!(call("ClientToken=a&Name=x").await, first);
    assert_eq!(
        call("ClientToken=a&Name=y").await,
        "IdempotentParameterMismatch"
    );
    assert_ne!(call("ClientToken=b&Name=x").await, first);
    assert_ne!(call("Name=x").await, call("Name=x").await);
}
