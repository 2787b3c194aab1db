//! Response tables → the fields of the answer, nested as the examples show.

mod align;
mod structs;

use super::catalogue;
use super::dialect::Vocabulary;
use super::document::Page;
use super::examples::Shown;
use super::examples::shape::{Shape, ShapeKind};
use super::records::Record;
use super::report::Report;
use super::tables::Documented;
use super::types::{self, Known, TypeWord, is_container};
use super::wire_name::WireName;
use crate::model::{BodyFormat, Confidence, Field, Response, Type};
use align::{Declared, FlatRow, Level, Placement};
use std::ops::Range;
use structs::Structs;

pub(crate) use structs::{TypePage, TypePages};

/// What is needed beside the tables.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) page: &'c Page<'c>,
    pub(crate) dialect: &'c Vocabulary,
    pub(crate) shown: &'c Shown,
    pub(crate) types: Option<&'c dyn TypePages>,
}

/// The answer, and where each field stands in the page.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The answer.
    pub(crate) response: Response,
    /// The path of each field in the spec, and its row.
    pub(crate) places: Vec<(String, Range<usize>)>,
}

/// Types that refer to each other are followed to this depth.
const DEEPEST_TYPES: usize = 8;

/// A row with its name and type read.
#[derive(Debug, Clone)]
pub(crate) struct Row<'r, 'a> {
    record: &'r Record<'a>,
    name: String,
    /// The names before the last dot.
    above: Vec<String>,
    word: TypeWord,
    marked: bool,
}

/// A row in its place.
#[derive(Debug)]
struct Node<'r, 'a, 's> {
    row: Row<'r, 'a>,
    shape: Option<&'s Shape>,
    confidence: Confidence,
    /// The name of the elements, which is no field of its own.
    element: Option<String>,
    children: Vec<Node<'r, 'a, 's>>,
}

/// Reads the answer of a page.
pub(crate) fn read(
    context: &Context<'_>,
    tables: &[Documented<'_, '_>],
    report: &mut Report<'_>,
) -> Answer {
    let structs = Structs::collect(context, tables, report);
    let described = structs.rows.iter().copied().chain([&structs.implied[..]]);
    let rows: Vec<_> = described
        .flat_map(|records| rows_of(context, records))
        .collect();
    let shape = &context.shown.answer;
    let shape = (!shape.children.is_empty()).then_some(shape);
    let mut builder = Builder {
        context,
        structs: &structs,
        report,
        places: Vec::new(),
        open: Vec::new(),
    };
    let nodes = builder.tree(rows, shape);
    builder.tell_undocumented(&nodes, shape);
    let fields = builder.fields(nodes, "response.fields");
    let places = builder.places;
    Answer {
        response: Response {
            formats: formats(context.shown),
            fields,
        },
        places,
    }
}

/// The formats of the good answers, in printed order.
fn formats(shown: &Shown) -> Vec<BodyFormat> {
    let mut formats = Vec::new();
    for example in shown
        .examples
        .responses
        .iter()
        .filter(|example| !example.failure)
    {
        if example.format != BodyFormat::Text && !formats.contains(&example.format) {
            formats.push(example.format);
        }
    }
    formats
}

