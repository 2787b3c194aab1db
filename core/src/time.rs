//! Moments and durations, as far as formats and rules between two times need them.
//!
//! A moment is a number of milliseconds since 1970 in UTC. Calendar arithmetic is jiff's.

use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::SpanParser;
use jiff::tz::Offset;
use jiff::{Span, Timestamp};
use std::cmp::Ordering;

/// The last moment of the year 9999, in milliseconds since 1970.
pub const LAST_MOMENT: i64 = 253_402_300_799_999;

/// A time as milliseconds since 1970 in UTC.
///
/// Read are ISO 8601 dates and times with or without seconds and zone (UTC where there is none),
/// a blank for the `T` allowed, and the 10 or 13 digits of UNIX seconds or milliseconds.
///
/// ```
/// use doctract_core::time::moment;
///
/// assert_eq!(moment("1970-01-01T00:01Z"), Some(60_000));
/// assert_eq!(moment("1970-01-01T08:00:00.5+08:00"), Some(500));
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
    let mut reader = Reader { rest: text };
    let date = reader.date()?;
    let time = if reader.rest.is_empty() {
        Time::midnight()
    } else {
        reader.one_of(&["T", " "])?;
        reader.time()?
    };
    let zone = reader.zone()?;
    reader.end()?;
    let timestamp = zone.to_timestamp(date.to_datetime(time)).ok()?;
    Some(timestamp.as_millisecond())
}

/// A moment as an ISO 8601 text in whole seconds: `2026-01-31T00:00:00Z`. What is beyond the years
/// -9999 to 9999 becomes the nearest moment within.
///
/// ```
/// assert_eq!(doctract_core::time::text(60_000), "1970-01-01T00:01:00Z");
/// ```
pub fn text(moment: i64) -> String {
    let second = moment.div_euclid(1000);
    let second = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(second)
        .unwrap_or_default()
        .to_string()
}

/// The greatest length of an ISO 8601 duration in milliseconds: a month counts as 31 days, a year
/// as 366. See [`distance`] for the exact comparison.
///
/// ```
/// assert_eq!(doctract_core::time::duration("PT1M"), Some(60_000));
/// assert_eq!(doctract_core::time::duration("P1M"), Some(31 * 86_400_000));
/// assert_eq!(doctract_core::time::duration("31 days"), None);
/// ```
pub fn duration(text: &str) -> Option<i64> {
    let span = span(text)?;
    let days = i64::from(span.get_years()) * 366
        + i64::from(span.get_months()) * 31
        + i64::from(span.get_weeks()) * 7
        + i64::from(span.get_days());
    let hours = days
        .checked_mul(24)?
        .checked_add(i64::from(span.get_hours()))?;
    let minutes = hours.checked_mul(60)?.checked_add(span.get_minutes())?;
    let seconds = minutes.checked_mul(60)?.checked_add(span.get_seconds())?;
    seconds
        .checked_mul(1000)?
        .checked_add(span.get_milliseconds())
}

/// A moment moved by an ISO 8601 duration, along the calendar: a month after the 31st of January
/// is the last of February. `None` if the text is no duration or the result beyond the years
/// -9999 to 9999.
///
/// ```
/// use doctract_core::time::{moment, shifted};
///
/// let shifted = |from, by| shifted(moment(from)?, by);
/// assert_eq!(shifted("2020-01-31", "P1M"), moment("2020-02-29"));
/// assert_eq!(shifted("2020-03-01T00:00Z", "PT36H"), moment("2020-03-02T12:00Z"));
/// ```
pub fn shifted(moment: i64, duration: &str) -> Option<i64> {
    let moved = civil(moment)?.checked_add(span(duration)?).ok()?;
    let timestamp = Offset::UTC.to_timestamp(moved).ok()?;
    Some(timestamp.as_millisecond())
}

/// How the distance of two moments compares with an ISO 8601 duration, which is counted along the
/// calendar from the earlier one on; `None` if it is no duration.
///
/// ```
/// use doctract_core::time::{distance, moment};
/// use std::cmp::Ordering;
///
/// let against_a_month = |left, right| distance(moment(left)?, moment(right)?, "P1M");
/// assert_eq!(against_a_month("2021-03-01", "2021-02-01"), Some(Ordering::Equal));
/// assert_eq!(against_a_month("2021-01-01", "2021-01-31"), Some(Ordering::Less));
/// assert_eq!(against_a_month("2021-02-01", "2021-03-02"), Some(Ordering::Greater));
/// ```
pub fn distance(left: i64, right: i64, duration: &str) -> Option<Ordering> {
    span(duration)?;
    let limit = shifted(left.min(right), duration);
    // A limit beyond the last year is farther than any moment.
    Some(limit.map_or(Ordering::Less, |limit| left.max(right).cmp(&limit)))
}

