//! `doctract test --dry-run`: how many cases there are and what they take, before any is sent.

use crate::failure::plural;
use doctract_conformance::Family;
use doctract_conformance::case::{Case, Value};
use std::collections::{BTreeMap, BTreeSet};

/// What cases of one family take.
#[derive(Default)]
struct Cost {
    cases: u64,
    requests: u64,
    changes: u64,
    skipped: u64,
}

/// The table of families and the resources in use.
pub(crate) fn told(cases: impl Iterator<Item = Case>) -> String {
    let mut costs: BTreeMap<Family, Cost> = BTreeMap::new();
    let mut resources: BTreeMap<(String, String), u64> = BTreeMap::new();
    let (mut waits, mut whole) = (0, Cost::default());
    for case in cases {
        waits += u64::from(case.cost.waits_ms);
        for cost in [costs.entry(case.family).or_default(), &mut whole] {
            cost.cases += 1;
            if case.skip.is_some() {
                cost.skipped += 1;
            } else {
                cost.changes += u64::from(case.cost.changes);
                cost.requests += requests(&case);
            }
        }
        for resource in resources_of(&case) {
            *resources.entry(resource).or_default() += 1;
        }
    }
    let mut text = format!(
        "  {:<13}{:>7}{:>10}{:>9}{:>9}\n",
        "", "cases", "requests", "changes", "skipped"
    );
    let rows = costs.iter().map(|(family, cost)| (family.name(), cost));
    for (name, cost) in rows.chain([("all", &whole)]) {
        text.push_str(&format!(
            "  {name:<13}{:>7}{:>10}{:>9}{:>9}\n",
            cost.cases, cost.requests, cost.changes, cost.skipped
        ));
    }
    if !resources.is_empty() {
        text.push_str("\nresources\n");
    }
    for ((parameter, source), cases) in resources {
        let cases = plural(usize::try_from(cases).unwrap_or(usize::MAX), "case");
        text.push_str(&format!("  {parameter:<20} {source:<32} {cases}\n"));
    }
    if waits > 0 {
        text.push_str(&format!("\nwaits on purpose: {waits} ms in all\n"));
    }
    text
}

/// Requests of a case; of a scenario, its steps as written.
fn requests(case: &Case) -> u64 {
    let steps: u64 = case.steps.iter().map(|step| u64::from(step.parallel)).sum();
    let scenario = case.scenario.as_ref().map_or(0, |run| {
        let calls = run.scenario.steps.iter().chain(&run.scenario.cleanup);
        let walk = run.scenario.walk.as_ref().map_or(0, |walk| walk.length);
        let calls = calls.filter(|step| step.call.is_some());
        let calls: u64 = calls.map(|step| u64::from(step.repeat.unwrap_or(1))).sum();
        calls + u64::from(walk)
    });
    steps + scenario
}

/// The resources that a case takes: the parameter, and where its value comes from.
fn resources_of(case: &Case) -> BTreeSet<(String, String)> {
    let parameters = case.steps.iter().flat_map(|step| &step.request.parameters);
    let resources = parameters.filter_map(|parameter| {
        let source = match &parameter.value {
            Value::Numbered(numbered) => numbered.template.clone(),
            Value::Made(made) => format!("scenario {}", made.scenario),
            _ => return None,
        };
        Some((parameter.name.clone(), source))
    });
    resources.collect()
}
