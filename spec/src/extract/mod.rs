//! Reads reference pages into specs: bytes → page → tables → parameters → rules → operation.
//!
//! [`extract_page`] is the whole way of one page. It never fails: whatever could not be read is a
//! diagnostic, and an operation comes out if the page documents one.

mod align;
mod asides;
mod blame;
pub mod catalogue;
mod checks;
mod columns;
mod dialect;
mod document;
mod encoding;
mod errors;
mod evidence;
mod examples;
mod folder;
mod identity;
mod introduction;
pub mod prose;
mod records;
mod report;
mod request;
mod response;
mod restated;
mod sections;
mod tables;
mod types;
mod wire_name;

pub use dialect::Dialect;
pub use folder::{FolderPage, Outcome, Summary, extract_folder};

use crate::model::{FORMAT_VERSION, Operation, Source};
use crate::{Diagnostic, Span};
use dialect::{Column, SectionKind, Vocabulary};
use document::{Block, Page};
use identity::Identity;
use records::Record;
use report::Report;
use request::path;
use response::{TypePage, TypePages};
use sections::Section;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::ops::Range;
use tables::{Documented, Subject};

/// What one page gave.
#[derive(Debug, Clone, Default)]
pub struct Extraction {
    /// The operation, unless the page documents none.
    pub operation: Option<Operation>,
    /// Where in the page each part of the spec stands: the path in the spec
    /// (`request.parameters[name=DiskId]`, `errors[3]`) and the place of its row.
    pub places: Vec<(String, Span)>,
    /// Rows of tables and entries of lists that were read.
    pub rows: usize,
    /// Everything that was doubtful or could not be read, in the order of the page.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the page itself may not say.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The product, if the page does not name it.
    pub product: Option<String>,
    /// The API version, if the page does not name it.
    pub version: Option<String>,
    /// The locale, if neither the path nor the text tells.
    pub locale: Option<String>,
    /// The vocabulary of the pages; the built-in one when absent.
    pub dialect: Option<Dialect>,
}

impl Options {
    /// The vocabulary to read with.
    fn vocabulary(&self) -> &Vocabulary {
        let dialect = self.dialect.as_ref();
        dialect.unwrap_or_else(|| Dialect::built_in()).vocabulary()
    }
}

/// Reads one page. `file` is the name used in diagnostics and in `source`; folders in it such as
/// `ecs/cn.zh-CN` tell product and locale where the page does not.
///
/// ```
/// use doctract_spec::extract::{Options, extract_page};
///
/// let page = "\
/// ## Request parameters
///
/// |Parameter|Type|Required|Description|
/// |--|--|--|--|
/// |Action|String|Yes|Set the value to StopThing. |
/// |ThingId|String|Yes|The ID of the thing.
///
///  Take it from DescribeThings. |
/// ";
/// let extraction = extract_page("StopThing.md", page.as_bytes(), &Options::default());
/// let operation = extraction.operation.unwrap();
/// assert_eq!(operation.operation, "StopThing");
/// assert!(operation.request.parameters[1].required);
/// ```
pub fn extract_page(file: &str, bytes: &[u8], options: &Options) -> Extraction {
    read_page(file, bytes, options, None)
}

/// [`extract_page`], with the pages of types that this one may refer to.
fn read_page(
    file: &str,
    bytes: &[u8],
    options: &Options,
    types: Option<&dyn TypePages>,
) -> Extraction {
    let mut report = Report::new(file);
    let text = match encoding::decode(bytes) {
        Ok(text) => text,
        Err(not_text) => {
            report.whole(not_text.entry, not_text.message);
            return Extraction {
                diagnostics: report.finish(),
                ..Extraction::default()
            };
        }
    };
    let dialect = options.vocabulary();
    let page = Page::read(text, &|cell| dialect.columns.get(cell).is_some());
    let mut extraction = read(&page, file, options, types, &mut report);
    if let Some(operation) = &mut extraction.operation {
        operation.source = Some(Source {
            page: file.to_owned(),
            sha256: hexadecimal(&Sha256::digest(bytes)),
        });
    }
    extraction.diagnostics = report.finish();
    extraction
}

/// The type that a page documents, if it documents one and no operation.
fn read_type(bytes: &[u8], options: &Options) -> Option<TypePage> {
    let text = encoding::decode(bytes).ok()?;
    let dialect = options.vocabulary();
    let page = Page::read(text, &|cell| dialect.columns.get(cell).is_some());
    let sections = sections::of_page(&page, dialect);
    let mut report = Report::new("");
    let tables = tables::read(&page, &sections, dialect, &mut report);
    let is_type = tables
        .iter()
        .all(|table| matches!(table.subject, Subject::Answer | Subject::AnswerMembers));
    let first = tables.into_iter().next().filter(|_| is_type)?;
    Some(TypePage::new(
        first.records.into_iter().map(Record::into_owned).collect(),
    ))
}

