//! Several spellings of one name: by letter case, or with fixed indices.

use super::super::wire_name::Part;
use super::row::Row;
use std::collections::HashMap;

/// Names with several fixed indices (`Filter.1.Key`, `Filter.2.Key`) are parameters of their own,
/// not one list.
pub(super) fn unfold_fixed_indices(rows: &mut [Row<'_, '_>]) {
    let fixed: Vec<String> = rows
        .iter()
        .filter(|row| row.name.fixed_index)
        .filter_map(|row| {
            row.record
                .name
                .split('.')
                .next()
                .map(|first| first.trim().to_owned())
        })
        .collect();
    for row in rows {
        let digits = row
            .record
            .name
            .split('.')
            .skip(1)
            .any(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let first = row.record.name.split('.').next().unwrap_or_default().trim();
        if digits && fixed.iter().any(|name| name == first) {
            let whole: String = row
                .record
                .name
                .chars()
                .filter(|character| !character.is_whitespace())
                .collect();
            row.parts = vec![Part::Name(whole.clone())];
            row.pattern = whole;
        }
    }
}

/// Gives every spelling of one name by letter case the same pattern; the others become aliases.
pub(super) fn canonical_names(rows: &mut [Row<'_, '_>]) {
    let mut canonical: HashMap<String, usize> = HashMap::new();
    for at in 0..rows.len() {
        let key = rows[at].pattern.to_ascii_lowercase();
        let capitals = |row: &Row<'_, '_>| {
            row.pattern
                .split('.')
                .filter(|part| part.starts_with(|first: char| first.is_ascii_uppercase()))
                .count()
        };
        let better = canonical
            .get(&key)
            .is_none_or(|known| capitals(&rows[at]) > capitals(&rows[*known]));
        if better {
            canonical.insert(key, at);
        }
    }
    for at in 0..rows.len() {
        let key = rows[at].pattern.to_ascii_lowercase();
        let Some(main) = canonical
            .get(&key)
            .copied()
            .filter(|main| rows[*main].pattern != rows[at].pattern)
        else {
            continue;
        };
        let own = rows[at].name.last().to_owned();
        let (parts, pattern) = (rows[main].parts.clone(), rows[main].pattern.clone());
        let spelling = parts.iter().rev().find_map(|part| match part {
            Part::Name(name) => Some(name.clone()),
            Part::Index => None,
        });
        rows[at].is_alias = true;
        rows[at].alias = Some(own).filter(|own| Some(own) != spelling.as_ref());
        rows[at].parts = parts;
        rows[at].pattern = pattern;
    }
}
