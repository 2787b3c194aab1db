//! How well a row fits a place: what speaks for and against it, in points.

use super::super::examples::shape::{Shape, ShapeKind};
use super::beam::{Found, Open, Through};
use super::{Declared, FlatRow, Level};

pub(super) const SHOWN: i32 = 100;
const SHOWN_BELOW_ELEMENT: i32 = 90;
/// Shown below a field that no row documents, or in another spelling.
const SHOWN_HIDDEN: i32 = 70;
/// The example shows the place with other members.
const NOT_SHOWN: i32 = -30;
/// The example may show it under another name: what its members say must decide.
const RENAMED: i32 = NOT_SHOWN - 1;
/// The same, where another member of the place is in no example either.
const NOT_SHOWN_AGAIN: i32 = -12;
/// For each doubling of the members that examples show of a place.
const PER_DOUBLING: i32 = 2;
/// A second member beside the element that wraps a list.
const BESIDE_ELEMENT: i32 = -80;
/// A container is named much like the one before it.
pub(super) const ALIKE: i32 = 24;
/// The place itself is in no example.
const UNSEEN_PLACE: i32 = -8;
/// The name stands at this place already.
pub(super) const USED: i32 = -120;
const TYPES_AGREE: i32 = 10;
const TYPES_DIFFER: i32 = -40;
/// The place of the row before.
pub(super) const NEIGHBOUR: i32 = 8;
/// The first member of a container just opened.
const FIRST_MEMBER: i32 = 12;
/// The name comes after its elder sibling's in the alphabet, on a page that is sorted so.
pub(super) const IN_ORDER: i32 = 10;
pub(super) const OUT_OF_ORDER: i32 = -35;
/// The element that wraps a list, right below the list.
const ELEMENT: i32 = 30;
/// A container is left without members.
const LEFT_EMPTY: i32 = -15;
/// A plain value gets members.
const MEMBERS_OF_PLAIN: i32 = -60;
pub(super) const NAMES_ELEMENTS: i32 = 40;
const WRONG_LEVEL: i32 = -150;

/// What the place and the row alone say.
pub(super) fn place(
    parent: &Open<'_>,
    depth: usize,
    innermost: bool,
    row: &FlatRow<'_>,
    found: Option<Found<'_>>,
) -> i32 {
    let mut score = match (found.map(|found| found.through), parent.shape) {
        (Some(Through::Nothing), _) => SHOWN,
        (Some(Through::Element(_)), _) => SHOWN_BELOW_ELEMENT,
        (Some(Through::Hidden), _) => SHOWN_HIDDEN,
        (Some(Through::Renamed), _) => RENAMED,
        (None, Some(shape)) if !shape.children.is_empty() => {
            let seldom = if parent.has_unseen {
                NOT_SHOWN_AGAIN
            } else {
                NOT_SHOWN
            };
            seldom + size(shape)
        }
        (None, _) => UNSEEN_PLACE,
    };
    if parent.wraps {
        score += BESIDE_ELEMENT;
    }
    if let Some(found) = found.filter(|found| !matches!(found.through, Through::Renamed)) {
        let shape = found.shape;
        let members = matches!(shape.kind, ShapeKind::Object | ShapeKind::Array);
        score += match (row.declared, members) {
            (Declared::Container, true) | (Declared::Plain, false) => TYPES_AGREE,
            (Declared::Container, false) if shape.kind == ShapeKind::Scalar => TYPES_DIFFER,
            (Declared::Plain, true) if !shape.children.is_empty() => TYPES_DIFFER / 2,
            _ => 0,
        };
    }
    if parent.declared == Declared::Plain && parent.row.is_some() && found.is_none() {
        score += MEMBERS_OF_PLAIN;
    }
    if innermost && parent.members == 0 && parent.row.is_some() {
        score += if row.may_name_elements {
            ELEMENT
        } else {
            FIRST_MEMBER
        };
    }
    score + level(row.level, depth)
}

/// Of fields with many members in the examples one is left out there more often than of fields
/// with few.
fn size(shape: &Shape) -> i32 {
    let doublings = shape.children.len().max(1).ilog2();
    PER_DOUBLING * i32::try_from(doublings).unwrap_or(0)
}

/// What the marks of the table say about a depth.
fn level(stated: Level, depth: usize) -> i32 {
    match stated {
        Level::Free => 0,
        Level::Top if depth == 0 => 0,
        Level::Below if depth > 0 => 0,
        Level::Exactly(level) if level == depth => 0,
        Level::Exactly(level) => {
            WRONG_LEVEL / 3 * i32::try_from(level.abs_diff(depth)).unwrap_or(1)
        }
        Level::Top | Level::Below => WRONG_LEVEL,
    }
}

/// What the containers that are closed now count, having no members.
pub(super) fn left_empty(closed: &[Open<'_>]) -> i32 {
    let empty = |open: &&Open<'_>| open.members == 0 && open.declared == Declared::Container;
    let count = closed.iter().filter(empty).count();
    i32::try_from(count).unwrap_or(0) * LEFT_EMPTY
}

/// How well a row fits as the name of a list's elements only: where examples show the list's
/// members without it. Where they show nothing it is a field, as in most answers of that form.
pub(super) fn element(shape: Option<&Shape>, name: &str) -> i32 {
    let score = match shape {
        Some(shape) if shape.child(name).is_some() => -SHOWN,
        Some(shape) if !shape.children.is_empty() => 0,
        Some(shape) if shape.kind == ShapeKind::Array && shape.exact => 0,
        _ => -2 * NAMES_ELEMENTS,
    };
    NAMES_ELEMENTS + score
}

/// Whether two names begin and end alike for more than half of the shorter one.
pub(super) fn are_alike(left: &str, right: &str) -> bool {
    let common =
        |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = common(&mut left.bytes().zip(right.bytes()));
    let end = common(&mut left.bytes().rev().zip(right.bytes().rev()));
    start > 2 && (start + end) * 2 > left.len().min(right.len()) && left != right
}
