//! Exchanges as reports show them: secrets masked by their value, long bodies cut.

use crate::exchange::{Exchange, Sent};
use crate::verdict::{Recorded, Verdict};
use doctract_core::wire::encode;

/// Longest text of a body that a report keeps.
const MOST_BODY: usize = 4096;

pub(super) fn record(step: usize, exchange: &Exchange, secrets: &[String]) -> Recorded {
    let (status, content_type, body) = match &exchange.outcome {
        Ok(answer) => (
            Some(answer.status),
            answer.content_type.clone(),
            String::from_utf8_lossy(&answer.body).into_owned(),
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
        body: cut(&mask(&body)),
        started: exchange
            .started
            .strftime("%Y-%m-%dT%H:%M:%S.%3fZ")
            .to_string(),
        elapsed_ms: u64::try_from(exchange.elapsed.as_millis()).unwrap_or(u64::MAX),
    }
}

/// A verdict as reports show it: what was seen may be the text that was signed.
pub(super) fn mask_verdict(verdict: &mut Verdict, secrets: &[String]) {
    verdict.reason = mask(&verdict.reason, secrets);
    for text in [&mut verdict.expected, &mut verdict.seen]
        .into_iter()
        .flatten()
    {
        *text = mask(text, secrets);
    }
}

/// The forms in which a secret travels: as it is, encoded in a query or a form, and encoded once
/// more in the text that was signed, which services print. The longest form goes first.
pub(super) fn forms(secret: &str) -> Vec<String> {
    let once = encode(secret);
    let mut forms = vec![encode(&once).into_owned(), once.into_owned(), secret.into()];
    forms.dedup();
    forms
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::Answer;
    use std::time::Duration;

    #[test]
    fn a_token_is_masked_in_every_form_in_which_it_travels() {
        let token = "CAIS+/a==";
        let secrets = forms(token);
        let signed = encode(&format!("SecurityToken={}", encode(token))).into_owned();
        let said = format!("server string to sign is:GET&%2F&{signed}");
        let padding = "x".repeat(MOST_BODY - 3);
        let exchange = Exchange {
            sent: Sent {
                url: format!("http://h/?SecurityToken={}", encode(token)),
                headers: vec![("x-acs-security-token".into(), token.into())],
                ..Sent::default()
            },
            outcome: Ok(Answer {
                status: 400,
                body: format!("{padding}{token}").into_bytes(),
                ..Answer::default()
            }),
            started: jiff::Timestamp::UNIX_EPOCH,
            elapsed: Duration::ZERO,
        };
        let shown = record(0, &exchange, &secrets);
        assert_eq!(shown.sent.url, "http://h/?SecurityToken=***");
        assert_eq!(shown.sent.headers[0].1, "***");
        assert!(shown.body.ends_with("x***"), "{}", shown.body);
        let mut verdict = Verdict::error(said);
        mask_verdict(&mut verdict, &secrets);
        assert!(
            verdict.reason.ends_with("SecurityToken%3D***"),
            "{}",
            verdict.reason
        );
    }
}
