//! How generated code shows a request to whoever asks: one walk over all parameters, used to
//! check it, to flatten it, and to look a single value up.

use crate::rules::Statement;
use crate::{ToValue, Value};
use doctract_core::Indices;

/// The rules of one parameter.
pub type Rules = &'static [Statement];

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Position {
    /// In the query, or in a form, which is the same set.
    #[default]
    Query,
    /// In a header.
    Header,
    /// In the path.
    Path,
    /// In the body.
    Body,
    /// In the host name.
    Host,
}

/// The parameters of a request, as [`ApiRequest`](crate::ApiRequest) and generated code show them.
pub trait Parameters {
    /// Shows every parameter, in documented order, the absent ones too.
    fn visit<'a, V: Visitor<'a>>(&'a self, visitor: &mut V);
}

/// The legal indices of a flattened list, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexRange {
    /// The index of the first item.
    pub first: u32,
    /// The last legal index, if there is one.
    pub last: Option<u32>,
}

/// Someone who looks at the parameters of a request.
pub trait Visitor<'a>: Sized {
    /// One value. `name` has `N` where an index stands; the indices are those of
    /// [`indices`](Visitor::indices).
    fn value(&mut self, name: &'static str, value: Value<'a>, rules: Rules);

    /// The indices at this point of the walk, outermost first.
    fn indices(&self) -> Indices;

    /// Goes to an item of a list, which has these indices.
    fn enter(&mut self, indices: Indices);

    /// Goes back to the list.
    fn leave(&mut self);

    /// A list of `length` items; its items follow.
    fn length(&mut self, name: &'static str, length: usize, range: IndexRange, rules: Rules) {
        let _ = (name, length, range, rules);
    }

    /// Whether the items of a list are texts of which two are equal matters.
    fn distinct<T: ToValue>(&mut self, name: &'static str, items: &'a [T], rules: Rules) {
        let _ = (name, items, rules);
    }

    /// The values that follow travel elsewhere.
    fn position(&mut self, position: Position) {
        let _ = position;
    }

    /// Statements about several parameters.
    fn together(&mut self, rules: Rules) {
        let _ = rules;
    }

    /// A parameter that carries one value.
    #[inline]
    fn param<T: ToValue + ?Sized>(&mut self, name: &'static str, value: &'a T, rules: Rules) {
        self.value(name, value.to_value(), rules);
    }

    /// A flattened list of values: `InstanceId.N`.
    #[inline]
    fn values<T: ToValue>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        list_rules: Rules,
        item_rules: Rules,
    ) {
        for (indices, item) in self.items(name, items, range, list_rules) {
            self.enter(indices);
            self.param(name, item, item_rules);
            self.leave();
        }
        self.distinct(name, items, list_rules);
    }

    /// A flattened list of objects, `Tag.N`: each item with its indices, to [`enter`] before its
    /// members are shown and to [`leave`] after them.
    ///
    /// [`enter`]: Visitor::enter
    /// [`leave`]: Visitor::leave
    #[inline]
    fn items<T>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        rules: Rules,
    ) -> impl Iterator<Item = (Indices, &'a T)> + use<'a, Self, T> {
        self.length(name, items.len(), range, rules);
        let outer = self.indices();
        let indices = (range.first..).map(move |index| outer.with(index));
        indices.zip(items)
    }
}
