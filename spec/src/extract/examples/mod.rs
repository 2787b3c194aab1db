//! The examples of a page: which code block is a request, a good answer, a bad one.

pub(crate) mod json;
mod members;
mod request;
pub(crate) mod shape;
pub(crate) mod xml;

use super::catalogue;
use super::dialect::{Label, SectionKind, Vocabulary};
use super::document::{Block, Code, Page};
use super::report::Report;
use super::sections::Section;
use crate::model::{BodyFormat, Examples, RequestExample, ResponseExample};
use shape::{Shape, ShapeKind};
use std::collections::HashSet;
use std::ops::Range;

/// What the examples of a page show.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// The examples themselves.
    pub(crate) examples: Examples,
    /// The place of each request.
    pub(crate) requests: Vec<Range<usize>>,
    /// Where the code blocks begin that are one of the examples.
    pub(crate) codes: Vec<usize>,
    /// The structure of the good answers, all examples together.
    pub(crate) answer: Shape,
    /// The place of the first good answer.
    pub(crate) answer_range: Option<Range<usize>>,
    /// The names with a dot in them that good answers show: `Region.en`.
    pub(crate) dotted_names: HashSet<String>,
    /// The structure of the request's body.
    pub(crate) body: Option<Shape>,
}

impl Shown {
    fn examples_count(&self) -> usize {
        self.examples.requests.len() + self.examples.responses.len()
    }
}

/// Reads the examples of a page.
pub(crate) fn read(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    dialect: &Vocabulary,
    report: &mut Report<'_>,
) -> Shown {
    let mut reader = Reader {
        page,
        dialect,
        report,
        shown: Shown::default(),
    };
    for section in sections {
        reader.section(section);
    }
    let mut shown = reader.shown;
    shown.answer.settle_wrappers();
    shown.answer.collect_dotted(&mut shown.dotted_names);
    shown
}

struct Reader<'r, 'p, 'a, 'f> {
    page: &'p Page<'a>,
    dialect: &'p Vocabulary,
    report: &'r mut Report<'f>,
    shown: Shown,
}

impl Reader<'_, '_, '_, '_> {
    fn section(&mut self, section: &Section<'_, '_>) {
        let mut label = match section.kind {
            Some(SectionKind::RequestExample | SectionKind::RequestBody) => Some(Label::Request),
            Some(SectionKind::ResponseExample) => Some(Label::Success),
            Some(SectionKind::ErrorExample) => Some(Label::Failure),
            _ => None,
        };
        for block in section.blocks {
            match block {
                Block::Prose(prose) => {
                    if let Some(found) = self.dialect.labels.get(&prose.text)
                        && !matches!(found, Label::Json | Label::Xml)
                    {
                        label = Some(found);
                    }
                }
                Block::Code(code) if is_of_interest(section.kind) => {
                    let before = self.shown.examples_count();
                    self.code(code, label, section.kind);
                    if self.shown.examples_count() > before {
                        self.shown.codes.push(code.range.start);
                    }
                }
                _ => {}
            }
        }
    }

    fn code(&mut self, code: &Code<'_>, label: Option<Label>, section: Option<SectionKind>) {
        let text = code
            .text
            .trim_matches(|character: char| character.is_whitespace() || character == '\u{a0}');
        if text.is_empty() {
            return;
        }
        let in_body = section == Some(SectionKind::RequestBody);
        if !in_body && let Some(request) = request::read(&code.text, self.dialect) {
            return self.request(request, code);
        }
        // Elsewhere JSON is the value of a parameter, say.
        let may_answer = label.is_some()
            || !matches!(
                section,
                Some(SectionKind::RequestParameters | SectionKind::Description)
            );
        if !may_answer && !in_body {
            return;
        }
        let (status, body) = after_head(text);
        match body.as_bytes().first() {
            Some(b'{' | b'[' | b'"') => {
                let parsed = json::read(body);
                self.tell(parsed.mistake, parsed.broken, code, body);
                let shape = Shape::of_json("", &parsed.value);
                if in_body {
                    self.merge_body(shape);
                } else {
                    let failure = label == Some(Label::Failure) || is_failure(&shape);
                    self.response(BodyFormat::Json, failure, status, body, shape, code);
                }
            }
            Some(b'<') if !in_body => {
                let parsed = xml::read(body);
                self.tell(parsed.mistake, false, code, body);
                let shape = root_of(&parsed.roots);
                let failure = label == Some(Label::Failure) || is_failure(&shape);
                self.response(BodyFormat::Xml, failure, status, body, shape, code);
            }
            _ if matches!(label, Some(Label::Success | Label::Failure)) => {
                let failure = label == Some(Label::Failure);
                self.response(
                    BodyFormat::Text,
                    failure,
                    status,
                    body,
                    Shape::default(),
                    code,
                );
            }
            _ => {}
        }
    }

