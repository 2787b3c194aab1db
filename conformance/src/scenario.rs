//! Scenarios: written sequences of calls with captures, waits, choices and walks.
//!
//! ```
//! let scenario = doctract_conformance::scenario::load("life.yaml", "
//! scenario: 1
//! name: life-of-a-snapshot
//! why: a snapshot that is deleted is gone
//! steps:
//!   - call: CreateSnapshot
//!     with: { DiskId: 'd-ok-${number}' }
//!     capture: { snapshot: SnapshotId }
//!   - clock: PT1H
//!   - call: DescribeSnapshots
//!     with: { SnapshotIds: '[\"${snapshot}\"]' }
//!     until: { atMost: PT10S }
//!     holds: { Snapshots.Snapshot.0.Status: accomplished }
//! cleanup:
//!   - call: DeleteSnapshot
//!     with: { SnapshotId: '${snapshot}' }
//! ").unwrap();
//! assert_eq!(scenario.steps.len(), 3);
//! ```

use crate::case::{Case, Cost, Family, ScenarioRun, escape_part};
use crate::yaml_file::YamlFile;
use doctract_core::time::duration;
use doctract_spec::Diagnostic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the format.
pub const FORMAT_VERSION: u32 = 1;

/// A scenario file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Scenario {
    /// The version of the format: [`FORMAT_VERSION`].
    pub scenario: u32,
    /// Unique within a run; a part of case ids.
    pub name: String,
    /// What it shows, or the sentence that it follows from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Statements of a spec that it exercises, for coverage: `precondition/quota`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<String>,
    /// Sets of values: the scenario is run for each combination of one value of each set.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, Vec<String>>,
    /// The steps, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
    /// What a walk chooses from, after the steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Action>,
    /// How the actions are walked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walk: Option<Walk>,
    /// What is always done in the end. Steps whose variables were never captured are left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cleanup: Vec<Step>,
    /// The variable that a fixture takes from it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gives: Option<String>,
}

/// One step: exactly one of `call`, `choose`, `wait`, `clock` and `checkpoint`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Step {
    /// The operation that is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// Its parameters by wire name; `${name}` stands for a captured or listed value, `${unique}`
    /// for sixteen digits and `${number}` for a number that no other case uses.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
    /// The named credentials of the fixtures.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credentials: Option<String>,
    /// What must come back; a success when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expect: Option<Expect>,
    /// Members of the answer and the values that they must have; `*` stands for any run of
    /// characters. A part of a path that is a number is a place in a list.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub holds: BTreeMap<String, String>,
    /// Variables, and the members of the answer that they get their values from.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub capture: BTreeMap<String, String>,
    /// Variables that are no longer known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub forget: Vec<String>,
    /// How often the call is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeat: Option<u32>,
    /// The call is made again until what is expected comes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<Until>,
    /// One of these is done, by weight.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choose: Vec<Choice>,
    /// Nothing is done for this ISO 8601 duration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait: Option<String>,
    /// The endpoint's clock is moved by this ISO 8601 duration, where the fixtures say how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<String>,
    /// A name for this point, told in reports.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checkpoint: Option<String>,
}

/// What must come back for a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Expect {
    /// A success.
    Success,
    /// Any well-formed 4xx.
    Refusal,
    /// This error.
    Error(crate::expect::ErrorTriple),
}

/// How long to try again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Until {
    /// The pause between two calls, an ISO 8601 duration; a second when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<String>,
    /// The longest time in all, an ISO 8601 duration.
    pub at_most: String,
}

/// One branch of a choice.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Choice {
    /// How likely it is beside the others; 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// What is done.
    pub steps: Vec<Step>,
}

/// Something that a walk can do.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Action {
    /// Its name in the account of a walk.
    pub name: String,
    /// How likely it is beside the others; 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<u32>,
    /// Variables that must be known for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Variables that must not be known for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unless: Vec<String>,
    /// What is done.
    pub steps: Vec<Step>,
}

/// How actions are walked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "camelCase", default)]
pub struct Walk {
    /// Actions of one walk.
    pub length: u32,
    /// How many walks; 1 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub walks: Option<u32>,
    /// These actions by name, in place of random ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replay: Vec<String>,
}

/// Most combinations of values, most actions of a walk, most repetitions of a call.
const MOST: u32 = 1000;

/// Deepest nesting of choices.
const MOST_DEPTH: usize = 8;

impl Scenario {
    /// Every combination of one value of each set, in order; one empty one without sets.
    pub fn combinations(&self) -> Vec<BTreeMap<String, String>> {
        let mut all = vec![BTreeMap::new()];
        for (name, values) in &self.values {
            let with = |known: &BTreeMap<String, String>, value: &String| {
                let mut known = known.clone();
                known.insert(name.clone(), value.clone());
                known
            };
            all = all
                .iter()
                .flat_map(|known| values.iter().map(move |value| with(known, value)))
                .take(MOST as usize)
                .collect();
        }
        all
    }
}

