//! Rules of one parameter against each other.

use super::{Rule, Run};
use crate::model::{CharSetText, Constraint, Field, Scope, Term};
use doctract_core::CharClass;

impl Run<'_> {
    pub(super) fn limits(&mut self) {
        let mut found = Vec::new();
        for node in self.checker.names().nodes() {
            contradictions(node.field, &node.path, &mut found);
        }
        for (rule, path, message) in found {
            self.report(rule, path, message);
        }
        for (path, entry) in self.entries() {
            if let Some(pattern) = &entry.pattern
                && let Err(reason) = doctract_core::pattern::check(pattern)
            {
                let message = format!("`{pattern}` is not understood: {reason}");
                self.report(Rule::Pattern, format!("{path}.pattern"), message);
            }
        }
    }
}

type Found = Vec<(Rule, String, String)>;

/// A rule that always holds: its entry, the place of the entry.
type Always<'f> = (&'f Constraint, usize);

fn contradictions(field: &Field, path: &str, found: &mut Found) {
    let entries = field
        .constraints
        .iter()
        .enumerate()
        .map(|(at, entry)| (entry, at));
    let plain = |(entry, _): &Always<'_>| entry.when.is_none() && entry.scope == Scope::Value;
    let always: Vec<Always<'_>> = entries.filter(plain).collect();
    ranges(field, &always, path, found);
    emptiness(&always, path, found);
    characters(&always, path, found);
    texts(&always, path, found);
    if field.required {
        let entries = field.constraints.iter().enumerate();
        for (at, _) in entries.filter(|(_, entry)| entry.required_if.is_some()) {
            let message = "the parameter is required anyway".to_owned();
            found.push((
                Rule::RequiredAlready,
                place(path, at, Term::RequiredIf),
                message,
            ));
        }
    }
}

fn place(path: &str, at: usize, term: Term) -> String {
    format!("{path}.constraints[{at}].{}", term.name())
}

