//! Rows → nodes: each row below the field that it belongs to, with what examples show of it.

use super::super::align::{self, FlatRow, Hidden, Level, Placement};
use super::super::catalogue;
use super::super::examples::shape::Shape;
use super::super::report::Report;
use super::super::types::Known;
use super::rows::{self, Row, rows_of};
use super::structs::Structs;
use super::{Context, doubts};
use crate::model::Confidence;

/// A row in its place.
#[derive(Debug)]
pub(super) struct Node<'r, 'a, 's> {
    /// The row.
    pub(super) row: Row<'r, 'a>,
    /// What examples show of it.
    pub(super) shape: Option<&'s Shape>,
    /// How sure its place is.
    pub(super) confidence: Confidence,
    /// Examples show it under another name, so of their form only the members count.
    pub(super) renamed: bool,
    /// The name of the elements, which is no field of its own.
    pub(super) element: Option<String>,
    /// Its members.
    pub(super) children: Vec<Node<'r, 'a, 's>>,
}

/// Types that refer to each other are followed to this depth.
const DEEPEST_TYPES: usize = 8;

/// So many rows of types are put below fields, each as often as a field is of the type: the types
/// of a small page can refer to each other in millions of ways.
const MOST_ROWS: usize = 16_384;

/// Places all rows of the answer's tables below `shape`.
pub(super) fn grow<'b, 's>(
    context: &'b Context<'_>,
    structs: &'b Structs<'b>,
    shape: Option<&'s Shape>,
    report: &mut Report<'_>,
) -> Vec<Node<'b, 'b, 's>> {
    let mut rows = Vec::new();
    for records in structs.rows.iter().copied().chain([&structs.implied[..]]) {
        rows::append(&mut rows, rows_of(context, records));
    }
    let hidden = Hidden::new(shape, &structs.documented);
    let mut grower = Grower {
        context,
        structs,
        hidden: &hidden,
        report,
        open: Vec::new(),
        rows: 0,
    };
    grower.tree(rows, shape, true)
}

struct Grower<'g, 'b, 'c, 's, 'f> {
    context: &'b Context<'c>,
    structs: &'b Structs<'b>,
    hidden: &'g Hidden<'s>,
    report: &'g mut Report<'f>,
    /// The types that are being followed.
    open: Vec<String>,
    /// The rows of types that were put below fields.
    rows: usize,
}

impl<'b, 's> Grower<'_, 'b, '_, 's, '_> {
    /// Places the rows of one table, and below them the rows of the types that they refer to.
    fn tree(
        &mut self,
        rows: Vec<Row<'b, 'b>>,
        shape: Option<&'s Shape>,
        is_answer: bool,
    ) -> Vec<Node<'b, 'b, 's>> {
        let levels = rows::levels(&rows);
        let flat: Vec<_> = rows
            .iter()
            .zip(&levels)
            .enumerate()
            .map(|(at, (row, level))| FlatRow {
                name: &row.name,
                declared: rows::declared(&rows, at, self.is_described(row)),
                may_name_elements: rows::may_name_elements(&rows, at),
                level: *level,
                member_of: row.member_of,
                closed: row.implied,
            })
            .collect();
        let placed = align::align(&flat, shape, self.hidden);
        drop(flat);
        let guessed = levels.contains(&Level::Free) && is_answer;
        if guessed {
            doubts::tell_guesses(self.context, &rows, &placed, self.report);
        }
        doubts::tell_rows(
            self.context,
            &rows,
            &placed,
            shape.is_some() && is_answer,
            self.report,
        );
        let roots = hang(rows, &placed, shape.is_some());
        self.settle(roots, shape, is_answer)
    }

    fn is_described(&self, row: &Row<'_, '_>) -> bool {
        let named = row.word.named.as_ref();
        named.is_some_and(|name| self.structs.find(name).is_some())
    }

    /// Gives siblings and those below them their shapes, and the members of their types. Fields
    /// that examples show and no row documents come between where the examples have them.
    fn settle(
        &mut self,
        nodes: Vec<Node<'b, 'b, 's>>,
        above: Option<&'s Shape>,
        is_answer: bool,
    ) -> Vec<Node<'b, 'b, 's>> {
        let mut settled: Vec<Node<'b, 'b, 's>> = Vec::with_capacity(nodes.len());
        for mut node in nodes {
            let name = node.row.name.as_str();
            let direct = above.and_then(|above| member(above, name, is_answer));
            let way = match (direct, above) {
                (None, Some(above)) => self.hidden.way(above, name),
                _ => None,
            };
            if let Some(way) = way {
                node.shape = Some(way.shape);
                node.confidence = node.confidence.max(Confidence::Medium);
                insert(&mut settled, &way.between, node);
                continue;
            }
            let renamed = || self.renamed(&node, above?);
            let renamed = if direct.is_none() { renamed() } else { None };
            if renamed.is_some() {
                node.renamed = true;
                node.confidence = node.confidence.max(Confidence::Medium);
            }
            node.shape = direct.or(renamed);
            settled.push(node);
        }
        for node in &mut settled {
            let children = std::mem::take(&mut node.children);
            node.children = self.settle(children, node.shape, false);
            if node.children.is_empty() {
                self.members(node);
            }
        }
        settled
    }

    /// What examples show of a container under another name: most of its members must be there.
    fn renamed(&self, node: &Node<'b, 'b, 's>, above: &'s Shape) -> Option<&'s Shape> {
        let shape = self.hidden.renamed(above, &node.row.name)?;
        let spelt = |shape: &Shape, name: &str| self.hidden.misspelt(shape, name, false).is_some();
        let has = |name: &str| {
            let element = shape.children.first();
            member(shape, name, false).is_some()
                || spelt(shape, name)
                || element.is_some_and(|element| spelt(element, name))
        };
        let mut shown: Vec<bool> = node
            .children
            .iter()
            .map(|child| has(&child.row.name))
            .collect();
        if shown.is_empty() {
            let described = node.row.word.named.as_deref().or(Some(&node.row.name));
            let records = described.and_then(|name| self.structs.find(name))?;
            let rows = rows_of(self.context, records);
            shown = rows.iter().map(|row| has(&row.name)).collect();
        }
        let count = shown.iter().filter(|shown| **shown).count();
        (count * 2 > shown.len()).then_some(shape)
    }

    /// Whether so many more rows can be put below fields; the first that cannot are told.
    fn has_room(&mut self, node: &Node<'b, 'b, 's>, rows: usize) -> bool {
        let before = self.rows;
        self.rows = before.saturating_add(rows);
        if before <= MOST_ROWS && self.rows > MOST_ROWS {
            let message = format!(
                "the members of more than {MOST_ROWS} fields; `{}` and further ones have none",
                node.row.name
            );
            let entry = &catalogue::TOO_MANY_ROWS;
            self.report
                .at(self.context.page, &node.row.record.range, entry, message);
        }
        self.rows <= MOST_ROWS
    }

    /// Gives a node the members of its type, if the type is described.
    fn members(&mut self, node: &mut Node<'b, 'b, 's>) {
        if self.open.len() >= DEEPEST_TYPES {
            return;
        }
        let names = [node.row.word.named.clone(), Some(node.row.name.clone())];
        for name in names.into_iter().flatten() {
            let Some(records) = self.structs.find(&name) else {
                continue;
            };
            if self.open.contains(&name) || !self.has_room(node, records.len()) {
                return;
            }
            self.open.push(name);
            let rows = rows_of(self.context, records);
            let inner = node.shape.map(|shape| element_of(shape, &rows));
            node.children = self.tree(rows, inner, false);
            self.open.pop();
            return;
        }
        let unknown = node.row.word.named.as_ref();
        if let Some(name) = unknown.filter(|_| node.row.word.known == Known::Name) {
            let entry = &catalogue::UNRESOLVED_TYPE;
            let message = format!("`{name}` is not described here");
            self.report
                .at(self.context.page, &node.row.record.range, entry, message);
        }
    }
}

