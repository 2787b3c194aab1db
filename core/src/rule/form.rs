//! Formats and encodings by the names that a spec gives them.

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
