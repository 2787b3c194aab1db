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

    /// Moves to other indices, returns the ones before.
    fn enter(&mut self, indices: Indices) -> Indices;

    /// A list of `length` items; its items follow.
    fn items(&mut self, name: &'static str, length: usize, range: IndexRange, rules: Rules) {
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
        self.list(name, items, range, list_rules, |visitor, item| {
            visitor.param(name, item, item_rules);
        });
        self.distinct(name, items, list_rules);
    }

    /// A flattened list of objects: `Tag.N`. `each` shows the members of one.
    #[inline]
    fn list<T>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        rules: Rules,
        mut each: impl FnMut(&mut Self, &'a T),
    ) {
        self.items(name, items.len(), range, rules);
        let outer = self.indices();
        for (index, item) in (range.first..).zip(items) {
            self.enter(outer.with(index));
            each(self, item);
        }
        self.enter(outer);
    }
}
