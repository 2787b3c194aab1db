//! The search: a few readings of the rows are carried along, the best at the end is taken.

use super::super::examples::shape::Shape;
use super::hidden::Hidden;
use super::{Declared, FlatRow, Placement, score};
use std::collections::HashMap;

/// So many readings are carried along where the rows are not very many.
const BEAM: usize = 12;
/// Rows times readings stay below this; beyond it one reading must do.
pub(super) const MOST_STEPS: usize = 12_000;
/// Fields nested deeper stay at this depth.
pub(super) const DEEPEST: usize = 24;
/// So many siblings of a row are looked through for its name.
pub(super) const MOST_SIBLINGS: usize = 128;
/// Readings this close to the best one are alternatives.
const CLOSE: i32 = 10;
/// A reading so far behind does not catch up.
const HOPELESS: i32 = 4 * score::SHOWN;

/// A field that can still take members.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open<'s> {
    pub(super) row: Option<usize>,
    pub(super) shape: Option<&'s Shape>,
    pub(super) members: usize,
    /// The step of the last row that was placed below it.
    youngest: Option<usize>,
    /// Its first member is the element that wraps a list, so there is no second one.
    pub(super) wraps: bool,
    /// A member that no example shows was placed below it.
    pub(super) has_unseen: bool,
    pub(super) declared: Declared,
}

impl<'s> Open<'s> {
    fn new(row: Option<usize>, shape: Option<&'s Shape>, declared: Declared) -> Self {
        Self {
            row,
            shape,
            members: 0,
            youngest: None,
            wraps: false,
            has_unseen: false,
            declared,
        }
    }
}

/// What examples show of a row at a place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'s> {
    pub(super) shape: &'s Shape,
    pub(super) through: Through<'s>,
}

/// What stands between a place and the member that was found there.
#[derive(Debug, Clone, Copy)]
pub(super) enum Through<'s> {
    /// Nothing.
    Nothing,
    /// The undocumented element of a list.
    Element(&'s Shape),
    /// Fields that no row documents, or another spelling.
    Hidden,
    /// It is there under another name, perhaps.
    Renamed,
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
    /// The step of the row before it at the same place.
    elder: Option<usize>,
}

/// One way to go on from a reading.
#[derive(Debug, Clone, Copy)]
struct Candidate<'s> {
    score: i32,
    reading: usize,
    depth: usize,
    found: Option<Found<'s>>,
    names_elements: bool,
}

/// Places the rows of one table below `shape`, which is what examples show of their parent.
pub(crate) fn align<'s>(
    rows: &[FlatRow<'_>],
    shape: Option<&'s Shape>,
    hidden: &Hidden<'s>,
) -> Vec<Placement> {
    search(rows, shape, hidden).0
}

/// [`align`], and how many comparisons it took.
pub(super) fn search<'s>(
    rows: &[FlatRow<'_>],
    shape: Option<&'s Shape>,
    hidden: &Hidden<'s>,
) -> (Vec<Placement>, usize) {
    let mut search = Search {
        rows,
        hidden,
        sorted: are_sorted(rows),
        steps: Vec::with_capacity(rows.len() * 2),
        known: HashMap::new(),
        work: 0,
    };
    let beam = (MOST_STEPS / rows.len().max(1)).clamp(1, BEAM);
    let mut readings = vec![Reading {
        score: 0,
        open: vec![Open::new(None, shape, Declared::Container)],
        last: None,
    }];
    let mut candidates = Vec::new();
    for at in 0..rows.len() {
        candidates.clear();
        search.known.clear();
        for reading in 0..readings.len() {
            search.extend(&readings, reading, at, &mut candidates);
        }
        candidates.sort_by_key(|candidate| std::cmp::Reverse(candidate.score));
        let best = candidates.first().map_or(0, |candidate| candidate.score);
        candidates.truncate(beam);
        candidates.retain(|candidate| candidate.score > best - HOPELESS);
        readings = candidates
            .iter()
            .map(|candidate| search.take(&readings[candidate.reading], candidate, at))
            .collect();
    }
    for reading in &mut readings {
        reading.score += score::left_empty(&reading.open[1..]);
    }
    readings.sort_by_key(|reading| std::cmp::Reverse(reading.score));
    (settle(rows.len(), &readings, &search.steps), search.work)
}

