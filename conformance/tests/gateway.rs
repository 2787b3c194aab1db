//! Operations of a corpus that the reference server only knows from their pages: what is planned
//! for them and what the gateway does agree, without a false alarm.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::endpoint;
use doctract_conformance::hooks::Values;
use doctract_conformance::{Event, Options, Plan, Runner, Status};
use doctract_server::{Clock, DEFAULT_FIXTURES, Server, operations_with_behaviour};
use doctract_spec::Operation;
use doctract_spec::extract::{self, extract_page};
use doctract_spec::fixture;
use doctract_spec::names::Names;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What the pages print as examples, taken for things that exist.
#[derive(Debug)]
struct Printed(HashMap<String, String>);

impl Values for Printed {
    fn value(&self, _: &str, parameter: &str, _: u32) -> Result<Option<String>, String> {
        Ok(self.0.get(parameter).cloned())
    }
}

impl Printed {
    fn of(operation: &Operation) -> Self {
        let ids = Names::new(operation);
        let ids = ids.leaves().iter().filter(|leaf| {
            let name = &leaf.field.name;
            leaf.field.constraints.is_empty() && (name.ends_with("Id") || name.ends_with("Ids"))
        });
        Self(
            ids.filter_map(|leaf| Some((leaf.pattern.clone(), leaf.field.example.clone()?)))
                .collect(),
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_gateway_keeps_what_pages_say() {
    let Some(corpus) = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must name the corpus"
        );
        println!("skipped: DOCTRACT_CORPUS names no corpus");
        return;
    };
    let step = if std::env::var_os("DOCTRACT_CORPUS_FULL").is_some() {
        1
    } else {
        25
    };
    let world = fixture::load("fixtures.yaml", DEFAULT_FIXTURES).unwrap();
    // Behind a page without behaviour everything exists that is not named so.
    let unknown = "fixtures: 1\nunknown: \"unknown-{n}\"\n";
    let unknown = fixture::load("fixtures.yaml", unknown).unwrap();
    let (mut kinds, mut count, mut passed) = (BTreeMap::<String, u64>::new(), 0, 0);
    let mut alarms = Vec::new();
    for (product, locale) in [
        ("ecs", "cn.zh-CN"),
        ("slb", "intl.en-US"),
        ("ess", "cn.zh-CN"),
        ("cms", "intl.en-US"),
        ("elasticsearch", "cn.zh-CN"),
    ] {
        let folder = corpus.join(product).join(locale);
        let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        pages.sort();
        for page in pages.iter().step_by(step) {
            let bytes = std::fs::read(page).unwrap();
            let extraction = extract_page(
                &page.to_string_lossy(),
                &bytes,
                &extract::Options::default(),
            );
            let Some(operation) = extraction.operation else {
                continue;
            };
            let clock = Clock::still_at("2019-02-13T10:00:00Z".parse().unwrap());
            let server = Server::builder()
                .operations(vec![operation.clone()])
                .clock(clock);
            let server = server.start().await.unwrap();
            let named = |name| name == operation.operation;
            let plan = if operation.product == "Ecs" && operations_with_behaviour().any(named) {
                Plan::new(&operation, &world, 1)
            } else {
                Plan::new(&operation, &unknown, 1).with_values(Arc::new(Printed::of(&operation)))
            };
            let fixtures = &world;
            let runner = Runner::new(endpoint(&server), fixtures, Options::default()).unwrap();
            let report = runner
                .run(&plan, &mut |event| {
                    let Event::Done(result) = event else { return };
                    if matches!(result.verdict.status, Status::Fail | Status::Error) {
                        let parts: Vec<&str> = result.id.split('/').skip(2).collect();
                        let kind = format!("{}: {}", parts[0], result.verdict.reason);
                        *kinds.entry(kind).or_default() += 1;
                        alarms.push(format!(
                            "{} {:?} {:?} {:?} {}",
                            result.id,
                            result.verdict.reason,
                            result.verdict.expected,
                            result.verdict.seen,
                            result.exchanges.first().map_or("", |one| &one.body)
                        ));
                    }
                })
                .await;
            count += 1;
            passed += report.total().pass;
        }
    }
    println!(
        "{count} operations, {passed} passed, {} alarms",
        alarms.len()
    );
    for (kind, count) in &kinds {
        println!("{count:>5} {kind}");
    }
    for alarm in &alarms {
        println!("  {alarm}");
    }
    // It keeps no world behind most of these pages, so that no name is remembered there.
    let excused = ["/unique/"];
    let other = |alarm: &&String| !excused.iter().any(|part| alarm.contains(part));
    let others: Vec<&String> = alarms.iter().filter(other).collect();
    assert!(others.is_empty(), "{others:#?}");
    assert!(passed > 500);
}
