//! The one value that a field sends, held to what is stated about the parameter.

use crate::docs;
use doctract_spec::Operation;
use doctract_spec::check::Checker;
use doctract_spec::names::{Node, Shape};
use proc_macro2::Span;

/// Checks a constant against what is stated about the value.
pub(super) fn holds(
    value: &str,
    span: Span,
    operation: &Operation,
    node: &Node<'_>,
) -> syn::Result<()> {
    if node.shape != Shape::Leaf {
        let message = format!("`{}` holds several values: no constant fits", node.pattern);
        return Err(syn::Error::new(span, message));
    }
    let checker = Checker::new(operation);
    let indices = vec![1; node.lists.len()];
    let name = doctract_core::wire::indexed(&node.pattern, &indices);
    let breaches = checker.check(&[(name.as_str(), value)], "");
    let mut broken = Vec::new();
    for breach in breaches
        .iter()
        .filter(|breach| breach.parameter == node.pattern)
    {
        let statement = checker
            .statements()
            .iter()
            .find(|known| known.id == breach.statement);
        let entry = statement.and_then(|known| node.field.constraints.get(known.entry?));
        let words = entry.and_then(|entry| docs::words_of(entry, breach.rule));
        if breach.rule == "type" {
            let kind = node
                .field
                .kind
                .value_kind()
                .map_or("", doctract_core::ValueKind::name);
            broken.push(format!("must be of type {kind}"));
        } else if let Some(words) = words {
            broken.push(words);
        }
    }
    if broken.is_empty() {
        return Ok(());
    }
    let message = format!(
        "`{value}` breaks what `{}` states: {}",
        node.pattern,
        broken.join("; ")
    );
    Err(syn::Error::new(span, message))
}
