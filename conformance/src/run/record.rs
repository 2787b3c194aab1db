//! Exchanges as reports show them: secrets masked by their value, long bodies cut.

use crate::exchange::{Exchange, Sent};
use crate::verdict::Recorded;

/// Longest text of a body that a report keeps.
const MOST_BODY: usize = 4096;

pub(super) fn record(step: usize, exchange: &Exchange, secrets: &[String]) -> Recorded {
    let (status, content_type, body) = match &exchange.outcome {
        Ok(answer) => (
            Some(answer.status),
            answer.content_type.clone(),
            cut(&String::from_utf8_lossy(&answer.body)),
        ),
        Err(error) => (None, None, error.to_string()),
    };
    let mask = |text: &str| mask(text, secrets);
    Recorded {
        step,
        sent: Sent {
            method: exchange.sent.method.clone(),
            url: mask(&exchange.sent.url),
            headers: exchange
                .sent
                .headers
                .iter()
                .map(|(name, value)| (name.clone(), mask(value)))
                .collect(),
            body: cut(&mask(&exchange.sent.body)),
        },
        status,
        content_type,
        body: mask(&body),
        started: exchange
            .started
            .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
            .to_string(),
        elapsed_ms: u64::try_from(exchange.elapsed.as_millis()).unwrap_or(u64::MAX),
    }
}

fn mask(text: &str, secrets: &[String]) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| {
        text.replace(secret.as_str(), "***")
    })
}

fn cut(text: &str) -> String {
    if text.len() <= MOST_BODY {
        return text.to_owned();
    }
    let mut end = MOST_BODY;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!(
        "{}… ({} bytes)",
        text.get(..end).unwrap_or_default(),
        text.len()
    )
}
