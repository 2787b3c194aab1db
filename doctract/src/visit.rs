//! How generated code shows a request to whoever asks: one walk over all parameters, used to
//! check it, to flatten it, and to look a single value up.

use crate::carry::{AsList, AsPart};
use crate::stated::Rules;
use crate::{ToValue, Value};
use std::marker::PhantomData;
use std::slice;

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

/// The legal indices of a flattened list, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexRange {
    /// The index of the first item.
    pub first: u32,
    /// The last legal index, if there is one.
    pub last: Option<u32>,
}

impl IndexRange {
    /// Whether a list of that length has only legal indices.
    #[inline]
    pub fn holds(self, length: usize) -> bool {
        match self.last {
            Some(last) => length as u64 <= (u64::from(last) + 1).saturating_sub(self.first.into()),
            None => true,
        }
    }
}

/// The parameters of a request, as [`ApiRequest`](crate::ApiRequest) and generated code show
/// them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a request nor a part of one",
    label = "derive `ApiRequest` on `{Self}`; for the objects of a list with `part = \"…\"`"
)]
pub trait Parameters {
    /// Shows every parameter, in documented order, the absent ones too.
    fn visit<'a, V: Visitor<'a> + ?Sized>(&'a self, v: &mut Walk<'_, 'a, V>);
}

/// The same for those to whom a call more for each parameter is nothing: their walks are compiled
/// once for each request, not once for each visitor.
pub(crate) trait Shown {
    /// Shows every parameter to a visitor.
    fn show<'a>(&'a self, visitor: &mut (dyn Visitor<'a> + '_));
}

impl<P: Parameters> Shown for P {
    fn show<'a>(&'a self, visitor: &mut (dyn Visitor<'a> + '_)) {
        self.visit(&mut Walk::new(visitor));
    }
}

/// Someone who looks at the parameters of a request. All names have `N` where an index stands.
pub trait Visitor<'a> {
    /// A parameter that carries one value.
    fn value(&mut self, name: &'static str, value: Value<'a>, rules: Rules);

    /// A flattened list; its items follow. `twice` is whether two items are equal, where the rules
    /// ask for it.
    fn list(
        &mut self,
        name: &'static str,
        length: usize,
        twice: bool,
        range: IndexRange,
        rules: Rules,
    ) {
        let _ = (name, length, twice, range, rules);
    }

    /// An object, present or not; its members follow.
    fn object(&mut self, name: &'static str, rules: Rules) {
        let _ = (name, rules);
    }

    /// What is stated about the request as a whole.
    fn whole(&mut self, rules: Rules) {
        let _ = rules;
    }

    /// What follows is of the item with this index, of the list before.
    fn enter(&mut self, index: u32);

    /// What follows is of that item no more.
    fn leave(&mut self);

    /// What follows travels there.
    fn position(&mut self, position: Position) {
        let _ = position;
    }
}

/// The walk: what generated code calls to show its parameters to a [`Visitor`].
pub struct Walk<'w, 'a, V: Visitor<'a> + ?Sized> {
    visitor: &'w mut V,
    shows: PhantomData<&'a ()>,
}

impl<'w, 'a, V: Visitor<'a> + ?Sized> Walk<'w, 'a, V> {
    /// Begins a walk.
    pub fn new(visitor: &'w mut V) -> Self {
        Self {
            visitor,
            shows: PhantomData,
        }
    }

    /// A parameter that carries one value.
    #[inline]
    pub fn param<T: ToValue + ?Sized>(&mut self, name: &'static str, value: &'a T, rules: Rules) {
        self.visitor.value(name, value.to_value(), rules);
    }

    /// A parameter of an object that is absent.
    pub fn absent(&mut self, name: &'static str, rules: Rules) {
        self.visitor.value(name, Value::Absent, rules);
    }

    /// An object, present or not.
    pub fn object(&mut self, name: &'static str, rules: Rules) {
        self.visitor.object(name, rules);
    }

    /// The request as a whole.
    pub fn whole(&mut self, rules: Rules) {
        self.visitor.whole(rules);
    }

    /// What follows travels elsewhere.
    pub fn position(&mut self, position: Position) {
        self.visitor.position(position);
    }

    /// A flattened list of values: `InstanceId.N`.
    pub fn values<T: ToValue>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        rules: Rules,
        item_rules: Rules,
    ) {
        let text = |item: &'a T| item.to_value();
        let twice = rules.twice && twice(items, text);
        self.visitor.list(name, items.len(), twice, range, rules);
        for (index, item) in Numbered::new(items, range) {
            self.enter(index);
            self.param(name, item, item_rules);
            self.leave();
        }
    }

    /// A flattened list of objects, `Tag.N`: each item with its index, to [`enter`] before its
    /// members are shown and to [`leave`] after them.
    ///
    /// [`enter`]: Walk::enter
    /// [`leave`]: Walk::leave
    pub fn items<T>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        rules: Rules,
    ) -> Numbered<'a, T> {
        self.visitor.list(name, items.len(), false, range, rules);
        Numbered::new(items, range)
    }

    /// The same for a list whose items must differ.
    pub fn distinct<T: PartialEq>(
        &mut self,
        name: &'static str,
        items: &'a [T],
        range: IndexRange,
        rules: Rules,
    ) -> Numbered<'a, T> {
        let twice = twice(items, |item| item);
        self.visitor.list(name, items.len(), twice, range, rules);
        Numbered::new(items, range)
    }

    /// A flattened list of objects that show themselves.
    pub fn parts<L>(&mut self, name: &'static str, list: &'a L, range: IndexRange, rules: Rules)
    where
        L: AsList,
        L::Item: Parameters + 'a,
    {
        for (index, item) in self.items(name, list.as_list(), range, rules) {
            self.enter(index);
            item.visit(self);
            self.leave();
        }
    }

    /// An object that shows itself, if it is there.
    pub fn part<P: AsPart>(&mut self, part: &'a P) {
        if let Some(part) = part.as_part() {
            part.visit(self);
        }
    }

    /// Goes to an item of a list.
    #[inline]
    pub fn enter(&mut self, index: u32) {
        self.visitor.enter(index);
    }

    /// Goes back to the list.
    #[inline]
    pub fn leave(&mut self) {
        self.visitor.leave();
    }
}

/// The items of a list, each with its index.
pub struct Numbered<'a, T> {
    next: u32,
    items: slice::Iter<'a, T>,
}

impl<'a, T> Numbered<'a, T> {
    fn new(items: &'a [T], range: IndexRange) -> Self {
        Self {
            next: range.first,
            items: items.iter(),
        }
    }
}

impl<'a, T> Iterator for Numbered<'a, T> {
    type Item = (u32, &'a T);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let item = self.items.next()?;
        let index = self.next;
        // No list in memory has so many items that this matters.
        self.next = self.next.saturating_add(1);
        Some((index, item))
    }
}

fn twice<'a, T, K: PartialEq>(items: &'a [T], key: impl Fn(&'a T) -> K) -> bool {
    let mut rest = items.iter().enumerate();
    rest.any(|(at, item)| items[..at].iter().any(|before| key(before) == key(item)))
}
