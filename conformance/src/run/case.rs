//! One case, from its first request to its verdict.

use super::context::Context;
use super::record::record;
use crate::case::{Case, Departure, Request, Step, Value};
use crate::conventions::ErrorClass;
use crate::exchange::{Exchange, Sent, TransportError};
use crate::expect::Expectation;
use crate::judge::invariants::{Observation, observe};
use crate::judge::{Judge, Seen};
use crate::transport::{Filled, Prepared, Unsendable, prepare};
use crate::verdict::{CaseResult, Recorded, Status, Verdict};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// A case that is over.
pub(super) struct Done {
    pub(super) result: CaseResult,
    pub(super) observations: Vec<Observation>,
    /// Whether any answer came at all.
    pub(super) answered: bool,
    /// Product and operation, as they begin the case's id.
    pub(super) subject: String,
}

impl Done {
    pub(super) fn plain(case: &Case, verdict: Verdict) -> Self {
        Self {
            result: CaseResult {
                id: case.id.clone(),
                family: case.family,
                statements: case.statements.clone(),
                why: case.why.clone(),
                verdict,
                elapsed_ms: 0,
                exchanges: Vec::new(),
            },
            observations: Vec::new(),
            answered: false,
            subject: subject(&case.id),
        }
    }
}

fn subject(id: &str) -> String {
    id.splitn(3, '/').take(2).collect::<Vec<_>>().join("/")
}

/// Most requests that are sent at once by one step.
const MOST_PARALLEL: u32 = 64;

/// How often a throttled request is sent again, and how long at most it waits.
const THROTTLED_RETRIES: u32 = 3;
const MOST_WAIT: Duration = Duration::from_secs(5);

pub(super) async fn run(context: Arc<Context>, case: Case) -> Done {
    let start = Instant::now();
    let mut play = Play {
        context: &context,
        case: &case,
        numbers: HashMap::new(),
        digits: HashMap::new(),
        nonces: Vec::new(),
        firsts: Vec::new(),
        rest: Vec::new(),
        observations: Vec::new(),
    };
    let verdict = play.all_steps().await;
    let mut done = Done::plain(&case, verdict);
    done.answered = play.firsts.iter().any(|seen| seen.exchange.outcome.is_ok());
    if done.result.verdict.status != Status::Pass {
        done.result.exchanges = play.recorded();
    }
    done.observations = play.observations;
    done.result.elapsed_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    done
}

/// A case being played.
struct Play<'p> {
    context: &'p Arc<Context>,
    case: &'p Case,
    numbers: HashMap<u32, u64>,
    digits: HashMap<u32, String>,
    nonces: Vec<String>,
    /// The first exchange of each step so far.
    firsts: Vec<Seen>,
    /// The others of steps that send several at once.
    rest: Vec<(usize, Exchange)>,
    observations: Vec<Observation>,
}

impl Play<'_> {
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
        let mut prepared = Vec::new();
        for _ in 0..count {
            prepared.push(self.prepare(&step.request)?);
        }
        let exchanges = if count == 1 {
            let mut exchanges = Vec::new();
            for one in prepared {
                exchanges.push(self.patiently(one, &step.request).await);
            }
            exchanges
        } else {
            self.at_once(prepared).await
        };
        let seen: Vec<Seen> = exchanges.into_iter().map(Seen::new).collect();
        let contract = self.context.contracts.get(&self.case.operation);
        let conventions = &self.context.conventions;
        let replay = match &step.expect {
            Expectation::Accepted(accepted) => accepted.same_as.is_some(),
            Expectation::OneResult(_) => true,
            Expectation::Refused(_) | Expectation::Open(_) => false,
        };
        for one in &seen {
            let found = observe(contract, conventions, &step.request, one, replay);
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

    /// Sends a request; again, after a pause, while the endpoint says that it is too much.
    async fn patiently(&mut self, prepared: Prepared, request: &Request) -> Exchange {
        let mut exchange = self.context.transport.send(prepared).await;
        for _ in 0..THROTTLED_RETRIES {
            let Some(wait) = self.throttled(&exchange) else {
                return exchange;
            };
            tokio::time::sleep(wait).await;
            // A nonce is good for one request: the repetition is signed anew.
            let Ok(again) = self.prepare(request) else {
                return exchange;
            };
            exchange = self.context.transport.send(again).await;
        }
        exchange
    }

    fn throttled(&self, exchange: &Exchange) -> Option<Duration> {
        let answer = exchange.outcome.as_ref().ok()?;
        if answer.status < 400 {
            return None;
        }
        let wait = answer
            .retry_after
            .unwrap_or(Duration::from_millis(200))
            .min(MOST_WAIT);
        let tree = crate::judge::tree::parse(&answer.body).ok();
        let code = tree.as_ref().and_then(|tree| tree.node.get("Code")?.text());
        let class = code.and_then(|code| self.context.conventions.class_of(code));
        let busy = matches!(answer.status, 429 | 503) && answer.retry_after.is_some();
        let throttled =
            class == Some(ErrorClass::Throttling) || (answer.status == 429 && code.is_none());
        (busy || throttled).then_some(wait)
    }

    async fn at_once(&self, prepared: Vec<Prepared>) -> Vec<Exchange> {
        let mut tasks = JoinSet::new();
        for one in prepared {
            let transport = Arc::clone(&self.context.transport);
            tasks.spawn(async move { transport.send(one).await });
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

    fn prepare(&mut self, request: &Request) -> Result<Prepared, Unsendable> {
        let mut pairs = Vec::with_capacity(request.parameters.len());
        for parameter in &request.parameters {
            let value = self.value(&parameter.value)?;
            pairs.push((parameter.name.clone(), value, parameter.position));
        }
        let credentials =
            match &request.credentials {
                Some(name) => Some(self.context.credentials(Some(name)).ok_or_else(|| {
                    Unsendable(format!("the fixtures have no credentials `{name}`"))
                })?),
                None => None,
            };
        let nonce = self.context.nonce();
        let earlier = request
            .departures
            .iter()
            .find_map(|departure| match departure {
                Departure::NonceOf(step) => self.nonces.get(*step).cloned(),
                _ => None,
            });
        let nonce = earlier.unwrap_or(nonce);
        self.nonces.push(nonce.clone());
        let filled = Filled {
            operation: &self.case.operation,
            version: &self.case.version,
            pairs,
            nonce,
            credentials,
            now: Timestamp::now(),
        };
        prepare(self.context.transport.endpoint(), request, &filled)
    }

    fn value(&mut self, value: &Value) -> Result<String, Unsendable> {
        let context = self.context;
        Ok(match value {
            Value::Value(text) => text.clone(),
            Value::Numbered(numbered) => {
                let number = *self
                    .numbers
                    .entry(numbered.slot)
                    .or_insert_with(|| context.number());
                numbered.with(number)
            }
            Value::Unique(unique) => {
                let digits = self
                    .digits
                    .entry(unique.slot)
                    .or_insert_with(|| context.digits());
                unique.with(digits)
            }
            Value::Answer(answer) => {
                let tree = self
                    .firsts
                    .get(answer.step)
                    .and_then(|seen| seen.tree.as_ref().ok());
                let node = tree.and_then(|tree| tree.node.at(&answer.member));
                let text = node.and_then(|node| node.text());
                text.map(str::to_owned).ok_or_else(|| {
                    Unsendable(format!(
                        "step {} answered no {}",
                        answer.step + 1,
                        answer.member
                    ))
                })?
            }
        })
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
