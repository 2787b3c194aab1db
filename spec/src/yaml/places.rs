//! Where the values of a YAML text stand: a second, marked pass for messages and reports.

use super::Tree;
use crate::Span;
use crate::path::{Path, Step};
use saphyr_parser::{Event, Marker, Parser, ScalarStyle};
use std::borrow::Cow;

/// The places of the keys and values of one YAML text.
///
/// ```
/// use doctract_spec::yaml::Places;
///
/// let places = Places::of("errors:\n- code: A\n  status: 404\n");
/// let place = places.find(&"errors[code=A].status".parse().unwrap()).unwrap();
/// assert_eq!((place.value.line, place.value.column), (3, 11));
/// assert_eq!(place.key.unwrap().column, 3);
/// ```
#[derive(Debug)]
pub struct Places<'t> {
    lines: Lines<'t>,
    nodes: Vec<Node<'t>>,
    aliases: Vec<Span>,
    documents: Vec<Span>,
}

/// The place of a value and, in a mapping, of its key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The key.
    pub key: Option<Span>,
    /// The value, from its first character to its last.
    pub value: Span,
}

impl Place {
    /// Where to point at: the value, or the key of a value that spans lines.
    pub fn head(&self) -> Span {
        self.key.unwrap_or(self.value)
    }
}

#[derive(Debug)]
struct Node<'t> {
    place: Place,
    content: Content<'t>,
}