/// Whether two times lie at least `min` and at most `max` apart, both ISO 8601 durations counted
/// along the calendar; `None` if one is no time. A limit that is no duration limits nothing.
///
/// ```
/// use doctract_core::time::is_span_within;
///
/// let within_a_month = |start, end| is_span_within(start, end, None, Some("P1M"));
/// assert_eq!(within_a_month("2021-01-01T00:00Z", "2021-02-01T00:00Z"), Some(true));
/// assert_eq!(within_a_month("2021-02-01T00:00Z", "2021-03-02T00:00Z"), Some(false));
/// assert_eq!(within_a_month("2021-02-01T00:00Z", "later"), None);
/// ```
pub fn is_span_within(
    left: &str,
    right: &str,
    min: Option<&str>,
    max: Option<&str>,
) -> Option<bool> {
    let (left, right) = (moment(left)?, moment(right)?);
    let against = |limit: Option<&str>| distance(left, right, limit?);
    Some(against(min) != Some(Ordering::Less) && against(max) != Some(Ordering::Greater))
}

/// Whether `text` is a time that lies at most `longest`, an ISO 8601 duration, before `now`;
/// `None` if one of them is not what it should be. What lies ahead is not too far back.
///
/// ```
/// use doctract_core::time::is_within_past;
///
/// let now = "2021-03-31T00:00:00Z";
/// assert_eq!(is_within_past("2021-03-01", now, "P30D"), Some(true));
/// assert_eq!(is_within_past("2021-02-28", now, "P30D"), Some(false));
/// assert_eq!(is_within_past("2022-01-01", now, "P30D"), Some(true));
/// ```
pub fn is_within_past(text: &str, now: &str, longest: &str) -> Option<bool> {
    let (past, now) = (moment(text)?, moment(now)?);
    let distance = distance(past, now, longest)?;
    Some(past >= now || distance != Ordering::Greater)
}

/// An ISO 8601 duration without a sign.
fn span(text: &str) -> Option<Span> {
    let upper = text.starts_with('P') && !text.bytes().any(|byte| byte.is_ascii_lowercase());
    upper
        .then(|| SpanParser::new().parse_span(text).ok())
        .flatten()
}

/// The civil time of a moment, in UTC.
pub(crate) fn civil(moment: i64) -> Option<DateTime> {
    let timestamp = Timestamp::from_millisecond(moment).ok()?;
    Some(Offset::UTC.to_datetime(timestamp))
}

/// Whether `text` is a date and a time of day, ISO 8601, with or without a zone.
pub(crate) fn is_date_time(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    let mut read = || {
        reader.date()?;
        reader.one_of(&["T"])?;
        reader.time()?;
        reader.zone()?;
        reader.end()
    };
    read().is_some()
}

/// Whether `text` is a date, ISO 8601.
pub(crate) fn is_date(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    reader.date().is_some() && reader.rest.is_empty()
}

/// Whether `text` is a time of day with minutes, ISO 8601, with or without a zone.
pub(crate) fn is_time(text: &str) -> bool {
    let mut reader = Reader { rest: text };
    let mut read = || {
        reader.time()?;
        reader.zone()?;
        reader.end()
    };
    text.contains(':') && read().is_some()
}

/// Reads the parts of an ISO 8601 time in their extended form.
struct Reader<'a> {
    rest: &'a str,
}

impl<'a> Reader<'a> {
    /// `2018-01-31`, a possible date.
    fn date(&mut self) -> Option<Date> {
        let year = self.digits(4)?;
        self.one_of(&["-"])?;
        let month = self.digits(2)?;
        self.one_of(&["-"])?;
        let day = self.digits(2)?;
        let small = |text: &str| text.parse().ok();
        Date::new(year.parse().ok()?, small(month)?, small(day)?).ok()
    }

