//! Which of the operations that were read are generated.

use crate::Mistake;
use doctract_spec::{Operation, near};

/// The mistake of asking for a locale that none of the operations is in.
///
/// ```
/// use doctract_codegen::unknown_locale;
/// use doctract_spec::Operation;
///
/// let operation = Operation { locale: Some("en-US".into()), ..Operation::default() };
/// let mistake = unknown_locale(&[operation], Some("en-UK")).unwrap();
/// assert_eq!(mistake.text, "no spec is in the locale `en-UK`: did you mean `en-US`?");
/// ```
pub fn unknown_locale(operations: &[Operation], asked: Option<&str>) -> Option<Mistake> {
    let asked = asked?;
    let mut known: Vec<_> = operations
        .iter()
        .filter_map(|operation| operation.locale.as_deref())
        .collect();
    if known.contains(&asked) {
        return None;
    }
    known.sort_unstable();
    known.dedup();
    let message = format!("no spec is in the locale `{asked}`");
    let text = match near::advice(asked, known.iter().copied()) {
        Some(advice) => format!("{message}: {advice}"),
        None if known.is_empty() => format!("{message}: none names its locale"),
        None => format!("{message}; they are in {}", known.join(", ")),
    };
    Some(text.into())
}

/// Keeps one spec of each operation: that in the locale asked for, else in the locale of the first
/// spec that names one, else its first.
pub fn one_locale(operations: Vec<Operation>, asked: Option<&str>) -> Vec<Operation> {
    let mut locales = operations
        .iter()
        .filter_map(|operation| operation.locale.as_deref());
    let locale = asked.or_else(|| locales.next()).map(str::to_owned);
    let mut kept: Vec<Operation> = Vec::new();
    for operation in operations {
        let same = kept.iter_mut().find(|known| {
            known.operation == operation.operation
                && known.version == operation.version
                && known.product == operation.product
                && known.locale != operation.locale
        });
        match same {
            Some(known) if operation.locale == locale => *known = operation,
            Some(_) => {}
            None => kept.push(operation),
        }
    }
    kept
}

/// The operations of these names, in their order; names that nothing has are passed over.
pub fn in_order<'n>(
    operations: Vec<Operation>,
    names: impl IntoIterator<Item = &'n str>,
) -> Vec<Operation> {
    let places: Vec<_> = names.into_iter().collect();
    let place = |operation: &Operation| {
        let mut places = places.iter();
        places.position(|name| *name == operation.operation)
    };
    let mut found: Vec<_> = operations
        .into_iter()
        .filter_map(|operation| Some((place(&operation)?, operation)))
        .collect();
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, operation)| operation).collect()
}
