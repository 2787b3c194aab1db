//! The gateway: what happens to a request before and after its operation.
//!
//! It works for any spec. In this order: the method; the carriers; the format; who calls
//! ([`identity`]); the version and the operation; the parameters, by the spec; the operation
//! itself, or an answer made up for it.

mod carrier;
mod conventions;
pub(crate) mod errors;
mod format;
mod identity;
mod nonces;
mod parameters;
mod registry;
mod route;
mod synthesis;
mod throttle;

pub(crate) use carrier::Pair;
pub(crate) use format::Format;
pub(crate) use identity::Identity;
pub use identity::Signatures;
pub(crate) use registry::Registry;
pub use throttle::{Throttle, ThrottleAnswer};

use crate::answer::Node;
use crate::faults::{Break, Faults};
use crate::ids;
use crate::model::{AccountIndex, Model};
use crate::operations::{Call, Parameters, Stage, Task};
use crate::refusal::Refusal;
use crate::time;
use axum::http::request::Parts;
use axum::http::{Method, header};
use carrier::Carried;
use conventions::Conventions;
use doctract_spec::check::Breach;
use doctract_spec::model::{Role, Violation};
use jiff::Timestamp;
use parameters::Sent;
use registry::{Routed, Served, Unknown};
use std::time::{Duration, Instant};
use throttle::Buckets;

/// Everything that a request meets.
pub(crate) struct Gateway {
    pub(crate) registry: Registry,
    pub(crate) identity: Identity,
    pub(crate) stage: Stage,
    pub(crate) faults: Faults,
    buckets: Option<Buckets>,
    conventions: Conventions,
}

/// A whole answer, ready for the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// How long the client should wait before it asks again.
    pub(crate) retry_after: Option<Duration>,
    /// How a fault breaks it on its way.
    pub(crate) broken: Option<Break>,
    /// What the access log says of it.
    pub(crate) logged: Logged,
}

/// What the access log says of an answer.
#[derive(Debug, Default)]
pub(crate) struct Logged {
    pub(crate) operation: String,
    pub(crate) key: String,
    pub(crate) code: String,
    pub(crate) request_id: String,
}

/// How far a request came, and what came of it.
#[derive(Default)]
struct Way<'a> {
    /// The operation, once it was found.
    served: Option<&'a Served>,
    /// The access key, once it was accepted.
    key: String,
    retry_after: Option<Duration>,
}

impl Gateway {
    /// A gateway with the conventions that come with the crate.
    ///
    /// # Errors
    ///
    /// What is wrong with the conventions.
    pub(crate) fn new(
        registry: Registry,
        identity: Identity,
        stage: Stage,
        faults: Faults,
        throttle: Option<Throttle>,
    ) -> Result<Self, serde_yaml::Error> {
        Ok(Self {
            registry,
            identity,
            stage,
            faults,
            buckets: throttle.map(Buckets::new),
            conventions: Conventions::load()?,
        })
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, parts: &Parts, body: &[u8]) -> Answer {
        let format = Format::asked_for(parts, body);
        let mut way = Way::default();
        let result = self.process(parts, body, &mut way).await;
        let operation = way
            .served
            .map_or("", |served| served.spec.operation.as_str());
        let mut answer = match result {
            Ok(node) => self.success(operation, node, format),
            Err(refusal) => {
                let refusal = match way.served {
                    Some(served) => {
                        let refusal = self.conventions.by_its_name(served.spec, refusal);
                        served.in_its_words(refusal)
                    }
                    None => refusal,
                };
                self.refused(operation, refusal, format, host(parts))
            }
        };
        answer.retry_after = way.retry_after;
        operation.clone_into(&mut answer.logged.operation);
        answer.logged.key = way.key;
        answer
    }

    /// Answers a request that was not even read.
    pub(crate) fn unread(&self, parts: &Parts, refusal: Refusal) -> Answer {
        let format = Format::asked_for(parts, b"");
        self.refused("", refusal, format, host(parts))
    }

