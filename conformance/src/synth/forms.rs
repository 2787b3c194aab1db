//! Samples of formats, time layouts and encodings, right and wrong.

use doctract_core::format::render_layout;
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

/// 2026-01-31 08:00 and 20:30 in UTC, in milliseconds: a past moment and a later one, whose parts
/// are all told apart.
const MOMENTS: [i64; 2] = [1_769_846_400_000, 1_769_891_400_000];

/// Moments in a time layout; none where it is not understood.
pub(crate) fn times(layout: &str) -> Vec<String> {
    let render = |moment| render_layout(layout, moment);
    MOMENTS.into_iter().filter_map(render).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_the_layout_of_the_page() {
        assert_eq!(
            times("YYYY-MM-DDThh:mmZ"),
            ["2026-01-31T08:00Z", "2026-01-31T20:30Z"]
        );
        assert!(times("the time in UTC").is_empty());
    }
}
