//! Formats, time layouts, zones and encodings.

use super::super::reader::Reader;
use super::super::table::Kind;
use super::{Outcome, Told, with};
use crate::model::{Constraint, FormatName};
use doctract_core::Format;

pub(super) fn read(reader: &mut Reader<'_>, told: &Told<'_, '_>) -> Option<Outcome> {
    let with_ = &told.hit.rule.with;
    if reader.is_foreign(told.sentence, told.hit) {
        return Outcome::at(told.hit.end);
    }
    let part = match told.hit.rule.kind {
        Kind::Format => Constraint {
            format: with_.format,
            layout: with_.layout.clone(),
            zone: with_.zone.clone(),
            ..Constraint::default()
        },
        Kind::Layout => {
            let printed = told.part("layout")?;
            let shown = printed.starts_with(|c: char| c.is_ascii_digit());
            let (layout, format) = canonical(printed)?;
            Constraint {
                // An example shows the letter Z and does not say what it means.
                zone: (layout.ends_with('Z') && !shown).then(|| "UTC".to_owned()),
                layout: Some(layout),
                format: Some(FormatName(format)),
                ..Constraint::default()
            }
        }
        Kind::Zone => with(|c| c.zone.clone_from(&with_.zone)),
        Kind::Encoding => with(|c| c.encoding = with_.encoding),
        _ => return None,
    };
    let part = Constraint {
        format: with_.format.or(part.format),
        ..part
    };
    reader.state(told, part, true);
    Outcome::at(told.hit.end)
}

/// `2017-01-01T12:12:20Z`: the layout that a printed time shows.
fn of_example(printed: &str) -> String {
    let mut places = "yyyyMMddHHmmss".chars();
    let letter = |c: char| match c {
        '0'..='9' => places.next().unwrap_or(c),
        other => other,
    };
    printed.chars().map(letter).collect()
}

/// One spelling for a layout, whatever case the page writes its letters in: `yyyy-MM-ddTHH:mm:ssZ`.
fn canonical(printed: &str) -> Option<(String, Format)> {
    let compact: String = if printed.starts_with(|c: char| c.is_ascii_digit()) {
        of_example(printed)
    } else {
        printed
            .chars()
            .filter(|c| !matches!(c, '\'' | '"'))
            .collect()
    };
    let mut layout = String::new();
    let mut in_time = false;
    let mut dated = false;
    let letters: Vec<char> = compact.trim().chars().collect();
    let mut at = 0;
    while at < letters.len() {
        let c = letters[at];
        let run = letters[at..]
            .iter()
            .take_while(|next| next.eq_ignore_ascii_case(&c))
            .count();
        match c.to_ascii_lowercase() {
            'y' if run == 4 => {
                layout.push_str("yyyy");
                dated = true;
            }
            'd' if run <= 2 => layout.push_str("dd"),
            'h' if run <= 2 => {
                layout.push_str("HH");
                in_time = true;
            }
            's' if run == 3 => layout.push_str("SSS"),
            's' if run <= 2 => layout.push_str("ss"),
            'm' if run <= 2 => layout.push_str(if in_time { "mm" } else { "MM" }),
            't' if run == 1 => {
                layout.push('T');
                in_time = true;
            }
            'z' if run == 1 => layout.push('Z'),
            ' ' => {
                let next = letters.get(at + run).copied().unwrap_or(' ');
                let between = next.is_ascii_alphabetic() && layout.ends_with('d');
                if between && !next.eq_ignore_ascii_case(&'t') {
                    layout.push(' ');
                    in_time = true;
                }
            }
            '-' | ':' | '/' | '.' => layout.push(c),
            _ => return None,
        }
        at += run;
    }
    let timed = layout.contains("HH");
    let format = match (dated, timed) {
        (true, true) => Format::DateTime,
        (true, false) => Format::Date,
        (false, true) => Format::Time,
        (false, false) => return None,
    };
    Some((layout, format))
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn layouts_have_one_spelling() {
        for printed in [
            "yyyy-MM-ddTHH:mm:ssZ",
            "YYYY-MM-DDThh:mm:ssZ",
            "YYYY-MM-DDTHH:MM:SSZ",
            "yyyy-mm-ddThh :mm :ssZ",
            "yyyy-MM-dd'T'HH:mm:ss'Z'",
        ] {
            assert_eq!(
                canonical(printed).unwrap().0,
                "yyyy-MM-ddTHH:mm:ssZ",
                "{printed}"
            );
        }
        assert_eq!(
            canonical("YYYY-MM-DD hh:mm:ss").unwrap().0,
            "yyyy-MM-dd HH:mm:ss"
        );
        assert_eq!(canonical("HH:mm").unwrap().0, "HH:mm");
        assert!(canonical("name-value").is_none());
    }
}
