//! Typed, validated requests and typed errors from vendor API reference pages.

pub mod answer;
#[doc(hidden)]
pub mod carry;
#[cfg(feature = "client")]
pub mod client;
pub mod from_pairs;
#[doc(hidden)]
pub mod generated;
pub mod items;
pub mod open_enum;
pub mod operation;
pub mod pairs;
pub mod rules;
pub mod service_error;
pub mod state;
pub mod stated;
pub mod validate;
pub mod value;
pub mod violations;
pub mod visit;

pub use answer::{Decode, DecodeError, Node};
pub use doctract_core as core;
pub use doctract_core::{Found, Limit, Violation};
pub use doctract_macros::{ApiError, ApiRequest, api};
pub use from_pairs::FromPairs;
pub use items::IntoItems;
pub use open_enum::OpenEnum;
pub use operation::{OperationInfo, Paging, Request};
pub use pairs::Pair;
pub use service_error::{AnyCode, ErrorKind, ErrorRow, ServiceError};
pub use value::{ToValue, Value};
pub use violations::Violations;
pub use visit::{Parameters, Position};
