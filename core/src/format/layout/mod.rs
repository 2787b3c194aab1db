//! Time layouts as pages print them: `yyyy-MM-ddTHH:mm:ssZ` and its other spellings.
//!
//! Pages do not agree on the case of the letters, so it says nothing: `m` in any case is a minute
//! after an hour and a month before one. Blanks beside a separator are slips.

mod piece;

use crate::time;
use piece::{Part, Piece, Pieces};
use std::fmt::Write as _;

/// Whether `text` has the layout, such as `yyyy-MM-ddTHH:mm:ssZ`, and is a possible time.
///
/// A layout that is not understood (see [`canonical_layout`]) is not checked: every text has it.
/// Allocates nothing.
pub fn matches_layout(layout: &str, text: &str) -> bool {
    let mut fields = Fields::default();
    let mut rest = Some(text);
    let mut numbers = 0;
    for piece in Pieces::new(layout) {
        rest = match (piece, rest) {
            (None, _) => return true,
            (Some(Piece::Literal(c)), rest) => rest.and_then(|rest| rest.strip_prefix(c)),
            (Some(Piece::Number(part)), rest) => {
                numbers += 1;
                rest.and_then(|rest| fields.take(part, rest))
            }
        };
    }
    numbers == 0 || (rest == Some("") && fields.is_possible())
}

/// The layout in one spelling, letters as in `yyyy-MM-ddTHH:mm:ss.SSSZ`; `None` if it is no layout
/// that is understood.
///
/// Understood are four letters for a year, two for month, day, hour, minute and second, more `s`
/// for their fraction, each once; `T` and `Z`, text in single quotes, and everything that is no
/// ASCII letter.
///
/// ```
/// use doctract_core::format::canonical_layout;
///
/// let layout = canonical_layout("YYYY-MM-DDThh :mm :ssZ");
/// assert_eq!(layout.as_deref(), Some("yyyy-MM-ddTHH:mm:ssZ"));
/// assert_eq!(canonical_layout("the time in UTC"), None);
/// ```
pub fn canonical_layout(layout: &str) -> Option<String> {
    if !is_understood(layout) {
        return None;
    }
    let mut text = String::with_capacity(layout.len());
    for piece in Pieces::new(layout) {
        match piece? {
            Piece::Literal(c) if c.is_ascii_alphabetic() && !matches!(c, 'T' | 'Z') => {
                text.extend(['\'', c, '\'']);
            }
            Piece::Literal(c) => text.push(c),
            Piece::Number(part) => {
                let (letter, width) = part.letters();
                text.extend(std::iter::repeat_n(letter, width));
            }
        }
    }
    Some(text)
}

/// A moment, in milliseconds since 1970, in the layout and in UTC; `None` if the layout is not
/// understood or the moment not between the years 0 and 9999.
///
/// ```
/// use doctract_core::format::render_layout;
///
/// let text = render_layout("YYYY-MM-DDThh:mmZ", 1_514_808_000_000);
/// assert_eq!(text.as_deref(), Some("2018-01-01T12:00Z"));
/// ```
pub fn render_layout(layout: &str, moment: i64) -> Option<String> {
    if !is_understood(layout) {
        return None;
    }
    let civil = time::civil(moment).filter(|civil| civil.year() >= 0)?;
    let mut text = String::with_capacity(layout.len());
    for piece in Pieces::new(layout) {
        let part = match piece? {
            Piece::Literal(c) => {
                text.push(c);
                continue;
            }
            Piece::Number(part) => part,
        };
        let value = match part {
            Part::Year => i32::from(civil.year()),
            Part::Month => i32::from(civil.month()),
            Part::Day => i32::from(civil.day()),
            Part::Hour => i32::from(civil.hour()),
            Part::Minute => i32::from(civil.minute()),
            Part::Second => i32::from(civil.second()),
            Part::Fraction(width) => {
                let nanoseconds = format!("{:09}", civil.subsec_nanosecond());
                text.push_str(&nanoseconds[..width]);
                continue;
            }
        };
        let width = part.letters().1;
        write!(text, "{value:0width$}").ok()?;
    }
    Some(text)
}

fn is_understood(layout: &str) -> bool {
    let mut numbers = 0;
    for piece in Pieces::new(layout) {
        match piece {
            None => return false,
            Some(Piece::Number(_)) => numbers += 1,
            Some(Piece::Literal(_)) => {}
        }
    }
    numbers > 0
}

/// The numbers that a text holds for the parts of its layout; what is not there is possible.
#[derive(Debug)]
struct Fields {
    year: i16,
    month: i8,
    day: i8,
    hour: i8,
    minute: i8,
    second: i8,
}

impl Default for Fields {
    fn default() -> Self {
        Self {
            // A leap year: without a year the 29th of February is possible.
            year: 2000,
            month: 1,
            day: 1,
            hour: 0,
            minute: 0,
            second: 0,
        }
    }
}

