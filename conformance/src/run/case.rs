//! One case, from its first request to its verdict.

use super::cleanup::remove;
use super::context::Context;
use super::outgoing::Outgoing;
use super::record::record;
use super::scenario::{Made, make, unmake};
use crate::case::{Case, Step, Value};
use crate::exchange::{Exchange, Sent, TransportError};
use crate::expect::{Basis, Expectation};
use crate::hooks::Inspect;
use crate::judge::invariants::{Observation, observe};
use crate::judge::{Judge, Seen};
use crate::transport::Unsendable;
use crate::verdict::{CaseResult, Recorded, Status, Verdict};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// A case that is over.
pub(super) struct Done {
    pub(super) result: CaseResult,
    /// What its answers show for the run, each for an operation (`Ecs/CreateSnapshot`).
    pub(super) observations: Vec<(Arc<str>, Observation)>,
    /// Whether any answer came at all.
    pub(super) answered: bool,
}

impl Done {
    /// The end of a case that sent nothing.
    pub(super) fn without(case: Case, verdict: Verdict) -> Self {
        Self {
            result: CaseResult {
                id: case.id,
                family: case.family,
                statements: case.statements,
                why: case.why,
                verdict,
                elapsed_ms: 0,
                exchanges: Vec::new(),
            },
            observations: Vec::new(),
            answered: false,
        }
    }
}

/// Product and operation, as they begin a case's id.
pub(super) fn subject(id: &str) -> Arc<str> {
    let mut slashes = id.match_indices('/');
    let end = slashes.nth(1).map_or(id.len(), |(at, _)| at);
    Arc::from(id.get(..end).unwrap_or(id))
}

/// Most requests that are sent at once by one step.
const MOST_PARALLEL: u32 = 64;

pub(super) async fn run(context: Arc<Context>, mut case: Case) -> Done {
    if let Some(run) = case.scenario.take() {
        return super::scenario::run(context, case, *run).await;
    }
    let start = Instant::now();
    let mut play = Play {
        context: &context,
        case: &case,
        numbers: HashMap::new(),
        digits: HashMap::new(),
        at: 0,
        signed: None,
        nonces: Vec::new(),
        firsts: Vec::new(),
        rest: Vec::new(),
        observations: Vec::new(),
        made: Vec::new(),
        set_up: HashMap::new(),
    };
    let mut verdict = match play.set_up().await {
        Ok(()) => play.all_steps().await,
        Err(reason) => Verdict::error(reason),
    };
    if let Err(reason) = play.clean_up().await
        && verdict.status == Status::Pass
    {
        verdict = Verdict::error(reason);
    }
    if let (Some(inspect), Status::Pass) = (&context.habits().inspect, verdict.status) {
        verdict = inspected(Arc::clone(inspect), case.clone(), play.recorded()).await;
    }
    let answered = play.firsts.iter().any(|seen| seen.exchange.outcome.is_ok());
    let shown = verdict.status != Status::Pass || context.habits().keep_exchanges;
    let exchanges = if shown { play.recorded() } else { Vec::new() };
    let about = subject(&case.id);
    let observations = play.observations.into_iter();
    let observations = observations.map(|one| (Arc::clone(&about), one)).collect();
    let mut done = Done::without(case, verdict);
    (done.answered, done.observations) = (answered, observations);
    done.result.exchanges = exchanges;
    done.result.elapsed_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    done
}

/// What somebody's own judgement makes of a case that passes.
async fn inspected(inspect: Arc<dyn Inspect>, case: Case, exchanges: Vec<Recorded>) -> Verdict {
    let remarks = tokio::task::spawn_blocking(move || inspect.inspect(&case, &exchanges)).await;
    match remarks
        .map_err(|error| error.to_string())
        .and_then(|remarks| remarks)
    {
        Err(reason) => Verdict::error(reason),
        Ok(remarks) => match remarks.into_iter().next() {
            None => Verdict::pass(),
            Some(one) => Verdict::fail(one.reason, one.expected, one.seen, Basis::Convention),
        },
    }
}

/// A case being played.
pub(super) struct Play<'p> {
    pub(super) context: &'p Arc<Context>,
    pub(super) case: &'p Case,
    pub(super) numbers: HashMap<u32, u64>,
    pub(super) digits: HashMap<u32, String>,
    /// The step that is played.
    pub(super) at: usize,
    /// When the last request was signed, by the clock of the run.
    pub(super) signed: Option<Timestamp>,
    /// The nonce of each step so far, the last one where several were sent.
    pub(super) nonces: Vec<String>,
    /// The first exchange of each step so far.
    pub(super) firsts: Vec<Seen>,
    /// The others of steps that send several at once.
    rest: Vec<(usize, Arc<Exchange>)>,
    observations: Vec<Observation>,
    /// What the case made.
    made: Vec<Thing>,
    /// What scenarios made for it, by name and slot.
    pub(super) set_up: HashMap<(String, u32), Made>,
}

/// Something that a case made.
struct Thing {
    id: String,
    /// The intents that led to it.
    intents: Vec<u64>,
}