fn rows_of<'r, 'a>(context: &Context<'_>, records: &'r [Record<'a>]) -> Vec<Row<'r, 'a>> {
    let mut rows = Vec::with_capacity(records.len());
    for record in records {
        let name = WireName::read(&record.name, context.dialect);
        let plain = name.to_string();
        let mut above: Vec<String> = plain
            .split('.')
            .filter(|part| *part != "N")
            .map(str::to_owned)
            .collect();
        let Some(last) = above.pop() else {
            continue;
        };
        let mut word = match &record.kind {
            Some(text) => types::read(text, record.kind_link.as_ref(), context.dialect),
            None => TypeWord {
                kind: Type::Any,
                ..TypeWord::default()
            },
        };
        // The type is named in the description only: `命令类型（[CommandType](#CommandType)）`.
        let referred = record.reference.as_ref().map(|link| link.text.trim());
        let open = is_container(word.kind) && word.named.is_none() && word.item.is_none();
        if let Some(name) = referred.filter(|name| open && types::is_identifier(name)) {
            word.named = Some(name.to_owned());
        }
        rows.push(Row {
            record,
            name: last.trim_end_matches("[]").to_owned(),
            above,
            word,
            marked: name.marks > 0,
        });
    }
    rows
}

/// What a table's marks say about the depth of its rows.
fn levels(rows: &[Row<'_, '_>]) -> Vec<Level> {
    if !rows.iter().any(|row| row.marked) {
        return vec![Level::Free; rows.len()];
    }
    let mut widths: Vec<usize> = rows
        .iter()
        .filter(|row| row.marked)
        .map(|row| row.record.indent)
        .collect();
    widths.sort_unstable();
    widths.dedup();
    let level = |row: &Row<'_, '_>| match (row.marked, &widths[..]) {
        (false, _) => Level::Top,
        (true, [_]) => Level::Below,
        (true, widths) => Level::Exactly(
            1 + widths
                .iter()
                .position(|width| *width == row.record.indent)
                .unwrap_or(0),
        ),
    };
    rows.iter().map(level).collect()
}

struct Builder<'b, 'c, 'f> {
    context: &'b Context<'c>,
    structs: &'b Structs<'b>,
    report: &'b mut Report<'f>,
    places: Vec<(String, Range<usize>)>,
    /// The types that are being followed.
    open: Vec<String>,
}

