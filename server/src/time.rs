//! Times as the wire writes them: `2019-02-13T10:00:00Z`.

use crate::answer::Node;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// A time to the second, UTC. Written by hand: lists hold two for each of their items.
pub(crate) fn text(time: Timestamp) -> String {
    let time = Offset::UTC.to_datetime(time);
    let mut text = String::with_capacity(20);
    push_date(&mut text, time);
    text.push('T');
    push_digits(&mut text, time.hour());
    text.push(':');
    push_digits(&mut text, time.minute());
    text.push(':');
    push_digits(&mut text, time.second());
    text.push('Z');
    text
}

/// A time to the minute, UTC.
pub(crate) fn minutes(time: Timestamp) -> String {
    let mut text = text(time);
    text.truncate(16);
    text.push('Z');
    text
}

fn push_date(text: &mut String, time: DateTime) {
    let year = time.year().clamp(0, 9999);
    push_digits(text, i8::try_from(year / 100).unwrap_or(0));
    push_digits(text, i8::try_from(year % 100).unwrap_or(0));
    text.push('-');
    push_digits(text, time.month());
    text.push('-');
    push_digits(text, time.day());
}

/// Two digits of a number from 0 to 99.
fn push_digits(text: &mut String, number: i8) {
    let digit = |value: i8| char::from(b'0' + value.unsigned_abs());
    text.push(digit(number / 10));
    text.push(digit(number % 10));
}

/// A time to the second as a node of an answer.
pub(crate) fn node(time: Timestamp) -> Node {
    Node::text(text(time))
}

/// Reads a time of the wire: UTC, seconds, maybe with a fraction.
pub(crate) fn parse(written: &str) -> Option<Timestamp> {
    let looks_right = written.len() >= 20 && written.ends_with('Z') && written.contains('T');
    if looks_right {
        written.parse().ok()
    } else {
        None
    }
}

/// Reads a time of an HTTP header: `Mon, 01 Jan 2018 12:00:00 GMT`.
pub(crate) fn parse_http(written: &str) -> Option<Timestamp> {
    let time = jiff::fmt::rfc2822::parse(written).ok()?;
    Some(time.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_what_the_library_writes(second in 0i64..253_402_300_799) {
            let time = Timestamp::from_second(second).unwrap();
            prop_assert_eq!(text(time), time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
        }
    }

    #[test]
    fn only_utc_with_seconds_is_read() {
        let time = parse("2026-11-24T07:01:18Z").unwrap();
        assert_eq!(text(time), "2026-11-24T07:01:18Z");
        assert_eq!(minutes(time), "2026-11-24T07:01Z");
        assert!(parse("2026-11-24T07:01:05.677Z").is_some());
        let http = parse_http("Tue, 24 Nov 2026 07:01:18 GMT");
        assert_eq!(http, Some(time));
        for no in [
            "2026-11-24T07:01Z",
            "2026-11-24T07:01:18+08:00",
            "1790000000",
            "",
            "2026-13-24T07:01:18Z",
        ] {
            assert!(parse(no).is_none(), "{no}");
        }
    }
}
