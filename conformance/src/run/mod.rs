//! Runs cases against an endpoint: many at once, each bounded, results as they come.

mod again;
mod case;
mod cleanup;
mod context;
mod crew;
mod intents;
mod options;
mod order;
mod outgoing;
mod pace;
mod record;
mod scenario;
mod walk;

use crate::case::Case;
use crate::clock::Clock;
use crate::conventions::Conventions;
use crate::hooks::Inspect;
use crate::journal::{Entry, Journal};
use crate::judge::Contract;
use crate::judge::invariants::Invariants;
use crate::plan::Plan;
use crate::report::Report;
use crate::scenario::Scenario;
use crate::transport::{Endpoint, EndpointError, Transport};
use crate::verdict::{CaseResult, Status, Verdict};
pub use cleanup::{Cleaned, CleanupError, cleanup};
use context::{Context, Habits};
use crew::Crew;
use doctract_spec::Operation;
use doctract_spec::fixture::Fixtures;
pub use options::Options;
use order::Shuffled;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// What happens during a run.
#[derive(Debug)]
pub enum Event<'e> {
    /// A case, or an invariant of the whole run, has its result.
    Done(&'e CaseResult),
    /// No further cases are started, and why.
    Stopped(&'e str),
}

/// Sends the cases of plans to an endpoint.
///
/// ```no_run
/// # async fn example(operation: doctract_spec::Operation) -> Result<(), Box<dyn std::error::Error>> {
/// use doctract_conformance::{Endpoint, Options, Plan, Runner};
/// use doctract_spec::fixture;
///
/// let fixtures = fixture::load("fixtures.yaml", "fixtures: 1").map_err(|all| all[0].to_string())?;
/// let plan = Plan::new(&operation, &fixtures, 7);
/// let runner = Runner::new(Endpoint::new("http://127.0.0.1:8080")?, &fixtures, Options::default())?;
/// let report = runner.run(&plan, &mut |_| {}).await;
/// std::process::exit(i32::from(report.exit_code()));
/// # }
/// ```
#[derive(Debug)]
pub struct Runner {
    transport: Arc<Transport>,
    fixtures: Fixtures,
    conventions: Conventions,
    options: Options,
    journal: Option<Arc<Journal>>,
    scenarios: Vec<Scenario>,
    inspect: Option<Arc<dyn Inspect>>,
    time: Arc<Clock>,
    stop: StopHandle,
}

/// Ends a run early: no further case is started, those that run come to their end.
#[derive(Debug, Clone, Default)]
pub struct StopHandle(Arc<AtomicBool>);

impl StopHandle {
    /// Ends the run.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Why a run cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum RunnerError {
    /// The endpoint cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// The journal cannot be opened.
    #[error("the journal {file} cannot be opened: {error}")]
    Journal {
        /// The file.
        file: String,
        /// Why.
        error: std::io::Error,
    },
}

/// Why a run that a [`StopHandle`] ended has no further cases.
const TOLD: &str = "it was told to stop";

/// Cases that fail alike before the endpoint counts as unusable.
const PATIENCE: usize = 8;

impl Runner {
    /// A runner for an endpoint. The fixtures give the key pairs that cases name.
    pub fn new(
        endpoint: Endpoint,
        fixtures: &Fixtures,
        options: Options,
    ) -> Result<Self, RunnerError> {
        let journal = match &options.journal {
            None => None,
            Some(path) => {
                let opened = Journal::open(path).and_then(|journal| {
                    journal.add(&Entry::Endpoint(endpoint.url()))?;
                    Ok(journal)
                });
                Some(opened.map_err(|error| RunnerError::Journal {
                    file: path.display().to_string(),
                    error,
                })?)
            }
        };
        Ok(Self {
            transport: Arc::new(Transport::new(endpoint)?),
            journal: journal.map(Arc::new),
            scenarios: Vec::new(),
            inspect: None,
            time: Arc::default(),
            stop: StopHandle::default(),
            fixtures: fixtures.clone(),
            conventions: Conventions::default(),
            options,
        })
    }

    /// The same runner with other conventions.
    #[must_use]
    pub fn with_conventions(mut self, conventions: Conventions) -> Self {
        self.conventions = conventions;
        self
    }

    /// A handle that ends a run early, from another task or thread.
    pub fn stop_handle(&self) -> StopHandle {
        self.stop.clone()
    }

    /// The same runner with scenarios that fixtures name.
    #[must_use]
    pub fn with_scenarios(mut self, scenarios: Vec<Scenario>) -> Self {
        self.scenarios = scenarios;
        self
    }

    /// The same runner by another clock than the system's.
    #[must_use]
    pub fn with_clock(mut self, clock: Clock) -> Self {
        self.time = Arc::new(clock);
        self
    }

    /// The same runner with a judgement of somebody's own besides, for the cases that pass.
    #[must_use]
    pub fn with_inspection(mut self, inspect: Arc<dyn Inspect>) -> Self {
        self.inspect = Some(inspect);
        self
    }

    /// Runs the cases of a plan.
    pub async fn run(&self, plan: &Plan<'_>, progress: &mut dyn FnMut(Event<'_>)) -> Report {
        let mut report = self
            .run_cases(&[plan.operation()], plan.cases(), progress)
            .await;
        report.coverage.add_notes(plan.operation(), &plan.notes());
        report
    }

    /// Runs cases of these operations, from a plan or from a file.
    pub async fn run_cases(
        &self,
        operations: &[&Operation],
        cases: impl Iterator<Item = Case>,
        progress: &mut dyn FnMut(Event<'_>),
    ) -> Report {
        let start = Instant::now();
        let contracts: HashMap<String, Contract> = operations
            .iter()
            .map(|operation| {
                let creating = self.conventions.is_creating(&operation.operation);
                (
                    operation.operation.clone(),
                    Contract::new(operation, creating),
                )
            })
            .collect();
        let context = Arc::new(
            Context::new(
                Arc::clone(&self.transport),
                contracts,
                &self.fixtures,
                self.conventions.clone(),
            )
            .with_habits(self.habits())
            .with_time(Arc::clone(&self.time))
            .with_scenarios(&self.scenarios),
        );
        let mut report = Report::new(
            operations,
            &self.transport.endpoint().url(),
            self.options.seed,
        );
        let mut state = State {
            invariants: Invariants::default(),
            answered: false,
            silent: 0,
            secrets: context.secrets().to_vec(),
        };
        let mut chosen = self.chosen(cases);
        let mut crew = Crew::new(&context, self.options.concurrency, &self.stop);
        // A case that must run alone waits until the others are over.
        let (mut open, mut held, mut alone) = (true, None, false);
        loop {
            if open && self.stop.is_stopped() {
                (open, held) = (false, None);
                crew.take_back();
                report.stopped = Some(TOLD.to_owned());
            }
            while !alone && crew.has_room() {
                let next = held.take().or_else(|| chosen.next().filter(|_| open));
                let Some(case) = next else {
                    open = false;
                    break;
                };
                if let Some(reason) = self.barred(&case) {
                    let done = case::Done::without(case, Verdict::skip(reason));
                    state.take(done, &mut report, progress);
                } else if case.cost.alone && !crew.is_idle() {
                    held = Some(case);
                    break;
                } else {
                    alone = case.cost.alone;
                    crew.add(case);
                }
            }
            match crew.next().await {
                None if !open && held.is_none() => break,
                None => {}
                Some(Ok(done)) => {
                    alone = false;
                    state.take(done, &mut report, progress);
                    let reason = state.gone(self.options.concurrency).filter(|_| open);
                    if let Some(reason) = reason {
                        open = false;
                        crew.take_back();
                        report.stopped = Some(reason.to_owned());
                        progress(Event::Stopped(reason));
                    }
                }
                // A task only ends so if it panicked: there is no case to name.
                Some(Err(error)) => {
                    alone = false;
                    report.lost(&error);
                }
            }
        }
        let secrets = context.secrets();
        for (mut result, exchange) in state.invariants.results() {
            record::mask_verdict(&mut result.verdict, secrets);
            result
                .exchanges
                .extend(exchange.map(|exchange| record::record(0, &exchange, secrets)));
            progress(Event::Done(&result));
            report.add(&result);
        }
        report.requests = context.requests();
        report.elapsed = start.elapsed();
        report
    }

    /// How cases are run, beside what is sent.
    fn habits(&self) -> Habits {
        let remote = !self.transport.endpoint().is_loopback();
        Habits {
            cleanup: self.options.cleanup || remote,
            journal: self.journal.clone(),
            keep_exchanges: self.options.keep_exchanges,
            rate: self.options.rate,
            rates: self.options.rates.clone(),
            inspect: self.inspect.clone(),
        }
    }

    /// The cases that the options choose, in their order.
    fn chosen<'c>(
        &'c self,
        cases: impl Iterator<Item = Case> + 'c,
    ) -> Box<dyn Iterator<Item = Case> + 'c> {
        let options = &self.options;
        let chosen = cases.filter(move |case| options.chooses(&case.id));
        if options.shuffle {
            Box::new(Shuffled::new(chosen, options.seed))
        } else {
            Box::new(chosen)
        }
    }

    /// Why a case is not sent.
    fn barred(&self, case: &Case) -> Option<String> {
        if let Some(reason) = &case.skip {
            return Some(reason.clone());
        }
        let remote = !self.transport.endpoint().is_loopback();
        let barred = remote && !self.options.allow_mutation && case.cost.changes > 0;
        barred.then(|| {
            "may change something on an endpoint that is not this machine: allow it first".into()
        })
    }
}

/// What is kept between two results.
struct State {
    invariants: Invariants,
    answered: bool,
    /// Cases in a row that nothing answered.
    silent: usize,
    secrets: Vec<String>,
}

impl State {
    /// Why no further case is worth sending, if none is: nothing has ever answered, or for long
    /// nothing does any more.
    fn gone(&self, concurrency: usize) -> Option<&'static str> {
        let few = PATIENCE.max(concurrency);
        match self.answered {
            false if self.silent >= few => Some("the endpoint gives no answer"),
            true if self.silent >= 4 * few => Some("the endpoint gives no answer any more"),
            _ => None,
        }
    }

    fn take(
        &mut self,
        mut done: case::Done,
        report: &mut Report,
        progress: &mut dyn FnMut(Event<'_>),
    ) {
        if done.result.verdict.status != Status::Pass {
            record::mask_verdict(&mut done.result.verdict, &self.secrets);
        }
        self.answered |= done.answered;
        if done.answered {
            self.silent = 0;
        } else if done.result.verdict.status == Status::Error {
            self.silent += 1;
        }
        for (subject, observation) in done.observations {
            self.invariants.add(&subject, &done.result.id, observation);
        }
        progress(Event::Done(&done.result));
        report.add(&done.result);
    }
}
