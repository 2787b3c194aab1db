//! What generated code uses, under short names. Not meant to be called by hand.

pub use crate::answer::{Decode, DecodeError, Node};
pub use crate::carry;
pub use crate::from_pairs::{FromPairs, Pairs};
pub use crate::items::IntoItems;
pub use crate::operation::{OperationInfo, Paging, Request, rpc};
pub use crate::pairs::Pair;
pub use crate::rules::*;
pub use crate::service_error::{ErrorKind, ErrorRow, ServiceError};
pub use crate::state::{Blank, Given, Missing, Provided};
pub use crate::stated;
pub use crate::stated::{NO_RULES, Rules};
pub use crate::violations::Violations;
pub use crate::visit::{IndexRange, Parameters, Position, Visitor, Walk};
pub use doctract_core::CharClass::*;
pub use doctract_core::{CharSet, Encoding, Format, Number, Operator, ValueKind};
pub use std::marker::PhantomData;