impl<'b> Builder<'b, '_, '_> {
    /// Places the rows of one table, and below them the rows of the types that they refer to.
    fn tree<'s>(
        &mut self,
        rows: Vec<Row<'b, 'b>>,
        shape: Option<&'s Shape>,
    ) -> Vec<Node<'b, 'b, 's>> {
        let levels = levels(&rows);
        let flat: Vec<_> = rows
            .iter()
            .zip(&levels)
            .enumerate()
            .map(|(at, (row, level))| FlatRow {
                name: &row.name,
                declared: self.declared(&rows, at),
                may_name_elements: may_name_elements(&rows, at),
                level: *level,
            })
            .collect();
        let placed = align::align(&flat, shape);
        drop(flat);
        self.tell_doubts(&rows, &placed, &levels, shape);
        let parents: Vec<_> = placed.iter().map(|placement| placement.parent).collect();
        let mut nodes: Vec<Option<Node<'b, 'b, 's>>> = Vec::with_capacity(rows.len());
        for (row, placement) in rows.into_iter().zip(&placed) {
            nodes.push(Some(Node {
                confidence: confidence(placement, &row, shape.is_some()),
                row,
                shape: None,
                element: None,
                children: Vec::new(),
            }));
        }
        // Children come after their parents, so the last row can be hung first.
        let mut roots = Vec::new();
        let mut hung: Vec<Vec<Node<'b, 'b, 's>>> = (0..nodes.len()).map(|_| Vec::new()).collect();
        for at in (0..nodes.len()).rev() {
            let Some(mut node) = nodes[at].take() else {
                continue;
            };
            node.children = std::mem::take(&mut hung[at]);
            node.children.reverse();
            match parents[at] {
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
        for node in &mut roots {
            self.attach(node, shape);
        }
        roots
    }

    /// Gives a node and those below it their shapes, and the members of its type.
    fn attach<'s>(&mut self, node: &mut Node<'b, 'b, 's>, above: Option<&'s Shape>) {
        let shown = above.and_then(|shape| member(shape, &node.row.name));
        node.shape = shown;
        for child in &mut node.children {
            self.attach(child, shown);
        }
        if !node.children.is_empty() || self.open.len() >= DEEPEST_TYPES {
            return;
        }
        let names = [node.row.word.named.clone(), Some(node.row.name.clone())];
        for name in names.into_iter().flatten() {
            let Some(records) = self.structs.find(&name) else {
                continue;
            };
            if self.open.contains(&name) {
                return;
            }
            self.open.push(name);
            let rows = rows_of(self.context, records);
            let inner = shown.map(|shape| element_of(shape, &rows));
            node.children = self.tree(rows, inner);
            self.open.pop();
            return;
        }
        if let Some(name) = node
            .row
            .word
            .named
            .clone()
            .filter(|_| node.row.word.known == Known::Name)
        {
            let entry = &catalogue::UNRESOLVED_TYPE;
            self.report.at(
                self.context.page,
                &node.row.record.range,
                entry,
                format!("`{name}` is not described here"),
            );
        }
    }

    fn declared(&self, rows: &[Row<'_, '_>], at: usize) -> Declared {
        let row = &rows[at];
        let described = row
            .word
            .named
            .as_ref()
            .is_some_and(|name| self.structs.find(name).is_some());
        match row.word.kind {
            // The members stand in a table of their own.
            _ if described => Declared::Plain,
            Type::Array if row.word.item.is_some_and(|item| !is_container(item)) => Declared::Plain,
            // A list whose example is a plain value holds plain values.
            Type::Array if row.word.named.is_none() && shows_plain(row) => Declared::Plain,
            Type::Array | Type::Object => Declared::Container,
            // A name alone below a list: the element that wraps it.
            Type::Any if row.record.is_name_only() && may_name_elements(rows, at) => {
                Declared::Container
            }
            Type::Any | Type::Json => Declared::Open,
            _ => Declared::Plain,
        }
    }

    fn tell_doubts(
        &mut self,
        rows: &[Row<'_, '_>],
        placed: &[Placement],
        levels: &[Level],
        shape: Option<&Shape>,
    ) {
        let page = self.context.page;
        let nested = placed
            .iter()
            .filter(|placement| placement.parent.is_some())
            .count();
        if nested > 0
            && levels.contains(&Level::Free)
            && self.open.is_empty()
            && let Some(first) = rows.first()
        {
            let message = format!("{nested} of {} fields placed below others", rows.len());
            self.report.at(
                page,
                &first.record.range,
                &catalogue::NESTING_GUESSED,
                message,
            );
        }
        for (row, placement) in rows.iter().zip(placed) {
            let range = &row.record.range;
            if placement.ambiguous {
                let place = placement
                    .parent
                    .map_or("the answer itself", |parent| rows[parent].name.as_str());
                let message = format!("`{}` taken as part of {place}", row.name);
                self.report
                    .at(page, range, &catalogue::NESTING_AMBIGUOUS, message);
            } else if !placement.shown
                && !placement.names_elements
                && shape.is_some()
                && self.open.is_empty()
            {
                self.report.at(
                    page,
                    range,
                    &catalogue::FIELD_NOT_SHOWN,
                    format!("`{}`", row.name),
                );
            }
            match row.word.known {
                Known::Misspelt => self.report.at(
                    page,
                    range,
                    &catalogue::MISSPELT_TYPE,
                    format!("`{}`", row.record.kind.as_deref().unwrap_or_default()),
                ),
                Known::Unknown => self.report.at(
                    page,
                    range,
                    &catalogue::UNKNOWN_TYPE,
                    format!(
                        "`{}` is no known type",
                        row.record.kind.as_deref().unwrap_or_default()
                    ),
                ),
                Known::Word | Known::Name => {}
            }
        }
    }

    /// Names the fields of the examples that no row documents.
    fn tell_undocumented(&mut self, nodes: &[Node<'_, '_, '_>], shape: Option<&Shape>) {
        let (Some(shape), Some(range)) = (shape, &self.context.shown.answer_range) else {
            return;
        };
        let mut missing = Vec::new();
        undocumented(nodes, shape, "", &mut missing);
        if !missing.is_empty() {
            let message = format!("`{}`", missing.join("`, `"));
            let entry = &catalogue::FIELD_UNDOCUMENTED;
            self.report.at(self.context.page, range, entry, message);
        }
    }

    fn fields(&mut self, nodes: Vec<Node<'_, '_, '_>>, path: &str) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let own = format!("{path}[name={}]", node.row.name);
            self.places
                .push((own.clone(), node.row.record.range.clone()));
            let field = self.field(node, &own);
            match fields.iter_mut().find(|known| known.name == field.name) {
                Some(known) => {
                    let merged = std::mem::take(known);
                    *known = merge(merged, field);
                }
                None => fields.push(field),
            }
        }
        fields
    }

    fn field(&mut self, node: Node<'_, '_, '_>, path: &str) -> Field {
        let record = node.row.record;
        let mut field = Field {
            name: node.row.name.clone(),
            doc_type: node.row.word.doc.clone(),
            example: record.example.as_deref().map(str::to_owned),
            description: record.description.as_deref().map(str::to_owned),
            confidence: node.confidence,
            ..Field::default()
        };
        let (kind, wrapper) = container(&node);
        field.kind = kind;
        let mut children = node.children;
        if let Some(wrapper) = wrapper {
            // The row of the wrapped element, if there is one, gives way to its members.
            let only = children.len() == 1 && children[0].row.name == wrapper;
            if only {
                let element = children.remove(0);
                self.places
                    .push((format!("{path}.items"), element.row.record.range.clone()));
                let description = element.row.record.description.as_deref();
                field.description = field.description.or_else(|| description.map(str::to_owned));
                let mut items = element_field(&element);
                items.properties =
                    self.fields(element.children, &format!("{path}.items.properties"));
                settle_items(&mut items);
                field.items = Some(Box::new(items));
                field.wrapper = Some(wrapper);
                return field;
            }
            field.wrapper = Some(wrapper);
        }
        if kind == Type::Array {
            let shape = node.shape.and_then(|shape| match &field.wrapper {
                Some(wrapper) => shape.child(wrapper),
                None => Some(shape),
            });
            let scalar = shape.and_then(|shape| shape.scalar);
            let mut items = Field {
                kind: node.row.word.item.or(scalar).unwrap_or(Type::Any),
                properties: self.fields(children, &format!("{path}.items.properties")),
                ..Field::default()
            };
            settle_items(&mut items);
            field.items = Some(Box::new(items));
        } else {
            field.properties = self.fields(children, &format!("{path}.properties"));
        }
        field
    }
}

