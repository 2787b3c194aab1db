//! What all cases of a run share: the way onto the wire, fresh numbers and nonces, key pairs.

use super::pace::Paces;
use super::record::forms;
use crate::clock::Clock;
use crate::conventions::Conventions;
use crate::exchange::Exchange;
use crate::hooks::Inspect;
use crate::journal::Journal;
use crate::judge::Contract;
use crate::judge::invariants::Values;
use crate::scenario::Scenario;
use crate::transport::{Prepared, Transport};
use doctract_core::signing::Credentials;
use doctract_spec::fixture::Fixtures;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(super) struct Context {
    pub(super) transport: Arc<Transport>,
    pub(super) contracts: HashMap<String, Contract>,
    pub(super) conventions: Conventions,
    credentials: HashMap<String, Credentials>,
    secrets: Vec<String>,
    /// The first number of the run.
    first_number: u64,
    numbers: AtomicU64,
    /// Digits that no other run has.
    run: u64,
    nonces: AtomicU64,
    requests: AtomicU64,
    habits: Habits,
    intents: AtomicU64,
    clock: Option<String>,
    scenarios: HashMap<String, Scenario>,
    paces: Paces,
    time: Arc<Clock>,
    /// What must occur once in the run.
    pub(super) values: Values,
}

/// How cases are run, beside what is sent.
#[derive(Debug, Default)]
pub(super) struct Habits {
    pub(super) cleanup: bool,
    pub(super) journal: Option<Arc<Journal>>,
    pub(super) keep_exchanges: bool,
    pub(super) rate: Option<f64>,
    pub(super) rates: BTreeMap<String, f64>,
    pub(super) inspect: Option<Arc<dyn Inspect>>,
}

/// Runs begin to count somewhere among so many numbers of sixteen digits: two of them do not meet,
/// also where neither knows of the other.
const FIRST_NUMBER: u64 = 1_000_000_000_000_000;
const NUMBERS: u64 = 8 * FIRST_NUMBER;

impl Context {
    pub(super) fn new(
        transport: Arc<Transport>,
        contracts: HashMap<String, Contract>,
        fixtures: &Fixtures,
        conventions: Conventions,
    ) -> Self {
        let pair = |key: &doctract_spec::fixture::Credentials| {
            let credentials = Credentials::new(key.access_key_id.clone(), key.secret.clone());
            match &key.security_token {
                Some(token) => credentials.with_security_token(token.clone()),
                None => credentials,
            }
        };
        let credentials: HashMap<String, Credentials> = fixtures
            .credentials
            .iter()
            .map(|(name, key)| (name.clone(), pair(key)))
            .collect();
        let mut secrets: Vec<String> = credentials
            .values()
            .map(|key| key.secret().to_owned())
            .collect();
        let tokens = credentials
            .values()
            .filter_map(|key| key.security_token().map(str::to_owned));
        secrets.extend(tokens);
        match transport.endpoint().auth() {
            crate::transport::Auth::Headers(headers) => {
                secrets.extend(headers.iter().map(|(_, value)| value.clone()));
            }
            auth => {
                let key = auth.credentials();
                secrets.extend(key.map(|key| key.secret().to_owned()));
                secrets.extend(key.and_then(|key| key.security_token().map(str::to_owned)));
            }
        }
        secrets.retain(|secret| !secret.is_empty());
        let secrets = secrets.iter().flat_map(|secret| forms(secret)).collect();
        let (run, place) = uuid::Uuid::new_v4().as_u64_pair();
        let first_number = FIRST_NUMBER + place % NUMBERS;
        Self {
            transport,
            contracts,
            conventions,
            credentials,
            secrets,
            first_number,
            numbers: AtomicU64::new(0),
            run,
            nonces: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            habits: Habits::default(),
            // Numbers of journals that are continued do not meet.
            intents: AtomicU64::new(first_number),
            paces: Paces::default(),
            time: Arc::default(),
            values: Values::default(),
            clock: fixtures.controls.clock.clone(),
            scenarios: HashMap::new(),
        }
    }

    pub(super) fn with_time(mut self, time: Arc<Clock>) -> Self {
        self.time = time;
        self
    }

    /// The time that requests are signed with.
    pub(super) fn time(&self) -> &Clock {
        &self.time
    }

    pub(super) fn with_scenarios(mut self, scenarios: &[Scenario]) -> Self {
        let named = scenarios.iter().map(|one| (one.name.clone(), one.clone()));
        self.scenarios = named.collect();
        self
    }

    /// The path that moves the endpoint's clock.
    pub(super) fn clock(&self) -> Option<&str> {
        self.clock.as_deref()
    }

    pub(super) fn scenario(&self, name: &str) -> Option<&Scenario> {
        self.scenarios.get(name)
    }

    pub(super) fn with_habits(mut self, habits: Habits) -> Self {
        self.paces = Paces::new(habits.rate, &habits.rates);
        self.habits = habits;
        self
    }

    pub(super) const fn habits(&self) -> &Habits {
        &self.habits
    }

    /// The number of the next intent in the journal.
    pub(super) fn intent(&self) -> u64 {
        self.intents.fetch_add(1, Ordering::Relaxed)
    }

    /// Sends a request of an operation when its turn has come.
    pub(super) async fn send(&self, operation: &str, prepared: Prepared) -> Exchange {
        self.paces.wait(operation).await;
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.transport.send(prepared).await
    }

    /// A number that no other case and no other run has.
    pub(super) fn number(&self) -> u64 {
        self.first_number + self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// Sixteen digits that occur once: of the run, and of a fresh number.
    pub(super) fn digits(&self) -> String {
        let number = self.numbers.fetch_add(1, Ordering::Relaxed);
        format!("{:08x}{number:08x}", self.run >> 32)
    }

    /// A text that no other request carries.
    pub(super) fn nonce(&self) -> String {
        let number = self.nonces.fetch_add(1, Ordering::Relaxed);
        format!("{:016x}{number:016x}", self.run)
    }

    /// The requests sent so far.
    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// The key pair of a name, `default` where none is given.
    pub(super) fn credentials(&self, name: Option<&str>) -> Option<&Credentials> {
        self.credentials.get(name.unwrap_or("default"))
    }

    /// Texts that no report may show, in every form in which they travel.
    pub(super) fn secrets(&self) -> &[String] {
        &self.secrets
    }
}