    fn request(&mut self, request: RequestExample, code: &Code<'_>) {
        if let Some(body) = &request.body {
            let parsed = json::read(body);
            self.tell(parsed.mistake, parsed.broken, code, body);
            self.merge_body(Shape::of_json("", &parsed.value));
        }
        self.shown.examples.requests.push(request);
        self.shown.requests.push(code.range.clone());
    }

    fn merge_body(&mut self, shape: Shape) {
        match &mut self.shown.body {
            Some(body) => body.merge(shape),
            None => self.shown.body = Some(shape),
        }
    }

    fn response(
        &mut self,
        format: BodyFormat,
        failure: bool,
        status: Option<u16>,
        body: &str,
        shape: Shape,
        code: &Code<'_>,
    ) {
        if !failure {
            self.shown.answer_range.get_or_insert(code.range.clone());
            self.shown.answer.merge(unwrapped(shape));
        }
        self.shown.examples.responses.push(ResponseExample {
            format,
            failure,
            status,
            body: body.to_owned(),
        });
    }

    fn tell(
        &mut self,
        mistake: Option<(&'static str, usize)>,
        broken: bool,
        code: &Code<'_>,
        body: &str,
    ) {
        let Some((what, at)) = mistake else {
            return;
        };
        // The place in the page, where the block is printed as it stands.
        let offset = self.page.text[code.range.clone()].find(body);
        let place = match offset {
            Some(offset) => {
                let at = code.range.start + offset + at;
                at..at
            }
            None => code.range.clone(),
        };
        let entry = if broken {
            &catalogue::EXAMPLE_INVALID
        } else {
            &catalogue::EXAMPLE_LENIENT
        };
        self.report.at(self.page, &place, entry, what);
    }
}

/// Whether code blocks of a section can be examples of calls.
fn is_of_interest(section: Option<SectionKind>) -> bool {
    !matches!(
        section,
        Some(
            SectionKind::RequestSyntax
                | SectionKind::Permissions
                | SectionKind::Errors
                | SectionKind::Endpoint
                | SectionKind::ParameterDetails
        )
    )
}

/// The status and the body of a printed answer that may begin with its HTTP head.
fn after_head(text: &str) -> (Option<u16>, &str) {
    let Some(rest) = text.strip_prefix("HTTP/") else {
        return (None, text);
    };
    let status = rest
        .split_ascii_whitespace()
        .nth(1)
        .and_then(|status| status.parse().ok());
    let start = text.find(['{', '<']).unwrap_or(text.len());
    (status, text[start..].trim())
}

/// Whether an answer is a failure by its content: code and message, and where to ask.
fn is_failure(shape: &Shape) -> bool {
    let has = |name: &str| shape.child(name).is_some();
    shape.name == "Error" || (has("Code") && has("Message") && has("HostId"))
}

/// The single root of an XML text, or all roots as the members of an unnamed one.
fn root_of(roots: &[xml::Element<'_>]) -> Shape {
    if let [root] = roots {
        return Shape::of_xml(root);
    }
    let whole = xml::Element {
        name: "",
        children: roots.to_vec(),
        has_text: false,
    };
    Shape::of_xml(&whole)
}

/// A shape without the root that only names the operation: `{"XResponse": {…}}`.
fn unwrapped(mut shape: Shape) -> Shape {
    if let [only] = &shape.children[..] {
        let names_answer = only.name.ends_with("Response") && only.kind == ShapeKind::Object;
        if names_answer {
            shape = shape.children.take().remove(0);
        }
    }
    // Two roots, one of which is the answer.
    if let Some(at) = shape.children.iter().position(|child| {
        child.name.ends_with("Response") && child.kind == ShapeKind::Object && shape.name.is_empty()
    }) {
        shape = shape.children.take().remove(at);
    }
    shape.name.clear();
    shape
}
