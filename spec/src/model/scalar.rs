//! The scalar types of `doctract-core` in their spec form: strings and plain numbers.

#[cfg(feature = "schema")]
use doctract_core::CharClass;
use doctract_core::{CharSet, Encoding, Format, LengthUnit, Number, Operator};
use serde::de::{Error as _, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
#[cfg(feature = "schema")]
use std::borrow::Cow;
use std::fmt;

/// A set of characters, written as in [`CharSet`]'s text form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharSetText(pub CharSet<'static>);

impl Serialize for CharSetText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CharSetText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map(Self).map_err(D::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for CharSetText {
    fn schema_name() -> Cow<'static, str> {
        "CharSet".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let classes: Vec<_> = CharClass::ALL.iter().map(|class| class.name()).collect();
        let words = format!("({}|U\\+[0-9A-F]+\\.\\.U\\+[0-9A-F]+)", classes.join("|"));
        schemars::json_schema!({
            "type": "string",
            "description": "A set of characters: class names, ranges such as U+4E00..U+9FA5, and \
                            then single characters, taken literally, between the first [ and \
                            the last ].",
            "pattern": format!("^{words}?( {words})*( ?\\[[\\s\\S]*\\])?$"),
            "examples": ["letter digit han [:_-]", "ascii"],
        })
    }
}

/// An exact decimal number, written as a plain YAML number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecimalNumber(pub Number);

impl Serialize for DecimalNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.as_i64() {
            Some(whole) => serializer.serialize_i64(whole),
            None => match self.0.to_string().parse::<f64>() {
                Ok(float) if float.to_string() == self.0.to_string() => {
                    serializer.serialize_f64(float)
                }
                _ => serializer.collect_str(&self.0),
            },
        }
    }
}

impl<'de> Deserialize<'de> for DecimalNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct DecimalVisitor;
        impl Visitor<'_> for DecimalVisitor {
            type Value = DecimalNumber;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number")
            }

            fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Self::Value, E> {
                Ok(DecimalNumber(Number::from(value)))
            }

            fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Self::Value, E> {
                Ok(DecimalNumber(Number::from(value)))
            }

            fn visit_i128<E: serde::de::Error>(self, value: i128) -> Result<Self::Value, E> {
                self.visit_str(&value.to_string())
            }

            fn visit_u128<E: serde::de::Error>(self, value: u128) -> Result<Self::Value, E> {
                self.visit_str(&value.to_string())
            }

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
                let error = |_| E::invalid_value(Unexpected::Float(value), &self);
                value.to_string().parse().map(DecimalNumber).map_err(error)
            }

            fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
                let error = |_| E::invalid_value(Unexpected::Str(value), &self);
                value.parse().map(DecimalNumber).map_err(error)
            }
        }
        deserializer.deserialize_any(DecimalVisitor)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for DecimalNumber {
    fn schema_name() -> Cow<'static, str> {
        "Decimal".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A decimal number; as a text where it has more digits than a float keeps.",
            "type": ["number", "string"],
            "pattern": "^[-+]?[0-9]+(\\.[0-9]+)?$",
        })
    }
}

macro_rules! named {
    ($(#[$doc:meta])* $name:ident($inner:ty), $known:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub struct $name(pub $inner);

        impl $name {
            /// Every value, in the order in which messages list them.
            pub fn all() -> &'static [$inner] {
                &$known
            }

            /// The value of this name.
            pub fn by_name(name: &str) -> Option<Self> {
                Self::all().iter().find(|known| known.name() == name).copied().map(Self)
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let names: Vec<_> = Self::all().iter().map(|known| known.name()).collect();
                schemars::json_schema!({ "type": "string", "enum": names })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.0.name())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::by_name(&text).ok_or_else(|| {
                    let known: Vec<_> = Self::all().iter().map(|known| known.name()).collect();
                    D::Error::custom(format!("unknown value `{text}`, expected one of {}", known.join(", ")))
                })
            }
        }
    };
}

trait Named {
    fn name(&self) -> &'static str;
}

impl Named for LengthUnit {
    fn name(&self) -> &'static str {
        match self {
            Self::Chars => "chars",
            Self::Bytes => "bytes",
        }
    }
}

named!(
    /// A format by its name.
    FormatName(Format), Format::ALL
);
named!(
    /// An encoding by its name.
    EncodingName(Encoding), [Encoding::Base64, Encoding::Url, Encoding::Utf8, Encoding::Hex]
);
named!(
    /// What a length counts, by its name: `chars` or `bytes`.
    LengthUnitName(LengthUnit), [LengthUnit::Chars, LengthUnit::Bytes]
);
named!(
    /// An operator by its name.
    OperatorName(Operator),
    [
        Operator::Eq, Operator::Ne, Operator::In, Operator::NotIn, Operator::Present,
        Operator::Absent, Operator::Gt, Operator::Ge, Operator::Lt, Operator::Le,
    ]
);
