//! How parameters travel: percent-encoding, query and form text, flattened names.
//!
//! Text from the wire is decoded first and encoded again strictly where a signature needs it:
//! clients differ in what they leave raw, so nothing may be concluded from the raw text.
//!
//! ```
//! use doctract_core::wire;
//!
//! let pairs = wire::parse_query("Tag.2.Key=b&Tag.10.Key=a+b&Tag.1.Value=").unwrap();
//! assert_eq!(pairs[1], ("Tag.10.Key".to_owned(), "a b".to_owned()));
//! assert_eq!(wire::canonical_query(&pairs), "Tag.1.Value=&Tag.10.Key=a%20b&Tag.2.Key=b");
//! ```

mod name;
mod pairs;
mod percent;

pub use name::{NameError, indexed, split_indexed};
pub use pairs::{canonical_query, encode_pairs, parse_query, parse_query_lenient, query_pairs};
pub use percent::{
    WireError, WireErrorKind, decode, decode_lenient, dot_step, encode, encode_into,
};
