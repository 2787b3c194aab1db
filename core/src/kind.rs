//! The types a wire value can have, and whether a text can be read as one.

/// The documented type of a single wire value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// Any text.
    String,
    /// A whole number of 32 bits.
    Integer,
    /// A whole number of 64 bits.
    Long,
    /// A decimal number, an exponent allowed.
    Float,
    /// A decimal number, an exponent allowed.
    Double,
    /// `true` or `false` in any letter case: clients of the vendor send `True` and `true`.
    Boolean,
    /// A JSON text.
    Json,
    /// Not checked.
    Any,
}

impl ValueKind {
    /// Whether `text` can be read as this type. An empty text is only a string.
    ///
    /// JSON is checked when the feature `formats` is on.
    ///
    /// ```
    /// use doctract_core::ValueKind;
    ///
    /// assert!(ValueKind::Integer.admits("-20"));
    /// assert!(!ValueKind::Integer.admits("2147483648"));
    /// assert!(ValueKind::Boolean.admits("True"));
    /// ```
    pub fn admits(self, text: &str) -> bool {
        match self {
            Self::String | Self::Any => true,
            Self::Integer => text.parse::<i32>().is_ok(),
            Self::Long => text.parse::<i64>().is_ok(),
            Self::Float | Self::Double => {
                text.bytes().any(|byte| byte.is_ascii_digit())
                    && text.parse::<f64>().is_ok_and(f64::is_finite)
            }
            Self::Boolean => {
                text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false")
            }
            #[cfg(feature = "formats")]
            Self::Json => crate::format::is_json(text),
            #[cfg(not(feature = "formats"))]
            Self::Json => true,
        }
    }

    /// The word that names the type in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::Float => "float",
            Self::Double => "double",
            Self::Boolean => "boolean",
            Self::Json => "json",
            Self::Any => "any",
        }
    }
}
