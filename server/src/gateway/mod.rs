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
mod synthesis;

pub(crate) use format::Format;
pub(crate) use identity::Identity;
pub use identity::Signatures;
pub(crate) use registry::Registry;

use crate::answer::Node;
use crate::faults::{Break, Faults};
use crate::ids;
use crate::operations::Stage;
use crate::refusal::Refusal;
use crate::time;
use axum::http::request::Parts;
use axum::http::{Method, header};
use carrier::Carried;
use conventions::Conventions;
use doctract_spec::check::Breach;
use doctract_spec::model::Violation;
use jiff::Timestamp;
use parameters::Sent;
use registry::{Served, Unknown};

/// Everything that a request meets.
pub(crate) struct Gateway {
    pub(crate) registry: Registry,
    pub(crate) identity: Identity,
    pub(crate) stage: Stage,
    pub(crate) faults: Faults,
    conventions: Conventions,
}

/// A whole answer, ready for the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// How a fault breaks it on its way.
    pub(crate) broken: Option<Break>,
}

/// How far a request came.
struct Outcome<'a> {
    /// The operation, once it was found.
    served: Option<&'a Served>,
    result: Result<Node, Refusal>,
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
    ) -> Result<Self, serde_yaml::Error> {
        Ok(Self {
            registry,
            identity,
            stage,
            faults,
            conventions: Conventions::load()?,
        })
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, parts: &Parts, body: &[u8]) -> Answer {
        let format = Format::asked_for(parts, body);
        let outcome = self.process(parts, body).await;
        let operation = outcome
            .served
            .map_or("", |served| served.spec.operation.as_str());
        match outcome.result {
            Ok(node) => self.success(operation, node, format),
            Err(refusal) => {
                let refusal = match outcome.served {
                    Some(served) => served.in_its_words(refusal),
                    None => refusal,
                };
                self.refused(operation, refusal, format, host(parts))
            }
        }
    }

    /// Answers a request that was not even read.
    pub(crate) fn unread(&self, parts: &Parts, refusal: Refusal) -> Answer {
        let format = Format::asked_for(parts, b"");
        self.refused("", refusal, format, host(parts))
    }

    fn success(&self, operation: &str, mut node: Node, format: Format) -> Answer {
        node.set_first("RequestId", Node::text(ids::request_id()));
        self.faults.change_success(operation, &mut node);
        let root = format!("{operation}{}", self.faults.root_end(operation));
        let content_type = self.faults.content_type(operation);
        Answer {
            status: 200,
            content_type: content_type.unwrap_or(format.content_type()),
            body: format.write(&node, &root),
            broken: self.faults.broken(operation),
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
        let mut node = format::refused(&refusal, host);
        self.faults.change_error(operation, &mut node, &mut format);
        Answer {
            status: refusal.status,
            content_type: format.content_type(),
            body: format.write(&node, "Error"),
            broken: None,
        }
    }

    async fn process(&self, parts: &Parts, body: &[u8]) -> Outcome<'_> {
        match self.identify(parts, body) {
            Err(refusal) => Outcome {
                served: None,
                result: Err(refusal),
            },
            Ok((request, caller)) => {
                let found = self
                    .registry
                    .find(&caller.version, &caller.action, host(parts));
                match found {
                    Err(unknown) => Outcome {
                        served: None,
                        result: Err(match unknown {
                            Unknown::Version => errors::UNKNOWN_VERSION,
                            Unknown::Action => errors::UNKNOWN_ACTION,
                        }),
                    },
                    Ok(served) => Outcome {
                        served: Some(served),
                        result: self.operate(served, request, &caller).await,
                    },
                }
            }
        }
    }

    fn identify<'a>(
        &self,
        parts: &'a Parts,
        body: &'a [u8],
    ) -> Result<(Carried<'a>, identity::Caller), Refusal> {
        self.check_method(&parts.method)?;
        if parts.uri.path() != "/" {
            return Err(errors::UNKNOWN_ACTION);
        }
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
        if served.given {
            let names = served.checker.names();
            self.faults
                .change_request(operation, names, &mut sent.pairs);
            let now = time::text(self.stage.clock().now());
            let mut breaches = served.checker.check(&sent.pairs, &now);
            breaches.retain(|breach| breach.violation == Violation::Rejected);
            self.faults
                .change_breaches(operation, &sent.pairs, &mut breaches);
            if let Some(breach) = first(&breaches) {
                return Err(self.conventions.refusal(served.spec, breach));
            }
        }
        match served.behaviour {
            Some(behaviour) => {
                let parameters = sent.canonical(served);
                self.stage
                    .perform(behaviour, served.spec, caller.account, parameters)
                    .await
            }
            None => Ok(synthesis::answer(served.spec)),
        }
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
