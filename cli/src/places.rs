//! Where the statements of operations stand: the row of a page, or the line of a spec.

use doctract_conformance::report::Place;
use doctract_spec::statement::statements;
use doctract_spec::{Operation, Span, yaml};
use std::collections::HashMap;

/// Where an operation was read from.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    file: String,
    /// The rows of a page by their paths in the spec; `None` for a spec file.
    rows: Option<Vec<(String, Span)>>,
}

impl Origin {
    /// A page and the places of its rows.
    pub(crate) fn page(file: &str, rows: Vec<(String, Span)>) -> Self {
        Self {
            file: file.to_owned(),
            rows: Some(rows),
        }
    }

    /// A spec file.
    pub(crate) fn spec(file: &str) -> Self {
        Self {
            file: file.to_owned(),
            rows: None,
        }
    }

    /// The line and column of a path in the spec; the start of the file where nothing is known.
    fn find(&self, path: &str, spec: Option<&yaml::Places<'_>>) -> Place {
        let span = match (&self.rows, spec) {
            (Some(rows), _) => row(rows, path),
            (None, Some(spec)) => path
                .parse()
                .ok()
                .and_then(|path| spec.nearest(&path))
                .map(|place| place.head()),
            (None, None) => None,
        };
        Place {
            file: self.file.clone(),
            line: span.map_or(1, |span| span.line),
            column: span.map_or(1, |span| span.column),
        }
    }
}

/// The row that a path is in: the one with the longest path above it.
fn row(rows: &[(String, Span)], path: &str) -> Option<Span> {
    let above = |row: &&(String, Span)| {
        path.strip_prefix(row.0.as_str())
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let nearest = rows.iter().filter(above).max_by_key(|row| row.0.len());
    nearest.map(|(_, span)| *span)
}

/// The places of all statements of the operations of a run.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<(String, String), Place>);

impl Places {
    /// The places of operations and where each was read from.
    pub(crate) fn of(operations: &[Operation], origins: &[Origin]) -> Self {
        let mut places = HashMap::new();
        for (operation, origin) in operations.iter().zip(origins) {
            let text = match origin.rows {
                Some(_) => String::new(),
                None => std::fs::read_to_string(&origin.file).unwrap_or_default(),
            };
            let spec = origin.rows.is_none().then(|| yaml::Places::of(&text));
            let name = format!("{}/{}", operation.product, operation.operation);
            for statement in statements(operation) {
                let place = origin.find(&statement.path, spec.as_ref());
                places.insert((name.clone(), statement.id), place);
            }
        }
        Self(places)
    }

    /// Where a statement of an operation (`Ecs/CreateSnapshot`) stands.
    pub(crate) fn find(&self, operation: &str, statement: &str) -> Option<Place> {
        let key = (operation.to_owned(), statement.to_owned());
        self.0.get(&key).cloned()
    }
}
