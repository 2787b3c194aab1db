//! What is measured: the founding page's operation, its plan over and over under new seeds.

use crate::Outcome;
use doctract_conformance::{Auth, Case, Endpoint, Options, Plan, Report, Runner};
use doctract_core::signing::Credentials;
use doctract_server::DEFAULT_FIXTURES;
use doctract_spec::Operation;
use doctract_spec::extract::{self, extract_page};
use doctract_spec::fixture::{self, Fixtures};
use std::path::Path;

/// Cases under way at once, in every measurement.
pub(crate) const CONCURRENCY: usize = 32;

/// The operation, from the page.
pub(crate) fn operation() -> Outcome<Operation> {
    let page =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/ecs/en-US/CreateSnapshot.md");
    let bytes = std::fs::read(&page)?;
    let found = extract_page(
        &page.to_string_lossy(),
        &bytes,
        &extract::Options::default(),
    );
    found
        .operation
        .ok_or_else(|| "the page gave no operation".into())
}

/// The fixtures of the reference server's default world.
pub(crate) fn fixtures() -> Outcome<Fixtures> {
    fixture::load("fixtures.yaml", DEFAULT_FIXTURES).map_err(|all| {
        all.first()
            .map_or(String::new(), ToString::to_string)
            .into()
    })
}

/// The key of the default world.
pub(crate) fn key() -> Credentials {
    Credentials::new("testid", "testsecret")
}

/// The address, signed for by version 1.
pub(crate) fn endpoint(url: &str) -> Outcome<Endpoint> {
    Ok(Endpoint::new(url)?.with_auth(Auth::V1(key())))
}

/// So many cases: the plan under one seed after the other. Cases that wait on purpose or must run
/// alone are left out.
pub(crate) fn cases<'s>(
    operation: &'s Operation,
    fixtures: &'s Fixtures,
    count: usize,
) -> impl Iterator<Item = Case> + 's {
    let plans = (0..).flat_map(move |seed| {
        let plan = Plan::new(operation, fixtures, seed);
        plan.cases().collect::<Vec<_>>()
    });
    plans
        .filter(|case| case.cost.waits_ms == 0 && !case.cost.alone)
        .take(count)
}

/// Runs so many cases.
pub(crate) async fn run(endpoint: Endpoint, count: usize) -> Outcome<Report> {
    let (operation, fixtures) = (operation()?, fixtures()?);
    let options = Options {
        concurrency: CONCURRENCY,
        shuffle: true,
        ..Options::default()
    };
    let runner = Runner::new(endpoint, &fixtures, options)?;
    let cases = cases(&operation, &fixtures, count);
    let report = runner.run_cases(&[&operation], cases, &mut |_| {}).await;
    let total = report.total();
    if total.fail + total.error > 0 {
        let first = report.failures.iter().chain(&report.errors).next();
        let first = first.map(|result| format!("; first {}: {:?}", result.id, result.verdict));
        let first = first.unwrap_or_default();
        return Err(format!("the clean server does not conform: {total:?}{first}").into());
    }
    Ok(report)
}
