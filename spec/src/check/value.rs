//! Rules about values: the whole, its items, its parts, its decoded form; and about how many.

use super::request::Sent;
use super::rules::Entry;
use super::{Breach, Run, Site};
use crate::model::{Constraint, List, Scope, Term, Type, Violation};
use crate::names::Shape;
use doctract_core::{Encoding, Found, Indices, LengthUnit, Number, ValueKind, format};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

impl<'c, 'a> Run<'c, 'a, '_> {
    /// Checks every value of a leaf in one element of the lists above.
    pub(super) fn values(&mut self, site: Site<'c, 'a>) {
        let Some(node) = self.checker.names.nodes().get(site.node) else {
            return;
        };
        let values: Vec<_> = self.request.values(&node.leaves, site.indices).collect();
        for sent in values {
            self.value_of(site, sent);
        }
    }

    /// Checks the number of a list's elements, their difference, and, where its elements are
    /// plain values, what the list's own entries say about them.
    pub(super) fn elements(&mut self, site: Site<'c, 'a>, elements: &[(u32, usize)]) {
        let names = &self.checker.names;
        let (Some(node), false) = (names.nodes().get(site.node), elements.is_empty()) else {
            return;
        };
        let count = elements.len() as u64;
        for entry in self.applicable(site) {
            for &(term, statement) in &entry.terms {
                let found = match term {
                    Term::UniqueItems => self.element_twice(site).then_some(Found::Nothing),
                    _ => count_broken(entry.constraint, term, count),
                };
                if let Some(found) = found {
                    let wire_name = self.would_be(site);
                    let rule = (term.name(), statement);
                    self.report(site, &wire_name, rule, entry.constraint.violation, found);
                }
            }
        }
        let leaf = names.leaves().get(node.leaves.start);
        if node.leaves.len() == 1 && leaf.is_some_and(|leaf| leaf.pattern == node.pattern) {
            self.values(site);
        }
    }

    /// Whether two elements of a list carry the same values.
    fn element_twice(&self, site: Site<'c, 'a>) -> bool {
        let Some(node) = self.checker.names.nodes().get(site.node) else {
            return false;
        };
        let depth = site.indices.as_slice().len();
        let mut contents: HashMap<u32, Vec<_>> = HashMap::new();
        let values: Vec<_> = self.request.values(&node.leaves, site.indices).collect();
        for sent in &values {
            let indices = sent.indices.as_slice();
            if let (Some(index), Some(rest)) = (indices.get(depth), indices.get(depth + 1..)) {
                let content = contents.entry(*index).or_default();
                content.push((sent.leaf, rest, sent.text));
            }
        }
        let mut seen = HashSet::new();
        contents.into_values().any(|mut content| {
            content.sort_unstable();
            content.dedup();
            !seen.insert(content)
        })
    }

    fn value_of(&mut self, site: Site<'c, 'a>, sent: Sent<'_>) {
        let entries = self.applicable(site);
        if sent.text.is_empty() && entries.iter().any(|entry| entry.constraint.allow_empty) {
            return;
        }
        let nodes = self.checker.names.nodes();
        let leaf = nodes
            .get(site.node)
            .filter(|node| node.shape == Shape::Leaf);
        let value = Value {
            text: sent.text,
            list: entries
                .iter()
                .find_map(|entry| entry.constraint.list.as_ref()),
            encoding: entries
                .iter()
                .find_map(|entry| Some(entry.constraint.encoding?.0)),
            array: leaf.is_some_and(|node| node.field.kind == Type::Array),
            boolean: site.rules.is_boolean(),
        };
        let items = value.items(value.list);
        let typed = self.type_of(site, sent, &value, items.as_deref());
        if let Some((constant, statement)) = site.rules.constant
            && sent.text != constant
        {
            let (rule, found) = (("constant", statement), Found::Nothing);
            self.report(site, sent.wire_name, rule, Violation::Rejected, found);
        }
        for entry in entries {
            for &(term, statement) in &entry.terms {
                let found = if term.judges_value() {
                    value.broken(entry.constraint, term)
                } else if leaf.is_some() {
                    value.items_broken(entry.constraint, term)
                } else {
                    None
                };
                let Some(found) = found.filter(|found| typed || *found != Found::Unreadable) else {
                    continue;
                };
                let rule = (term.name(), statement);
                self.report(
                    site,
                    sent.wire_name,
                    rule,
                    entry.constraint.violation,
                    found,
                );
            }
        }
        if let (Some(items), Some(node)) = (items, site.rules.items) {
            self.items_of(node, site.indices, sent, &items);
        }
    }

    /// Checks the items of a list that travels as one value; each statement is reported once.
    fn items_of(&mut self, node: usize, indices: Indices, sent: Sent<'_>, items: &[Cow<'_, str>]) {
        let Some(rules) = self.checker.nodes.get(node) else {
            return;
        };
        let site = Site {
            node,
            rules,
            indices,
        };
        let value = |item| Value {
            text: item,
            list: None,
            encoding: None,
            array: false,
            boolean: rules.is_boolean(),
        };
        let typed = self.type_of(site, sent, &value(sent.text), Some(items));
        for entry in self.applicable(site) {
            for &(term, statement) in &entry.terms {
                let mut broken = items
                    .iter()
                    .map(|item| value(item).broken(entry.constraint, term));
                let found = broken.find_map(|found| found);
                if let Some(found) = found.filter(|found| typed || *found != Found::Unreadable) {
                    let rule = (term.name(), statement);
                    self.report(
                        site,
                        sent.wire_name,
                        rule,
                        entry.constraint.violation,
                        found,
                    );
                }
            }
        }
    }

    /// Whether the value, or each of its items, is of the documented type; reports it if not.
    fn type_of(
        &mut self,
        site: Site<'c, 'a>,
        sent: Sent<'_>,
        value: &Value<'_>,
        items: Option<&[Cow<'_, str>]>,
    ) -> bool {
        let Some((kind, statement)) = site.rules.kind else {
            return true;
        };
        let typed = match items {
            Some(items) if kind != ValueKind::Json => items.iter().all(|item| kind.admits(item)),
            _ => kind.admits(value.text),
        };
        if !typed {
            let rule = ("type", statement);
            self.report(
                site,
                sent.wire_name,
                rule,
                Violation::Rejected,
                Found::Unreadable,
            );
        }
        typed
    }

    /// The entries of a field whose `when` holds.
    fn applicable(&self, site: Site<'c, 'a>) -> Vec<&'c Entry<'a>> {
        let entries = site.rules.entries.iter();
        entries
            .filter(|entry| self.applies(entry.constraint.when.as_ref(), Some(site)))
            .collect()
    }

    fn report(
        &mut self,
        site: Site<'c, 'a>,
        wire_name: &str,
        (rule, statement): (&'static str, usize),
        violation: Violation,
        found: Found,
    ) {
        let breach = Breach {
            parameter: self.parameter(site),
            wire_name: wire_name.to_owned(),
            rule,
            statement: self.id(Some(statement)),
            violation,
            found,
        };
        self.breaches.push(breach);
    }
}

/// One value and how the field's entries say it is to be taken apart.
struct Value<'v> {
    text: &'v str,
    list: Option<&'v List>,
    encoding: Option<Encoding>,
    /// Whether the field is a list that travels as one value.
    array: bool,
    /// Whether it is true or false: clients write that in any letter case, whatever the page lists.
    boolean: bool,
}

