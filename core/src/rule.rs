//! The value rules as data, and the one function that decides each.

use crate::{CharSet, Found, Limit, Number};

/// What a length counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LengthUnit {
    /// Unicode scalar values: a Chinese character counts as one.
    #[default]
    Chars,
    /// Bytes of the UTF-8 form.
    Bytes,
}

/// A length limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Length {
    /// The limit itself, inclusive.
    pub limit: u64,
    /// What is counted.
    pub unit: LengthUnit,
}

impl Length {
    /// A limit in characters.
    pub const fn chars(limit: u64) -> Self {
        Self {
            limit,
            unit: LengthUnit::Chars,
        }
    }

    /// A limit in bytes.
    pub const fn bytes(limit: u64) -> Self {
        Self {
            limit,
            unit: LengthUnit::Bytes,
        }
    }

    /// The length of `text` in the unit of this limit.
    #[inline]
    pub fn of(self, text: &str) -> u64 {
        match self.unit {
            LengthUnit::Chars => text.chars().count() as u64,
            LengthUnit::Bytes => text.len() as u64,
        }
    }
}

/// A format with a name of its own. Checked when the feature `formats` is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// A date with time, ISO 8601.
    DateTime,
    /// A date, ISO 8601.
    Date,
    /// A time of day.
    Time,
    /// A duration, ISO 8601.
    Duration,
    /// An IPv4 address.
    Ipv4,
    /// An IPv6 address.
    Ipv6,
    /// An IPv4 or IPv6 address.
    Ip,
    /// An address block, `10.0.0.0/8`.
    Cidr,
    /// A URI with a scheme.
    Uri,
    /// A JSON text.
    Json,
    /// A JSON array.
    JsonArray,
    /// A JSON object.
    JsonObject,
    /// An e-mail address.
    Email,
    /// A host or domain name.
    Hostname,
    /// A UUID.
    Uuid,
    /// A MAC address.
    Mac,
    /// Seconds since 1970.
    UnixSeconds,
    /// Milliseconds since 1970.
    UnixMillis,
    /// A cron expression.
    Cron,
    /// An XML text.
    Xml,
    /// A number in hexadecimal digits.
    Hex,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 21] = [
        Self::DateTime,
        Self::Date,
        Self::Time,
        Self::Duration,
        Self::Ipv4,
        Self::Ipv6,
        Self::Ip,
        Self::Cidr,
        Self::Uri,
        Self::Json,
        Self::JsonArray,
        Self::JsonObject,
        Self::Email,
        Self::Hostname,
        Self::Uuid,
        Self::Mac,
        Self::UnixSeconds,
        Self::UnixMillis,
        Self::Cron,
        Self::Xml,
        Self::Hex,
    ];

    /// The word that names the format in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Date => "date",
            Self::Time => "time",
            Self::Duration => "duration",
            Self::Ipv4 => "ipv4",
            Self::Ipv6 => "ipv6",
            Self::Ip => "ip",
            Self::Cidr => "cidr",
            Self::Uri => "uri",
            Self::Json => "json",
            Self::JsonArray => "json-array",
            Self::JsonObject => "json-object",
            Self::Email => "email",
            Self::Hostname => "hostname",
            Self::Uuid => "uuid",
            Self::Mac => "mac",
            Self::UnixSeconds => "unix-seconds",
            Self::UnixMillis => "unix-millis",
            Self::Cron => "cron",
            Self::Xml => "xml",
            Self::Hex => "hex",
        }
    }
}

/// How a value is encoded. Checked when the feature `formats` is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Encoding {
    /// Base64 with the standard alphabet.
    Base64,
    /// Percent-encoding.
    Url,
    /// UTF-8 text.
    Utf8,
    /// Hexadecimal digits.
    Hex,
}

impl Encoding {
    /// The word that names the encoding in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Base64 => "base64",
            Self::Url => "url",
            Self::Utf8 => "utf-8",
            Self::Hex => "hex",
        }
    }
}

