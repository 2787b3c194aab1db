//! A request as wire pairs: flattened, in documented order, borrowing where it can.

use crate::Value;
use crate::stated::Rules;
use crate::visit::{Parameters, Position, Shown as _, Visitor};
use doctract_core::{Indices, wire};
use std::borrow::Cow;

/// One wire pair: `("Tag.1.Key", "team")`.
pub type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// One wire pair and where it travels.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed<'a> {
    /// Where it travels.
    pub position: Position,
    /// The name, indices filled in.
    pub name: Cow<'a, str>,
    /// The value.
    pub value: Cow<'a, str>,
}

/// Every value of a request with its place, in documented order.
pub fn placed<P: Parameters>(parameters: &P) -> Vec<Placed<'_>> {
    let mut collector = Collector {
        indices: Indices::NONE,
        position: Position::Query,
        pairs: Vec::with_capacity(16),
    };
    parameters.show(&mut collector);
    collector.pairs
}

/// The same without places.
pub fn pairs<P: Parameters>(parameters: &P) -> Vec<Pair<'_>> {
    let pairs = placed(parameters).into_iter();
    pairs.map(|placed| (placed.name, placed.value)).collect()
}

struct Collector<'a> {
    indices: Indices,
    position: Position,
    pairs: Vec<Placed<'a>>,
}

impl<'a> Visitor<'a> for Collector<'a> {
    fn value(&mut self, name: &'static str, value: Value<'a>, _rules: Rules) {
        let Some(value) = value.to_text() else {
            return;
        };
        let name = match self.indices.as_slice() {
            [] => Cow::Borrowed(name),
            indices => Cow::Owned(wire::indexed(name, indices)),
        };
        self.pairs.push(Placed {
            position: self.position,
            name,
            value,
        });
    }

    fn enter(&mut self, index: u32) {
        self.indices.push(index);
    }

    fn leave(&mut self) {
        self.indices.pop();
    }

    fn position(&mut self, position: Position) {
        self.position = position;
    }
}
