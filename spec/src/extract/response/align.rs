//! Flat rows → a tree: which field each row belongs to, by what the examples show.
//!
//! The rows are a walk over a tree that the table does not draw: each row belongs to the answer
//! itself or to one of the fields that are still open before it. Every such reading is scored (is
//! the row's name shown there, do the types agree, is it the place next to its neighbours), and a
//! few of the best readings are carried along, so that a later row can decide an earlier one.

use super::super::examples::shape::{Shape, ShapeKind};

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
    /// The row belongs to the answer itself.
    Top,
    /// It belongs to some field.
    Below,
    /// It stands at this depth, 0 being the answer itself.
    Exactly(usize),
}

/// Where a row belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Placement {
    /// The row that it belongs to.
    pub(crate) parent: Option<usize>,
    /// An example shows it there.
    pub(crate) shown: bool,
    /// Another place is nearly as likely.
    pub(crate) ambiguous: bool,
    /// The row only names the elements of `parent`.
    pub(crate) names_elements: bool,
}

/// So many readings are carried along.
const BEAM: usize = 12;
/// Above this number of rows one reading must do.
const MANY_ROWS: usize = 3000;
/// Fields nested deeper stay at this depth.
const DEEPEST: usize = 24;
/// Readings this close to the best one are alternatives.
const CLOSE: i32 = 10;

mod score {
    //! What speaks for and against a place.
    pub(super) const SHOWN: i32 = 100;
    pub(super) const SHOWN_BELOW_ELEMENT: i32 = 90;
    /// The example shows the place with other members.
    pub(super) const NOT_SHOWN: i32 = -30;
    /// The same, where another member of the place is in no example either.
    pub(super) const NOT_SHOWN_AGAIN: i32 = -12;
    /// A second member beside the element that wraps a list.
    pub(super) const BESIDE_ELEMENT: i32 = -80;
    /// A container is named much like the one before it.
    pub(super) const ALIKE: i32 = 24;
    /// The place itself is in no example.
    pub(super) const UNSEEN_PLACE: i32 = -8;
    /// The name stands at this place already.
    pub(super) const USED: i32 = -120;
    pub(super) const TYPES_AGREE: i32 = 10;
    pub(super) const TYPES_DIFFER: i32 = -40;
    /// The place of the row before.
    pub(super) const NEIGHBOUR: i32 = 8;
    /// The first member of a container just opened.
    pub(super) const FIRST_MEMBER: i32 = 12;
    /// The name comes after its elder sibling's in the alphabet, on a page that is sorted so.
    pub(super) const IN_ORDER: i32 = 10;
    pub(super) const OUT_OF_ORDER: i32 = -35;
    /// The element that wraps a list, right below the list.
    pub(super) const ELEMENT: i32 = 30;
    /// A container is left without members.
    pub(super) const LEFT_EMPTY: i32 = -15;
    /// A plain value gets members.
    pub(super) const MEMBERS_OF_PLAIN: i32 = -60;
    pub(super) const NAMES_ELEMENTS: i32 = 40;
    pub(super) const WRONG_LEVEL: i32 = -150;
}

/// A field that can still take members.
#[derive(Debug, Clone, Copy)]
struct Open<'s> {
    row: Option<usize>,
    shape: Option<&'s Shape>,
    members: usize,
    /// The last row that was placed below it.
    youngest: Option<usize>,
    /// Its first member is the element that wraps a list, so there is no second one.
    wraps: bool,
    /// A member that no example shows was placed below it.
    has_unseen: bool,
    declared: Declared,
}

/// One reading of the rows so far.
#[derive(Debug, Clone)]
struct Reading<'s> {
    score: i32,
    open: Vec<Open<'s>>,
    /// The last placement, in the arena of steps.
    last: Option<usize>,
}

/// A placement and the one before it in the same reading.
#[derive(Debug, Clone, Copy)]
struct Step {
    row: usize,
    placement: Placement,
    before: Option<usize>,
}

/// What all readings share.
#[derive(Debug)]
struct Rows<'r> {
    all: &'r [FlatRow<'r>],
    /// Whether siblings are sorted by name.
    sorted: bool,
    /// How many rows back a name is looked for.
    memory: usize,
}

impl<'r> Rows<'r> {
    fn new(rows: &'r [FlatRow<'r>]) -> Self {
        // Rows step back in the alphabet only where a container opens or closes.
        let steps = rows.windows(2);
        let forward = steps.filter(|pair| pair[0].name < pair[1].name).count();
        let containers = rows
            .iter()
            .filter(|row| row.declared != Declared::Plain)
            .count();
        Self {
            all: rows,
            sorted: rows.len() > 3
                && forward + 2 * containers + 1 >= rows.len()
                && forward * 2 > rows.len(),
            memory: if rows.len() > MANY_ROWS { 64 } else { 512 },
        }
    }
}

