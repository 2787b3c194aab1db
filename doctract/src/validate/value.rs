//! Statements about a value that need more than one rule: types, lists in one value, parts,
//! encodings, special values, numbers of items.

use super::{Checker, piece};
use crate::Value;
use crate::rules::{ListForm, Scope, Statement, StaticRule};
use doctract_core::{Encoding, Found, LengthUnit, Limit, Rule, ValueKind, format};
use std::collections::HashSet;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

/// So many items are compared without keeping them.
const FEW: usize = 128;

/// One value and how its statements say it is to be taken apart.
#[derive(Clone, Copy, Default)]
struct Taken<'v> {
    text: &'v str,
    list: Option<ListForm>,
    encoding: Option<Encoding>,
    scope: Option<Scope>,
    special: &'static [&'static str],
    /// Whether the text is of the documented type: only then are unreadable numbers of interest.
    typed: bool,
}

impl Checker<'_, '_> {
    /// Checks any statements about one value.
    pub(super) fn involved(
        &mut self,
        name: &'static str,
        value: Value<'_>,
        rules: &'static [Statement],
    ) {
        self.relations(name, value, rules, Some(value.is_present()));
        value.with_text(|text| {
            if let Some(text) = text {
                self.text(name, text, rules);
            }
        });
    }

    fn text(&mut self, name: &'static str, text: &str, rules: &'static [Statement]) {
        let mut taken = Taken {
            text,
            typed: true,
            ..Taken::default()
        };
        let (mut lenient, mut array) = (false, false);
        self.applicable(rules, &mut |_, statement| {
            lenient |= matches!(statement, Statement::AllowEmpty);
            array |= matches!(statement, Statement::Array);
            taken.look_into(statement);
        });
        if lenient && text.is_empty() {
            return;
        }
        if array && taken.list.is_none() {
            taken.list = Some(ListForm::Json);
        }
        self.applicable(rules, &mut |checker, statement| {
            if let Statement::Type(kind) = statement {
                taken.typed = taken.is_of(*kind);
                if !taken.typed {
                    checker.report(name, "type", Limit::Text(kind.name()), Found::Unreadable);
                }
            }
        });
        self.applicable(rules, &mut |checker, statement| {
            checker.judge(name, taken, statement);
        });
    }

    fn judge(&mut self, name: &'static str, taken: Taken<'_>, statement: &'static Statement) {
        match statement {
            Statement::Rule(rule) => self.judge_rule(name, taken, rule),
            Statement::Both(first, second) => {
                self.judge_rule(name, taken, first);
                self.judge_rule(name, taken, second);
            }
            Statement::Unless(special, rules) => {
                for statement in *rules {
                    self.judge(name, Taken { special, ..taken }, statement);
                }
            }
            Statement::Scoped(scope, rules) => {
                let mut taken = Taken {
                    scope: Some(*scope),
                    ..taken
                };
                if let Some(list) = own_list(rules) {
                    taken.list = Some(list);
                }
                if let Some(encoding) = own_encoding(rules) {
                    taken.encoding = Some(encoding);
                }
                for statement in *rules {
                    self.judge(name, taken, statement);
                }
            }
            Statement::Each(rules) => self.each(name, taken, rules),
            Statement::List(form) if piece::count(taken.text, *form).is_none() => {
                self.report(name, "list", Limit::None, Found::Unreadable);
            }
            Statement::MinItems(_) | Statement::MaxItems(_) | Statement::UniqueItems => {
                let Some(form) = taken.list else {
                    return;
                };
                let count = piece::count(taken.text, form);
                let twice = matches!(statement, Statement::UniqueItems) && taken.item_twice(form);
                if let Some(count) = count {
                    self.count(name, count, twice, statement);
                }
            }
            _ => {}
        }
    }

    fn judge_rule(&mut self, name: &'static str, taken: Taken<'_>, rule: &'static StaticRule) {
        let found = taken.broken(rule);
        if let Some(found) = found.filter(|found| taken.typed || *found != Found::Unreadable) {
            self.report(name, rule.name(), rule.limit(), found);
        }
    }

    /// Checks the items of a value; what several of them break is reported once.
    fn each(&mut self, name: &'static str, taken: Taken<'_>, rules: &'static [Statement]) {
        let Some(form) = taken.list else {
            return;
        };
        let mut typed = true;
        self.applicable(rules, &mut |checker, statement| {
            if let Statement::Type(kind) = statement {
                let every = match kind {
                    ValueKind::Json => kind.admits(taken.text),
                    _ => taken.every(form, &mut |text| kind.admits(text)),
                };
                if !every {
                    typed = false;
                    checker.report(name, "type", Limit::Text(kind.name()), Found::Unreadable);
                }
            }
        });
        self.applicable(rules, &mut |checker, statement| {
            let (special, rules): (_, &[Statement]) = match statement {
                Statement::Unless(special, rules) => (*special, rules),
                other => (&[][..], std::slice::from_ref(other)),
            };
            for rule in rules.iter().flat_map(rules_of) {
                let mut first = None;
                let looked = &mut |text: &str| {
                    let item = Taken {
                        text,
                        special,
                        typed: true,
                        ..Taken::default()
                    };
                    first = first.or_else(|| item.broken(rule));
                };
                let _ = piece::each_item(taken.text, form, looked);
                if let Some(found) = first.filter(|found| typed || *found != Found::Unreadable) {
                    checker.report(name, rule.name(), rule.limit(), found);
                }
            }
        });
    }