impl Play<'_> {
    /// Plays the scenarios that make what the case needs.
    async fn set_up(&mut self) -> Result<(), String> {
        let parameters = self
            .case
            .steps
            .iter()
            .flat_map(|step| &step.request.parameters);
        let needed: Vec<(String, u32)> = parameters
            .filter_map(|parameter| match &parameter.value {
                Value::Made(made) => Some((made.scenario.clone(), made.slot)),
                _ => None,
            })
            .collect();
        for key in needed {
            if !self.set_up.contains_key(&key) {
                let made = make(self.context, self.case, &key.0).await?;
                self.set_up.insert(key, made);
            }
        }
        Ok(())
    }

    async fn all_steps(&mut self) -> Verdict {
        let several = self.case.steps.len() > 1;
        let mut undecided = None;
        for (at, step) in self.case.steps.iter().enumerate() {
            let mut verdict = match self.step(at, step).await {
                Ok(verdict) => verdict,
                Err(Unsendable(reason)) => Verdict::skip(reason),
            };
            if several {
                verdict.step = Some(at);
                if let Some(name) = &step.name
                    && matches!(verdict.status, Status::Fail | Status::Error)
                {
                    verdict.reason = format!("{name}: {}", verdict.reason);
                }
            }
            match verdict.status {
                Status::Pass => {}
                Status::Undecided => undecided = Some(verdict),
                Status::Fail | Status::Skip | Status::Error => return verdict,
            }
        }
        undecided.unwrap_or_else(Verdict::pass)
    }

    async fn step(&mut self, at: usize, step: &Step) -> Result<Verdict, Unsendable> {
        let count = step.parallel.clamp(1, MOST_PARALLEL);
        self.at = at;
        let request = self.with_token(at, &step.request);
        let mut outgoing = Vec::new();
        for _ in 0..count {
            outgoing.push(self.outgoing(&request)?);
        }
        let intents: Vec<Option<u64>> = outgoing.iter().map(|one| one.intent).collect();
        let seen = if count == 1 {
            let mut seen = Vec::with_capacity(1);
            for one in outgoing {
                seen.push(self.patiently(one.prepared, &request).await);
            }
            seen
        } else {
            let exchanges = self.at_once(outgoing).await;
            exchanges.into_iter().map(Seen::new).collect()
        };
        for (one, intent) in seen.iter().zip(intents) {
            self.note(one, intent);
        }
        let contract = self.context.contracts.get(&self.case.operation);
        let conventions = &self.context.conventions;
        let replay = match &step.expect {
            Expectation::Accepted(accepted) => accepted.same_as.is_some(),
            Expectation::OneResult(_) => true,
            Expectation::Refused(_) | Expectation::Open(_) => false,
        };
        let values = self.context.values.of(&self.case.operation);
        for one in &seen {
            let found = observe(contract, conventions, values, &step.request, one, replay);
            self.observations.extend(found);
        }
        let judge = Judge {
            contract,
            conventions,
        };
        let verdict = judge.step(&step.request, &step.expect, &seen, &self.firsts);
        let mut seen = seen.into_iter();
        self.firsts.extend(seen.next());
        self.rest.extend(seen.map(|one| (at, one.exchange)));
        Ok(verdict)
    }

    async fn at_once(&self, outgoing: Vec<Outgoing>) -> Vec<Exchange> {
        let mut tasks = JoinSet::new();
        for one in outgoing {
            let context = Arc::clone(self.context);
            let operation = self.case.operation.clone();
            tasks.spawn(async move { context.send(&operation, one.prepared).await });
        }
        let mut exchanges = Vec::new();
        while let Some(joined) = tasks.join_next().await {
            exchanges.push(joined.unwrap_or_else(|error| Exchange {
                sent: Sent::default(),
                outcome: Err(TransportError::Request(error.to_string())),
                started: Timestamp::now(),
                elapsed: Duration::ZERO,
            }));
        }
        exchanges
    }

    /// Takes in what a request made.
    fn note(&mut self, seen: &Seen, intent: Option<u64>) {
        let Some(id) = self
            .context
            .note_outcome(&self.case.operation, seen, intent)
        else {
            return;
        };
        match self.made.iter_mut().find(|thing| thing.id == id) {
            Some(thing) => thing.intents.extend(intent),
            None => self.made.push(Thing {
                id,
                intents: intent.into_iter().collect(),
            }),
        }
    }

    /// Removes what the case made, where that is the habit.
    async fn clean_up(&mut self) -> Result<(), String> {
        let context = self.context;
        let mut outcome = Ok(());
        for made in std::mem::take(&mut self.set_up).into_values() {
            outcome = outcome.and(unmake(context, self.case, &made).await);
        }
        if !context.habits().cleanup {
            return outcome;
        }
        let contract = context.contracts.get(&self.case.operation);
        let Some(member) = contract.and_then(|contract| contract.resource.clone()) else {
            return outcome;
        };
        for thing in std::mem::take(&mut self.made) {
            let (operation, version) = (&self.case.operation, &self.case.version);
            match remove(context, operation, version, &member, &thing.id).await {
                Ok(()) => context.note_gone(&thing.intents),
                Err(reason) => outcome = Err(format!("{} is left behind: {reason}", thing.id)),
            }
        }
        outcome
    }

    fn recorded(&self) -> Vec<Recorded> {
        let secrets = self.context.secrets();
        let firsts = self.firsts.iter().enumerate();
        let mut all: Vec<Recorded> = firsts
            .map(|(step, seen)| record(step, &seen.exchange, secrets))
            .collect();
        all.extend(
            self.rest
                .iter()
                .map(|(step, exchange)| record(*step, exchange, secrets)),
        );
        all.sort_by_key(|recorded| recorded.step);
        all
    }
}