/// The elements of a list have members or are plain.
fn settle_items(items: &mut Field) {
    if !items.properties.is_empty() {
        items.kind = Type::Object;
    }
}

fn element_field(element: &Node<'_, '_, '_>) -> Field {
    let word = &element.row.word;
    let scalar = element.shape.and_then(|shape| shape.scalar);
    let kind = match word.kind {
        Type::Array | Type::Any => word.item.or(scalar).unwrap_or(Type::Any),
        other => other,
    };
    Field {
        kind,
        doc_type: word.doc.clone(),
        example: element.row.record.example.as_deref().map(str::to_owned),
        ..Field::default()
    }
}

/// Whether a field is a list, an object or plain, and the name of the element that wraps its list.
fn container(node: &Node<'_, '_, '_>) -> (Type, Option<String>) {
    let word = &node.row.word;
    let shape = node.shape;
    let shown_list = |shape: &Shape| shape.kind == ShapeKind::Array;
    // An object with one member that is a list: the form of lists in RPC answers.
    let wrapped = shape
        .filter(|shape| shape.kind == ShapeKind::Object)
        .and_then(|shape| match &shape.children[..] {
            [element] => {
                // Examples made from XML show a list of one as an object; the page's type knows.
                let members = !element.children.is_empty();
                let listed = shown_list(element) || (members && word.kind == Type::Array);
                let documented = match &node.children[..] {
                    [child] => child.row.name == element.name,
                    [] => true,
                    children => !children.iter().any(|child| child.row.name == element.name),
                };
                (listed && documented).then(|| element.name.clone())
            }
            _ => None,
        });
    if wrapped.is_some() {
        return (Type::Array, wrapped);
    }
    let named = node.element.clone();
    if let Some(shape) = shape {
        if shown_list(shape) {
            return (Type::Array, None);
        }
        if shape.exact && shape.kind == ShapeKind::Object && !shape.children.is_empty() {
            return (Type::Object, None);
        }
    }
    // No example tells: a list of one row that has members is a wrapped list.
    if let (Type::Array | Type::Any, [child], None) = (word.kind, &node.children[..], shape)
        && child.row.record.is_name_only()
        && !child.children.is_empty()
    {
        return (Type::Array, Some(child.row.name.clone()));
    }
    let has_members = !node.children.is_empty() || named.is_some();
    match word.kind {
        Type::Any if has_members => (Type::Object, None),
        Type::Any => (
            shape.and_then(|shape| shape.scalar).unwrap_or(Type::Any),
            None,
        ),
        kind if has_members && !matches!(kind, Type::Array | Type::Json) => (Type::Object, None),
        kind => (kind, None),
    }
}

