//! Response tables → the fields of the answer, nested as the examples show.

mod doubts;
mod fields;
mod rows;
mod structs;
mod tree;
mod values;

use super::dialect::Vocabulary;
use super::document::Page;
use super::examples::Shown;
use super::report::Report;
use super::tables::Documented;
use crate::model::{BodyFormat, Response};
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
    pub(crate) operation: &'c str,
    /// Whether the page is English; else it is Chinese.
    pub(crate) english: bool,
}

/// The answer, and where each field stands in the page.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// The answer.
    pub(crate) response: Response,
    /// The path of each field in the spec, and its row.
    pub(crate) places: Vec<(String, Range<usize>)>,
}

/// Reads the answer of a page.
pub(crate) fn read(
    context: &Context<'_>,
    tables: &[Documented<'_, '_>],
    report: &mut Report<'_>,
) -> Answer {
    let structs = Structs::collect(context, tables, report);
    let shape = &context.shown.answer;
    let shape = (!shape.children.is_empty()).then_some(shape);
    let nodes = tree::grow(context, &structs, shape, report);
    doubts::tell_undocumented(context, &nodes, shape, report);
    let mut places = Vec::new();
    let mut fields = fields::of_nodes(nodes, "response.fields", &mut places);
    values::read(context, &mut fields);
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
