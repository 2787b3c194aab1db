//! Closed value sets that stay open: the documented values as variants, and one for all others.

/// A set of documented values with a variant for values that the page does not list.
///
/// Generated enums implement it through [`open_enum!`](macro@crate::open_enum).
pub trait OpenEnum: Sized {
    /// The documented values, in the order of the page.
    const DOCUMENTED: &'static [&'static str];

    /// The value as it travels.
    fn as_str(&self) -> &str;

    /// The variant of a wire value; the catch-all for one that is not documented.
    fn from_wire(text: &str) -> Self;
}

/// Ties the variants of an enum to wire values; the enum has one more variant, `Unknown(String)`.
///
/// ```
/// use doctract::OpenEnum;
///
/// #[derive(Debug, Clone, PartialEq)]
/// pub enum Switch {
///     On,
///     Off,
///     Unknown(String),
/// }
/// doctract::open_enum!(Switch { On = "on", Off = "off" });
///
/// assert_eq!(Switch::from("on"), Switch::On);
/// assert_eq!(Switch::from("dimmed").as_str(), "dimmed");
/// ```
#[macro_export]
macro_rules! open_enum {
    ($name:ident { $($variant:ident = $wire:literal),* $(,)? }) => {
        impl $crate::OpenEnum for $name {
            const DOCUMENTED: &'static [&'static str] = &[$($wire),*];

            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::Unknown(text) => text,
                }
            }

            fn from_wire(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    other => Self::Unknown(other.to_owned()),
                }
            }
        }

        impl $crate::ToValue for $name {
            fn to_value(&self) -> $crate::Value<'_> {
                $crate::Value::Text($crate::OpenEnum::as_str(self))
            }
        }

        impl $crate::Decode for $name {
            fn decode(node: &$crate::Node) -> ::core::result::Result<Self, $crate::DecodeError> {
                let text = <String as $crate::Decode>::decode(node)?;
                Ok($crate::OpenEnum::from_wire(&text))
            }
        }

        impl $crate::FromPairs for $name {
            fn read(
                pairs: &$crate::from_pairs::Pairs<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, $crate::DecodeError> {
                pairs.text()
            }
        }

        impl $crate::generated::Blank for $name {
            fn blank() -> Self {
                Self::Unknown(String::new())
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                $crate::OpenEnum::from_wire(text)
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                $crate::OpenEnum::from_wire(&text)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str($crate::OpenEnum::as_str(self))
            }
        }
    };
}
