//! Walks over a scenario's actions, and the way to the shortest walk that fails.

use super::context::Context;
use super::scenario::Stage;
use crate::case::{Case, ScenarioRun};
use crate::scenario::{Action, Scenario};
use crate::synth::Rng;
use crate::verdict::{Status, Verdict};
use std::sync::Arc;

/// Most walks that are replayed on the way to the shortest one that fails.
const MOST_REPLAYS: usize = 60;

/// The verdict with the walk that led to it.
pub(super) fn told(mut verdict: Verdict, walk: &[String]) -> Verdict {
    verdict.reason = format!("{} (after the walk: {})", verdict.reason, walk.join(", "));
    verdict
}

/// Leaves actions out of a failing walk as long as it still fails.
pub(super) async fn shrink(
    context: &Arc<Context>,
    case: &Case,
    run: &ScenarioRun,
    walked: Vec<String>,
    verdict: Verdict,
) -> (Vec<String>, Verdict) {
    let (mut shortest, mut last) = (walked, verdict);
    let mut replays = 0;
    let mut part = shortest.len() / 2;
    while part > 0 && replays < MOST_REPLAYS {
        let mut from = 0;
        // The last action is the one that fails.
        while from + part < shortest.len() && replays < MOST_REPLAYS {
            let mut fewer = shortest.clone();
            fewer.drain(from..from + part);
            replays += 1;
            let mut stage = Stage::new(context, case, &run.values);
            let verdict = stage.replay(&run.scenario, &fewer).await;
            if verdict.status == Status::Fail {
                (shortest, last) = (fewer, verdict);
            } else {
                from += part;
            }
        }
        part /= 2;
    }
    (shortest, last)
}

impl Stage<'_> {
    /// The steps, a walk if there is one, and in any case the cleanup. The actions walked.
    pub(super) async fn whole(
        &mut self,
        scenario: &Scenario,
        walks: bool,
        rng: &mut Rng,
    ) -> (Verdict, Vec<String>) {
        self.rng = rng.clone();
        let mut walked = Vec::new();
        let mut outcome = self.steps(&scenario.steps, 0).await;
        if let Err(verdict) = &mut outcome {
            verdict.step = Some(0);
        }
        if let (Ok(()), true, Some(walk)) = (&outcome, walks, &scenario.walk) {
            for at in 0..usize::try_from(walk.length)
                .unwrap_or(0)
                .max(walk.replay.len())
            {
                let action = if walk.replay.is_empty() {
                    self.choose_action(&scenario.actions)
                } else {
                    walk.replay.get(at).and_then(|name| named(scenario, name))
                };
                let Some(action) = action else { break };
                walked.push(action.name.clone());
                outcome = self.steps(&action.steps, at + 1).await;
                if let Err(verdict) = &mut outcome {
                    verdict.step = Some(at + 1);
                    break;
                }
            }
        }
        (self.end(scenario, outcome).await, walked)
    }

    /// The steps and these actions, as far as what they need is there.
    pub(super) async fn replay(&mut self, scenario: &Scenario, walk: &[String]) -> Verdict {
        let mut outcome = self.steps(&scenario.steps, 0).await;
        for (at, name) in walk.iter().enumerate() {
            let action = named(scenario, name).filter(|action| self.is_open(action));
            if let (Ok(()), Some(action)) = (&outcome, action) {
                outcome = self.steps(&action.steps, at + 1).await;
            }
        }
        self.end(scenario, outcome).await
    }

    fn is_open(&self, action: &Action) -> bool {
        action
            .needs
            .iter()
            .all(|name| self.variables.contains_key(name))
            && !action
                .unless
                .iter()
                .any(|name| self.variables.contains_key(name))
    }

    fn choose_action<'a>(&mut self, actions: &'a [Action]) -> Option<&'a Action> {
        let open: Vec<&Action> = actions
            .iter()
            .filter(|action| self.is_open(action))
            .collect();
        let weights: Vec<u32> = open
            .iter()
            .map(|action| action.weight.unwrap_or(1))
            .collect();
        open.get(self.pick(&weights)?).copied()
    }
}

fn named<'a>(scenario: &'a Scenario, name: &str) -> Option<&'a Action> {
    scenario.actions.iter().find(|action| action.name == name)
}