/// The cases of a scenario: one for each combination of its values and each of its walks.
/// `product` and `version` are those of the operations that it calls.
pub fn cases(scenario: &Scenario, product: &str, version: &str, seed: u64) -> Vec<Case> {
    let mut first = scenario
        .steps
        .iter()
        .chain(scenario.actions.iter().flat_map(|action| &action.steps));
    let operation = first.find_map(|step| step.call.clone()).unwrap_or_default();
    let walks = match &scenario.walk {
        Some(walk) if walk.replay.is_empty() => (1..=walk.walks.unwrap_or(1)).map(Some).collect(),
        Some(_) => vec![Some(1)],
        None => vec![None],
    };
    let mut cases = Vec::new();
    for values in scenario.combinations() {
        for walk in &walks {
            let mut parts = vec![product, &operation, Family::Scenario.name(), &scenario.name];
            parts.extend(values.values().map(String::as_str));
            let number = walk.map(|walk| format!("walk-{walk}"));
            parts.extend(number.as_deref());
            let parts: Vec<String> = parts.into_iter().map(escape_part).collect();
            cases.push(Case {
                id: parts.join("/"),
                operation: operation.clone(),
                version: version.to_owned(),
                family: Family::Scenario,
                statements: scenario.statements.clone(),
                why: scenario.why.clone(),
                steps: Vec::new(),
                scenario: Some(Box::new(ScenarioRun {
                    scenario: scenario.clone(),
                    values: values.clone(),
                    walk: *walk,
                    seed,
                })),
                cost: Cost {
                    changes: 1,
                    alone: moves_clock(scenario),
                    ..Cost::default()
                },
                skip: None,
            });
        }
    }
    cases
}

/// Whether a scenario moves the endpoint's clock, so that nothing else may run meanwhile.
fn moves_clock(scenario: &Scenario) -> bool {
    fn moves(steps: &[Step]) -> bool {
        steps
            .iter()
            .any(|step| step.clock.is_some() || step.choose.iter().any(|one| moves(&one.steps)))
    }
    moves(&scenario.steps)
        || moves(&scenario.cleanup)
        || scenario.actions.iter().any(|action| moves(&action.steps))
}

/// Reads a scenario. `file` is the name shown in diagnostics.
///
/// # Errors
///
/// Every mistake found: unknown keys and wrong types with their place, steps that say too little or
/// too much.
pub fn load(file: &str, text: &str) -> Result<Scenario, Vec<Diagnostic>> {
    let source = YamlFile {
        code: "scenario-invalid",
        file,
    };
    let scenario: Scenario = source.read(text)?;
    let mut found = Vec::new();
    if scenario.scenario != FORMAT_VERSION {
        found.push(format!("format version {} is not known", scenario.scenario));
    }
    if scenario.name.is_empty() {
        found.push("it has no name".to_owned());
    }
    let mut lists = vec![
        ("steps".to_owned(), &scenario.steps),
        ("cleanup".to_owned(), &scenario.cleanup),
    ];
    for (at, action) in scenario.actions.iter().enumerate() {
        if action.name.is_empty() {
            found.push(format!("actions[{at}]: it has no name"));
        }
        lists.push((format!("actions[{at}].steps"), &action.steps));
    }
    if let Some(walk) = &scenario.walk {
        if walk.length > MOST || walk.walks.is_some_and(|walks| walks > MOST) {
            found.push(format!("walk: at most {MOST} walks of {MOST} actions"));
        }
        let unknown = walk
            .replay
            .iter()
            .filter(|name| !scenario.actions.iter().any(|one| one.name == **name));
        found.extend(unknown.map(|name| format!("walk: there is no action `{name}`")));
    }
    for (place, steps) in lists {
        check_steps(&place, steps, 0, &mut found);
    }
    source.unless(found, scenario)
}

fn check_steps(place: &str, steps: &[Step], depth: usize, found: &mut Vec<String>) {
    if depth > MOST_DEPTH {
        found.push(format!("{place}: choices are nested too deeply"));
        return;
    }
    for (at, step) in steps.iter().enumerate() {
        let place = format!("{place}[{at}]");
        let kinds = [
            step.call.is_some(),
            !step.choose.is_empty(),
            step.wait.is_some(),
            step.clock.is_some(),
            step.checkpoint.is_some(),
        ];
        if kinds.into_iter().filter(|kind| *kind).count() != 1 {
            let all = "call, choose, wait, clock and checkpoint";
            found.push(format!("{place}: needs exactly one of {all}"));
        }
        let until = step
            .until
            .iter()
            .flat_map(|until| until.every.iter().chain([&until.at_most]));
        for text in step.wait.iter().chain(&step.clock).chain(until) {
            if duration(text).is_none() {
                found.push(format!(
                    "{place}: `{text}` is no ISO 8601 duration such as PT30S"
                ));
            }
        }
        if step.repeat.is_some_and(|times| times > MOST) {
            found.push(format!("{place}: at most {MOST} repetitions"));
        }
        for (branch, choice) in step.choose.iter().enumerate() {
            check_steps(
                &format!("{place}.choose[{branch}]"),
                &choice.steps,
                depth + 1,
                found,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mistake_is_named() {
        let text = "scenario: 2\nname: x\nsteps: [ { call: A, wait: PT1S }, { wait: soon }, {} ]\n\
                    walk: { length: 3, replay: [nothing] }\n";
        let all: Vec<String> = load("x.yaml", text)
            .unwrap_err()
            .iter()
            .map(ToString::to_string)
            .collect();
        let all = all.join("\n");
        for part in [
            "version 2",
            "steps[0]: needs",
            "`soon` is no",
            "steps[2]: needs",
            "no action `nothing`",
        ] {
            assert!(all.contains(part), "{part} in {all}");
        }
        assert!(
            load("x.yaml", "scenario: 1\nsteps:\n - cal: A\n").unwrap_err()[0]
                .span
                .is_some()
        );
    }

    #[test]
    fn each_combination_of_values_is_a_run() {
        let text = "scenario: 1\nname: x\nvalues: { a: ['1', '2'], b: [x, y, z] }\n";
        assert_eq!(load("x.yaml", text).unwrap().combinations().len(), 6);
    }
}