    /// `23`, `23:59`, `23:59:59` or `23:59:59.999`, a possible time.
    fn time(&mut self) -> Option<Time> {
        let hour = self.digits(2)?.parse().ok()?;
        let (mut minute, mut second, mut nanosecond) = (0, 0, 0);
        if self.one_of(&[":"]).is_some() {
            minute = self.digits(2)?.parse().ok()?;
            if self.one_of(&[":"]).is_some() {
                second = self.digits(2)?.parse().ok()?;
                if self.one_of(&[".", ","]).is_some() {
                    nanosecond = self.fraction()?;
                }
            }
        }
        Time::new(hour, minute, second, nanosecond).ok()
    }

    /// One to nine digits of a fraction, in billionths.
    fn fraction(&mut self) -> Option<i32> {
        let width = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        let digits = self.digits(width)?;
        let missing = 9usize.checked_sub(width)?;
        let number: i32 = digits.parse().ok()?;
        number.checked_mul(10i32.pow(u32::try_from(missing).ok()?))
    }

    /// `Z`, `+08:00`, `+0800` or `+08`; UTC where there is nothing.
    fn zone(&mut self) -> Option<Offset> {
        let Some(sign) = self.one_of(&["Z", "+", "-"]) else {
            return Some(Offset::UTC);
        };
        if sign == "Z" {
            return Some(Offset::UTC);
        }
        let hours: i32 = self.digits(2)?.parse().ok()?;
        let minutes: i32 = if self.rest.is_empty() {
            0
        } else {
            self.one_of(&[":"]);
            self.digits(2)?.parse().ok()?
        };
        if hours > 23 || minutes > 59 {
            return None;
        }
        let seconds = (hours * 60 + minutes) * 60;
        let signed = if sign == "-" { -seconds } else { seconds };
        Offset::from_seconds(signed).ok()
    }

    fn end(&self) -> Option<()> {
        self.rest.is_empty().then_some(())
    }

    /// Exactly so many digits, at least one.
    fn digits(&mut self, width: usize) -> Option<&'a str> {
        let (digits, rest) = self.rest.split_at_checked(width)?;
        let fit = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        self.rest = if fit { rest } else { self.rest };
        fit.then_some(digits)
    }

    /// The first of the marks that is here, if one is.
    fn one_of(&mut self, marks: &[&'static str]) -> Option<&'static str> {
        let mark = marks.iter().find(|mark| self.rest.starts_with(**mark))?;
        self.rest = &self.rest[mark.len()..];
        Some(mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_in_every_iso_form() {
        for text in [
            "2018-01-01T12:00:00Z",
            "2018-01-01T12:00Z",
            "2018-01-01T12Z",
            "2018-01-01 12:00:00",
            "2018-01-01T12:00:00.000Z",
            "2018-01-01T20:00:00+08:00",
            "2018-01-01T20:00:00+0800",
            "2018-01-01T08:00-04",
            "1514808000",
            "1514808000000",
        ] {
            assert_eq!(moment(text), Some(1_514_808_000_000), "{text}");
        }
        for text in [
            "",
            "2018",
            "2018-01-01T",
            "2018-01-01T24:00Z",
            "2018-02-29",
            "2018-01-01T12:00:00Zx",
            "2018-01-01T12:00:00.Z",
            "2018-01-01T12:00+8",
            "2018-01-01T12:00+24:00",
            "2018-1-1",
            "2018-01-01t12:00:00z",
            "99999999999999999999",
            "中文",
            "2018-01-01T12:00:00[UTC]",
        ] {
            assert_eq!(moment(text), None, "{text}");
        }
    }

    #[test]
    fn only_iso_durations_are_durations() {
        assert_eq!(duration("P1Y"), Some(366 * 86_400_000));
        assert_eq!(
            duration("P1W2DT3H4M5.5S"),
            Some(((9 * 24 + 3) * 3600 + 4 * 60 + 5) * 1000 + 500)
        );
        for text in ["", "P", "PT", "p1d", "-P1D", "1 day", "P1S", "PT1D"] {
            assert_eq!(duration(text), None, "{text}");
            assert_eq!(distance(0, 1, text), None, "{text}");
        }
    }

    #[test]
    fn a_distance_has_no_direction_and_no_end() {
        let day = 86_400_000;
        assert_eq!(distance(0, day, "P1D"), Some(Ordering::Equal));
        assert_eq!(distance(day + 1, 0, "P1D"), Some(Ordering::Greater));
        assert_eq!(distance(0, LAST_MOMENT, "P9000Y"), Some(Ordering::Less));
        assert_eq!(shifted(LAST_MOMENT, "P1D"), None);
        assert_eq!(shifted(i64::MAX, "P1D"), None);
    }
}
