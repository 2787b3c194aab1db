//! What `cases` and `test` share: operations, fixtures, scenarios, plans, and which cases are
//! chosen.

use crate::args::{Inputs, Planning, Selection};
use crate::config::Config;
use crate::console::Console;
use crate::failure::Failure;
use crate::places::Places;
use crate::{files, input};
use doctract_conformance::hooks::{Program, Values};
use doctract_conformance::scenario::{self, Scenario};
use doctract_conformance::{Case, Conventions, Options, Plan};
use doctract_server::DEFAULT_FIXTURES;
use doctract_spec::Operation;
use doctract_spec::fixture::{self, Fixtures};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Everything that cases are made from.
pub(crate) struct Suite {
    pub(crate) operations: Vec<Operation>,
    pub(crate) places: Places,
    pub(crate) fixtures: Fixtures,
    pub(crate) scenarios: Vec<Scenario>,
    pub(crate) conventions: Conventions,
    values: Option<Arc<dyn Values>>,
    seed: u64,
    pairs: bool,
}

impl Suite {
    pub(crate) fn read(
        inputs: &Inputs,
        selection: &Selection,
        planning: &Planning,
        config: &Config,
        console: Console,
    ) -> Result<Self, Failure> {
        let (operations, places) = input::located(inputs, selection, config, console)?;
        let named = planning.fixtures.as_deref();
        let values = planning.values_from.as_deref().map(program).transpose()?;
        Ok(Self {
            operations,
            places,
            fixtures: fixtures(named.or(config.test.fixtures.as_deref()), console)?,
            scenarios: scenarios(planning, config, console)?,
            conventions: Conventions::default(),
            values: values.map(|program| Arc::new(program) as Arc<dyn Values>),
            seed: planning.seed,
            pairs: planning.pairs,
        })
    }

    /// One plan for each operation.
    pub(crate) fn plans(&self) -> Vec<Plan<'_>> {
        let plan = |operation| {
            let plan = Plan::new(operation, &self.fixtures, self.seed)
                .with_conventions(self.conventions.clone())
                .with_pairs(self.pairs);
            match &self.values {
                Some(values) => plan.with_values(Arc::clone(values)),
                None => plan,
            }
        };
        self.operations.iter().map(plan).collect()
    }

    /// The cases of the scenarios that are played for their own sake, not for what they give.
    pub(crate) fn scenario_cases(&self) -> impl Iterator<Item = Case> + '_ {
        let played = self.scenarios.iter().filter(|one| one.gives.is_none());
        played.flat_map(|scenario| {
            let called = self.operations.iter().find(|operation| {
                let steps = scenario.steps.iter();
                let actions = scenario.actions.iter().flat_map(|action| &action.steps);
                steps
                    .chain(actions)
                    .any(|step| step.call.as_ref() == Some(&operation.operation))
            });
            let of = called.or(self.operations.first());
            let (product, version) =
                of.map_or(("", ""), |one| (one.product.as_str(), one.version.as_str()));
            scenario::cases(scenario, product, version, self.seed)
        })
    }

    /// `Ecs/CreateSnapshot` for each operation.
    pub(crate) fn names(&self) -> Vec<String> {
        let name = |one: &Operation| format!("{}/{}", one.product, one.operation);
        self.operations.iter().map(name).collect()
    }
}

/// The program of a command line that is split at blanks.
pub(crate) fn program(command: &str) -> Result<Program, Failure> {
    let parts: Vec<String> = command.split_whitespace().map(str::to_owned).collect();
    if parts.is_empty() {
        return Err(Failure::usage("an empty text is no command"));
    }
    Ok(Program::new(parts))
}

/// The fixtures in a file, else those of the reference server's default world.
pub(crate) fn fixtures(named: Option<&Path>, console: Console) -> Result<Fixtures, Failure> {
    let (name, text) = match named {
        None => (
            "the built-in fixtures".to_owned(),
            DEFAULT_FIXTURES.to_owned(),
        ),
        Some(path) => (path.display().to_string(), text(path)?),
    };
    fixture::load(&name, &text)
        .map_err(|diagnostics| Failure::diagnosed(&name, &text, &diagnostics, "fixtures", console))
}

fn scenarios(
    planning: &Planning,
    config: &Config,
    console: Console,
) -> Result<Vec<Scenario>, Failure> {
    let files: Vec<&PathBuf> = match planning.scenario.as_slice() {
        [] => config.test.scenarios.iter().collect(),
        named => named.iter().collect(),
    };
    let mut scenarios = Vec::new();
    let mut names = HashSet::new();
    for file in files {
        let (name, text) = (file.display().to_string(), text(file)?);
        let scenario = scenario::load(&name, &text).map_err(|diagnostics| {
            Failure::diagnosed(&name, &text, &diagnostics, "a scenario", console)
        })?;
        if !names.insert(scenario.name.clone()) {
            return Err(Failure::usage(format!(
                "two scenarios have the name `{}`",
                scenario.name
            )));
        }
        scenarios.push(scenario);
    }
    if !planning.replay.is_empty() {
        replay(&mut scenarios, &planning.replay)?;
    }
    Ok(scenarios)
}

/// Has the one scenario with actions walk them in this order.
fn replay(scenarios: &mut [Scenario], names: &[String]) -> Result<(), Failure> {
    let mut walking = scenarios.iter_mut().filter(|one| one.walk.is_some());
    let (Some(scenario), None) = (walking.next(), walking.next()) else {
        return Err(Failure::usage("--replay needs one scenario with a walk"));
    };
    let known = |name: &str| scenario.actions.iter().any(|one| one.name == name);
    if let Some(unknown) = names.iter().find(|name| !known(name)) {
        return Err(Failure::usage(format!(
            "the scenario `{}` has no action `{unknown}`",
            scenario.name
        )));
    }
    let walk = scenario.walk.get_or_insert_default();
    walk.replay = names.to_vec();
    Ok(())
}

fn text(path: &Path) -> Result<String, Failure> {
    Ok(String::from_utf8_lossy(&files::read(path)?).into_owned())
}

/// The part of the runner's options that says which cases are chosen.
pub(crate) fn choice(planning: &Planning) -> Options {
    Options {
        seed: planning.seed,
        filter: planning.filter.clone(),
        only: planning.case.clone().map(|id| HashSet::from([id])),
        partition: planning.partition.map(|part| (part.index, part.count)),
        ..Options::default()
    }
}
