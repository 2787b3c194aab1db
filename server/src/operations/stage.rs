//! Where operations are performed: the model, the tokens, and the clock they share.

use super::{Behaviour, Call, Parameters, Rule};
use crate::answer::Node;
use crate::clock::Clock;
use crate::faults::{Faults, TokenPolicy};
use crate::gateway::errors;
use crate::model::{AccountIndex, Claim, Model, Tokened, Tokens};
use crate::refusal::Refusal;
use crate::world::World;
use doctract_spec::Operation;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a fault lets two requests with one token run side by side.
const RACE: Duration = Duration::from_millis(60);

/// The model and what works on it.
#[derive(Debug)]
pub(crate) struct Stage {
    world: World,
    most_snapshots: u32,
    model: Mutex<Model>,
    tokens: Mutex<Tokens>,
    clock: Arc<Clock>,
    latency: Duration,
    rules: Vec<Rule>,
    policy: TokenPolicy,
}

impl Stage {
    /// The stage of a world, where a disk may have so many snapshots.
    pub(crate) fn new(
        world: World,
        most_snapshots: u32,
        clock: Arc<Clock>,
        latency: Duration,
        faults: &Faults,
    ) -> Self {
        let mut rules = super::CREATE_SNAPSHOT_RULES.to_vec();
        faults.change_rules(&mut rules);
        Self {
            model: Mutex::new(Model::new(&world, clock.now(), most_snapshots)),
            tokens: Mutex::default(),
            world,
            most_snapshots,
            clock,
            latency,
            rules,
            policy: faults.token_policy(),
        }
    }

    /// The clock.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The model, for looking.
    pub(crate) fn model(&self) -> MutexGuard<'_, Model> {
        // Every change of the model is made in one go at the end of an operation; a panic in
        // between leaves it as it was.
        self.model.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tokens(&self) -> MutexGuard<'_, Tokens> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts the world back as it was at the start.
    pub(crate) fn reset(&self) {
        let fresh = Model::new(&self.world, self.clock.now(), self.most_snapshots);
        *self.model() = fresh;
        *self.tokens() = Tokens::default();
    }

    /// The state of everything, to look at.
    pub(crate) fn shown(&self) -> serde_json::Value {
        let tokens = self.tokens().len();
        let now = self.clock.now();
        let mut shown = self.model().shown(now);
        if let Some(members) = shown.as_object_mut() {
            members.insert("tokens".to_owned(), tokens.into());
        }
        shown
    }

    /// Performs an operation. A request with a client token that was answered before gets the
    /// same answer again.
    pub(crate) async fn perform(
        &self,
        behaviour: &Behaviour,
        spec: &Operation,
        account: AccountIndex,
        mut parameters: Parameters,
    ) -> Result<Node, Refusal> {
        let token = behaviour.token.and_then(|name| parameters.take(name));
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            self.wait().await;
            return self.work(behaviour, spec, account, &parameters, false);
        };
        parameters.0.sort_unstable();
        let request = Tokened {
            account,
            operation: behaviour.operation,
            token: &token,
            parameters: match self.policy {
                TokenPolicy::MismatchReplayed => &[],
                _ => &parameters.0,
            },
        };
        let lifetime = self.model().timing.token;
        let claim = self.tokens().claim(request, self.clock.now(), lifetime);
        let serial = match (claim, self.policy) {
            (Claim::Mismatch, _) => return Err(errors::TOKEN_REUSED),
            (Claim::Fresh(serial), _) => serial,
            (Claim::Replay(_), TokenPolicy::Ignored)
            | (Claim::InWork, TokenPolicy::Ignored | TokenPolicy::Racing) => {
                tokio::time::sleep(RACE).await;
                return self.work(behaviour, spec, account, &parameters, true);
            }
            (Claim::Replay(answer), _) => return Ok(answer),
            (Claim::InWork, _) => return Err(errors::TOKEN_IN_WORK),
        };
        let mut held = Held {
            stage: self,
            request,
            serial: Some(serial),
        };
        if self.policy == TokenPolicy::Racing {
            tokio::time::sleep(RACE).await;
        }
        self.wait().await;
        let result = self.work(behaviour, spec, account, &parameters, false);
        held.settle(&result);
        result
    }

    fn work(
        &self,
        behaviour: &Behaviour,
        spec: &Operation,
        account: AccountIndex,
        parameters: &Parameters,
        repeated: bool,
    ) -> Result<Node, Refusal> {
        let call = Call {
            account,
            now: self.clock.now(),
            parameters,
            spec,
            rules: &self.rules,
            repeated,
        };
        (behaviour.perform)(&mut self.model(), &call)
    }

    async fn wait(&self) {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
    }
}

/// A token in work. Given up without a result (the connection closed), it is free again.
struct Held<'a> {
    stage: &'a Stage,
    request: Tokened<'a>,
    serial: Option<u64>,
}

impl Held<'_> {
    fn settle(&mut self, result: &Result<Node, Refusal>) {
        let Some(serial) = self.serial.take() else {
            return;
        };
        let mut tokens = self.stage.tokens();
        match result {
            Ok(answer) => tokens.succeed(self.request, serial, answer),
            Err(_) if self.stage.policy == TokenPolicy::BurntByRefusal => {
                tokens.burn(self.request, serial);
            }
            Err(_) => tokens.release(self.request, serial),
        }
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        if let Some(serial) = self.serial.take() {
            self.stage.tokens().release(self.request, serial);
        }
    }
}
