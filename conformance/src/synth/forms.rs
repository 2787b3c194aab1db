//! Samples of formats, time layouts and encodings, right and wrong.

use doctract_core::{Encoding, Format};
use doctract_spec::model::Constraint;

/// Right samples of the format that `entry` states.
pub(crate) fn good(entry: &Constraint) -> Vec<String> {
    let Some(format) = entry.format else {
        return Vec::new();
    };
    let texts: &[&str] = match format.0 {
        Format::DateTime => &["2026-01-31T08:00:00Z", "2026-01-31T08:00Z"],
        Format::Date => &["2026-01-31"],
        Format::Time => &["08:00", "08:00:00", "08:00Z"],
        Format::Duration => &["PT1H", "P1D"],
        Format::Ipv4 | Format::Ip => &["192.168.0.10"],
        Format::Ipv6 => &["2001:db8::10"],
        Format::Cidr => &["192.168.0.0/24", "10.0.0.0/8"],
        Format::Uri => &["https://example.com/hook"],
        Format::Json | Format::JsonObject => &["{\"k\":\"v\"}", "{}"],
        Format::JsonArray => &["[\"a\"]", "[]"],
        Format::Email => &["someone@example.com"],
        Format::Hostname => &["host.example.com"],
        Format::Uuid => &["0c593ea1-3bea-11e9-b96b-88e9fe637760"],
        Format::Mac => &["00:16:3e:0f:12:34"],
        Format::UnixSeconds => &["1769846400"],
        Format::UnixMillis => &["1769846400000"],
        Format::Cron => &["0 4 * * *", "0 0 4 * * ?"],
        Format::Xml => &["<a>b</a>"],
        Format::Hex => &["0a1b2c3d"],
        _ => &[],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Wrong samples of a format, with a word for what is wrong.
pub(crate) const fn bad(format: Format) -> &'static [(&'static str, &'static str)] {
    match format {
        Format::DateTime => &[
            ("no-time", "yesterday"),
            ("impossible-month", "2026-13-01T08:00:00Z"),
            ("impossible-day", "2026-02-30T08:00:00Z"),
        ],
        Format::Date => &[
            ("impossible-month", "2026-13-01"),
            ("impossible-day", "2026-02-30"),
            ("slashes", "2026/01/31"),
        ],
        Format::Time => &[("impossible-hour", "25:00"), ("no-time", "noon")],
        Format::Duration => &[("no-designator", "1H"), ("words", "one hour")],
        Format::Ipv4 | Format::Ip => &[
            ("part-above-255", "192.168.0.256"),
            ("three-parts", "192.168.0"),
            ("words", "not-an-address"),
        ],
        Format::Ipv6 => &[
            ("too-many-parts", "1:2:3:4:5:6:7:8:9"),
            ("words", "not-an-address"),
        ],
        Format::Cidr => &[
            ("prefix-above-32", "192.168.0.0/33"),
            ("part-above-255", "192.256.0.0/24"),
            ("words", "not-a-block"),
        ],
        Format::Uri => &[("no-scheme", "//example.com"), ("words", "not a uri")],
        Format::Json => &[("cut-off", "{\"k\":"), ("words", "not json")],
        Format::JsonArray => &[("cut-off", "[\"a\""), ("object", "{\"k\":\"v\"}")],
        Format::JsonObject => &[("cut-off", "{\"k\":"), ("array", "[\"a\"]")],
        Format::Email => &[
            ("no-at-sign", "someone.example.com"),
            ("no-domain", "someone@"),
        ],
        Format::Hostname => &[("blank", "host example"), ("underscores-only", "__")],
        Format::Uuid => &[("too-short", "0c593ea1-3bea-11e9-b96b")],
        Format::Mac => &[
            ("no-hex", "00:16:3e:0f:12:zz"),
            ("five-parts", "00:16:3e:0f:12"),
        ],
        Format::UnixSeconds | Format::UnixMillis => &[("words", "yesterday")],
        Format::Cron => &[("words", "every morning")],
        Format::Xml => &[("unclosed", "<a>b")],
        Format::Hex => &[("no-hex", "0a1b2cxy")],
        _ => &[],
    }
}

/// Right samples of the encoding that `entry` states.
pub(crate) fn encoded(entry: &Constraint) -> Vec<String> {
    let text = match entry.encoding.map(|encoding| encoding.0) {
        Some(Encoding::Base64) => "ZWNobyBoZWxsbw==",
        Some(Encoding::Url) => "a%20b",
        Some(Encoding::Hex) => "6563686f",
        Some(_) => "echo hello",
        None => return Vec::new(),
    };
    vec![text.to_owned()]
}

/// Wrong samples of an encoding.
pub(crate) const fn badly_encoded(encoding: Encoding) -> &'static [(&'static str, &'static str)] {
    match encoding {
        Encoding::Base64 => &[
            ("foreign-character", "ZWNo*yBoZWxsbw=="),
            ("cut-off", "ZWNobyBoZWxsb"),
        ],
        Encoding::Url => &[("broken-escape", "a%2")],
        Encoding::Hex => &[("no-hex", "65xy"), ("odd-length", "65636")],
        _ => &[],
    }
}

/// One instant in a time layout, a past one and a later one.
pub(crate) fn times(layout: &str) -> Vec<String> {
    let past = render(
        layout,
        Instant {
            year: 2026,
            month: 1,
            day: 31,
            hour: 8,
            minute: 0,
            second: 0,
        },
    );
    let late = render(
        layout,
        Instant {
            year: 2026,
            month: 1,
            day: 31,
            hour: 20,
            minute: 30,
            second: 0,
        },
    );
    vec![past, late]
}

/// A civil time in UTC.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instant {
    pub(crate) year: i16,
    pub(crate) month: i8,
    pub(crate) day: i8,
    pub(crate) hour: i8,
    pub(crate) minute: i8,
    pub(crate) second: i8,
}

/// The instant in a layout of letters (`yyyy-MM-ddTHH:mm:ssZ`, in any of the spellings in use).
/// `MM` after the hour is minutes, before it months.
pub(crate) fn render(layout: &str, at: Instant) -> String {
    let mut text = String::with_capacity(layout.len());
    let mut seen_hour = false;
    let mut rest = layout;
    while let Some(letter) = rest.chars().next() {
        let run = rest.chars().take_while(|c| *c == letter).count();
        let width = letter.len_utf8() * run;
        let number = match (letter, run) {
            ('y' | 'Y', 4) => Some(at.year),
            ('M' | 'm', 2) if seen_hour => Some(at.minute.into()),
            ('M' | 'm', 2) => Some(at.month.into()),
            ('d' | 'D', 2) => Some(at.day.into()),
            ('h' | 'H', 2) => Some(at.hour.into()),
            ('s' | 'S', 2) => Some(at.second.into()),
            _ => None,
        };
        seen_hour |= matches!((letter, run), ('h' | 'H', 2));
        match number {
            Some(number) => text.push_str(&format_number(number, run)),
            None => text.push_str(&rest[..width]),
        }
        rest = &rest[width..];
    }
    text
}

fn format_number(number: i16, width: usize) -> String {
    format!("{number:0width$}")
}