/// Collects the paths of shown fields that have no node. Where no member is documented at all, the
/// table does not go that deep.
fn undocumented(nodes: &[Node<'_, '_, '_>], shape: &Shape, above: &str, missing: &mut Vec<String>) {
    let node = |name: &str| {
        nodes
            .iter()
            .find(|node| node.row.name.eq_ignore_ascii_case(name))
    };
    let element = match &shape.children[..] {
        [element] if node(&element.name).is_none() => Some(element),
        _ => None,
    };
    // Members listed right below the list: the element between them needs no row.
    if let Some(element) = element.filter(|element| !element.children.is_empty()) {
        return undocumented(nodes, element, above, missing);
    }
    for child in &shape.children {
        let path = if above.is_empty() {
            child.name.clone()
        } else {
            format!("{above}.{}", child.name)
        };
        match node(&child.name) {
            Some(node) if !node.children.is_empty() => {
                undocumented(&node.children, child, &path, missing);
            }
            Some(_) => {}
            None if element.is_some() && !above.is_empty() => {}
            None => missing.push(path),
        }
    }
}

/// Whether a row's example is a plain value.
fn shows_plain(row: &Row<'_, '_>) -> bool {
    let shown = row.record.example.as_deref().map(str::trim);
    shown.is_some_and(|shown| !shown.contains(['{', ':']))
}

/// Whether a row may only name the elements of the list before it: nothing but a name, the name
/// that the list's type gives, or no type and the words of the row before once more.
fn may_name_elements(rows: &[Row<'_, '_>], at: usize) -> bool {
    let Some(before) = at.checked_sub(1).map(|before| &rows[before]) else {
        return false;
    };
    let (list, row) = (before.record, rows[at].record);
    let named = before.word.named.as_deref() == Some(rows[at].name.as_str());
    let repeats = row.kind.is_none() && row.description == list.description;
    row.is_name_only() || repeats || (named && before.word.kind == Type::Array)
}

/// What examples show of a member, an undocumented element between the two passed over.
fn member<'s>(shape: &'s Shape, name: &str) -> Option<&'s Shape> {
    shape.child(name).or_else(|| match &shape.children[..] {
        [element] => element.child(name),
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
    let explicit = !row.above.is_empty() || row.marked;
    match placement {
        Placement {
            ambiguous: true, ..
        } => Confidence::Low,
        Placement { shown: true, .. } | Placement { parent: None, .. } => Confidence::High,
        _ if explicit && has_example => Confidence::High,
        _ => Confidence::Medium,
    }
}

/// Two rows of one name at one place: the members of both.
fn merge(mut known: Field, other: Field) -> Field {
    for property in other.properties {
        if !known.properties.iter().any(|own| own.name == property.name) {
            known.properties.push(property);
        }
    }
    known.description = known.description.or(other.description);
    known.example = known.example.or(other.example);
    known
}