/// Places the rows of one table below `shape`, which is what examples show of their parent.
pub(crate) fn align(rows: &[FlatRow<'_>], shape: Option<&Shape>) -> Vec<Placement> {
    let root = Open {
        row: None,
        shape,
        members: 0,
        youngest: None,
        wraps: false,
        has_unseen: false,
        declared: Declared::Container,
    };
    let mut steps: Vec<Step> = Vec::with_capacity(rows.len() * 2);
    let mut readings = vec![Reading {
        score: 0,
        open: vec![root],
        last: None,
    }];
    let beam = if rows.len() > MANY_ROWS { 1 } else { BEAM };
    let shared = Rows::new(rows);
    let mut next = Vec::new();
    for at in 0..rows.len() {
        next.clear();
        for reading in &readings {
            extend(reading, at, &shared, &mut steps, &mut next);
        }
        next.sort_by_key(|reading| std::cmp::Reverse(reading.score));
        let best = next.first().map_or(0, |reading| reading.score);
        // A reading far behind does not catch up.
        next.retain(|reading| reading.score > best - 4 * score::SHOWN);
        next.truncate(beam);
        std::mem::swap(&mut readings, &mut next);
    }
    for reading in &mut readings {
        reading.score += left_empty(&reading.open[1..]);
    }
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.score));
    settle(rows.len(), &readings, &steps)
}

/// The placements of the best reading; those on which a close one differs are ambiguous.
fn settle(count: usize, readings: &[Reading<'_>], steps: &[Step]) -> Vec<Placement> {
    let placements = |reading: &Reading<'_>| {
        let mut list = vec![None; count];
        let mut newest = reading.last;
        while let Some(step) = newest.map(|at| steps[at]) {
            list[step.row] = Some(step.placement);
            newest = step.before;
        }
        list
    };
    let Some((best, others)) = readings.split_first() else {
        return Vec::new();
    };
    let mut settled = placements(best);
    for other in others
        .iter()
        .filter(|other| other.score > best.score - CLOSE)
    {
        for (mine, theirs) in settled.iter_mut().zip(placements(other)) {
            if let (Some(mine), Some(theirs)) = (mine, theirs) {
                mine.ambiguous |= mine.parent != theirs.parent;
            }
        }
    }
    settled.into_iter().flatten().collect()
}

/// All readings that follow from one by placing the next row.
fn extend<'s>(
    reading: &Reading<'s>,
    at: usize,
    shared: &Rows<'_>,
    steps: &mut Vec<Step>,
    next: &mut Vec<Reading<'s>>,
) {
    let row = &shared.all[at];
    let mut popped = 0;
    for depth in (0..reading.open.len()).rev() {
        let parent = &reading.open[depth];
        let innermost = depth + 1 == reading.open.len();
        if innermost && parent.members == 0 && row.may_name_elements && parent.row.is_some() {
            let score = score::NAMES_ELEMENTS + element_score(parent, row);
            let mut open = reading.open.clone();
            open[depth].declared = Declared::Container;
            push(
                reading, open, score, at, parent.row, false, true, steps, next,
            );
        }
        let (score, shown) = place_score(reading, depth, row, shared, steps);
        let mut open = reading.open[..=depth].to_vec();
        open[depth].members += 1;
        open[depth].youngest = Some(at);
        open[depth].has_unseen |= shown.is_none();
        let listed = innermost && parent.members == 0 && parent.row.is_some();
        open[depth].wraps |= listed && row.may_name_elements && row.declared == Declared::Container;
        // Members below an undocumented element: the element's shape takes the place of the list's.
        let below = shown.and_then(|(_, element)| element);
        if below.is_some() {
            open[depth].shape = below;
        }
        let shape = shown.map(|(shape, _)| shape);
        let has_members = shape.is_some_and(|shape| !shape.children.is_empty());
        if (row.declared != Declared::Plain || has_members) && open.len() < DEEPEST {
            open.push(Open {
                row: Some(at),
                shape,
                members: 0,
                youngest: None,
                wraps: false,
                has_unseen: false,
                declared: row.declared,
            });
        }
        let total = score + popped;
        push(
            reading,
            open,
            total,
            at,
            parent.row,
            shape.is_some(),
            false,
            steps,
            next,
        );
        popped += left_empty(std::slice::from_ref(parent));
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one call site shape, all values of one step"
)]
fn push<'s>(
    reading: &Reading<'s>,
    open: Vec<Open<'s>>,
    score: i32,
    row: usize,
    parent: Option<usize>,
    shown: bool,
    names_elements: bool,
    steps: &mut Vec<Step>,
    next: &mut Vec<Reading<'s>>,
) {
    steps.push(Step {
        row,
        placement: Placement {
            parent,
            shown,
            ambiguous: false,
            names_elements,
        },
        before: reading.last,
    });
    next.push(Reading {
        score: reading.score + score,
        open,
        last: Some(steps.len() - 1),
    });
}

