//! From a request of a case to one that can be sent: values filled in, a token of its own, signed,
//! and noted in the journal before it goes.

use super::case::Play;
use crate::case::{Departure, Parameter, Request, Unique, Value};
use crate::transport::{Filled, Pair, Prepared, Unsendable, prepare};
use jiff::Timestamp;
use std::borrow::Cow;

/// Slots of the tokens that the runner adds, away from those of plans.
const OWN_TOKENS: u32 = 1 << 20;

/// A request that is about to be sent.
pub(super) struct Outgoing {
    pub(super) prepared: Prepared,
    /// Its number in the journal.
    pub(super) intent: Option<u64>,
}

impl Play<'_> {
    /// The request with a token of its own, where a journal is kept: a lost answer can be asked
    /// for again by it.
    pub(super) fn with_token<'r>(&self, at: usize, request: &'r Request) -> Cow<'r, Request> {
        let contract = self.context.contracts.get(&self.case.operation);
        let token = contract.and_then(|contract| contract.token.as_ref());
        let wanted = self.context.habits().journal.is_some() && request.action.is_none();
        let Some(name) = token
            .filter(|name| wanted && !request.parameters.iter().any(|sent| sent.name == **name))
        else {
            return Cow::Borrowed(request);
        };
        let slot = OWN_TOKENS + u32::try_from(at).unwrap_or(0);
        let mut request = request.clone();
        request.parameters.push(Parameter {
            name: name.clone(),
            value: Value::Unique(Unique {
                before: "doctract-".into(),
                slot,
                ..Unique::default()
            }),
            position: None,
            literal: false,
        });
        Cow::Owned(request)
    }

    /// A request ready to be sent, noted in the journal if it may create something.
    pub(super) fn outgoing(&mut self, request: &Request) -> Result<Outgoing, Unsendable> {
        let now = self.context.time().now();
        let (prepared, parameters) = self.prepared(request, now)?;
        let intent = match request.action {
            Some(_) => None,
            None => self
                .context
                .note_intent(&self.case.operation, &self.case.version, &parameters)
                .map_err(Unsendable)?,
        };
        Ok(Outgoing { prepared, intent })
    }

    /// The request as bytes, signed at this time.
    pub(super) fn prepare(
        &mut self,
        request: &Request,
        now: Timestamp,
    ) -> Result<Prepared, Unsendable> {
        self.prepared(request, now).map(|(prepared, _)| prepared)
    }

    /// The request as bytes, and its parameters with their final values.
    fn prepared(
        &mut self,
        request: &Request,
        now: Timestamp,
    ) -> Result<(Prepared, Vec<(String, String)>), Unsendable> {
        let mut pairs = Vec::with_capacity(request.parameters.len());
        for parameter in &request.parameters {
            let value = self.value(&parameter.value)?;
            pairs.push(Pair {
                name: parameter.name.clone(),
                value,
                position: parameter.position,
                literal: parameter.literal,
            });
        }
        let credentials =
            match &request.credentials {
                Some(name) => Some(self.context.credentials(Some(name)).ok_or_else(|| {
                    Unsendable(format!("the fixtures have no credentials `{name}`"))
                })?),
                None => None,
            };
        let mut departures = request.departures.iter();
        let earlier = departures.find_map(|departure| match departure {
            Departure::NonceOf(step) => self.nonces.get(*step).cloned(),
            _ => None,
        });
        let nonce = earlier.unwrap_or_else(|| self.context.nonce());
        self.signed = Some(now);
        let filled = Filled {
            operation: &self.case.operation,
            version: &self.case.version,
            pairs,
            nonce,
            credentials,
            now,
        };
        let prepared = prepare(self.context.transport.endpoint(), request, &filled)?;
        self.nonces.truncate(self.at);
        self.nonces.push(filled.nonce);
        let sent = filled.pairs.into_iter().map(|pair| (pair.name, pair.value));
        Ok((prepared, sent.collect()))
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
            Value::Made(made) => {
                let key = (made.scenario.clone(), made.slot);
                let stage = self.set_up.get(&key);
                let stage =
                    stage.ok_or_else(|| Unsendable(format!("`{}` was not played", key.0)))?;
                let text = stage.text(made.template.as_deref());
                text.map_err(|name| Unsendable(format!("`{}` gives no `{name}`", key.0)))?
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
}
