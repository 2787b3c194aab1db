//! Printed examples against the tables, in both directions.

use super::catalogue;
use super::dialect::Vocabulary;
use super::document::Page;
use super::examples::Shown;
use super::examples::shape::Shape;
use super::report::Report;
use crate::model::{Field, Operation, Position, RequestExample, Style};
use crate::names::Names;
use std::ops::Range;

/// Compares every request that the page prints with what its tables say.
pub(crate) fn requests(
    page: &Page<'_>,
    operation: &Operation,
    shown: &Shown,
    dialect: &Vocabulary,
    report: &mut Report<'_>,
) {
    // Without a table nothing can be missing from it.
    if operation.request.parameters.is_empty() {
        return;
    }
    let names = Names::new(operation);
    for (example, range) in operation.examples.requests.iter().zip(&shown.requests) {
        let mut check = Check {
            page,
            operation,
            dialect,
            range,
            report,
        };
        check.name(example);
        check.unknown(example, &names);
        check.missing(example);
        check.line(example);
    }
    if let (Some(body), Some(range)) = (&shown.body, shown.requests.first()) {
        unknown_in_body(page, operation, body, range, report);
    }
}

struct Check<'c, 'f> {
    page: &'c Page<'c>,
    operation: &'c Operation,
    dialect: &'c Vocabulary,
    range: &'c Range<usize>,
    report: &'c mut Report<'f>,
}

impl Check<'_, '_> {
    fn is_operation_parameter(&self, name: &str) -> bool {
        let known = self.dialect.operation_parameter.as_deref();
        known.is_some_and(|known| known.eq_ignore_ascii_case(name))
    }

    /// The operation that the example calls.
    fn name(&mut self, example: &RequestExample) {
        let mut sent = example.parameters.iter();
        let called = sent.find(|pair| self.is_operation_parameter(&pair.name));
        let own = &self.operation.operation;
        if let Some(called) = called.filter(|called| called.value.trim() != own.as_str()) {
            let message = format!(
                "the example calls `{}`, the page is about `{own}`",
                called.value.trim()
            );
            self.report
                .at(self.page, self.range, &catalogue::EXAMPLE_NAME, message);
        }
    }

    /// Parameters that no row documents.
    fn unknown(&mut self, example: &RequestExample, names: &Names<'_>) {
        let is_common = |name: &str| self.dialect.common_names.get(name).is_some();
        let unknown: Vec<_> = example
            .parameters
            .iter()
            .map(|pair| pair.name.as_str())
            .filter(|name| names.resolve(name).is_none() && names.find(name).is_none())
            .filter(|name| !is_common(name) && !self.is_operation_parameter(name))
            .collect();
        if !unknown.is_empty() {
            let message = format!("`{}`", unknown.join("`, `"));
            self.report
                .at(self.page, self.range, &catalogue::EXAMPLE_UNKNOWN, message);
        }
    }

    /// Required parameters that the example leaves out.
    fn missing(&mut self, example: &RequestExample) {
        let travels_beside = |field: &Field| {
            matches!(
                field.position,
                Some(Position::Body | Position::Header | Position::Path | Position::Host)
            )
        };
        let sent = |field: &Field| {
            example.parameters.iter().any(|pair| {
                let first = pair.name.split('.').next().unwrap_or_default();
                first == field.name
                    || pair.name == field.name
                    || field.aliases.iter().any(|alias| alias == first)
            })
        };
        let required = self
            .operation
            .request
            .parameters
            .iter()
            .filter(|field| field.required);
        let missing: Vec<_> = required
            .filter(|field| !travels_beside(field) && !sent(field))
            .map(|field| field.name.as_str())
            .collect();
        if !missing.is_empty() {
            let message = format!("`{}`", missing.join("`, `"));
            self.report
                .at(self.page, self.range, &catalogue::EXAMPLE_MISSING, message);
        }
    }

    /// Method and path of the example's request line.
    fn line(&mut self, example: &RequestExample) {
        let (Some(path), Style::Roa) = (&example.path, self.operation.style) else {
            return;
        };
        let documented = self.operation.path.as_deref().unwrap_or_default();
        let method = example.method.as_deref().unwrap_or_default();
        let fits = self.operation.methods.iter().any(|known| known == method);
        if !fits || !path_fits(path, documented) {
            let message = format!(
                "`{method} {path}` does not fit `{} {documented}`",
                self.operation.methods.join("|")
            );
            self.report
                .at(self.page, self.range, &catalogue::EXAMPLE_PATH, message);
        }
    }
}

/// Whether a path with values has the shape of a documented one.
fn path_fits(path: &str, documented: &str) -> bool {
    let parts = |path: &str| {
        path.trim_matches('/')
            .split('/')
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (path, documented) = (parts(path), parts(documented));
    path.len() == documented.len()
        && path
            .iter()
            .zip(&documented)
            .all(|(own, known)| known.starts_with('{') || own == known)
}

/// Members of a printed body that no row documents.
fn unknown_in_body(
    page: &Page<'_>,
    operation: &Operation,
    body: &Shape,
    range: &Range<usize>,
    report: &mut Report<'_>,
) {
    let in_body = |field: &&Field| field.position == Some(Position::Body);
    let fields: Vec<&Field> = match &operation.request.body {
        Some(whole) => whole
            .items
            .iter()
            .flat_map(|items| &items.properties)
            .collect(),
        None => operation
            .request
            .parameters
            .iter()
            .filter(in_body)
            .collect(),
    };
    if fields.is_empty() {
        return;
    }
    let unknown: Vec<_> = body
        .children
        .iter()
        .filter(|child| !fields.iter().any(|field| field.name == child.name))
        .map(|child| child.name.as_str())
        .collect();
    if !unknown.is_empty() {
        let message = format!("`{}` in the body", unknown.join("`, `"));
        report.at(page, range, &catalogue::EXAMPLE_UNKNOWN, message);
    }
}

#[cfg(test)]
mod tests {
    use super::path_fits;

    #[test]
    fn a_path_fits_its_template() {
        assert!(path_fits("/a/x-1/b", "/a/{Id}/b"));
        assert!(!path_fits("/a/x-1", "/a/{Id}/b"));
        assert!(!path_fits("/a/x-1/c", "/a/{Id}/b"));
    }
}
