//! Flat rows → a tree: which field each row belongs to, by what the examples show.
//!
//! The rows are a walk over a tree that the table does not draw: each row belongs to the root or to
//! one of the fields that are still open before it. Every such reading is scored (is the row's name
//! shown there, do the types agree, is it the place next to its neighbours), and a few of the best
//! readings are carried along, so that a later row can decide an earlier one.
//!
//! The work is bounded: rows times readings has a ceiling, what a row is compared with has another,
//! and names are found in the example in constant time.

mod beam;
mod hidden;
mod score;

pub(crate) use beam::align;
pub(crate) use hidden::Hidden;

/// A row to be placed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FlatRow<'r> {
    /// The name.
    pub(crate) name: &'r str,
    /// Whether the table says that it has members.
    pub(crate) declared: Declared,
    /// Whether the row may name the elements of the list before it and be no field of its own.
    pub(crate) may_name_elements: bool,
    /// What the table's marks say about its depth.
    pub(crate) level: Level,
    /// The row before it that it belongs to, where its own name says so: `Status.Code`.
    pub(crate) member_of: Option<usize>,
    /// Whether only rows whose names say so belong to it: it has no row of its own.
    pub(crate) closed: bool,
}

/// What the type of a row says about members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    /// None.
    Plain,
    /// Some.
    Container,
    /// Nothing.
    Open,
}

/// What the marks of a table say about the depth of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    /// Nothing.
    Free,
    /// The row belongs to the root.
    Top,
    /// It belongs to some field.
    Below,
    /// It stands at this depth, 0 being the root.
    Exactly(usize),
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placement {
    /// The row that it belongs to; none for the root.
    pub(crate) parent: Option<usize>,
    /// An example shows it there.
    pub(crate) shown: bool,
    /// Examples show it below a field that no row documents, or in another spelling.
    pub(crate) inferred: bool,
    /// Another place is nearly as likely.
    pub(crate) ambiguous: bool,
    /// The row only names the elements of `parent`.
    pub(crate) names_elements: bool,
}

#[cfg(test)]
mod tests;
