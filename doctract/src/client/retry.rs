//! When a request is sent again, and after what pause.

use super::{HttpResponse, TransportError};
use std::time::Duration;

/// How often and how patiently a request is sent again.
///
/// Sent again is what cannot do harm twice: requests that only read, and those with an idempotency
/// token, after a 500, a 503 or no answer; and any request that was turned away for coming too
/// soon (throttling, or an answer with `x-acs-retry-after`), since it did nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    /// How often a request is sent at most; 1 means never again.
    pub attempts: u32,
    /// The longest first pause; it doubles with each attempt. Pauses are random below that.
    pub first_pause: Duration,
    /// The longest pause, also where the server asks for more.
    pub longest_pause: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            first_pause: Duration::from_millis(200),
            longest_pause: Duration::from_secs(60),
        }
    }
}

impl Retry {
    /// Never again.
    pub fn never() -> Self {
        Self {
            attempts: 1,
            ..Self::default()
        }
    }

    /// The pause before the next attempt; `None` if there is none.
    pub(super) fn pause(
        &self,
        result: &Result<HttpResponse, TransportError>,
        attempt: u32,
        repeatable: bool,
    ) -> Option<Duration> {
        if attempt >= self.attempts {
            return None;
        }
        let asked = match result {
            Ok(response) if (200..300).contains(&response.status) => return None,
            Ok(response) => {
                let asked = response.header("x-acs-retry-after");
                let asked = asked.and_then(|text| text.trim().parse().ok());
                let asked = asked.map(Duration::from_millis);
                let passing = matches!(response.status, 500 | 503) && repeatable;
                if asked.is_none() && !passing && !is_throttled(response) {
                    return None;
                }
                asked
            }
            Err(error) if repeatable || error.is_before_sending() => None,
            Err(_) => return None,
        };
        let doubled = self.first_pause.saturating_mul(1 << (attempt - 1).min(16));
        let half = doubled / 2;
        let random = half.saturating_add(half.mul_f64(fraction()));
        Some(asked.unwrap_or(random).min(self.longest_pause))
    }
}

/// Whether the service turned the request away for coming too soon.
fn is_throttled(response: &HttpResponse) -> bool {
    response.status == 429 || {
        let body = String::from_utf8_lossy(&response.body);
        let error = crate::ServiceError::<crate::AnyCode>::from_body(response.status, &body);
        error.code() == "Throttling" || error.code().starts_with("Throttling.")
    }
}

/// Verbs with which the names of operations begin that change nothing.
const READING: [&str; 6] = ["Describe", "List", "Get", "Query", "Check", "Search"];

/// Whether an operation only reads, by its name: `DescribeDisks`, not `Descriptor`.
pub(super) fn only_reads(operation: &str) -> bool {
    READING.iter().any(|verb| {
        let rest = operation.strip_prefix(verb);
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_lowercase()))
    })
}

/// A random number from 0 to 1.
fn fraction() -> f64 {
    f64::from(uuid::Uuid::new_v4().as_fields().0) / f64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, code: &str) -> HttpResponse {
        HttpResponse {
            status,
            headers: Vec::new(),
            body: format!("{{\"Code\":\"{code}\"}}").into_bytes(),
        }
    }

    #[test]
    fn only_what_does_no_harm_is_repeated() {
        let retry = Retry::default();
        let again =
            |answer: HttpResponse, repeatable| retry.pause(&Ok(answer), 1, repeatable).is_some();
        assert!(again(answer(503, "ServiceUnavailable"), true));
        assert!(!again(answer(503, "ServiceUnavailable"), false));
        assert!(again(answer(400, "Throttling"), false));
        assert!(again(answer(400, "Throttling.User"), false));
        assert!(again(answer(429, ""), false));
        assert!(!again(answer(400, "ThrottlingPolicy"), true));
        assert!(!again(answer(404, "InvalidDiskId.NotFound"), true));
        assert!(!again(answer(200, "ignored"), true));
        assert!(
            retry
                .pause(&Ok(answer(503, "")), retry.attempts, true)
                .is_none()
        );
    }

    #[test]
    fn the_servers_wish_is_followed_up_to_the_longest_pause() {
        let asked = |milliseconds: &str| {
            let mut response = answer(429, "");
            response
                .headers
                .push(("X-Acs-Retry-After".into(), milliseconds.into()));
            Retry::default().pause(&Ok(response), 1, false)
        };
        assert_eq!(asked("1500"), Some(Duration::from_millis(1500)));
        assert_eq!(asked("600000"), Some(Duration::from_secs(60)));
        assert!(asked("soon") <= Some(Duration::from_millis(200)));
    }

    #[test]
    fn no_pause_is_too_long_to_be_counted() {
        let endless = Retry {
            first_pause: Duration::MAX,
            longest_pause: Duration::MAX,
            ..Retry::default()
        };
        for attempt in 1..4 {
            let pause = endless.pause(&Ok(answer(503, "")), attempt, true);
            assert!(pause >= Some(Duration::MAX / 2));
        }
    }

    #[test]
    fn names_that_only_begin_like_a_verb_are_no_reading() {
        assert!(only_reads("DescribeDisks") && only_reads("ListTags") && only_reads("Get"));
        assert!(!only_reads("Listen") && !only_reads("GetawayStart") && !only_reads("CreateDisk"));
    }
}