impl<'v> Value<'v> {
    /// The items of a list in one value. `None` where the value is no list, or not the JSON array
    /// that it should be.
    fn items(&self, list: Option<&List>) -> Option<Vec<Cow<'v, str>>> {
        let separator = list.and_then(|list| list.separator.as_deref());
        match (list, separator) {
            (_, Some(_)) if self.text.is_empty() => Some(Vec::new()),
            (_, Some(separator)) => Some(self.text.split(separator).map(Cow::Borrowed).collect()),
            (Some(_), None) => json_items(self.text),
            (None, None) if self.array => json_items(self.text),
            (None, None) => None,
        }
    }

    /// What breaks a term that judges values, in the part of the value that its entry is about.
    fn broken(&self, constraint: &Constraint, term: Term) -> Option<Found> {
        let listed = |text: &str| {
            let mut values = constraint.enumeration.iter();
            values.any(|own| own.value.eq_ignore_ascii_case(text))
        };
        let judge = |text: &str| match term {
            Term::Enum if self.boolean && listed(text) => None,
            _ => constraint.broken_by(term, &plain(term, text)),
        };
        let list = constraint.list.as_ref().or(self.list);
        match constraint.scope {
            Scope::Value | Scope::Encoded => judge(self.text),
            Scope::Item => match self.items(list) {
                Some(items) => items.iter().find_map(|item| judge(item)),
                None if list.is_none() => judge(self.text),
                None => None,
            },
            Scope::Part => {
                let separator = list.and_then(|list| list.separator.as_deref());
                self.text.split(separator.unwrap_or("/")).find_map(judge)
            }
            Scope::Decoded => {
                let encoding = constraint.encoding.map(|name| name.0).or(self.encoding);
                let Some(encoding) = encoding else {
                    return judge(self.text);
                };
                let bytes = format::decode(encoding, self.text)?;
                match std::str::from_utf8(&bytes) {
                    Ok(text) => judge(text),
                    Err(_) => bytes_broken(constraint, term, bytes.len() as u64),
                }
            }
        }
    }

    /// What breaks a term about the items of a list in one value.
    fn items_broken(&self, constraint: &Constraint, term: Term) -> Option<Found> {
        if !matches!(
            term,
            Term::List | Term::MinItems | Term::MaxItems | Term::UniqueItems
        ) {
            return None;
        }
        let items = self.items(constraint.list.as_ref().or(self.list));
        match (term, items) {
            (Term::List, None) => Some(Found::Unreadable),
            (Term::UniqueItems, Some(items)) => {
                let mut seen = HashSet::new();
                let twice = items.iter().any(|item| !seen.insert(item.as_ref()));
                twice.then_some(Found::Nothing)
            }
            (_, Some(items)) => count_broken(constraint, term, items.len() as u64),
            (_, None) => None,
        }
    }
}

