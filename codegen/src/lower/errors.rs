//! The documented error codes as variants, each with the rows of the page that name it.

use crate::docs;
use crate::ident::{self, Scope};
use crate::rename::Renames;
use doctract_spec::Operation;
use doctract_spec::model::ErrorRow;
use std::collections::BTreeMap;

/// One documented code.
pub(crate) struct ErrorVariant {
    /// The name of the variant.
    pub(crate) name: String,
    /// The code.
    pub(crate) code: String,
    /// The places in the operation's `errors`.
    pub(crate) rows: Vec<usize>,
    /// The lines of its documentation.
    pub(crate) docs: Vec<String>,
}

/// The variants of one operation, in the order of each code's first row.
pub(crate) fn lower_errors(operation: &Operation, renames: &mut Renames<'_>) -> Vec<ErrorVariant> {
    variants(&operation.errors, &mut |code| {
        renames.of_type(&operation.operation, code)
    })
}

/// The variants of a product: every code of its operations once.
pub(crate) fn lower_product_errors(
    operations: &[&Operation],
    renames: &mut Renames<'_>,
) -> Vec<ErrorVariant> {
    let mut firsts: BTreeMap<&str, ErrorRow> = BTreeMap::new();
    for row in operations.iter().flat_map(|operation| &operation.errors) {
        firsts.entry(&row.code).or_insert_with(|| row.clone());
    }
    let rows: Vec<ErrorRow> = firsts.into_values().collect();
    variants(&rows, &mut |code| renames.of_type("", code))
}

fn variants(
    rows: &[ErrorRow],
    rename: &mut dyn FnMut(&str) -> Option<String>,
) -> Vec<ErrorVariant> {
    let mut scope = Scope::default();
    scope.take("Undocumented", "");
    let mut variants: Vec<ErrorVariant> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        match variants.iter_mut().find(|known| known.code == row.code) {
            Some(known) => {
                known.rows.push(at);
                known.docs.extend(docs::error_row(row));
            }
            None => {
                let wanted = rename(&row.code).unwrap_or_else(|| ident::pascal(&row.code));
                let wanted = match wanted.as_str() {
                    "Self" => "SelfCode",
                    wanted => wanted,
                };
                variants.push(ErrorVariant {
                    name: scope.take(wanted, &format!("Code{}", variants.len() + 1)),
                    code: row.code.clone(),
                    rows: vec![at],
                    docs: docs::error_row(row),
                });
            }
        }
    }
    variants
}
