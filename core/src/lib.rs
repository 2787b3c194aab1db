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
//!
//! | module | holds | feature |
//! |---|---|---|
//! | [`rule`] | the rules about one value, and their decisions | |
//! | [`charset`], [`number`], [`kind`] | what rules are made of: sets of characters, exact numbers, types | |
//! | [`compare`] | conditions and relations between two values | |
//! | [`violation`] | what a broken rule is reported as | |
//! | [`wire`] | percent-encoding, query text, flattened names | |
//! | `format`, `time` | formats, time layouts, encodings; moments and durations | `formats` |
//! | `pattern` | printed regular expressions | `pattern` |
//! | `signing` | signatures of requests, both ways | `signing` |
//!
//! Without `formats` or `pattern` the rules that need them hold for every text.
//!
//! Everything that reads text takes it as hostile: no input panics, time is linear in its length,
//! and what has to be remembered is bounded.

pub mod charset;
mod charset_words;
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
