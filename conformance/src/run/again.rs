//! Requests that are sent again: throttled ones, those that broke off, those signed at a time that
//! is not the endpoint's.

use super::case::Play;
use crate::case::Request;
use crate::conventions::ErrorClass;
use crate::exchange::TransportError;
use crate::judge::Seen;
use crate::transport::Prepared;
use jiff::Timestamp;
use std::time::Duration;

/// How often a throttled request is sent again, and how long at most it waits.
const THROTTLED_RETRIES: u32 = 3;
const MOST_WAIT: Duration = Duration::from_secs(5);

impl Play<'_> {
    /// Sends a request; again, after a pause, while the endpoint says that it is too much, once more
    /// where the connection broke off and a repetition changes nothing, and once more by the
    /// endpoint's time where that is another and makes the difference.
    pub(super) async fn patiently(&mut self, prepared: Prepared, request: &Request) -> Seen {
        let sending = self.context.send(self.called(request), prepared);
        let mut seen = Seen::new(sending.await);
        let broken = matches!(seen.exchange.outcome, Err(TransportError::Broken(_)));
        if broken
            && self.context.conventions.is_reading(self.called(request))
            && let Some(again) = self.again(request, self.context.time().now()).await
        {
            seen = again;
        }
        if let Some(ahead) = self.other_time(&seen)
            && let Some(again) = self
                .again(request, self.context.time().shifted(ahead))
                .await
            && (again.status(), again.error_code()) != (seen.status(), seen.error_code())
        {
            self.context.time().set(ahead);
            seen = again;
        }
        for _ in 0..THROTTLED_RETRIES {
            let Some(wait) = self.throttled(&seen) else {
                return seen;
            };
            tokio::time::sleep(wait).await;
            let Some(again) = self.again(request, self.context.time().now()).await else {
                return seen;
            };
            seen = again;
        }
        seen
    }

    /// Sends a request once more: a nonce is good for one, so it is signed anew.
    async fn again(&mut self, request: &Request, now: Timestamp) -> Option<Seen> {
        let again = self.prepare(request, now).ok()?;
        Some(Seen::new(
            self.context.send(self.called(request), again).await,
        ))
    }

    /// How far the clock would have to be set, where a signed request was refused by an endpoint
    /// whose time is another.
    fn other_time(&self, seen: &Seen) -> Option<i64> {
        self.context.transport.endpoint().auth().credentials()?;
        let answer = seen.exchange.outcome.as_ref().ok()?;
        let refused = (400..500).contains(&answer.status);
        let theirs = answer.date.filter(|_| refused)?;
        self.context.time().difference(self.signed?, theirs)
    }

    /// The operation that a request calls.
    fn called<'r>(&'r self, request: &'r Request) -> &'r str {
        request.action.as_deref().unwrap_or(&self.case.operation)
    }

    /// How long the endpoint wants to be left alone, if it says that it is too much.
    fn throttled(&self, seen: &Seen) -> Option<Duration> {
        let answer = seen.exchange.outcome.as_ref().ok()?;
        if answer.status < 400 {
            return None;
        }
        let tree = seen.tree.as_ref().ok();
        let code = tree.and_then(|tree| tree.node.get("Code")?.text());
        let class = code.and_then(|code| self.context.conventions.class_of(code));
        let busy = matches!(answer.status, 429 | 503) && answer.retry_after.is_some();
        let throttled =
            class == Some(ErrorClass::Throttling) || (answer.status == 429 && code.is_none());
        let wait = answer.retry_after.unwrap_or(Duration::from_millis(200));
        (busy || throttled).then_some(wait.min(MOST_WAIT))
    }
}
