//! Moments and durations, as far as rules between two times need them.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};

/// A time as milliseconds since 1970 in UTC.
///
/// Read are ISO 8601 dates and times with or without seconds and zone (UTC where there is none),
/// and the 10 or 13 digits of UNIX seconds or milliseconds.
///
/// ```
/// use doctract_core::time::moment;
///
/// assert_eq!(moment("1970-01-01T00:01Z"), Some(60_000));
/// assert_eq!(moment("1970-01-02"), Some(86_400_000));
/// assert_eq!(moment("1500000000"), Some(1_500_000_000_000));
/// assert_eq!(moment("yesterday"), None);
/// ```
pub fn moment(text: &str) -> Option<i64> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        let number = text.parse::<i64>().ok()?;
        return match text.len() {
            10 => Some(number * 1000),
            13 => Some(number),
            _ => None,
        };
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp.as_millisecond());
    }
    let civil = text.parse::<DateTime>().ok()?;
    let timestamp = TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(timestamp.as_millisecond())
}

/// The length of an ISO 8601 duration in milliseconds; a month counts as 31 days, a year as 366,
/// so that a limit stated in them is never read too strictly.
///
/// ```
/// assert_eq!(doctract_core::time::duration("PT1M"), Some(60_000));
/// assert_eq!(doctract_core::time::duration("31 days"), None);
/// ```
pub fn duration(text: &str) -> Option<i64> {
    if !text.starts_with('P') {
        return None;
    }
    let span = text.parse::<Span>().ok()?;
    let days = i64::from(span.get_years()) * 366
        + i64::from(span.get_months()) * 31
        + i64::from(span.get_weeks()) * 7
        + i64::from(span.get_days());
    let seconds = (days * 24 + i64::from(span.get_hours())) * 3600
        + span.get_minutes() * 60
        + span.get_seconds();
    Some(seconds * 1000 + span.get_milliseconds())
}
