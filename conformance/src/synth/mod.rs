//! Values that keep every rule of a parameter at once, or every rule but one.
//!
//! Nothing here trusts itself: a candidate is built from what the rules say and then judged by
//! the rules; what does not pass is thrown away.

pub(crate) mod alphabet;
mod compose;
pub(crate) mod forms;
pub(crate) mod numbers;
pub(crate) mod rng;
mod shape;

pub(crate) use alphabet::Alphabet;
pub(crate) use rng::Rng;
pub(crate) use shape::{Exception, INNER, ListForm, Shape, Want};
