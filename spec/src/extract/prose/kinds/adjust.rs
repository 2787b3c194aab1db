//! Values out of bounds that are set to the bound: `小于10秒时，…自动设置为10秒`.

use super::super::language::Language;
use super::super::numbers::leading_number;
use super::super::reader::Reader;
use super::super::sentence::Sentence;
use crate::model::{Constraint, DecimalNumber, Violation};
use doctract_core::{Number, Operator};
use std::ops::Range;

/// Takes such a statement out of a sentence, before its first half is read as a condition. The
/// same bound of an earlier sentence gives way: who goes beyond it is not refused.
pub(in super::super) fn take(reader: &mut Reader<'_>, sentence: &mut Sentence<'_>) {
    let Some((operator, limit, range)) = find(reader.language, &sentence.lower) else {
        return;
    };
    for found in &mut reader.found {
        let bound = bound(&mut found.constraint, operator);
        if *bound == Some(DecimalNumber(limit)) {
            *bound = None;
        }
    }
    let mut part = Constraint {
        violation: Violation::Adjusted,
        ..Constraint::default()
    };
    *bound(&mut part, operator) = Some(DecimalNumber(limit));
    reader.push(part, sentence.raw, String::new(), false, false);
    sentence.blot(range.start, range.end);
}

/// The bound that a sentence says values are set to, what holds within it, and where that stands.
fn find(language: &Language, lower: &str) -> Option<(Operator, Number, Range<usize>)> {
    language.adjustments(lower).find_map(|(operator, regex)| {
        let captures = regex.captures(lower)?;
        let number = |name: &str| Some(leading_number(captures.name(name)?.as_str())?.0);
        let limit = number("a")?;
        (number("b") == Some(limit)).then_some((operator.0, limit, captures.get(0)?.range()))
    })
}

fn bound(constraint: &mut Constraint, operator: Operator) -> &mut Option<DecimalNumber> {
    match operator {
        Operator::Ge => &mut constraint.minimum,
        _ => &mut constraint.maximum,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{RowContext, read_row};
    use crate::model::{Constraint, Type, Violation};

    fn read(description: &str, english: bool) -> Vec<Constraint> {
        let context = RowContext {
            english,
            operation: "RunThing",
            name: "Timeout",
            kind: Type::Integer,
            example: None,
            parameters: &["Timeout".to_owned()],
        };
        read_row(description, &context).constraints
    }

    fn minimum(constraint: &Constraint) -> Option<(String, Violation)> {
        let number = constraint.minimum?.0.to_string();
        Some((number, constraint.violation))
    }

    #[test]
    fn what_is_set_to_the_bound_is_not_refused() {
        for (description, english) in [
            (
                "It must be at least 60. If the value is smaller than 60, the period is 60 seconds by default.",
                true,
            ),
            (
                "If the period is less than 60 seconds, the system automatically sets it to 60 seconds.",
                true,
            ),
            ("超时时间。小于60秒时，系统会将其自动设置为60秒。", false),
        ] {
            let found: Vec<_> = read(description, english)
                .iter()
                .filter_map(minimum)
                .collect();
            assert_eq!(
                found,
                [("60".to_owned(), Violation::Adjusted)],
                "{description}"
            );
        }
        let other = "If the value is smaller than 60, the period is 90 seconds by default.";
        assert!(
            read(other, true)
                .iter()
                .all(|constraint| constraint.violation != Violation::Adjusted)
        );
    }
}
