//! What is planned for the founding page's operation.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{fixtures, operation};
use doctract_conformance::expect::Expectation;
use doctract_conformance::{Case, Family, Plan};
use doctract_spec::check::Checker;
use std::collections::HashSet;

fn cases(seed: u64) -> Vec<Case> {
    let (operation, fixtures) = (operation(), fixtures());
    Plan::new(&operation, &fixtures, seed).cases().collect()
}

#[test]
fn the_plan_reaches_every_statement_with_ids_of_its_own() {
    let (operation, fixtures) = (operation(), fixtures());
    let plan = Plan::new(&operation, &fixtures, 7);
    let cases: Vec<Case> = plan.cases().collect();
    assert!(cases.len() >= 150, "{}", cases.len());
    let ids: HashSet<&str> = cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids.len(), cases.len());
    assert_eq!(cases.iter().find_map(|case| case.skip.as_deref()), None);
    for error in &operation.errors {
        let id = format!("Ecs/CreateSnapshot/error/{}", error.code);
        assert!(ids.contains(id.as_str()), "{id}");
    }
    let tried: HashSet<&String> = cases.iter().flat_map(|case| &case.statements).collect();
    let notes = plan.notes();
    let untestable: HashSet<&String> = notes
        .iter()
        .filter(|note| note.untestable)
        .map(|note| &note.statement)
        .collect();
    for statement in plan.statements() {
        let reached = tried.contains(&statement.id) || untestable.contains(&statement.id);
        assert!(reached, "{}", statement.id);
    }
    let alone = notes.iter().any(|note| {
        note.statement == "SnapshotName/notPrefix"
            && note.text == "`http://`: cannot be broken alone"
    });
    assert!(alone, "{notes:?}");
}

/// The planner's promise, checked from the outside on what is really sent.
#[test]
fn an_invalid_case_breaks_one_statement_and_a_valid_one_none() {
    let operation = operation();
    let checker = Checker::new(&operation);
    for case in cases(11) {
        let Some(step) = case.steps.first() else {
            continue;
        };
        let sent: Vec<(String, String)> = step
            .request
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), parameter.value.sample()))
            .collect();
        let broken: HashSet<String> = checker
            .check(&sent, "2026-01-31T00:00:00Z")
            .into_iter()
            .map(|breach| breach.statement)
            .collect();
        match (case.family, &step.expect) {
            (Family::Valid, Expectation::Accepted(_)) => assert!(broken.is_empty(), "{}", case.id),
            (Family::Invalid | Family::Missing | Family::Type, _) => {
                let named: HashSet<String> = case.statements.iter().take(1).cloned().collect();
                assert_eq!(broken, named, "{}", case.id);
            }
            _ => {}
        }
    }
}

#[test]
fn one_seed_gives_one_plan_that_survives_a_file() {
    let plan = cases(3);
    assert_eq!(plan, cases(3));
    let ids = |plan: &[Case]| plan.iter().map(|case| case.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&plan), ids(&cases(4)), "ids do not depend on the seed");
    for case in &plan {
        let line = serde_json::to_string(case).unwrap();
        assert_eq!(
            serde_json::from_str::<Case>(&line).unwrap(),
            *case,
            "{line}"
        );
    }
}
