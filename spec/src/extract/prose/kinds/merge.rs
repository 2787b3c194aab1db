//! Joins what one sentence says about the shape of a value into one entry.

use crate::model::Constraint;

macro_rules! fields {
    ($to:ident, $from:ident, options: [$($option:ident),*], lists: [$($list:ident),*], flags: [$($flag:ident),*]) => {{
        $(if $from.$option.is_some() && $to.$option.is_some() && $from.$option != $to.$option { return false; })*
        $(if !$from.$list.is_empty() && !$to.$list.is_empty() && $from.$list != $to.$list { return false; })*
        $(if $from.$option.is_some() { $to.$option.clone_from(&$from.$option); })*
        $(if !$from.$list.is_empty() { $to.$list.clone_from(&$from.$list); })*
        $($to.$flag |= $from.$flag;)*
    }};
}

/// Adds the terms of `from` to `to`; `false`, with `to` untouched, if they hold in different cases
/// or contradict each other.
pub(in super::super) fn merge(to: &mut Constraint, from: &Constraint) -> bool {
    if to.when != from.when
        || to.scope != from.scope
        || to.violation != from.violation
        || to.text != from.text
        || length_units_differ(to, from)
    {
        return false;
    }
    fields!(
        to, from,
        options: [
            min_length, max_length, length_unit, minimum, maximum, exclusive_minimum,
            exclusive_maximum, multiple_of, unit, case_sensitive, pattern, charset, starts_with,
            not_starts_with, ends_with, not_ends_with, char_classes, format, layout, zone,
            encoding, list, min_items, max_items, unique
        ],
        lists: [
            special_values, prefix, not_prefix, suffix, not_suffix, contains, not_contains, not_values
        ],
        flags: [unique_items, not_empty, allow_empty]
    );
    true
}

fn length_units_differ(to: &Constraint, from: &Constraint) -> bool {
    let has_length = |c: &Constraint| c.min_length.is_some() || c.max_length.is_some();
    has_length(to) && has_length(from) && to.length_unit != from.length_unit
}
