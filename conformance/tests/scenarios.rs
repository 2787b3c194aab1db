//! Scenarios against the reference server: captures, waits, choices, walks, fixtures made by them.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use common::{endpoint, fixtures, operation, server};
use doctract_conformance::scenario::{self, Scenario};
use doctract_conformance::{CaseResult, Event, Options, Plan, Runner, Status};
use doctract_server::Server;
use doctract_spec::fixture;

fn load(text: &str) -> Scenario {
    scenario::load("scenario.yaml", text).unwrap()
}

async fn play(server: &Server, scenario: &Scenario, seed: u64) -> Vec<CaseResult> {
    let (operation, fixtures) = (operation(), fixtures());
    let runner = Runner::new(endpoint(server), &fixtures, Options::default()).unwrap();
    let cases = scenario::cases(scenario, "Ecs", "2014-05-26", seed);
    let mut results = Vec::new();
    runner
        .run_cases(&[&operation], cases.into_iter(), &mut |event| {
            if let Event::Done(result) = event {
                results.push(result.clone());
            }
        })
        .await;
    results.retain(|result| result.id.contains("/scenario/"));
    results
}

const LIFE: &str = "
scenario: 1
name: life-of-a-snapshot
why: a snapshot is made, becomes whole, and is gone when it is deleted
values: { name: [nightly, 每夜] }
steps:
  - call: CreateSnapshot
    with: { DiskId: 'd-ok-${number}', SnapshotName: '${name}', ClientToken: 'life-${unique}' }
    capture: { snapshot: SnapshotId }
  - checkpoint: created
  - clock: PT2H
  - call: DescribeSnapshots
    with: { RegionId: cn-hangzhou, SnapshotIds: '[\"${snapshot}\"]' }
    until: { every: PT0.05S, atMost: PT5S }
    holds: { TotalCount: '1', Snapshots.Snapshot.0.SnapshotName: '${name}', Snapshots.Snapshot.0.Status: accomplished }
  - call: DeleteSnapshot
    with: { SnapshotId: '${snapshot}' }
  - call: DescribeSnapshots
    with: { RegionId: cn-hangzhou, SnapshotIds: '[\"${snapshot}\"]' }
    holds: { TotalCount: '0' }
    forget: [snapshot]
cleanup:
  - call: DeleteSnapshot
    with: { SnapshotId: '${snapshot}' }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_scenario_is_played_for_each_combination_of_values() {
    let server = server(&[]).await;
    let results = play(&server, &load(LIFE), 1).await;
    let ids: Vec<&str> = results.iter().map(|result| result.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "Ecs/CreateSnapshot/scenario/life-of-a-snapshot/nightly",
            "Ecs/CreateSnapshot/scenario/life-of-a-snapshot/每夜",
        ]
    );
    for result in &results {
        assert_eq!(result.verdict.status, Status::Pass, "{result:#?}");
    }
}

const WALK: &str = "
scenario: 1
name: disk-with-snapshots
why: whatever the order, a disk has one snapshot in progress at a time
steps:
  - call: DescribeDisks
    with: { RegionId: cn-hangzhou, DiskIds: '[\"d-ok-7\"]' }
actions:
  - { name: look, weight: 4, steps: [ { call: DescribeSnapshots, with: { RegionId: cn-hangzhou } } ] }
  - name: create
    unless: [busy]
    steps:
      - { call: CreateSnapshot, with: { DiskId: d-ok-7 }, capture: { busy: SnapshotId } }
  - name: create-again
    needs: [busy]
    steps:
      - { call: CreateSnapshot, with: { DiskId: d-ok-7 }, expect: refusal }
  - name: delete
    needs: [busy]
    steps:
      - { call: DeleteSnapshot, with: { SnapshotId: '${busy}' }, forget: [busy] }
walk: { length: 30, walks: 3 }
cleanup:
  - { call: DeleteSnapshot, with: { SnapshotId: '${busy}' } }
";

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_walk_is_told_by_its_shortest_form_and_the_same_seed_walks_the_same_way() {
    let clean = server(&[]).await;
    let mut scenario = load(WALK);
    scenario.walk.as_mut().unwrap().walks = Some(1);
    let results = play(&clean, &scenario, 5).await;
    assert_eq!(results[0].verdict.status, Status::Pass, "{:#?}", results[0]);

    let faulty = server(&["progress-ignored"]).await;
    let results = play(&faulty, &scenario, 5).await;
    let reason = &results[0].verdict.reason;
    assert_eq!(results[0].verdict.status, Status::Fail);
    assert!(
        reason.contains("(after the walk: create, create-again)"),
        "{reason}"
    );
    let again = play(&faulty, &scenario, 5).await;
    assert_eq!(again[0].verdict.reason, *reason);

    scenario.walk.as_mut().unwrap().replay = vec!["create".into(), "create-again".into()];
    let replayed = play(&faulty, &scenario, 99).await;
    assert_eq!(replayed[0].verdict.status, Status::Fail);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fixture_can_be_made_by_a_scenario_and_is_removed_after_its_case() {
    let server = server(&[]).await;
    let maker = load(
        "
scenario: 1
name: disk-in-use
steps:
  - call: CreateSnapshot
    with: { DiskId: 'd-ok-${number}' }
    capture: { snapshot: SnapshotId }
  - call: DescribeSnapshots
    with: { RegionId: cn-hangzhou, SnapshotIds: '[\"${snapshot}\"]' }
    capture: { disk: Snapshots.Snapshot.0.SourceDiskId }
cleanup:
  - { call: DeleteSnapshot, with: { SnapshotId: '${snapshot}' } }
gives: disk
",
    );
    let text = "fixtures: 1
resources:
  - { operation: CreateSnapshot, parameter: DiskId, pool: 'd-ok-{n}' }
states:
  - { precondition: concurrency, scenario: disk-in-use, parameters: { DiskId: '${disk}' } }
";
    let fixtures = fixture::load("fixtures.yaml", text).unwrap();
    let operation = operation();
    let plan = Plan::new(&operation, &fixtures, 1);
    let options = Options {
        filter: Some("*/precondition/concurrency".to_owned()),
        ..Options::default()
    };
    let runner = Runner::new(endpoint(&server), &fixtures, options).unwrap();
    let runner = runner.with_scenarios(vec![maker]);
    let mut results = Vec::new();
    runner
        .run(&plan, &mut |event| {
            if let Event::Done(result) = event {
                results.push(result.clone());
            }
        })
        .await;
    let case = results
        .iter()
        .find(|one| one.id.ends_with("/precondition/concurrency"))
        .unwrap();
    assert_eq!(case.verdict.status, Status::Pass, "{case:#?}");
}