#[derive(Debug)]
enum Content<'t> {
    Scalar(Cow<'t, str>, ScalarStyle),
    Map(Vec<(Cow<'t, str>, usize)>),
    List(Vec<usize>),
    Alias,
}

impl<'t> Places<'t> {
    /// Marks a text. Of a text with a syntax error, what stands before the error is marked.
    pub fn of(text: &'t str) -> Self {
        let mut builder = Builder {
            places: Self {
                lines: Lines::of(text),
                nodes: Vec::new(),
                aliases: Vec::new(),
                documents: Vec::new(),
            },
            open: Vec::new(),
        };
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else {
                break;
            };
            builder.event(event, span);
        }
        while !builder.open.is_empty() {
            builder.close(None);
        }
        builder.places
    }

    /// The place of the value at `path`.
    pub fn find(&self, path: &Path) -> Option<Place> {
        self.walk(path.steps()).map(|node| node.place)
    }

    /// The place of the value at `path` or, where it is not written, of the nearest above it.
    pub fn nearest(&self, path: &Path) -> Option<Place> {
        let steps = path.steps();
        let lengths = (0..=steps.len()).rev();
        lengths
            .filter_map(|length| self.walk(steps.get(..length)?))
            .map(|node| node.place)
            .next()
    }

    /// The scalar at `path`, as text.
    pub fn text(&self, path: &Path) -> Option<&str> {
        self.walk(path.steps()).and_then(Node::text)
    }

    /// The value at `path`, plain words as they are written. Aliases are left out.
    pub fn tree(&self, path: &Path) -> Option<Tree> {
        self.walk(path.steps()).and_then(|node| self.tree_of(node))
    }

    fn tree_of(&self, node: &Node<'t>) -> Option<Tree> {
        let below = |at: &usize| self.tree_of(self.nodes.get(*at)?);
        Some(match &node.content {
            Content::Scalar(text, ScalarStyle::Plain) => Tree::Plain(text.to_string()),
            Content::Scalar(text, _) => Tree::Text(text.to_string()),
            Content::List(items) => Tree::List(items.iter().filter_map(below).collect()),
            Content::Map(members) => {
                let member =
                    |(key, at): &(Cow<'t, str>, usize)| Some((key.to_string(), below(at)?));
                Tree::Map(members.iter().filter_map(member).collect())
            }
            Content::Alias => return None,
        })
    }

    /// The same path with list entries named by what tells them apart (`[name=Tag]`), where they
    /// have a member that does.
    pub fn named(&self, path: &Path) -> Path {
        let mut steps = Vec::new();
        for (at, step) in path.steps().iter().enumerate() {
            let name = match step {
                Step::Index(_) => self.walk(path.steps().get(..=at).unwrap_or_default()),
                _ => None,
            };
            let name = name.and_then(|entry| self.name_of(entry));
            steps.push(name.unwrap_or_else(|| step.clone()));
        }
        Path::from(steps)
    }

    /// The first scalar directly below `path` whose text is `text`.
    pub(super) fn scalar_below(&self, path: &Path, text: &str) -> Option<Place> {
        let node = self.walk(path.steps())?;
        let below: Vec<usize> = match &node.content {
            Content::Map(members) => members.iter().map(|(_, node)| *node).collect(),
            Content::List(items) => items.clone(),
            _ => return None,
        };
        let mut nodes = below.into_iter().filter_map(|node| self.nodes.get(node));
        nodes
            .find(|node| node.text() == Some(text))
            .map(|node| node.place)
    }

    /// The second of two equal keys in the mapping at `path`.
    pub(super) fn second_key(&self, path: &Path, key: &str) -> Option<Span> {
        let Content::Map(members) = &self.walk(path.steps())?.content else {
            return None;
        };
        let (_, node) = members.iter().filter(|(name, _)| name == key).nth(1)?;
        self.nodes.get(*node)?.place.key
    }

    /// Where aliases are used.
    pub(super) fn aliases(&self) -> &[Span] {
        &self.aliases
    }

    /// Where documents begin.
    pub(super) fn documents(&self) -> &[Span] {
        &self.documents
    }

    /// The place of a 1-based line and column.
    pub(super) fn at(&self, line: usize, column: usize) -> Span {
        self.lines.span(line, column.saturating_sub(1), None)
    }

    fn walk(&self, steps: &[Step]) -> Option<&Node<'t>> {
        let mut node = self.nodes.first()?;
        for step in steps {
            let next = match (step, &node.content) {
                (Step::Key(key), Content::Map(members)) => {
                    let mut members = members.iter();
                    members.find(|(name, _)| name == key).map(|(_, node)| *node)
                }
                (Step::Index(index), Content::List(items)) => items.get(*index).copied(),
                (Step::Where(key, value), Content::List(items)) => {
                    // An empty text is not always written.
                    let wanted =
                        |item: &&usize| self.member(**item, key).unwrap_or_default() == value;
                    items.iter().find(wanted).copied()
                }
                _ => None,
            };
            node = self.nodes.get(next?)?;
        }
        Some(node)
    }

    fn member(&self, node: usize, key: &str) -> Option<&str> {
        let Content::Map(members) = &self.nodes.get(node)?.content else {
            return None;
        };
        let (_, node) = members.iter().find(|(name, _)| name == key)?;
        self.nodes.get(*node)?.text()
    }

    fn name_of(&self, entry: &Node<'t>) -> Option<Step> {
        let Content::Map(members) = &entry.content else {
            return None;
        };
        ["name", "id", "code"].iter().find_map(|key| {
            let (_, node) = members.iter().find(|(name, _)| name == key)?;
            let value = self.nodes.get(*node)?.text()?;
            Some(Step::Where((*key).to_owned(), value.to_owned()))
        })
    }
}

impl Node<'_> {
    fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar(text, _) => Some(text),
            _ => None,
        }
    }
}

struct Builder<'t> {
    places: Places<'t>,
    open: Vec<Open<'t>>,
}

/// A list or a mapping whose end is still to come.
struct Open<'t> {
    node: usize,
    key: Option<(Cow<'t, str>, Span)>,
    is_map: bool,
}

