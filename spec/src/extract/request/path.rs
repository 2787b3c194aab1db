//! Method and path of an HTTP-path operation, from its syntax line.

use super::super::blame::Named;
use super::super::catalogue;
use super::super::dialect::SectionKind;
use super::super::document::{Block, Page};
use super::super::report::Report;
use super::super::sections::Section;
use super::tree::Tree;
use super::{Context, Parameters};
use crate::model::{Field, Position};
use std::ops::Range;

/// What a request line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct RequestLine {
    /// The methods, as printed.
    pub(crate) methods: Vec<String>,
    /// The path, variables in braces, without query.
    pub(crate) path: String,
    /// The query, without its question mark.
    pub(crate) query: String,
    /// The bytes of the code block.
    pub(crate) range: Range<usize>,
}

const METHODS: [&str; 7] = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"];

impl RequestLine {
    /// The names of the variables in the path.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        let parts = self.path.split('{').skip(1);
        parts.filter_map(|part| part.split_once('}').map(|(name, _)| name))
    }
}

/// The request line in the section of the syntax, or in the first code block that begins with one.
pub(crate) fn find(sections: &[Section<'_, '_>], page: &Page<'_>) -> Option<RequestLine> {
    let is_syntax = |section: &&Section<'_, '_>| section.kind == Some(SectionKind::RequestSyntax);
    let syntax = sections
        .iter()
        .filter(is_syntax)
        .flat_map(|section| section.blocks);
    let anywhere = page.blocks.iter();
    syntax.chain(anywhere).find_map(|block| match block {
        Block::Code(code) => read(&code.text, code.range.clone()),
        _ => None,
    })
}

/// Reads the request line at the start of a text: `PUT /instances/[InstanceId]?x=y HTTP/1.1`.
pub(crate) fn read(text: &str, range: Range<usize>) -> Option<RequestLine> {
    let text = text.trim_start();
    let methods_end =
        text.find(|character: char| !(character.is_ascii_uppercase() || character == '|'))?;
    let methods: Vec<_> = text[..methods_end].split('|').map(str::to_owned).collect();
    let known = |method: &String| METHODS.contains(&method.as_str());
    let rest = text[methods_end..].trim_start();
    if !methods.iter().all(known) || methods_end == 0 {
        return None;
    }
    let line = rest.lines().next().unwrap_or_default();
    let end = line.find(" HTTP").unwrap_or(line.len());
    let target = line[..end].trim();
    let target = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    if !target.starts_with('/') {
        return None;
    }
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let path: String = path
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    Some(RequestLine {
        methods,
        path: with_braces(&path),
        query: query.trim().to_owned(),
        range,
    })
}

/// `[X]` and `<X>` as `{X}`.
fn with_braces(path: &str) -> String {
    path.replace(['[', '<'], "{").replace([']', '>'], "}")
}

/// Adds the variables of the path that no row documents.
pub(super) fn add_variables(
    context: &Context<'_>,
    tree: &mut Tree,
    parameters: &mut Parameters,
    report: &mut Report<'_>,
) {
    let Some(line) = context.line else {
        return;
    };
    for variable in line.variables() {
        let known = tree.fields.iter_mut().find(|field| field.name == variable);
        if let Some(field) = known {
            field.position = Some(Position::Path);
            continue;
        }
        report.at(
            context.page,
            &line.range,
            &catalogue::PATH_VARIABLE,
            format!("`{variable}` has no row"),
        );
        parameters.patterns.push(variable.to_owned());
        parameters.named.push(Named::new(variable, None));
        tree.places.push((
            format!("request.parameters[name={variable}]"),
            line.range.clone(),
        ));
        tree.fields.push(Field {
            name: variable.to_owned(),
            required: true,
            position: Some(Position::Path),
            ..Field::default()
        });
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_request_line_is_read_in_all_its_forms() {
        let line = read("\n  PATCH|POST /a/[Id]/b HTTPS|HTTP\n", 0..0).expect("a line");
        assert_eq!((line.methods.len(), line.path.as_str()), (2, "/a/{Id}/b"));
        assert_eq!(line.variables().collect::<Vec<_>>(), ["Id"]);
        let line = read("GET https://host/x/<y>?a=b&c=d HTTP/1.1", 0..0).expect("a line");
        assert_eq!(
            (line.path.as_str(), line.query.as_str()),
            ("/x/{y}", "a=b&c=d")
        );
        assert_eq!(read("GETTER /x", 0..0), None);
        assert_eq!(read("{\"a\": 1}", 0..0), None);
    }
}