    /// Checks the number of elements of a flattened list.
    pub(super) fn counts(
        &mut self,
        name: &'static str,
        count: u64,
        twice: bool,
        rules: &'static [Statement],
    ) {
        if count > 0 {
            self.applicable(rules, &mut |checker, statement| {
                checker.count(name, count, twice, statement);
            });
        }
    }

    fn count(&mut self, name: &'static str, count: u64, twice: bool, statement: &Statement) {
        let found = Found::Length(count);
        match statement {
            Statement::MinItems(least) if count < *least => {
                self.report(name, "minItems", Limit::Count(*least), found);
            }
            Statement::MaxItems(most) if count > *most => {
                self.report(name, "maxItems", Limit::Count(*most), found);
            }
            Statement::UniqueItems if twice => {
                self.report(name, "uniqueItems", Limit::None, Found::Nothing);
            }
            _ => {}
        }
    }
}

impl Taken<'_> {
    /// Keeps the first list form and the first encoding that are stated.
    fn look_into(&mut self, statement: &'static Statement) {
        let of = std::slice::from_ref(statement);
        self.list = self.list.or_else(|| own_list(of));
        self.encoding = self.encoding.or_else(|| own_encoding(of));
    }

    fn is_of(&self, kind: ValueKind) -> bool {
        match self.list {
            Some(form) if kind != ValueKind::Json && piece::count(self.text, form).is_some() => {
                self.every(form, &mut |item| kind.admits(item))
            }
            _ => kind.admits(self.text),
        }
    }

    fn every(&self, form: ListForm, holds: &mut dyn FnMut(&str) -> bool) -> bool {
        let mut every = true;
        let _ = piece::each_item(self.text, form, &mut |item| every &= holds(item));
        every
    }

    fn item_twice(&self, form: ListForm) -> bool {
        let (mut hashes, mut count) = ([0; FEW], 0);
        let differ = self.every(form, &mut |item| {
            let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(item);
            let fresh = count < FEW && !hashes[..count].contains(&hash);
            if fresh {
                hashes[count] = hash;
                count += 1;
            }
            fresh
        });
        // Many items, or two of one hash: only now is it worth to keep the items themselves.
        let mut seen = HashSet::new();
        !differ && !self.every(form, &mut |item| seen.insert(item.to_owned()))
    }

    /// What breaks a rule in the part of the value that it is about.
    fn broken(&self, rule: &StaticRule) -> Option<Found> {
        let judge = |text: &str| {
            if self.special.contains(&text) {
                return None;
            }
            piece::broken(rule, text)
        };
        match (self.scope, self.list) {
            (None, _) | (Some(Scope::Item), None) => judge(self.text),
            (Some(Scope::Item), Some(form)) => {
                let mut first = None;
                let _ = piece::each_item(self.text, form, &mut |item| {
                    first = first.or_else(|| judge(item));
                });
                first
            }
            (Some(Scope::Part), list) => {
                let separator = match list {
                    Some(ListForm::Separated(separator)) => separator,
                    _ => "/",
                };
                self.text.split(separator).find_map(judge)
            }
            (Some(Scope::Decoded), _) => {
                let Some(encoding) = self.encoding else {
                    return judge(self.text);
                };
                let bytes = format::decode(encoding, self.text)?;
                match std::str::from_utf8(&bytes) {
                    Ok(text) => judge(text),
                    Err(_) => bytes_broken(rule, bytes.len() as u64),
                }
            }
        }
    }
}

/// Lengths in bytes of a decoded value that is no text; nothing else can be said about it.
fn bytes_broken(rule: &StaticRule, count: u64) -> Option<Found> {
    let (length, broken) = match rule {
        Rule::MinLength(length) => (length, count < length.limit),
        Rule::MaxLength(length) => (length, count > length.limit),
        _ => return None,
    };
    (length.unit == LengthUnit::Bytes && broken).then_some(Found::Length(count))
}

fn rules_of(statement: &'static Statement) -> impl Iterator<Item = &'static StaticRule> {
    let (first, second) = match statement {
        Statement::Rule(rule) => (Some(rule), None),
        Statement::Both(first, second) => (Some(first), Some(second)),
        _ => (None, None),
    };
    first.into_iter().chain(second)
}

/// The list form that the statements of one entry name.
fn own_list(rules: &[Statement]) -> Option<ListForm> {
    rules.iter().find_map(|statement| match statement {
        Statement::List(form) => Some(*form),
        Statement::Scoped(_, rules) | Statement::Unless(_, rules) => own_list(rules),
        _ => None,
    })
}

/// The encoding that the statements of one entry name.
fn own_encoding(rules: &[Statement]) -> Option<Encoding> {
    rules.iter().find_map(|statement| match statement {
        Statement::Rule(Rule::Encoding(encoding)) => Some(*encoding),
        Statement::Scoped(_, rules) | Statement::Unless(_, rules) => own_encoding(rules),
        _ => None,
    })
}