/// One rule about one value, over borrowed data.
///
/// `S` is the text type of lists: `&'static str` in generated code, `String` over a spec.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Rule<'a, S> {
    /// At least this long.
    MinLength(Length),
    /// At most this long.
    MaxLength(Length),
    /// A number, at least this.
    Minimum(Number),
    /// A number, at most this.
    Maximum(Number),
    /// A number, more than this.
    ExclusiveMinimum(Number),
    /// A number, less than this.
    ExclusiveMaximum(Number),
    /// A number, a whole multiple of this.
    MultipleOf(Number),
    /// One of these values.
    Enum {
        /// The values.
        values: &'a [S],
        /// Whether letter case counts.
        case_sensitive: bool,
    },
    /// Only characters of the set.
    Charset(&'a CharSet<'a>),
    /// The first character is in the set.
    StartsWith(&'a CharSet<'a>),
    /// The first character is not in the set.
    NotStartsWith(&'a CharSet<'a>),
    /// The last character is in the set.
    EndsWith(&'a CharSet<'a>),
    /// The last character is not in the set.
    NotEndsWith(&'a CharSet<'a>),
    /// Begins with one of these.
    Prefix(&'a [S]),
    /// Begins with none of these.
    NotPrefix(&'a [S]),
    /// Ends with one of these.
    Suffix(&'a [S]),
    /// Ends with none of these.
    NotSuffix(&'a [S]),
    /// Contains each of these.
    Contains(&'a [S]),
    /// Contains none of these.
    NotContains(&'a [S]),
    /// Is none of these.
    NotValues(&'a [S]),
    /// Has characters of at least `min` of the sets.
    CharClasses {
        /// The sets.
        of: &'a [CharSet<'a>],
        /// How many of them must occur.
        min: u32,
    },
    /// Matches the regular expression as a whole. Checked when the feature `pattern` is on.
    Pattern(&'a str),
    /// Has the format.
    Format(Format),
    /// Has the time layout, such as `yyyy-MM-ddTHH:mm:ssZ`.
    Layout(&'a str),
    /// Is encoded so.
    Encoding(Encoding),
    /// Is not the empty text.
    NotEmpty,
}

impl<S> Clone for Rule<'_, S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Rule<'_, S> {}

impl<S: AsRef<str>> Rule<'_, S> {
    /// The term of the spec that states the rule.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::MinLength(_) => "minLength",
            Self::MaxLength(_) => "maxLength",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::ExclusiveMinimum(_) => "exclusiveMinimum",
            Self::ExclusiveMaximum(_) => "exclusiveMaximum",
            Self::MultipleOf(_) => "multipleOf",
            Self::Enum { .. } => "enum",
            Self::Charset(_) => "charset",
            Self::StartsWith(_) => "startsWith",
            Self::NotStartsWith(_) => "notStartsWith",
            Self::EndsWith(_) => "endsWith",
            Self::NotEndsWith(_) => "notEndsWith",
            Self::Prefix(_) => "prefix",
            Self::NotPrefix(_) => "notPrefix",
            Self::Suffix(_) => "suffix",
            Self::NotSuffix(_) => "notSuffix",
            Self::Contains(_) => "contains",
            Self::NotContains(_) => "notContains",
            Self::NotValues(_) => "notValues",
            Self::CharClasses { .. } => "charClasses",
            Self::Pattern(_) => "pattern",
            Self::Format(_) => "format",
            Self::Layout(_) => "layout",
            Self::Encoding(_) => "encoding",
            Self::NotEmpty => "notEmpty",
        }
    }

    /// What breaks the rule in `text`; `None` if the rule holds.
    ///
    /// Rules about characters hold for the empty text: whether it may be sent is said by
    /// [`Rule::NotEmpty`] and [`Rule::MinLength`] alone.
    pub fn broken_by(&self, text: &str) -> Option<Found> {
        match *self {
            Self::MinLength(length) => {
                let found = length.of(text);
                (found < length.limit).then_some(Found::Length(found))
            }
            Self::MaxLength(length) => {
                if text.len() as u64 <= length.limit {
                    return None;
                }
                let found = length.of(text);
                (found > length.limit).then_some(Found::Length(found))
            }
            Self::Minimum(limit) => number(text, |value| value >= limit),
            Self::Maximum(limit) => number(text, |value| value <= limit),
            Self::ExclusiveMinimum(limit) => number(text, |value| value > limit),
            Self::ExclusiveMaximum(limit) => number(text, |value| value < limit),
            Self::MultipleOf(step) => number(text, |value| value.is_multiple_of(step)),
            Self::Enum {
                values,
                case_sensitive,
            } => {
                let same = |value: &S| {
                    if case_sensitive {
                        value.as_ref() == text
                    } else {
                        value.as_ref().to_lowercase() == text.to_lowercase()
                    }
                };
                unless(values.iter().any(same))
            }
            Self::Charset(set) => set.first_outside(text).map(Found::Char),
            Self::StartsWith(set) => text
                .chars()
                .next()
                .filter(|c| !set.contains(*c))
                .map(Found::Char),
            Self::NotStartsWith(set) => text
                .chars()
                .next()
                .filter(|c| set.contains(*c))
                .map(Found::Char),
            Self::EndsWith(set) => text
                .chars()
                .next_back()
                .filter(|c| !set.contains(*c))
                .map(Found::Char),
            Self::NotEndsWith(set) => text
                .chars()
                .next_back()
                .filter(|c| set.contains(*c))
                .map(Found::Char),
            Self::Prefix(list) => unless(any(list, |item| text.starts_with(item))),
            Self::NotPrefix(list) => unless(!any(list, |item| text.starts_with(item))),
            Self::Suffix(list) => unless(any(list, |item| text.ends_with(item))),
            Self::NotSuffix(list) => unless(!any(list, |item| text.ends_with(item))),
            Self::Contains(list) => unless(list.iter().all(|item| text.contains(item.as_ref()))),
            Self::NotContains(list) => unless(!any(list, |item| text.contains(item))),
            Self::NotValues(list) => unless(!any(list, |item| text == item)),
            Self::CharClasses { of, min } => {
                let found = of
                    .iter()
                    .filter(|set| text.chars().any(|c| set.contains(c)))
                    .count();
                (found < min as usize).then_some(Found::Length(found as u64))
            }
            #[cfg(feature = "pattern")]
            Self::Pattern(pattern) => unless(crate::pattern::matches(pattern, text)),
            #[cfg(not(feature = "pattern"))]
            Self::Pattern(_) => None,
            #[cfg(feature = "formats")]
            Self::Format(format) => unless(crate::format::matches(format, text)),
            #[cfg(feature = "formats")]
            Self::Layout(layout) => unless(crate::format::matches_layout(layout, text)),
            #[cfg(feature = "formats")]
            Self::Encoding(encoding) => unless(crate::format::decode(encoding, text).is_some()),
            #[cfg(not(feature = "formats"))]
            Self::Format(_) | Self::Layout(_) | Self::Encoding(_) => None,
            Self::NotEmpty => unless(!text.is_empty()),
        }
    }
}

impl<S> Rule<'_, S> {
    /// What breaks the rule in a number that needs no reading; `None` if the rule is about text
    /// and has to see the number's digits.
    ///
    /// ```
    /// use doctract_core::{Found, Number, Rule};
    ///
    /// let rule: Rule<'_, &str> = Rule::Maximum(Number::from(20));
    /// let found = Found::Number(Number::from(21));
    /// assert_eq!(rule.broken_by_number(Number::from(21)), Some(Some(found)));
    /// assert_eq!(Rule::<&str>::NotEmpty.broken_by_number(Number::from(21)), None);
    /// ```
    pub fn broken_by_number(&self, value: Number) -> Option<Option<Found>> {
        let holds = match *self {
            Self::Minimum(limit) => value >= limit,
            Self::Maximum(limit) => value <= limit,
            Self::ExclusiveMinimum(limit) => value > limit,
            Self::ExclusiveMaximum(limit) => value < limit,
            Self::MultipleOf(step) => value.is_multiple_of(step),
            _ => return None,
        };
        Some((!holds).then_some(Found::Number(value)))
    }
}

impl<'a> Rule<'a, &'a str> {
    /// The limit that the rule states, for a [`Violation`](crate::Violation).
    pub const fn limit(&self) -> Limit<'a> {
        match *self {
            Self::MinLength(length) | Self::MaxLength(length) => {
                Limit::Length(length.limit, length.unit)
            }
            Self::Minimum(limit)
            | Self::Maximum(limit)
            | Self::ExclusiveMinimum(limit)
            | Self::ExclusiveMaximum(limit)
            | Self::MultipleOf(limit) => Limit::Number(limit),
            Self::Enum { values, .. } => Limit::Texts(values),
            Self::Prefix(list)
            | Self::NotPrefix(list)
            | Self::Suffix(list)
            | Self::NotSuffix(list)
            | Self::Contains(list)
            | Self::NotContains(list)
            | Self::NotValues(list) => Limit::Texts(list),
            Self::CharClasses { min, .. } => Limit::Count(min as u64),
            Self::Pattern(text) | Self::Layout(text) => Limit::Text(text),
            Self::Format(format) => Limit::Text(format.name()),
            Self::Encoding(encoding) => Limit::Text(encoding.name()),
            Self::Charset(set)
            | Self::StartsWith(set)
            | Self::NotStartsWith(set)
            | Self::EndsWith(set)
            | Self::NotEndsWith(set) => Limit::Chars(set),
            Self::NotEmpty => Limit::None,
        }
    }
}

fn any<S: AsRef<str>>(list: &[S], test: impl Fn(&str) -> bool) -> bool {
    list.iter().any(|item| test(item.as_ref()))
}

fn unless(holds: bool) -> Option<Found> {
    (!holds).then_some(Found::Nothing)
}

fn number(text: &str, holds: impl Fn(Number) -> bool) -> Option<Found> {
    match text.parse::<Number>() {
        Ok(value) if holds(value) => None,
        Ok(value) => Some(Found::Number(value)),
        Err(_) => Some(Found::Unreadable),
    }
}