/// Hangs every row below its parent.
fn hang<'r, 'a, 's>(
    rows: Vec<Row<'r, 'a>>,
    placed: &[Placement],
    has_example: bool,
) -> Vec<Node<'r, 'a, 's>> {
    let mut nodes: Vec<Option<Node<'r, 'a, 's>>> = Vec::with_capacity(rows.len());
    for (row, placement) in rows.into_iter().zip(placed) {
        nodes.push(Some(Node {
            confidence: confidence(placement, &row, has_example),
            row,
            shape: None,
            renamed: false,
            element: None,
            children: Vec::new(),
        }));
    }
    // Children come after their parents, so the last row can be hung first.
    let mut roots = Vec::new();
    let mut hung: Vec<Vec<Node<'r, 'a, 's>>> = (0..nodes.len()).map(|_| Vec::new()).collect();
    for at in (0..nodes.len()).rev() {
        let Some(mut node) = nodes[at].take() else {
            continue;
        };
        node.children = std::mem::take(&mut hung[at]);
        node.children.reverse();
        match placed[at].parent {
            Some(parent) if placed[at].names_elements => {
                if let Some(parent) = nodes[parent].as_mut() {
                    parent.element = Some(node.row.name);
                }
                hung[parent].extend(node.children.into_iter().rev());
            }
            Some(parent) => hung[parent].push(node),
            None => roots.push(node),
        }
    }
    roots.reverse();
    roots
}

/// Puts a node below fields that only the examples know.
fn insert<'r, 'a, 's>(
    nodes: &mut Vec<Node<'r, 'a, 's>>,
    between: &[&'s Shape],
    node: Node<'r, 'a, 's>,
) {
    let Some((first, rest)) = between.split_first() else {
        return nodes.push(node);
    };
    let known = nodes
        .iter()
        .position(|known| known.row.implied && known.row.name == first.name);
    let at = known.unwrap_or(nodes.len());
    if known.is_none() {
        nodes.push(Node {
            row: Row::implied(&first.name, &node.row),
            shape: Some(first),
            renamed: false,
            confidence: Confidence::Medium,
            element: None,
            children: Vec::new(),
        });
    }
    if let Some(parent) = nodes.get_mut(at) {
        insert(&mut parent.children, rest, node);
    }
}

/// What examples show of a member, an undocumented element between the two passed over.
fn member<'s>(shape: &'s Shape, name: &str, is_answer: bool) -> Option<&'s Shape> {
    shape.child(name).or_else(|| match &shape.children[..] {
        [element] if !is_answer => element.child(name),
        _ => None,
    })
}

/// The shape whose members a type's rows are: the field's, or that of its wrapped element.
fn element_of<'s>(shape: &'s Shape, rows: &[Row<'_, '_>]) -> &'s Shape {
    let direct = rows.iter().any(|row| shape.child(&row.name).is_some());
    match &shape.children[..] {
        [element] if !direct => element,
        _ => shape,
    }
}

fn confidence(placement: &Placement, row: &Row<'_, '_>, has_example: bool) -> Confidence {
    let explicit = row.member_of.is_some() || row.marked;
    match placement {
        Placement {
            ambiguous: true, ..
        } => Confidence::Low,
        Placement { inferred: true, .. } => Confidence::Medium,
        Placement { shown: true, .. } | Placement { parent: None, .. } => Confidence::High,
        _ if explicit && has_example => Confidence::High,
        _ => Confidence::Medium,
    }
}
