//! Texts that are not of the documented type.

use doctract_spec::model::Type;

/// Wrong texts for a type, with a word for each in case ids. Nothing is wrong for a text.
pub(crate) const fn type_probes(kind: Type) -> &'static [(&'static str, &'static str)] {
    match kind {
        Type::Integer => &[
            ("text", "abc"),
            ("fraction", "1.5"),
            ("overflow", "2147483648"),
            ("underflow", "-2147483649"),
        ],
        Type::Long => &[
            ("text", "abc"),
            ("fraction", "1.5"),
            ("overflow", "9223372036854775808"),
            ("underflow", "-9223372036854775809"),
        ],
        Type::Float | Type::Double => &[
            ("text", "abc"),
            ("two-points", "1.2.3"),
            ("not-a-number", "NaN"),
        ],
        Type::Boolean => &[("text", "maybe"), ("number", "2")],
        Type::Json => &[("cut-off", "{\"k\":"), ("text", "abc def")],
        _ => &[],
    }
}
