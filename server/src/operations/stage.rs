//! Where operations are performed: the model, the tokens, and the clock they share.

use super::{Call, Edition, Parameters, Rule};
use crate::answer::Node;
use crate::clock::Clock;
use crate::faults::{Faults, TokenPolicy};
use crate::gateway::errors;
use crate::model::{AccountIndex, Claim, Model, Tokened, Tokens};
use crate::refusal::Refusal;
use crate::state::{StateError, StateFile};
use crate::world::World;
use jiff::Timestamp;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How long a fault lets two requests with one token run side by side.
const RACE: Duration = Duration::from_millis(60);

/// The model and what works on it.
#[derive(Debug)]
pub(crate) struct Stage {
    world: World,
    edition: Edition,
    model: Mutex<Model>,
    tokens: Mutex<Tokens>,
    clock: Arc<Clock>,
    latency: Duration,
    rules: Vec<Rule>,
    policy: TokenPolicy,
    state: Option<Mutex<StateFile>>,
}

impl Stage {
    /// The stage of a world, by an edition of the page.
    pub(crate) fn new(
        world: World,
        edition: Edition,
        clock: Arc<Clock>,
        latency: Duration,
        faults: &Faults,
    ) -> Self {
        let mut rules = super::CREATE_SNAPSHOT_RULES.to_vec();
        faults.change_rules(&mut rules);
        Self {
            model: Mutex::new(Model::new(&world, clock.now(), edition.most_snapshots)),
            tokens: Mutex::default(),
            world,
            edition,
            clock,
            latency,
            rules,
            policy: faults.token_policy(),
            state: None,
        }
    }

    /// Takes the state out of a file, and writes what changes to it from now on.
    pub(crate) fn keep_state(&mut self, path: &Path) -> Result<(), StateError> {
        let now = self.clock.now();
        let model = self.model.get_mut().unwrap_or_else(PoisonError::into_inner);
        let tokens = self
            .tokens
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        let (file, last) = StateFile::open(path, &self.world, model, tokens, now)?;
        model.watch();
        // Nothing may seem to happen before what is written down.
        if last > now {
            self.clock.set(last);
        }
        self.state = Some(Mutex::new(file));
        Ok(())
    }

    /// The clock.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// What the names of resources hold that are not there, of kinds that the model does not keep.
    pub(crate) fn unknown(&self) -> Option<&str> {
        self.world.unknown.as_deref()
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
        let now = self.clock.now();
        let mut model = self.model();
        *model = Model::new(&self.world, now, self.edition.most_snapshots);
        *self.tokens() = Tokens::default();
        if let Some(state) = &self.state {
            model.watch();
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            if let Err(error) = state.shorten(&model, &self.tokens(), now) {
                tracing::error!(%error, "cannot write the state file");
            }
        }
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
        task: Task<'_>,
        account: AccountIndex,
        mut parameters: Parameters,
    ) -> Result<Node, Refusal> {
        let token = task.token.and_then(|name| parameters.take(name));
        let token = token.filter(|token| !token.is_empty());
        parameters.0.sort_unstable();
        let job = Job {
            task,
            account,
            parameters: &parameters,
        };
        let Some(token) = &token else {
            self.wait().await;
            return self.work(&job, None, false);
        };
        let request = Tokened {
            account,
            operation: task.operation,
            token,
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
                return self.work(&job, None, true);
            }
            (Claim::Replay(answer), _) => return self.saved().map(|()| answer),
            (Claim::InWork, _) => return Err(errors::TOKEN_IN_WORK),
        };
        let held = Held {
            stage: self,
            request,
            serial: Some(serial),
        };
        if self.policy == TokenPolicy::Racing {
            tokio::time::sleep(RACE).await;
        }
        self.wait().await;
        self.work(&job, Some(held), false)
    }

    /// Does the work in one go: nobody sees the model, or the token, in between, and what changed
    /// is written down before it is answered.
    fn work(&self, job: &Job<'_>, held: Option<Held<'_>>, repeated: bool) -> Result<Node, Refusal> {
        let now = self.clock.now();
        let call = Call {
            account: job.account,
            now,
            parameters: job.parameters,
            edition: &self.edition,
            rules: &self.rules,
            repeated,
        };
        let mut model = self.model();
        for (_, value) in &job.parameters.0 {
            model.touch_named(job.account, value, now);
        }
        let result = (job.task.perform)(&mut model, &call);
        let request = held.as_ref().map(|held| held.request);
        if let Some(held) = held {
            held.settle(&result);
        }
        let Some(state) = &self.state else {
            return result;
        };
        let lifetime = model.timing.token;
        let record = match (&result, request) {
            (Ok(answer), Some(request)) => Some(Tokens::record(request, now, lifetime, answer)),
            _ => None,
        };
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.lacks_changes() {
            drop(model.take_changes());
            return self.save(&mut state, &model, now).and(result);
        }
        let changes = model.take_changes();
        if changes.is_empty() && record.is_none() {
            return result;
        }
        if let Err(error) = state.append(now, changes, record.as_ref()) {
            tracing::error!(%error, "cannot write the state file");
            return Err(errors::INTERNAL);
        }
        if state.is_long()
            && let Err(error) = state.shorten(&model, &self.tokens(), now)
        {
            tracing::error!(%error, "cannot shorten the state file");
        }
        result
    }

    /// Writes everything down anew, after a change could not be.
    fn save(&self, state: &mut StateFile, model: &Model, now: Timestamp) -> Result<(), Refusal> {
        state.shorten(model, &self.tokens(), now).map_err(|error| {
            tracing::error!(%error, "cannot write the state file");
            errors::INTERNAL
        })
    }

    /// Whether what was answered before is written down by now.
    fn saved(&self) -> Result<(), Refusal> {
        let Some(state) = &self.state else {
            return Ok(());
        };
        let model = self.model();
        let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.lacks_changes() {
            return Ok(());
        }
        self.save(&mut state, &model, self.clock.now())
    }

    async fn wait(&self) {
        if !self.latency.is_zero() {
            tokio::time::sleep(self.latency).await;
        }
    }
}

/// An operation, the parameter that carries its client token, and what it does.
#[derive(Clone, Copy)]
pub(crate) struct Task<'a> {
    pub(crate) operation: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) perform: &'a (dyn Fn(&mut Model, &Call<'_>) -> Result<Node, Refusal> + Sync),
}

/// What is to be done, for whom.
struct Job<'a> {
    task: Task<'a>,
    account: AccountIndex,
    parameters: &'a Parameters,
}

/// A token in work. Given up without a result (the connection closed), it is free again.
struct Held<'a> {
    stage: &'a Stage,
    request: Tokened<'a>,
    serial: Option<u64>,
}

impl Held<'_> {
    fn settle(mut self, result: &Result<Node, Refusal>) {
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
