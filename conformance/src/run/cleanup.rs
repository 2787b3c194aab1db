//! Removing what cases made: after each case, and later from a journal.

use super::context::Context;
use crate::case::{Parameter, Request, Value};
use crate::conventions::{Conventions, ErrorClass};
use crate::exchange::Exchange;
use crate::journal::{Entry, Intent, Journal, Made, left};
use crate::judge::tree::parse;
use crate::transport::{Endpoint, EndpointError, Filled, Pair, Transport, prepare};
use doctract_spec::fixture::Fixtures;
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often a removal is tried while the resource is still busy, and how long between.
const ATTEMPTS: u32 = 5;
const PAUSE: Duration = Duration::from_millis(500);

/// What came of a cleanup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Removed.
    pub removed: u64,
    /// Requests without a noted answer that turned out to have made nothing, or cannot be asked.
    pub unanswered: u64,
    /// Still there, and why: the operation, the id (or the parameters), the reason.
    pub left: Vec<(String, String, String)>,
}

/// Why a cleanup could not begin.
#[derive(Debug, thiserror::Error)]
pub enum CleanupError {
    /// The journal cannot be read.
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] io::Error),
    /// The endpoint cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
}

/// Removes what a journal says is left on an endpoint. What is removed is noted in the journal, so
/// that the same cleanup can be run again.
pub async fn cleanup(
    journal: &Path,
    endpoint: Endpoint,
    fixtures: &Fixtures,
    conventions: &Conventions,
) -> Result<Cleaned, CleanupError> {
    let left = left(journal)?;
    let writer = Journal::open(journal)?;
    let transport = Arc::new(Transport::new(endpoint)?);
    let context = Context::new(transport, HashMap::new(), fixtures, conventions.clone());
    let mut cleaned = Cleaned::default();
    let mut made = left.made;
    for intent in left.unanswered {
        match ask_again(&context, &intent).await {
            Again::Made(id) => {
                writer.add(&Entry::Made(Made {
                    number: intent.number,
                    id: id.clone(),
                }))?;
                made.push((intent, id));
            }
            Again::Nothing => {
                writer.add(&Entry::Nothing(intent.number))?;
                cleaned.unanswered += 1;
            }
            Again::Unknown(reason) => {
                let parameters = doctract_core::wire::encode_pairs(&intent.parameters);
                cleaned.left.push((intent.operation, parameters, reason));
            }
        }
    }
    for (intent, id) in made {
        match remove(
            &context,
            &intent.operation,
            &intent.version,
            &intent.member,
            &id,
        )
        .await
        {
            Ok(()) => {
                writer.add(&Entry::Gone(intent.number))?;
                cleaned.removed += 1;
            }
            Err(reason) => cleaned.left.push((intent.operation, id, reason)),
        }
    }
    Ok(cleaned)
}

/// What a request without a noted answer came to.
enum Again {
    Made(String),
    Nothing,
    Unknown(String),
}

/// Repeats a request with its token: the answer tells what was made, then or now.
async fn ask_again(context: &Context, intent: &Intent) -> Again {
    if intent.token.is_none() {
        return Again::Unknown(
            "its answer was lost, and it carried no token to ask again with".into(),
        );
    }
    let parameters = intent.parameters.iter().cloned();
    match call(
        context,
        &intent.operation,
        &intent.version,
        parameters.collect(),
    )
    .await
    {
        Err(reason) => Again::Unknown(reason),
        Ok(exchange) => match &exchange.outcome {
            Err(error) => Again::Unknown(error.to_string()),
            Ok(answer) => {
                let tree = parse(&answer.body);
                let id = tree
                    .ok()
                    .and_then(|tree| tree.node.at(&intent.member)?.text().map(str::to_owned));
                match (answer.status, id) {
                    (200..300, Some(id)) => Again::Made(id),
                    (400..500, _) => Again::Nothing,
                    (status, _) => Again::Unknown(format!("asked again, the answer is {status}")),
                }
            }
        },
    }
}

/// Removes one thing by the operation that undoes the one that made it.
pub(super) async fn remove(
    context: &Context,
    operation: &str,
    version: &str,
    member: &str,
    id: &str,
) -> Result<(), String> {
    let undoing = context
        .conventions
        .undoing(operation)
        .ok_or_else(|| format!("no convention says what undoes {operation}"))?;
    let name = member.rsplit('.').next().unwrap_or(member);
    let parameters = vec![(name.to_owned(), id.to_owned())];
    let mut last = String::new();
    for attempt in 0..ATTEMPTS {
        if attempt > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        let exchange = call(context, &undoing, version, parameters.clone()).await?;
        let answer = match &exchange.outcome {
            Ok(answer) => answer,
            Err(error) => {
                last = error.to_string();
                continue;
            }
        };
        if (200..300).contains(&answer.status) {
            return Ok(());
        }
        let tree = parse(&answer.body).ok();
        let code = tree
            .as_ref()
            .and_then(|tree| tree.node.get("Code")?.text())
            .unwrap_or_default();
        if context.conventions.class_of(code) == Some(ErrorClass::NotFound) {
            return Ok(());
        }
        last = format!("{undoing}: {} {code}", answer.status);
    }
    Err(last)
}

async fn call(
    context: &Context,
    operation: &str,
    version: &str,
    parameters: Vec<(String, String)>,
) -> Result<Exchange, String> {
    let request = Request {
        parameters: parameters
            .iter()
            .map(|(name, value)| Parameter {
                name: name.clone(),
                value: Value::text(value.clone()),
                position: None,
                literal: false,
            })
            .collect(),
        ..Request::default()
    };
    let filled = Filled {
        operation,
        version,
        pairs: parameters
            .into_iter()
            .map(|(name, value)| Pair::plain(name, value))
            .collect(),
        nonce: context.nonce(),
        credentials: None,
        now: context.time().now(),
    };
    let prepared =
        prepare(context.transport.endpoint(), &request, &filled).map_err(|reason| reason.0)?;
    Ok(context.send(operation, prepared).await)
}
