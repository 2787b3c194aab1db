//! The documented error codes as variants, each with the rows of the page that name it.

use crate::docs;
use crate::ident::{self, Scope};
use crate::rename::Renames;
use doctract_spec::Operation;

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

/// The variants in the order of each code's first row.
pub(crate) fn lower_errors(operation: &Operation, renames: &mut Renames<'_>) -> Vec<ErrorVariant> {
    let mut scope = Scope::default();
    scope.take("Undocumented", "");
    let mut variants: Vec<ErrorVariant> = Vec::new();
    for (at, row) in operation.errors.iter().enumerate() {
        match variants.iter_mut().find(|known| known.code == row.code) {
            Some(known) => {
                known.rows.push(at);
                known.docs.extend(docs::error_row(row));
            }
            None => {
                let chosen = renames.of_type(&operation.operation, &row.code);
                let wanted = chosen.unwrap_or_else(|| ident::pascal(&row.code));
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
