//! Times as the wire writes them: `2019-02-13T10:00:00Z`.

use crate::answer::Node;
use jiff::Timestamp;

/// A time to the second, UTC.
pub(crate) fn text(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A time to the minute, UTC.
pub(crate) fn minutes(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%MZ").to_string()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utc_with_seconds_is_read() {
        let time = parse("2026-11-24T07:01:18Z").unwrap();
        assert_eq!(text(time), "2026-11-24T07:01:18Z");
        assert!(parse("2026-11-24T07:01:05.677Z").is_some());
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