impl<'t> Builder<'t> {
    fn event(&mut self, event: Event<'t>, span: saphyr_parser::Span) {
        let place = self.places.lines.of_span(span);
        match event {
            Event::DocumentStart(_) => self.places.documents.push(place),
            Event::Scalar(text, style, ..) => {
                if let Some(open) = self.open.last_mut()
                    && open.is_map
                    && open.key.is_none()
                {
                    open.key = Some((text, place));
                } else {
                    self.add(Content::Scalar(text, style), place);
                }
            }
            Event::Alias(_) => {
                self.places.aliases.push(place);
                self.add(Content::Alias, place);
            }
            Event::SequenceStart(..) => self.start(Content::List(Vec::new()), place, false),
            Event::MappingStart(..) => self.start(Content::Map(Vec::new()), place, true),
            Event::SequenceEnd | Event::MappingEnd => self.close(Some(place)),
            _ => {}
        }
    }

    fn start(&mut self, content: Content<'t>, place: Span, is_map: bool) {
        // A list or a mapping as a key has no name; its place stands in for one.
        if let Some(open) = self.open.last_mut()
            && open.is_map
            && open.key.is_none()
        {
            open.key = Some((Cow::Borrowed(""), place));
        }
        let node = self.add(content, place);
        self.open.push(Open {
            node,
            key: None,
            is_map,
        });
    }

    fn close(&mut self, end: Option<Span>) {
        let Some(open) = self.open.pop() else {
            return;
        };
        if let (Some(end), Some(node)) = (end, self.places.nodes.get_mut(open.node)) {
            node.place.value.end = node.place.value.end.max(end.start);
        }
    }

    fn add(&mut self, content: Content<'t>, value: Span) -> usize {
        let at = self.places.nodes.len();
        let mut key = None;
        if let Some(open) = self.open.last_mut() {
            let name = open.key.take();
            key = name.as_ref().map(|(_, place)| *place);
            match (
                self.places
                    .nodes
                    .get_mut(open.node)
                    .map(|node| &mut node.content),
                name,
            ) {
                (Some(Content::Map(members)), Some((name, _))) => members.push((name, at)),
                (Some(Content::List(items)), _) => items.push(at),
                _ => {}
            }
        }
        let place = Place { key, value };
        self.places.nodes.push(Node { place, content });
        at
    }
}

/// Where lines begin, to turn lines and columns into bytes.
#[derive(Debug)]
struct Lines<'t> {
    text: &'t str,
    /// The number of the first character of each line.
    starts: Vec<usize>,
    /// The byte of every [`STRIDE`]th character: a file may be one long line, in which each place
    /// would else be counted out from its start.
    marks: Vec<usize>,
}

/// So many characters are counted out at most.
const STRIDE: usize = 64;

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let mut starts = vec![usize::from(text.starts_with('\u{FEFF}'))];
        let mut marks = Vec::with_capacity(text.len() / STRIDE + 1);
        let bytes = text.as_bytes();
        for (number, (at, character)) in text.char_indices().enumerate() {
            if number % STRIDE == 0 {
                marks.push(at);
            }
            if character == '\n' || (character == '\r' && bytes.get(at + 1) != Some(&b'\n')) {
                starts.push(number + 1);
            }
        }
        Self {
            text,
            starts,
            marks,
        }
    }

    fn of_span(&self, span: saphyr_parser::Span) -> Span {
        self.span(span.start.line(), span.start.col(), Some(span.end))
    }

    /// The span from a 1-based line and a 0-based column on.
    fn span(&self, line: usize, column: usize, end: Option<Marker>) -> Span {
        let start = self.byte(line, column);
        let end = end.map_or(start, |end| self.byte(end.line(), end.col()));
        Span {
            start,
            end: end.max(start),
            line: u32::try_from(line.max(1)).unwrap_or(u32::MAX),
            column: u32::try_from(column + 1).unwrap_or(u32::MAX),
        }
    }

    fn byte(&self, line: usize, column: usize) -> usize {
        let Some(first) = self.starts.get(line.saturating_sub(1)) else {
            return self.text.len();
        };
        let number = first.saturating_add(column);
        let Some(mark) = self.marks.get(number / STRIDE) else {
            return self.text.len();
        };
        let rest = self.text.get(*mark..).unwrap_or_default();
        let mut chars = rest.char_indices().skip(number % STRIDE);
        chars.next().map_or(self.text.len(), |(at, _)| mark + at)
    }
}