    fn success(&self, operation: &str, mut node: Node, format: Format) -> Answer {
        let request_id = ids::request_id();
        node.set_first("RequestId", Node::text(request_id.clone()));
        self.faults.change_success(operation, &mut node);
        let root = format!("{operation}{}", self.faults.root_end(operation));
        let content_type = self.faults.content_type(operation);
        Answer {
            status: 200,
            content_type: content_type.unwrap_or(format.content_type()),
            body: format.write(&node, &root),
            retry_after: None,
            broken: self.faults.broken(operation),
            logged: Logged {
                request_id,
                ..Logged::default()
            },
        }
    }

    fn refused(
        &self,
        operation: &str,
        mut refusal: Refusal,
        mut format: Format,
        host: &str,
    ) -> Answer {
        self.faults.change_refusal(operation, &mut refusal);
        let request_id = ids::request_id();
        let mut node = format::refused(&refusal, &request_id, host);
        self.faults.change_error(operation, &mut node, &mut format);
        Answer {
            status: refusal.status,
            content_type: format.content_type(),
            body: format.write(&node, "Error"),
            retry_after: None,
            broken: None,
            logged: Logged {
                code: refusal.code.into_owned(),
                request_id,
                ..Logged::default()
            },
        }
    }

    async fn process<'a>(
        &'a self,
        parts: &Parts,
        body: &[u8],
        way: &mut Way<'a>,
    ) -> Result<Node, Refusal> {
        if parts.uri.path() != "/" {
            return self.process_path(parts, body, way).await;
        }
        let (request, caller) = self.identify(parts, body)?;
        way.key.clone_from(&caller.key);
        let found = self
            .registry
            .find(&caller.version, &caller.action, host(parts));
        let served = found.map_err(|unknown| match unknown {
            Unknown::Version => errors::UNKNOWN_VERSION,
            Unknown::Action => errors::UNKNOWN_ACTION,
        })?;
        way.served = Some(served);
        self.throttle(caller.account, way)?;
        self.operate(served, request, &caller).await
    }

    /// The same for an HTTP-path operation. None of them has behaviour.
    async fn process_path<'a>(
        &'a self,
        parts: &Parts,
        body: &[u8],
        way: &mut Way<'a>,
    ) -> Result<Node, Refusal> {
        let method = parts.method.as_str();
        let routed = self.registry.find_path(method, parts.uri.path());
        let Routed { served, variables } = routed.ok_or(errors::UNKNOWN_ACTION)?;
        let request = Carried::read(parts, body)?;
        let now = self.stage.clock().now();
        let caller = self.identity.path_caller(&request, Timestamp::now(), now)?;
        way.key.clone_from(&caller.key);
        way.served = Some(served);
        self.throttle(caller.account, way)?;
        let pairs = route::pairs(request, served, &variables)?;
        self.check(served, &pairs)?;
        let not_found = self.not_found(served, &pairs);
        let sent = Sent { pairs };
        self.make_up(served, sent.canonical(served), caller.account, not_found)
            .await
    }

    /// Makes an answer up. A client token, and a flag that asks for a check alone, count as they do
    /// for operations with behaviour.
    async fn make_up(
        &self,
        served: &Served,
        parameters: Parameters,
        account: AccountIndex,
        not_found: Option<Refusal>,
    ) -> Result<Node, Refusal> {
        let spec = served.spec;
        let operation = spec.operation.as_str();
        let flagged = |role: Role| {
            let mut fields = spec.request.parameters.iter();
            let field = fields.find(|field| field.role == Some(role));
            field.map(|field| field.name.as_str())
        };
        let (token, dry_run) = (flagged(Role::IdempotencyToken), flagged(Role::DryRun));
        let perform = |_: &mut Model, call: &Call<'_>| {
            if let Some(refusal) = &not_found {
                return Err(refusal.clone());
            }
            if let Some(name) = dry_run {
                call.end_if_asked(name)?;
            }
            let mut node = synthesis::answer(spec);
            if self.conventions.is_making(operation) {
                synthesis::renew_ids(&mut node, |name| call.parameters.get(name).is_some());
            }
            Ok(node)
        };
        let task = Task {
            operation,
            token,
            perform: &perform,
        };
        self.stage.perform(task, account, parameters).await
    }

    fn throttle(&self, account: AccountIndex, way: &mut Way<'_>) -> Result<(), Refusal> {
        let Some(buckets) = &self.buckets else {
            return Ok(());
        };
        let taken = buckets.take(account, Instant::now());
        taken.map_err(|denied| {
            way.retry_after = denied.retry_after;
            denied.refusal
        })
    }

    /// Refuses the first rule of the spec that a request breaks.
    fn check(&self, served: &Served, pairs: &[Pair<'_>]) -> Result<(), Refusal> {
        let operation = served.spec.operation.as_str();
        let now = time::text(self.stage.clock().now());
        let mut breaches = served.checker.check(pairs, &now);
        breaches.retain(|breach| breach.violation == Violation::Rejected);
        self.faults.change_breaches(operation, pairs, &mut breaches);
        match first(&breaches) {
            Some(breach) => Err(self.conventions.refusal(served.spec, breach)),
            None => Ok(()),
        }
    }

    /// The refusal of a request that names what is not there, of a kind that the model does not keep. It
    /// is the operation's, so that a client token counts as for its other refusals.
    fn not_found(&self, served: &Served, pairs: &[Pair<'_>]) -> Option<Refusal> {
        let marker = self.stage.unknown()?;
        self.conventions.not_found(served, pairs, marker)
    }

    fn identify<'a>(
        &self,
        parts: &'a Parts,
        body: &'a [u8],
    ) -> Result<(Carried<'a>, identity::Caller), Refusal> {
        self.check_method(&parts.method)?;
        let request = Carried::read(parts, body)?;
        if let Some(format) = request.parameter("Format")
            && Format::by_name(format).is_none()
        {
            return Err(errors::invalid_parameter("Format"));
        }
        let now = self.stage.clock().now();
        let caller = self.identity.caller(&request, Timestamp::now(), now)?;
        Ok((request, caller))
    }

    fn check_method(&self, method: &Method) -> Result<(), Refusal> {
        if *method == Method::POST && self.faults.refuse_post() {
            return Err(Refusal {
                status: 405,
                ..errors::UNSUPPORTED_METHOD
            });
        }
        let head = *method == Method::HEAD && self.faults.answer_head();
        if head || *method == Method::GET || *method == Method::POST {
            Ok(())
        } else {
            Err(errors::UNSUPPORTED_METHOD)
        }
    }

    async fn operate(
        &self,
        served: &Served,
        request: Carried<'_>,
        caller: &identity::Caller,
    ) -> Result<Node, Refusal> {
        let operation = served.spec.operation.as_str();
        let mut sent = Sent::of(request, &caller.action, served);
        let mut not_found = None;
        if served.given {
            let names = served.checker.names();
            self.faults
                .change_request(operation, names, &mut sent.pairs);
            self.check(served, &sent.pairs)?;
            not_found = self.not_found(served, &sent.pairs);
        }
        let parameters = sent.canonical(served);
        let Some(behaviour) = served.behaviour else {
            let made = self.make_up(served, parameters, caller.account, not_found);
            return made.await;
        };
        let perform = |model: &mut Model, call: &Call<'_>| match &not_found {
            Some(refusal) => Err(refusal.clone()),
            None => (behaviour.perform)(model, call),
        };
        let task = Task {
            operation,
            token: behaviour.token,
            perform: &perform,
        };
        let mut node = self.stage.perform(task, caller.account, parameters).await?;
        synthesis::complete(&mut node, &served.spec.response.fields, 0);
        // It comes first, whatever the page's order.
        node.remove("RequestId");
        Ok(node)
    }
}

/// Which of several breaches is answered: what is missing goes before what is malformed.
fn first(breaches: &[Breach]) -> Option<&Breach> {
    let missing = breaches.iter().find(|breach| breach.rule == "required");
    missing.or_else(|| breaches.first())
}

/// The host that was asked, without its port.
fn host(parts: &Parts) -> &str {
    let host = parts
        .headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.or_else(|| parts.uri.host()).unwrap_or_default();
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}
