//! Scenarios being played: calls with captured values, waits, choices, and the cleanup.

use super::case::{Done, subject};
use super::context::Context;
use super::record::record;
use super::walk::{shrink, told};
use crate::case::{Case, Method, Parameter, Request, ScenarioRun, Value};
use crate::conventions::wildcard;
use crate::exchange::Exchange;
use crate::expect::{Accepted, Expectation, Refused};
use crate::judge::invariants::{Observation, observe};
use crate::judge::{Judge, Seen};
use crate::scenario::{Expect, Scenario, Step, Until};
use crate::synth::Rng;
use crate::transport::{Filled, Pair, Prepared, prepare};
use crate::verdict::{Status, Verdict};
use doctract_core::time::duration;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Most exchanges that one scenario keeps for the report.
const MOST_KEPT: usize = 60;

/// Pause between two tries where none is stated.
const USUAL_PAUSE: Duration = Duration::from_secs(1);

pub(super) async fn run(context: Arc<Context>, case: Case, run: ScenarioRun) -> Done {
    let start = Instant::now();
    let scenario = &run.scenario;
    let mut stage = Stage::new(&context, &case, &run.values);
    let mut rng = Rng::named(run.seed, &case.id);
    let (verdict, walked) = stage.whole(scenario, run.walk.is_some(), &mut rng).await;
    let verdict = match (verdict.status, walked) {
        (Status::Fail, walked) if walked.len() > 1 => {
            // The exchanges that are kept are those of the whole walk.
            let step = verdict.step;
            let (shortest, verdict) = shrink(&context, &case, &run, walked, verdict).await;
            told(Verdict { step, ..verdict }, &shortest)
        }
        (Status::Fail, walked) if !walked.is_empty() => told(verdict, &walked),
        _ => verdict,
    };
    let mut exchanges = stage.exchanges.iter();
    let answered = exchanges.any(|(_, exchange)| exchange.outcome.is_ok());
    let mut shown = Vec::new();
    if verdict.status != Status::Pass || context.habits().keep_exchanges {
        let secrets = context.secrets();
        let kept = stage.exchanges.iter().rev().take(MOST_KEPT).rev();
        shown.extend(kept.map(|(step, one)| record(*step, one, secrets)));
    }
    let observations = stage.observations;
    let mut done = Done::without(case, verdict);
    (done.answered, done.observations) = (answered, observations);
    done.result.exchanges = shown;
    done.result.elapsed_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    done
}

/// A scenario made to set something up for a case.
pub(super) struct Made {
    variables: BTreeMap<String, String>,
    scenario: Scenario,
}

impl Made {
    /// A template with the scenario's variables; what the scenario gives without one. The name of
    /// a variable that is not known.
    pub(super) fn text(&self, template: Option<&str>) -> Result<String, String> {
        let known = |name: &str| self.variables.get(name).cloned();
        match (template, &self.scenario.gives) {
            (Some(template), _) => fill(template, known),
            (None, Some(name)) => known(name).ok_or_else(|| name.clone()),
            (None, None) => Err("gives".to_owned()),
        }
    }
}

/// Plays a scenario for what it makes.
pub(super) async fn make(context: &Arc<Context>, case: &Case, name: &str) -> Result<Made, String> {
    let scenario = context
        .scenario(name)
        .ok_or_else(|| format!("there is no scenario `{name}`"))?;
    let mut stage = Stage::new(context, case, &BTreeMap::new());
    let outcome = stage.steps(&scenario.steps, 0).await;
    let made = Made {
        variables: stage.variables,
        scenario: scenario.clone(),
    };
    match outcome {
        Ok(()) => Ok(made),
        Err(verdict) => {
            let reason = format!("the scenario `{name}` fails: {}", verdict.reason);
            let _ = unmake(context, case, &made).await;
            Err(reason)
        }
    }
}

/// Plays the end of a scenario that made something.
pub(super) async fn unmake(context: &Arc<Context>, case: &Case, made: &Made) -> Result<(), String> {
    let mut stage = Stage::new(context, case, &made.variables);
    stage.clean(&made.scenario.cleanup).await
}

pub(super) struct Stage<'s> {
    context: &'s Arc<Context>,
    case: &'s Case,
    pub(super) variables: BTreeMap<String, String>,
    pub(super) rng: Rng,
    exchanges: Vec<(usize, Arc<Exchange>)>,
    observations: Vec<(Arc<str>, Observation)>,
    checkpoint: Option<String>,
    made: Vec<(String, String, Vec<u64>)>,
}

/// The outcome of steps: all is well, or the verdict that ends the scenario.
pub(super) type Outcome = Result<(), Verdict>;

impl<'s> Stage<'s> {
    pub(super) fn new(
        context: &'s Arc<Context>,
        case: &'s Case,
        values: &BTreeMap<String, String>,
    ) -> Self {
        Self {
            context,
            case,
            variables: values.clone(),
            rng: Rng::named(0, &case.id),
            exchanges: Vec::new(),
            observations: Vec::new(),
            checkpoint: None,
            made: Vec::new(),
        }
    }