/// Whether siblings are sorted by name: rows step back in the alphabet only where a container opens
/// or closes.
fn are_sorted(rows: &[FlatRow<'_>]) -> bool {
    let steps = rows.windows(2);
    let forward = steps.filter(|pair| pair[0].name < pair[1].name).count();
    let containers = rows
        .iter()
        .filter(|row| row.declared != Declared::Plain)
        .count();
    rows.len() > 3
        && forward + 2 * containers + 1 + rows.len() / 8 >= rows.len()
        && forward * 2 > rows.len()
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

struct Search<'r, 's> {
    rows: &'r [FlatRow<'r>],
    hidden: &'r Hidden<'s>,
    sorted: bool,
    steps: Vec<Step>,
    /// What was found of the row at hand, by place and whether it is the place's first member.
    known: HashMap<(*const Shape, bool), Option<Found<'s>>>,
    /// Places and siblings compared so far.
    work: usize,
}

impl<'s> Search<'_, 's> {
    /// All ways to go on from one reading by placing the next row.
    fn extend(
        &mut self,
        readings: &[Reading<'s>],
        at: usize,
        row: usize,
        candidates: &mut Vec<Candidate<'s>>,
    ) {
        let reading = &readings[at];
        let head = self.rows[row].member_of;
        let has_head = |open: &Open<'_>| head.is_some() && open.row == head;
        let stated = reading.open.iter().any(has_head);
        let mut popped = reading.score;
        for depth in (0..reading.open.len()).rev() {
            let parent = &reading.open[depth];
            let innermost = depth + 1 == reading.open.len();
            let is_closed = parent.row.is_some_and(|row| self.rows[row].closed);
            let fits = if stated { has_head(parent) } else { !is_closed };
            let may_name = self.rows[row].may_name_elements && innermost && parent.members == 0;
            if fits && may_name && parent.row.is_some() {
                candidates.push(Candidate {
                    score: popped + score::element(parent.shape, self.rows[row].name),
                    reading: at,
                    depth,
                    found: None,
                    names_elements: true,
                });
            }
            let (found, renamed) = self.find(parent, row);
            let readings = std::iter::once(found).chain(renamed.map(Some));
            for found in readings.filter(|_| fits) {
                candidates.push(Candidate {
                    score: popped + self.score(reading, depth, row, found),
                    reading: at,
                    depth,
                    found,
                    names_elements: false,
                });
            }
            popped += score::left_empty(std::slice::from_ref(parent));
        }
    }

    /// The reading that a candidate leads to.
    fn take(&mut self, from: &Reading<'s>, candidate: &Candidate<'s>, row: usize) -> Reading<'s> {
        let own = &self.rows[row];
        let depth = candidate.depth;
        let mut open = from.open[..=depth].to_vec();
        let parent = &mut open[depth];
        let placement = Placement {
            parent: parent.row,
            shown: candidate.found.is_some(),
            inferred: candidate
                .found
                .is_some_and(|found| matches!(found.through, Through::Hidden | Through::Renamed)),
            ambiguous: false,
            names_elements: candidate.names_elements,
        };
        let step = Step {
            row,
            placement,
            before: from.last,
            elder: parent.youngest.filter(|_| !candidate.names_elements),
        };
        self.steps.push(step);
        let last = self.steps.len() - 1;
        if candidate.names_elements {
            parent.declared = Declared::Container;
        } else {
            let first = depth + 1 == from.open.len() && parent.members == 0 && parent.row.is_some();
            parent.wraps |= first && own.may_name_elements && own.declared == Declared::Container;
            parent.members += 1;
            parent.youngest = Some(last);
            parent.has_unseen |= candidate.found.is_none();
            // Members below an undocumented element: the element's shape takes the place of the
            // list's.
            if let Some(Through::Element(element)) = candidate.found.map(|found| found.through) {
                parent.shape = Some(element);
            }
            let shape = candidate.found.map(|found| found.shape);
            let has_members = shape.is_some_and(|shape| !shape.children.is_empty());
            if (own.declared != Declared::Plain || has_members) && open.len() < DEEPEST {
                open.push(Open::new(Some(row), shape, own.declared));
            }
        }
        Reading {
            score: candidate.score,
            open,
            last: Some(last),
        }
    }

    /// What examples show of a row below an open field, and what they may show under another name.
    fn find(&mut self, parent: &Open<'s>, row: usize) -> (Option<Found<'s>>, Option<Found<'s>>) {
        let Some(shape) = parent.shape else {
            return (None, None);
        };
        let is_first = parent.row.is_some() && parent.members == 0;
        let key = (std::ptr::from_ref(shape), is_first);
        let own = &self.rows[row];
        let found = *self
            .known
            .entry(key)
            .or_insert_with(|| look(shape, own, is_first, self.hidden));
        let renamed = if found.is_none() && own.declared != Declared::Plain {
            self.hidden.renamed(shape, own.name)
        } else {
            None
        };
        let through = Through::Renamed;
        (found, renamed.map(|shape| Found { shape, through }))
    }

    /// How well a row fits below one of the open fields.
    fn score(
        &mut self,
        reading: &Reading<'_>,
        depth: usize,
        row: usize,
        found: Option<Found<'_>>,
    ) -> i32 {
        self.work += 1;
        let own = &self.rows[row];
        let parent = &reading.open[depth];
        let innermost = depth + 1 == reading.open.len();
        let mut score = score::place(parent, depth, innermost, own, found);
        // `FailedFcParameters` and `FailedMnsParameters` are siblings, not one part of the other.
        let sibling = reading.open.get(depth + 1).and_then(|open| open.row);
        let is_container = own.declared != Declared::Plain && !own.may_name_elements;
        if let Some(sibling) = sibling.filter(|_| is_container)
            && score::are_alike(self.rows[sibling].name, own.name)
        {
            score += score::ALIKE;
        }
        let before = reading.last.map(|at| &self.steps[at].placement);
        if before.is_some_and(|before| before.parent == parent.row) {
            score += score::NEIGHBOUR;
        }
        if self.is_used(parent, own.name) {
            score += score::USED;
        }
        if let Some(elder) = parent.youngest.filter(|_| self.sorted) {
            let in_order = self.rows[self.steps[elder].row].name < own.name;
            score += if in_order {
                score::IN_ORDER
            } else {
                score::OUT_OF_ORDER
            };
        }
        score
    }

    /// Whether a row of that name stands below the same field already.
    fn is_used(&mut self, parent: &Open<'_>, name: &str) -> bool {
        let mut sibling = parent.youngest;
        for _ in 0..MOST_SIBLINGS {
            let Some(step) = sibling.map(|at| self.steps[at]) else {
                return false;
            };
            self.work += 1;
            if self.rows[step.row].name == name {
                return true;
            }
            sibling = step.elder;
        }
        false
    }
}

/// Looks for a name among what examples show of a field: its members, those of the undocumented
/// element of a list, those spelt nearly so, those below undocumented fields.
fn look<'s>(
    shape: &'s Shape,
    row: &FlatRow<'_>,
    is_first: bool,
    hidden: &Hidden<'s>,
) -> Option<Found<'s>> {
    let name = row.name;
    let misspelt = |shape| hidden.misspelt(shape, name, row.declared != Declared::Plain);
    let found = |shape, through| Some(Found { shape, through });
    if let Some(child) = shape.child(name) {
        return found(child, Through::Nothing);
    }
    // `{"Rules": {"Rule": [{…}]}}` with rows for `Rules` and the members only.
    if let [element] = &shape.children[..]
        && is_first
        && !element.children.is_empty()
        && let Some(child) = element.child(name).or_else(|| misspelt(element))
    {
        return found(child, Through::Element(element));
    }
    if let Some(child) = misspelt(shape) {
        return found(child, Through::Hidden);
    }
    found(hidden.way(shape, name)?.shape, Through::Hidden)
}