/// What the containers that are closed now count, having no members.
fn left_empty(closed: &[Open<'_>]) -> i32 {
    let empty = |open: &&Open<'_>| open.members == 0 && open.declared == Declared::Container;
    let count = closed.iter().filter(empty).count();
    i32::try_from(count).unwrap_or(0) * score::LEFT_EMPTY
}

/// How well a row fits as the name of a list's elements only: where examples show the list's
/// members without it. Where they show nothing it is a field, as in most answers of that form.
fn element_score(parent: &Open<'_>, row: &FlatRow<'_>) -> i32 {
    match parent.shape {
        Some(shape) if shape.child(row.name).is_some() => -score::SHOWN,
        Some(shape) if !shape.children.is_empty() => 0,
        Some(shape) if shape.kind == ShapeKind::Array && shape.exact => 0,
        _ => -2 * score::NAMES_ELEMENTS,
    }
}

/// Whether two names begin and end alike for more than half of the shorter one.
fn are_alike(left: &str, right: &str) -> bool {
    let common =
        |pairs: &mut dyn Iterator<Item = (u8, u8)>| pairs.take_while(|(a, b)| a == b).count();
    let start = common(&mut left.bytes().zip(right.bytes()));
    let end = common(&mut left.bytes().rev().zip(right.bytes().rev()));
    start > 2 && (start + end) * 2 > left.len().min(right.len()) && left != right
}

/// A member that examples show, and the undocumented element that it was found below.
type Found<'s> = (&'s Shape, Option<&'s Shape>);

/// How well a row fits below one of the open fields, and what examples show of it there.
fn place_score<'s>(
    reading: &Reading<'s>,
    depth: usize,
    row: &FlatRow<'_>,
    shared: &Rows<'_>,
    steps: &[Step],
) -> (i32, Option<Found<'s>>) {
    let parent = &reading.open[depth];
    let innermost = depth + 1 == reading.open.len();
    let found = parent
        .shape
        .and_then(|shape| find(shape, row.name, parent.members == 0));
    let mut score = match (found, parent.shape) {
        (Some((_, None)), _) => score::SHOWN,
        (Some((_, Some(_))), _) => score::SHOWN_BELOW_ELEMENT,
        (None, Some(shape)) if !shape.children.is_empty() => {
            if parent.has_unseen {
                score::NOT_SHOWN_AGAIN
            } else {
                score::NOT_SHOWN
            }
        }
        (None, _) => score::UNSEEN_PLACE,
    };
    if parent.wraps {
        score += score::BESIDE_ELEMENT;
    }
    // `FailedFcParameters` and `FailedMnsParameters` are siblings, not one part of the other.
    let sibling = reading.open.get(depth + 1).and_then(|open| open.row);
    let is_container = row.declared == Declared::Container && !row.may_name_elements;
    if let Some(sibling) = sibling.filter(|_| is_container)
        && are_alike(shared.all[sibling].name, row.name)
    {
        score += score::ALIKE;
    }
    if let Some((shape, _)) = found {
        let members = matches!(shape.kind, ShapeKind::Object | ShapeKind::Array);
        score += match (row.declared, members) {
            (Declared::Container, true) | (Declared::Plain, false) => score::TYPES_AGREE,
            (Declared::Container, false) if shape.kind == ShapeKind::Scalar => score::TYPES_DIFFER,
            (Declared::Plain, true) if !shape.children.is_empty() => score::TYPES_DIFFER / 2,
            _ => 0,
        };
    }
    if parent.declared == Declared::Plain && parent.row.is_some() && found.is_none() {
        score += score::MEMBERS_OF_PLAIN;
    }
    if innermost && parent.members == 0 && parent.row.is_some() {
        score += if row.may_name_elements {
            score::ELEMENT
        } else {
            score::FIRST_MEMBER
        };
    }
    let before = reading.last.map(|at| &steps[at].placement);
    if before.is_some_and(|before| before.parent == parent.row) {
        score += score::NEIGHBOUR;
    }
    if is_used(reading, parent.row, row.name, shared, steps) {
        score += score::USED;
    }
    if let Some(elder) = parent.youngest.filter(|_| shared.sorted) {
        let in_order = shared.all[elder].name < row.name;
        score += if in_order {
            score::IN_ORDER
        } else {
            score::OUT_OF_ORDER
        };
    }
    score += match row.level {
        Level::Free => 0,
        Level::Top if depth == 0 => 0,
        Level::Below if depth > 0 => 0,
        Level::Exactly(level) if level == depth => 0,
        Level::Exactly(level) => {
            score::WRONG_LEVEL / 3 * i32::try_from(level.abs_diff(depth)).unwrap_or(1)
        }
        Level::Top | Level::Below => score::WRONG_LEVEL,
    };
    (score, found)
}

