//! Plans for the operations of a whole corpus of reference pages: what they promise holds, and
//! what they cannot try is said.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use doctract_conformance::expect::Expectation;
use doctract_conformance::{Case, Family, Plan};
use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::extract::{Options, extract_page};
use doctract_spec::fixture;
use doctract_spec::model::Violation;
use doctract_spec::statement::StatementKind;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("DOCTRACT_CORPUS").map(PathBuf::from);
    if folder.is_none() {
        assert!(
            std::env::var_os("CI").is_none(),
            "DOCTRACT_CORPUS must name the corpus"
        );
        println!("skipped: DOCTRACT_CORPUS names no corpus");
    }
    folder
}

/// Every `step`th page of a folder, read.
fn operations(folder: &Path, step: usize) -> Vec<Operation> {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    pages.sort();
    let read = |page: &PathBuf| {
        let bytes = std::fs::read(page).unwrap();
        extract_page(&page.to_string_lossy(), &bytes, &Options::default()).operation
    };
    pages.iter().step_by(step).filter_map(read).collect()
}

fn check_case(checker: &Checker<'_>, case: &Case, now: &str) -> Result<(), String> {
    let Some(step) = case.steps.first() else {
        return Ok(());
    };
    let sent: Vec<(String, String)> = step
        .request
        .parameters
        .iter()
        .map(|parameter| (parameter.name.clone(), parameter.value.sample()))
        .collect();
    let broken: HashSet<String> = checker
        .check(&sent, now)
        .into_iter()
        .filter(|breach| breach.violation == Violation::Rejected)
        .map(|breach| breach.statement)
        .collect();
    match (case.family, &step.expect) {
        (Family::Valid | Family::Combination, Expectation::Accepted(_)) if !broken.is_empty() => {
            Err(format!(
                "{} should be legal, breaks {broken:?}: {sent:?}",
                case.id
            ))
        }
        (
            Family::Invalid | Family::Missing | Family::Type | Family::Combination,
            Expectation::Refused(_),
        ) => {
            let named: HashSet<String> = case.statements.iter().cloned().collect();
            let first = case
                .statements
                .first()
                .is_some_and(|first| broken.contains(first));
            let alone = broken.len() == 1 || case.family == Family::Type;
            if first && alone && broken.is_subset(&named) {
                Ok(())
            } else {
                Err(format!(
                    "{} should break {named:?}, breaks {broken:?}: {sent:?}",
                    case.id
                ))
            }
        }
        _ => Ok(()),
    }
}

#[test]
fn plans_over_the_corpus_keep_their_promises() {
    let Some(corpus) = corpus() else { return };
    let full = std::env::var_os("DOCTRACT_CORPUS_FULL").is_some();
    let fixtures = fixture::load("fixtures.yaml", "fixtures: 1").unwrap();
    let mut rules: BTreeMap<String, [u64; 3]> = BTreeMap::new();
    let mut samples: HashMap<String, Vec<String>> = HashMap::new();
    let (mut planned, mut count, mut baseless) = (0_u64, 0_u64, Vec::new());
    let mut wrong = Vec::new();
    for product in ["ecs", "slb", "ess", "ram", "cdn", "cms", "elasticsearch"] {
        for locale in ["cn.zh-CN", "intl.en-US"] {
            let step = if full { 1 } else { 12 };
            for operation in operations(&corpus.join(product).join(locale), step) {
                count += 1;
                let plan = Plan::new(&operation, &fixtures, 1);
                let cases: Vec<Case> = plan.cases().collect();
                planned += cases.len() as u64;
                let checker = Checker::new(&operation);
                let now = "2026-11-24T00:00:00Z";
                let timed =
                    |case: &Case| case.id.contains("withinPast") || case.id.contains("compare");
                wrong.extend(
                    cases
                        .iter()
                        .filter(|case| !timed(case))
                        .filter_map(|case| check_case(&checker, case, now).err()),
                );
                if !cases.iter().any(|case| case.id.ends_with("/valid/minimal")) {
                    baseless.push(operation.operation.clone());
                }
                let tried: HashSet<&String> =
                    cases.iter().flat_map(|case| &case.statements).collect();
                let notes = plan.notes();
                for statement in plan.statements() {
                    if !matches!(
                        statement.kind,
                        StatementKind::Constraint
                            | StatementKind::Required
                            | StatementKind::Type
                            | StatementKind::IndexRange
                    ) {
                        continue;
                    }
                    let row = rules.entry(statement.rule.clone()).or_default();
                    if ["deprecated", "replacedBy"].contains(&statement.rule.as_str()) {
                        continue;
                    }
                    let own: Vec<_> = notes
                        .iter()
                        .filter(|note| note.statement == statement.id)
                        .collect();
                    if tried.contains(&statement.id) {
                        row[0] += 1;
                    } else if own.iter().any(|note| note.untestable) {
                        row[1] += 1;
                    } else {
                        row[2] += 1;
                        let list = samples.entry(statement.rule.clone()).or_default();
                        let why: Vec<&str> = own.iter().map(|note| note.text.as_str()).collect();
                        list.push(format!(
                            "{}/{} {}",
                            operation.operation,
                            statement.id,
                            why.join("; ")
                        ));
                    }
                }
            }
        }
    }
    println!(
        "{count} operations, {planned} cases, {} without a legal request",
        baseless.len()
    );
    println!(
        "{:<20} {:>6} {:>10} {:>6}",
        "statement", "tried", "not alone", "none"
    );
    for (rule, [tried, alone, none]) in &rules {
        println!("{rule:<20} {tried:>6} {alone:>10} {none:>6}");
    }
    if std::env::var_os("DOCTRACT_VERBOSE").is_some() {
        for (rule, list) in &samples {
            for line in list.iter().take(6) {
                println!("{rule}: {line}");
            }
        }
        println!("{:?}", &baseless[..baseless.len().min(40)]);
    }
    assert!(
        wrong.is_empty(),
        "{} wrong, such as {:#?}",
        wrong.len(),
        &wrong[..wrong.len().min(5)]
    );
    assert!(count > 100);
}