fn read(
    page: &Page<'_>,
    file: &str,
    options: &Options,
    types: Option<&dyn TypePages>,
    report: &mut Report<'_>,
) -> Extraction {
    let dialect = options.vocabulary();
    let sections = sections::of_page(page, dialect);
    tell_layout(page, &sections, report);
    let tables = tables::read(page, &sections, dialect, report);
    let mut shown = examples::read(page, &sections, dialect, report);
    let line = path::find(&sections, page);
    let evidence = evidence::gather(&tables, &sections, &shown, line.is_some(), dialect);
    let Some(identity) = identity::settle(page, file, options, dialect, &evidence, report) else {
        return Extraction::default();
    };
    let line = line.filter(|_| identity.style == crate::model::Style::Roa);
    tell_line(page, &identity, line.as_ref(), report);
    let english = identity
        .locale
        .as_deref()
        .is_some_and(|locale| locale.starts_with("en"));
    let parameters = request::read(
        &request::Context {
            page,
            dialect,
            operation: &identity.name,
            english,
            line: line.as_ref(),
            shown: &shown,
        },
        &tables,
        report,
    );
    let answer = response::read(
        &response::Context {
            page,
            dialect,
            shown: &shown,
            types,
            operation: &identity.name,
            english,
        },
        &tables,
        report,
    );
    let mut places = parameters.places;
    places.extend(answer.places);
    asides::rows(page, &tables, &places, report);
    asides::sections(page, &sections, &tables, &shown, line.as_ref(), report);
    let mut errors = Vec::new();
    for table in tables
        .iter()
        .filter(|table| table.subject == Subject::Errors)
    {
        for (row, range) in errors::rows(page, &table.records, table.has(Column::Status), report) {
            places.push((format!("errors[{}]", errors.len()), range));
            errors.push(row);
        }
    }
    let introduction = introduction::read(&sections, dialect);
    let reading = prose::read_introduction(&introduction.whole(), english, &parameters.patterns);
    for sentence in reading.unread {
        report.whole(&catalogue::RULE_UNREAD, sentence);
    }
    for error in &mut errors {
        error.blames = blame::blames(error, &parameters.named, &reading.preconditions, dialect);
    }
    let error_section = error_section(page, &sections, &tables, report);
    let mut operation = Operation {
        methods: line
            .as_ref()
            .map(|line| line.methods.clone())
            .unwrap_or_default(),
        path: line.map(|line| line.path),
        summary: introduction.summary,
        description: introduction.description,
        deprecated: reading.deprecated,
        preconditions: reading.preconditions,
        constraints: reading.constraints,
        request: parameters.request,
        response: answer.response,
        error_section,
        errors,
        examples: std::mem::take(&mut shown.examples),
        ..identified(identity)
    };
    for different in restated::by_errors(&mut operation, &parameters.patterns) {
        let path = format!("errors[{}]", different.error.unwrap_or_default());
        let range = places.iter().find(|(known, _)| *known == path);
        let message = format!("`{}`: {}", different.pattern, different.what);
        match range {
            Some((_, range)) => report.at(page, range, &catalogue::ERROR_DIFFERS, message),
            None => report.whole(&catalogue::ERROR_DIFFERS, message),
        }
    }
    checks::requests(page, &operation, &shown, dialect, report);
    let places = places
        .into_iter()
        .map(|(path, range)| (path, page.span(&range)));
    Extraction {
        operation: Some(operation),
        places: places.collect(),
        rows: tables.iter().map(|table| table.records.len()).sum(),
        diagnostics: Vec::new(),
    }
}

/// Names what the document layer found odd.
fn tell_layout(page: &Page<'_>, sections: &[Section<'_, '_>], report: &mut Report<'_>) {
    for range in page.stray_pipe_lines() {
        report.at(
            page,
            &range,
            &catalogue::PIPE_OUTSIDE,
            "no table header above",
        );
    }
    for block in &page.blocks {
        if let Block::Code(code) = block
            && !code.closed
        {
            let entry = &catalogue::UNCLOSED_CODE;
            report.at(page, &code.range, entry, "");
        }
    }
    for section in sections.iter().filter(|section| !section.known) {
        if let Some(heading) = section.heading {
            let message = format!("`{}`", heading.text);
            report.at(page, &heading.range, &catalogue::UNKNOWN_HEADING, message);
        }
    }
}

/// Names what is odd about method and path.
fn tell_line(
    page: &Page<'_>,
    identity: &Identity,
    line: Option<&path::RequestLine>,
    report: &mut Report<'_>,
) {
    match line {
        Some(line) if line.methods.len() > 1 => {
            let message = line.methods.join(", ");
            report.at(page, &line.range, &catalogue::SEVERAL_METHODS, message);
        }
        None if identity.style == crate::model::Style::Roa => {
            report.whole(&catalogue::NO_PATH, "no request line in the page");
        }
        _ => {}
    }
}

fn identified(identity: Identity) -> Operation {
    Operation {
        doctract: FORMAT_VERSION,
        product: identity.product,
        version: identity.version,
        operation: identity.name,
        style: identity.style,
        locale: identity.locale,
        title: identity.title,
        ..Operation::default()
    }
}

fn error_section(
    page: &Page<'_>,
    sections: &[Section<'_, '_>],
    tables: &[Documented<'_, '_>],
    report: &mut Report<'_>,
) -> crate::model::ErrorSection {
    let of_errors: Vec<_> = sections
        .iter()
        .filter(|section| section.kind == Some(SectionKind::Errors))
        .collect();
    let documented = |list: bool| {
        tables
            .iter()
            .any(|table| table.subject == Subject::Errors && table.is_list == list)
    };
    let kind = errors::section_kind(&of_errors, documented(false), documented(true));
    if kind == crate::model::ErrorSection::Empty {
        let range: Range<usize> = of_errors.first().map_or(0..0, |section| section.range());
        report.at(
            page,
            &range,
            &catalogue::EMPTY_ERRORS,
            "nothing below the heading",
        );
    }
    kind
}

fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
