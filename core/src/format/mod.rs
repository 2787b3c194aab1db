//! Formats, time layouts and encodings: whether a text has the form that a rule names.
//!
//! ```
//! use doctract_core::{Encoding, Format, format};
//!
//! assert!(format::matches(Format::Cidr, "10.0.0.0/8"));
//! assert!(!format::matches(Format::Cidr, "10.0.0.0/33"));
//! assert!(format::matches_layout("yyyy-MM-ddTHH:mmZ", "2018-02-28T23:59Z"));
//! assert!(!format::matches_layout("yyyy-MM-ddTHH:mmZ", "2018-02-29T23:59Z"));
//! assert!(format::is_encoded(Encoding::Base64, "aGk="));
//! ```

mod address;
mod cron;
mod encoding;
mod layout;
mod xml;

pub use encoding::{decode, is_encoded};
pub use layout::{canonical_layout, matches_layout, render_layout};

use crate::{Format, time};

/// Whether `text` is one JSON text (RFC 8259), nested at most 127 deep. Allocates.
pub fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// Whether `text` has the format.
///
/// | format | what is read |
/// |---|---|
/// | `date-time` | `2018-01-01T12:00:00Z`; seconds, their fraction and the zone may be left out |
/// | `date`, `time` | `2018-01-01`; `12:00`, `12:00:00`, each with a zone or without |
/// | `duration` | ISO 8601, `P1DT12H`; `P` in upper case, no sign |
/// | `ipv4`, `ipv6`, `ip` | RFC 4291 and four decimal numbers without leading zeros, no zone |
/// | `cidr` | an address, `/` and the length; bits beyond the length may be set |
/// | `uri` | RFC 3986, with a scheme; after `//` a host |
/// | `json`, `json-array`, `json-object` | RFC 8259, nested at most 127 deep |
/// | `email` | RFC 5321 without quoted parts and address literals |
/// | `hostname` | RFC 1123; the last label is no number |
/// | `uuid`, `mac` | hexadecimal digits in either case; parts joined by `-`, in `mac` by `:` too |
/// | `unix-seconds`, `unix-millis` | digits, up to the year 9999 |
/// | `cron` | five fields, six with seconds, seven with years too; `L W # ?` and names allowed |
/// | `xml` | one well-formed element, declaration and comments around it; no document type |
/// | `hex` | digits, `0x` before them allowed |
pub fn matches(format: Format, text: &str) -> bool {
    match format {
        Format::DateTime => time::is_date_time(text),
        Format::Date => time::is_date(text),
        Format::Time => time::is_time(text),
        Format::Duration => time::duration(text).is_some(),
        Format::Ipv4 => address::is_ipv4(text),
        Format::Ipv6 => address::is_ipv6(text),
        Format::Ip => address::is_ipv4(text) || address::is_ipv6(text),
        Format::Cidr => address::is_cidr(text),
        Format::Uri => address::is_uri(text),
        Format::Json => is_json(text),
        Format::JsonArray => json_begins(text, '[') && is_json(text),
        Format::JsonObject => json_begins(text, '{') && is_json(text),
        Format::Email => address::is_email(text),
        Format::Hostname => address::is_hostname(text),
        Format::Uuid => is_uuid(text),
        Format::Mac => address::is_mac(text),
        Format::UnixSeconds => unix_time(text, time::LAST_MOMENT / 1000),
        Format::UnixMillis => unix_time(text, time::LAST_MOMENT),
        Format::Cron => cron::is_cron(text),
        Format::Xml => xml::is_xml(text),
        Format::Hex => is_hex(text),
    }
}

fn json_begins(text: &str, mark: char) -> bool {
    text.trim_start_matches([' ', '\t', '\n', '\r'])
        .starts_with(mark)
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_hex(text: &str) -> bool {
    let digits = text.strip_prefix("0x").or(text.strip_prefix("0X"));
    let digits = digits.unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn unix_time(text: &str, last: i64) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
        && text.parse::<i64>().is_ok_and(|number| number <= last)
}