/// Bounds that stand in different entries; those of one entry are checked when a spec is loaded.
fn ranges(field: &Field, always: &[Always<'_>], path: &str, found: &mut Found) {
    let mut bounds =
        |what: &str, low: Option<(String, usize)>, high: Option<(String, usize, Term)>| {
            if let (Some((low, _)), Some((high, at, term))) = (low, high) {
                let message = format!("{what} must be at least {low} and at most {high}");
                found.push((Rule::NoValue, place(path, at, term), message));
            }
        };
    let pairs = always
        .iter()
        .flat_map(|low| always.iter().map(move |high| (low, high)));
    for ((low, low_at), (high, high_at)) in pairs {
        if low_at == high_at {
            continue;
        }
        if low.length_unit == high.length_unit
            && let (Some(min), Some(max)) = (low.min_length, high.max_length)
            && min > max
        {
            let high = (max.to_string(), *high_at, Term::MaxLength);
            bounds("the length", Some((min.to_string(), *low_at)), Some(high));
        }
        if let (Some(min), Some(max)) = (low.minimum, high.maximum)
            && min > max
            && low.special_values.is_empty()
            && high.special_values.is_empty()
        {
            let high = (max.0.to_string(), *high_at, Term::Maximum);
            bounds("the number", Some((min.0.to_string(), *low_at)), Some(high));
        }
        if let (Some(min), Some(max)) = (low.min_items, high.max_items)
            && min > max
        {
            let high = (max.to_string(), *high_at, Term::MaxItems);
            bounds(
                "the number of items",
                Some((min.to_string(), *low_at)),
                Some(high),
            );
        }
    }
    let indices = field
        .index_range
        .as_ref()
        .and_then(|range| Some((range.min, range.max?)));
    for (entry, at) in always {
        if let (Some(items), Some((first, last))) = (entry.min_items, indices)
            && items > u64::from(last.saturating_sub(first)) + 1
        {
            let message = format!("{items} items do not fit the indices {first} to {last}");
            found.push((Rule::NoValue, place(path, *at, Term::MinItems), message));
        }
    }
}

fn emptiness(always: &[Always<'_>], path: &str, found: &mut Found) {
    let Some((_, allowed)) = always.iter().find(|(entry, _)| entry.allow_empty) else {
        return;
    };
    let refused = always.iter().find_map(|(entry, _)| {
        let lengths = entry.min_length.filter(|min| *min > 0);
        let length = lengths.map(|min| format!("minLength: {min}"));
        length.or(entry.not_empty.then(|| "notEmpty".to_owned()))
    });
    if let Some(refused) = refused {
        let message = format!("allowEmpty and {refused} contradict each other");
        found.push((
            Rule::EmptyBoth,
            place(path, *allowed, Term::AllowEmpty),
            message,
        ));
    }
}

/// Sets of which no character is in both, and forbidden texts that no allowed value contains.
fn characters(always: &[Always<'_>], path: &str, found: &mut Found) {
    for (charset, _) in always
        .iter()
        .filter_map(|(entry, at)| Some((entry.charset.as_ref()?, at)))
    {
        for (entry, at) in always {
            let edges = [
                (Term::StartsWith, &entry.starts_with),
                (Term::EndsWith, &entry.ends_with),
            ];
            for (term, edge) in edges {
                if edge
                    .as_ref()
                    .is_some_and(|edge| !share_a_character(edge, charset))
                {
                    let message = format!("no character of {} is allowed here", term.name());
                    found.push((Rule::NoValue, place(path, *at, term), message));
                }
            }
            let forbidden = [
                (Term::NotPrefix, &entry.not_prefix),
                (Term::NotSuffix, &entry.not_suffix),
                (Term::NotContains, &entry.not_contains),
                (Term::NotValues, &entry.not_values),
            ];
            for (term, texts) in forbidden {
                for text in texts {
                    if charset.0.first_outside(text).is_some() {
                        let message =
                            format!("`{text}` has characters that are not allowed anyway");
                        found.push((Rule::NeverAlone, place(path, *at, term), message));
                    }
                }
            }
        }
    }
}

/// Whether two sets overlap, tried with all of ASCII, a character of each class and the ends of
/// each range.
fn share_a_character(left: &CharSetText, right: &CharSetText) -> bool {
    let ascii = (0..=127u8).map(char::from);
    let classes = CharClass::ALL.iter().filter_map(|class| {
        ['中', 'é', '²', '١', '𠀀', '—']
            .into_iter()
            .find(|c| class.contains(*c))
    });
    let ends = [left, right]
        .into_iter()
        .flat_map(|set| set.0.ranges().to_vec());
    let ends = ends.flat_map(|(first, last)| [first, last]);
    ascii
        .chain(classes)
        .chain(ends)
        .any(|c| left.0.contains(c) && right.0.contains(c))
}

/// Listed values and demanded beginnings of which none is left.
fn texts(always: &[Always<'_>], path: &str, found: &mut Found) {
    for (entry, at) in always {
        let refused = |text: &str| {
            always.iter().any(|(other, place)| {
                place != at
                    && other
                        .terms()
                        .any(|term| other.broken_by(term, text).is_some())
            })
        };
        let values = &entry.enumeration;
        if !values.is_empty() && values.iter().all(|value| refused(&value.value)) {
            let message = "every listed value breaks another rule".to_owned();
            found.push((Rule::NoValue, place(path, *at, Term::Enum), message));
        }
        let forbidden = |prefix: &String| {
            let mut others = always.iter().flat_map(|(other, _)| &other.not_prefix);
            others.any(|other| prefix.starts_with(other.as_str()))
        };
        if !entry.prefix.is_empty() && entry.prefix.iter().all(forbidden) {
            let message = "every beginning that is demanded is also forbidden".to_owned();
            found.push((Rule::NoValue, place(path, *at, Term::Prefix), message));
        }
    }
}
