//! Times as the wire writes them: `2019-02-13T10:00:00Z`.

use jiff::Timestamp;
use jiff::tz::Offset;

/// How long a written time is, in bytes.
const LENGTH: usize = 20;

/// A time to the second, UTC.
pub(crate) fn text(time: Timestamp) -> String {
    let mut text = String::with_capacity(LENGTH);
    push(time, &mut text);
    text
}

/// Appends a time to the second, UTC. Written by hand: lists hold two for each of their items.
pub(crate) fn push(time: Timestamp, text: &mut String) {
    let time = Offset::UTC.to_datetime(time);
    let year = time.year().clamp(0, 9999);
    let century = i8::try_from(year / 100).unwrap_or(0);
    let mut written = *b"0000-00-00T00:00:00Z";
    let parts = [
        (0, century),
        (2, i8::try_from(year % 100).unwrap_or(0)),
        (5, time.month()),
        (8, time.day()),
        (11, time.hour()),
        (14, time.minute()),
        (17, time.second()),
    ];
    for (at, number) in parts {
        let number = number.unsigned_abs();
        written[at] = b'0' + number / 10;
        written[at + 1] = b'0' + number % 10;
    }
    text.push_str(str::from_utf8(&written).unwrap_or_default());
}

/// A time to the minute, UTC.
pub(crate) fn minutes(time: Timestamp) -> String {
    let mut text = text(time);
    text.truncate(16);
    text.push('Z');
    text
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

/// Reads a time of a filter: UTC, minutes, maybe seconds.
pub(crate) fn parse_minutes(written: &str) -> Option<Timestamp> {
    match written.strip_suffix('Z') {
        Some(minutes) if minutes.len() == 16 => parse(&format!("{minutes}:00Z")),
        _ => parse(written),
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
