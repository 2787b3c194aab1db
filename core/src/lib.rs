//! What both sides of the wire agree on: value rules, the wire format, request signing.
//!
//! A rule such as "at most 64 ASCII characters" is written here once, as plain data with one
//! function that decides it. The checker of `doctract-spec`, generated validators, the case
//! planner and the reference server all end in these functions.
//!
//! ```
//! use doctract_core::{CharClass, CharSet, Found, Length, Rule};
//!
//! let rule: Rule<'_, &str> = Rule::MaxLength(Length::chars(4));
//! assert_eq!(rule.broken_by("快照快照"), None);
//! assert_eq!(rule.broken_by("快照快照!"), Some(Found::Length(5)));
//!
//! let letters = CharSet::new(&[CharClass::Letter], &[]);
//! assert!(letters.contains('a') && !letters.contains('1'));
//! ```

pub mod charset;
pub mod compare;
#[cfg(feature = "formats")]
pub mod format;
pub mod kind;
pub mod number;
#[cfg(feature = "pattern")]
pub mod pattern;
pub mod rule;
#[cfg(feature = "signing")]
pub mod signing;
#[cfg(feature = "formats")]
pub mod time;
pub mod violation;
pub mod wire;

pub use charset::{CharClass, CharSet};
pub use compare::Operator;
pub use kind::ValueKind;
pub use number::Number;
pub use rule::{Encoding, Format, Length, LengthUnit, Rule};
pub use violation::{Found, Indices, Limit, Violation};