impl Fields {
    /// Reads the part's digits from the front of `text`; what follows them.
    fn take<'a>(&mut self, part: Part, text: &'a str) -> Option<&'a str> {
        let (digits, rest) = text.split_at_checked(part.letters().1)?;
        if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let field = match part {
            Part::Year => {
                self.year = digits.parse().ok()?;
                return Some(rest);
            }
            Part::Fraction(_) => return Some(rest),
            Part::Month => &mut self.month,
            Part::Day => &mut self.day,
            Part::Hour => &mut self.hour,
            Part::Minute => &mut self.minute,
            Part::Second => &mut self.second,
        };
        *field = digits.parse().ok()?;
        Some(rest)
    }

    fn is_possible(&self) -> bool {
        jiff::civil::DateTime::new(
            self.year,
            self.month,
            self.day,
            self.hour,
            self.minute,
            self.second,
            0,
        )
        .is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Spellings as pages print them, with a text of each and one spelling for all.
    const SPELLINGS: &[(&str, &str, &str)] = &[
        (
            "yyyy-MM-ddTHH:mm:ssZ",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "YYYY-MM-DDThh:mm:ssZ",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "YYYY-MM-DDTHH:MM:SSZ",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "yyyy-mm-ddThh :mm :ssZ",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "yyyy-MM-DDThh:mm:ssZ",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
            "2018-01-31T23:59:59Z",
            "yyyy-MM-ddTHH:mm:ssZ",
        ),
        (
            "YYYY-MM-DDThh:mmZ",
            "2018-01-31T23:59Z",
            "yyyy-MM-ddTHH:mmZ",
        ),
        (
            "yyyy-MM-ddTHH:mmZ",
            "2018-01-31T23:59Z",
            "yyyy-MM-ddTHH:mmZ",
        ),
        ("yyyy-MM-ddThhZ", "2018-01-31T23Z", "yyyy-MM-ddTHHZ"),
        (
            "yyyy-MM-ddT16:00:00Z",
            "2018-01-31T16:00:00Z",
            "yyyy-MM-ddT16:00:00Z",
        ),
        ("YYYY-MM-DD", "2018-01-31", "yyyy-MM-dd"),
        (
            "YYYY-MM-DD HH:MM:SS",
            "2018-01-31 23:59:59",
            "yyyy-MM-dd HH:mm:ss",
        ),
        (
            "YYYY-MM-DDTHH:MM:SS",
            "2018-01-31T23:59:59",
            "yyyy-MM-ddTHH:mm:ss",
        ),
        (
            "yyyyMMdd’T’HHmmss.SSSZ",
            "20180131T235959.000Z",
            "yyyyMMddTHHmmss.SSSZ",
        ),
        ("HH:mmZ", "23:59Z", "HH:mmZ"),
        ("HH:mm", "23:59", "HH:mm"),
        ("hh：mm：ss", "23:59:59", "HH:mm:ss"),
        ("yyyy/MM/dd", "2018/01/31", "yyyy/MM/dd"),
        ("yyyy年MM月dd日", "2018年01月31日", "yyyy年MM月dd日"),
        ("yyyy-MM", "2018-01", "yyyy-MM"),
        (
            "yyyy-MM-ddTHH:mm:ss+08:00",
            "2018-01-31T23:59:59+08:00",
            "yyyy-MM-ddTHH:mm:ss+08:00",
        ),
        ("yyyy-MM-dd 'UTC'", "2018-01-31 UTC", "yyyy-MM-dd 'U''T''C'"),
    ];

    #[test]
    fn every_spelling_is_understood_and_rendered() {
        let moment = time::moment("2018-01-31T23:59:59Z").unwrap();
        for (layout, text, canonical) in SPELLINGS {
            assert!(matches_layout(layout, text), "{layout}: {text}");
            let one = canonical_layout(layout).unwrap();
            assert!(matches_layout(&one, text), "{one}: {text}");
            assert_eq!(
                canonical_layout(&one).as_ref(),
                Some(&one),
                "canonical twice"
            );
            if !canonical.contains('U') {
                assert_eq!(one, *canonical);
            }
            if !layout.contains("16:00") {
                assert_eq!(
                    render_layout(layout, moment).as_deref(),
                    Some(*text),
                    "{layout}"
                );
            }
        }
    }

    #[test]
    fn another_layout_and_impossible_times_are_refused() {
        for (layout, text) in [
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T23:59Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T23:59:59"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T23:59:59Z "),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31 23:59:59Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-02-30T23:59:59Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T24:00:00Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T23:60:00Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-01-31T23:59:60Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", "2018-1-31T23:59:59Z"),
            ("yyyy-MM-ddTHH:mm:ssZ", ""),
            ("YYYY-MM-DD", "2019-02-29"),
            ("YYYY-MM-DD", "2018-00-01"),
            ("YYYY-MM-DD", "２018-01-01"),
            ("HH:mmZ", "24:00Z"),
            ("HH:mmZ", "1:00Z"),
            ("yyyy-MM-ddT16:00:00Z", "2018-01-31T15:00:00Z"),
        ] {
            assert!(!matches_layout(layout, text), "{layout}: {text}");
        }
        assert!(matches_layout("MM-dd", "02-29"));
    }

    #[test]
    fn what_is_no_layout_checks_nothing() {
        for layout in [
            "",
            "UTC",
            "16:00",
            "yyyy-MM-ddTHH:mm:ssX",
            "yyy-MM-dd",
            "yyyy 'open",
            "ISO 8601",
        ] {
            assert_eq!(canonical_layout(layout), None, "{layout}");
            assert_eq!(render_layout(layout, 0), None, "{layout}");
            assert!(matches_layout(layout, "anything"), "{layout}");
        }
        assert_eq!(render_layout("yyyy", i64::MAX), None);
        assert_eq!(render_layout("yyyy", -70_000_000_000_000), None);
    }
}