fn count_broken(constraint: &Constraint, term: Term, count: u64) -> Option<Found> {
    let broken = match term {
        Term::MinItems => constraint.min_items.is_some_and(|min| count < min),
        Term::MaxItems => constraint.max_items.is_some_and(|max| count > max),
        _ => false,
    };
    broken.then_some(Found::Length(count))
}

/// Lengths in bytes of a decoded value that is no text; nothing else can be said about it.
fn bytes_broken(constraint: &Constraint, term: Term, count: u64) -> Option<Found> {
    let limit = match term {
        Term::MinLength => constraint.min_length?,
        Term::MaxLength => constraint.max_length?,
        _ => return None,
    };
    let in_bytes = constraint.length(limit).unit == LengthUnit::Bytes;
    let broken = match term {
        Term::MinLength => count < limit,
        _ => count > limit,
    };
    (in_bytes && broken).then_some(Found::Length(count))
}

/// The items of a JSON array as wire texts: strings without their quotes, the rest as JSON.
fn json_items(text: &str) -> Option<Vec<Cow<'_, str>>> {
    let items: Vec<serde_json::Value> = serde_json::from_str(text).ok()?;
    let text = |item| match item {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    Some(
        items
            .into_iter()
            .map(|item| Cow::Owned(text(item)))
            .collect(),
    )
}

/// A floating-point text with an exponent (`1e3`) in the plain form that numeric rules read.
fn plain(term: Term, text: &str) -> Cow<'_, str> {
    if !term.is_numeric() || text.parse::<Number>().is_ok() {
        return Cow::Borrowed(text);
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(text),
    }
}
