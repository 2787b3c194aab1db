//! What is stated about a documented name, on whichever level of the tree it stands.

use doctract_spec::model::{Constraint, Field, IndexRange};
use doctract_spec::names::Leaf;

/// The statements about a parameter, and the range of its innermost list.
pub(crate) fn stated(leaf: &Leaf<'_>) -> (Vec<Constraint>, Option<IndexRange>) {
    let mut constraints = leaf.field.constraints.clone();
    if let Some(items) = &leaf.field.items {
        constraints.extend(items.constraints.iter().cloned());
    }
    if let Some(list) = list_of(leaf) {
        constraints.extend(list.constraints.iter().cloned());
    }
    let lists = leaf.parents.iter().rev();
    let innermost = lists.copied().find(|parent| parent.items.is_some());
    let range = leaf.field.index_range.clone();
    let range = range.or_else(|| innermost.and_then(|list| list.index_range.clone()));
    (constraints, range)
}

/// The list whose plain values the parameter is: such a list keeps statements on both levels.
pub(crate) fn list_of<'a>(leaf: &Leaf<'a>) -> Option<&'a Field> {
    let mut lists = leaf.parents.iter().rev();
    let list = lists.find(|parent| parent.items.is_some())?;
    let items = list.items.as_deref()?;
    std::ptr::eq(items, leaf.field).then_some(list)
}