    pub(super) async fn end(&mut self, scenario: &Scenario, outcome: Outcome) -> Verdict {
        let cleaned = self.clean(&scenario.cleanup).await;
        let removed = self.remove_made().await;
        let mut verdict = match outcome {
            Ok(()) => Verdict::pass(),
            Err(verdict) => verdict,
        };
        if let (Some(name), Status::Fail | Status::Error) = (&self.checkpoint, verdict.status) {
            verdict.reason = format!("after `{name}`: {}", verdict.reason);
        }
        match cleaned.and(removed) {
            Err(reason) if verdict.status == Status::Pass => Verdict::error(reason),
            _ => verdict,
        }
    }

    /// One of several by weight.
    pub(super) fn pick(&mut self, weights: &[u32]) -> Option<usize> {
        let total: usize = weights.iter().map(|weight| *weight as usize).sum();
        let mut left = self.rng.below(total);
        weights.iter().position(|weight| {
            let here = left < *weight as usize;
            left = left.wrapping_sub(*weight as usize);
            here
        })
    }

    pub(super) fn steps<'f>(
        &'f mut self,
        steps: &'f [Step],
        number: usize,
    ) -> Pin<Box<dyn Future<Output = Outcome> + Send + 'f>> {
        Box::pin(async move {
            for step in steps {
                self.step(step, number).await?;
            }
            Ok(())
        })
    }

    async fn step(&mut self, step: &Step, number: usize) -> Outcome {
        if let Some(name) = &step.checkpoint {
            self.checkpoint = Some(name.clone());
        } else if let Some(text) = &step.wait {
            tokio::time::sleep(span(text)).await;
        } else if let Some(text) = &step.clock {
            self.move_clock(text, number).await?;
        } else if !step.choose.is_empty() {
            let weights: Vec<u32> = step
                .choose
                .iter()
                .map(|one| one.weight.unwrap_or(1))
                .collect();
            if let Some(choice) = self.pick(&weights).and_then(|at| step.choose.get(at)) {
                self.steps(&choice.steps, number).await?;
            }
        } else if let Some(operation) = &step.call {
            for _ in 0..step.repeat.unwrap_or(1) {
                match &step.until {
                    None => self.call(operation, step, number).await?,
                    Some(until) => self.call_until(operation, step, until, number).await?,
                }
            }
        }
        for name in &step.forget {
            self.variables.remove(name);
        }
        Ok(())
    }

    async fn call_until(
        &mut self,
        operation: &str,
        step: &Step,
        until: &Until,
        number: usize,
    ) -> Outcome {
        let end = Instant::now() + span(&until.at_most);
        let pause = until.every.as_deref().map_or(USUAL_PAUSE, span);
        loop {
            let kept = self.exchanges.len();
            let outcome = self.call(operation, step, number).await;
            let Err(mut verdict) = outcome else {
                return Ok(());
            };
            if Instant::now() + pause > end || verdict.status == Status::Skip {
                verdict.reason = format!("within {}: {}", until.at_most, verdict.reason);
                return Err(verdict);
            }
            // Only the last try is worth keeping.
            self.exchanges.truncate(kept);
            tokio::time::sleep(pause).await;
        }
    }

    async fn call(&mut self, operation: &str, step: &Step, number: usize) -> Outcome {
        let mut pairs = Vec::new();
        for (name, template) in &step.with {
            pairs.push((name.clone(), self.filled(template)?));
        }
        let version = self.case.version.as_str();
        let noted = self.context.note_intent(operation, version, &pairs);
        let intent = noted.map_err(Verdict::skip)?;
        let request = Request {
            parameters: pairs
                .iter()
                .map(|(name, value)| Parameter {
                    name: name.clone(),
                    value: Value::text(value.clone()),
                    position: None,
                    literal: false,
                })
                .collect(),
            ..Request::default()
        };
        let credentials = match &step.credentials {
            None => None,
            Some(name) => Some(self.context.credentials(Some(name)).ok_or_else(|| {
                Verdict::skip(format!("the fixtures have no credentials `{name}`"))
            })?),
        };
        let filled = Filled {
            operation,
            version,
            pairs: pairs
                .into_iter()
                .map(|(name, value)| Pair::plain(name, value))
                .collect(),
            nonce: self.context.nonce(),
            credentials,
            now: self.context.time().now(),
        };
        let prepared = prepare(self.context.transport.endpoint(), &request, &filled)
            .map_err(|reason| Verdict::skip(reason.0))?;
        let seen = Seen::new(self.context.send(operation, prepared).await);
        if let Some(id) = self.context.note_outcome(operation, &seen, intent) {
            self.made
                .push((operation.to_owned(), id, intent.into_iter().collect()));
        }
        let outcome = self.judge(operation, step, &request, &seen);
        self.exchanges.push((number, seen.exchange));
        outcome
    }

    fn judge(&mut self, operation: &str, step: &Step, request: &Request, seen: &Seen) -> Outcome {
        let contract = self.context.contracts.get(operation);
        let conventions = &self.context.conventions;
        let values = self.context.values.of(operation);
        let found = observe(contract, conventions, values, request, seen, true);
        let subject = subject(&self.case.id);
        let product = subject.split('/').next().unwrap_or_default();
        let about: Arc<str> = Arc::from(format!("{product}/{operation}"));
        let found = found.into_iter().map(|one| (Arc::clone(&about), one));
        self.observations.extend(found);
        let expect = match &step.expect {
            None | Some(Expect::Success) => Expectation::Accepted(Accepted::default()),
            Some(Expect::Refusal) => Expectation::Refused(Refused::default()),
            Some(Expect::Error(triple)) => Expectation::Refused(Refused {
                any_of: vec![triple.clone()],
                ..Refused::default()
            }),
        };
        let judge = Judge {
            contract,
            conventions,
        };
        let mut verdict = judge.step(request, &expect, std::slice::from_ref(seen), &[]);
        if verdict.status != Status::Pass {
            verdict.reason = format!("{operation}: {}", verdict.reason);
            return Err(verdict);
        }
        let Ok(tree) = &seen.tree else { return Ok(()) };
        for (path, pattern) in &step.holds {
            let pattern = self.filled(pattern)?;
            let actual = tree.node.at(path).and_then(|node| node.text());
            if !actual.is_some_and(|actual| wildcard(&pattern, actual)) {
                let reason = format!("{operation}: {path} is not as it should be");
                let seen = actual.unwrap_or("it is absent");
                let basis = crate::expect::Basis::Page;
                return Err(Verdict::fail(reason, pattern, seen, basis));
            }
        }
        for (variable, path) in &step.capture {
            let text = tree.node.at(path).and_then(|node| node.text());
            let Some(text) = text else {
                let reason = format!("{operation}: the answer has no {path}");
                let basis = crate::expect::Basis::Page;
                return Err(Verdict::fail(reason, path.clone(), seen.summary(), basis));
            };
            self.variables.insert(variable.clone(), text.to_owned());
        }
        Ok(())
    }

    async fn move_clock(&mut self, by: &str, number: usize) -> Outcome {
        let path = self
            .context
            .clock()
            .ok_or_else(|| Verdict::skip("the fixtures say no way to move the endpoint's clock"))?;
        let prepared = Prepared {
            method: Method::Post,
            target: path.to_owned(),
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: serde_json::json!({ "advance": by }).to_string(),
            exact: false,
        };
        let exchange = self.context.send("", prepared).await;
        let moved = exchange
            .outcome
            .as_ref()
            .is_ok_and(|answer| (200..300).contains(&answer.status));
        self.exchanges.push((number, Arc::new(exchange)));
        moved
            .then_some(())
            .ok_or_else(|| Verdict::error("the endpoint's clock does not move"))
    }

    /// A template with its variables.
    fn filled(&self, template: &str) -> Result<String, Verdict> {
        fill(template, |name| match name {
            "unique" => Some(self.context.digits()),
            "number" => Some(self.context.number().to_string()),
            name => self.variables.get(name).cloned(),
        })
        .map_err(|name| Verdict::error(format!("the variable `{name}` is not known")))
    }

    /// The cleanup, as far as its variables are known; the first thing that went wrong.
    async fn clean(&mut self, steps: &[Step]) -> Result<(), String> {
        let mut outcome = Ok(());
        let number = self.exchanges.last().map_or(0, |(number, _)| number + 1);
        for step in steps {
            let known = step
                .with
                .values()
                .all(|template| self.filled(template).is_ok());
            if !known {
                continue;
            }
            if let Err(verdict) = self.step(step, number).await
                && outcome.is_ok()
            {
                outcome = Err(format!("the cleanup fails: {}", verdict.reason));
            }
        }
        outcome
    }

    /// Removes what was made and is still there, where that is the habit.
    async fn remove_made(&mut self) -> Result<(), String> {
        let context = self.context;
        if !context.habits().cleanup {
            return Ok(());
        }
        let mut outcome = Ok(());
        for (operation, id, intents) in std::mem::take(&mut self.made) {
            let member = context
                .contracts
                .get(&operation)
                .and_then(|one| one.resource.clone());
            let member = member.unwrap_or_default();
            match super::cleanup::remove(context, &operation, &self.case.version, &member, &id)
                .await
            {
                Ok(()) => context.note_gone(&intents),
                Err(reason) => outcome = Err(format!("{id} is left behind: {reason}")),
            }
        }
        outcome
    }
}

fn span(text: &str) -> Duration {
    let millis = duration(text).unwrap_or(0);
    Duration::from_millis(u64::try_from(millis).unwrap_or(0))
}

/// Replaces each `${name}`; the name of one that is not known.
pub(super) fn fill(
    template: &str,
    value: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("${") {
        filled.push_str(before);
        let Some((name, after)) = after.split_once('}') else {
            return Err(after.to_owned());
        };
        filled.push_str(&value(name).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    filled.push_str(rest);
    Ok(filled)
}