fn find<'s>(shape: &'s Shape, name: &str, is_first: bool) -> Option<Found<'s>> {
    if let Some(child) = shape.child(name) {
        return Some((child, None));
    }
    if !is_first {
        return None;
    }
    // `{"Rules": {"Rule": [{…}]}}` with rows for `Rules` and the members only.
    match &shape.children[..] {
        [element] if !element.children.is_empty() => {
            element.child(name).map(|child| (child, Some(element)))
        }
        _ => None,
    }
}

/// Whether a row of that name stands below the same field in this reading.
fn is_used(
    reading: &Reading<'_>,
    parent: Option<usize>,
    name: &str,
    shared: &Rows<'_>,
    steps: &[Step],
) -> bool {
    let mut newest = reading.last;
    for _ in 0..shared.memory {
        let Some(step) = newest.map(|at| steps[at]) else {
            return false;
        };
        let same = step.placement.parent == parent && !step.placement.names_elements;
        if same && shared.all[step.row].name == name {
            return true;
        }
        if Some(step.row) == parent {
            return false;
        }
        newest = step.before;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::super::examples::{json, shape::Shape};
    use super::{Declared, FlatRow, Level, align};

    fn rows<'r>(names: &[&'r str]) -> Vec<FlatRow<'r>> {
        // A name with `+` is declared a container, one with `?` has no type.
        let row = |name: &'r str| {
            let declared = match name.as_bytes().last() {
                Some(b'+') => Declared::Container,
                Some(b'?') => Declared::Open,
                _ => Declared::Plain,
            };
            FlatRow {
                name: name.trim_end_matches(['+', '?']),
                declared,
                may_name_elements: declared == Declared::Open,
                level: Level::Free,
            }
        };
        names.iter().map(|name| row(name)).collect()
    }

    fn tree(names: &[&str], example: &str) -> Vec<String> {
        let shape = Shape::of_json("", &json::read(example).value);
        let rows = rows(names);
        let placed = align(&rows, Some(&shape));
        let path = |mut at: usize| {
            let mut path = rows[at].name.to_owned();
            while let Some(parent) = placed[at].parent {
                path = format!("{}.{path}", rows[parent].name);
                at = parent;
            }
            path
        };
        (0..rows.len()).map(path).collect()
    }

    #[test]
    fn the_example_decides_the_depth() {
        let example = r#"{"Disks": {"Disk": [{"Id": "d", "Tags": {"Tag": [{"Key": "k"}]}, "Size": 1}]}, "Total": 1, "Code": "x"}"#;
        let names = [
            "Disks+", "Disk?", "Id", "Tags+", "Tag?", "Key", "Size", "Code", "Total",
        ];
        let expected = [
            "Disks",
            "Disks.Disk",
            "Disks.Disk.Id",
            "Disks.Disk.Tags",
            "Disks.Disk.Tags.Tag",
            "Disks.Disk.Tags.Tag.Key",
            "Disks.Disk.Size",
            "Code",
            "Total",
        ];
        assert_eq!(tree(&names, example), expected);
    }

    #[test]
    fn a_name_at_two_depths_is_used_once_at_each() {
        let example = r#"{"Data": {"Code": 1, "Message": "m"}, "Code": 200, "Message": "ok"}"#;
        assert_eq!(
            tree(&["Data+", "Code", "Message", "Code", "Message"], example),
            ["Data", "Data.Code", "Data.Message", "Code", "Message"]
        );
    }

    #[test]
    fn a_row_in_no_example_stays_with_its_neighbours() {
        let example = r#"{"Data": {"A": 1, "C": 2}, "Z": 3}"#;
        assert_eq!(
            tree(&["Data+", "A", "B", "C", "Z"], example),
            ["Data", "Data.A", "Data.B", "Data.C", "Z"]
        );
    }

    #[test]
    fn many_rows_take_linear_time() {
        let names = vec!["A+"; 20_000];
        assert_eq!(align(&rows(&names), None).len(), 20_000);
    }
}
