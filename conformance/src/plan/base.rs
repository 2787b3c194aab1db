//! The base request: the least that is legal, with what a case wants in it, repaired until the
//! checker finds nothing against it.

use super::Planner;
use super::legal::shape;
use crate::case::{Parameter, Place, Value};
use crate::synth::{Rng, Want};
use doctract_core::Found;
use doctract_core::wire::indexed;
use doctract_spec::check::Breach;
use doctract_spec::model::{Constraint, Position, Style, Term, Type, Violation};
use doctract_spec::names::{Leaf, Node, Shape};
use doctract_spec::statement::{Statement, StatementKind};

/// What a case wants in its request.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Parameters that are sent exactly so.
    pub(super) fixed: Vec<(String, Value)>,
    /// Documented names that are not sent.
    pub(super) absent: Vec<String>,
    /// The statements that may be broken.
    pub(super) broken: Vec<String>,
    /// Healthy resources are those of this slot.
    pub(super) slot: u32,
}

impl Wanted {
    /// A request with one parameter of its own.
    pub(super) fn one(name: impl Into<String>, value: Value) -> Self {
        Self {
            fixed: vec![(name.into(), value)],
            ..Self::default()
        }
    }
}

/// A request that is legal but for the statement that was to be broken.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    /// The parameters, in document order.
    pub(super) parameters: Vec<Parameter>,
    /// Parameters that name a resource for which the fixtures have nothing.
    pub(super) lacking: Vec<String>,
}

/// Why a statement has no case of its own.
pub(super) const NOT_ALONE: &str = "cannot be broken alone";

/// How often a request is repaired before the search gives up.
const REPAIRS: usize = 24;

impl<'a> Planner<'a> {
    /// The least legal request with what is wanted in it; else what still stands against it.
    pub(super) fn base(&self, wanted: &Wanted) -> Result<Draft, String> {
        let mut pairs = wanted.fixed.clone();
        let mut lacking = Vec::new();
        self.add_always(wanted, &mut pairs, &mut lacking);
        let mut active: Vec<(usize, usize)> = Vec::new();
        for _ in 0..REPAIRS {
            let breaches = self.breaches(&pairs);
            let open = breaches.iter().find(|breach| {
                breach.violation == Violation::Rejected
                    && !wanted.broken.contains(&breach.statement)
            });
            let Some(breach) = open else {
                return Ok(self.draft(pairs, lacking));
            };
            self.repair(breach, wanted, &mut pairs, &mut lacking, &mut active)
                .ok_or_else(|| format!("{}: {} cannot be kept", breach.wire_name, breach.rule))?;
        }
        Err("its rules contradict each other".to_owned())
    }

    /// Adds what the fixtures say that every request carries, unless the case leaves it out or has
    /// something of its own in its place.
    fn add_always(
        &self,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
        lacking: &mut Vec<String>,
    ) {
        let top = |name: &str| name.split('.').next().map(str::to_owned);
        for resource in self.fixtures.always(&self.operation.operation) {
            let pattern = &resource.parameter;
            let own = top(pattern);
            let absent = wanted.absent.iter().any(|name| top(name) == own);
            let fixed = wanted.fixed.iter().any(|(name, _)| top(name) == own);
            let documented = self.checker.names().find(pattern).is_some();
            if !absent && !fixed && documented {
                // Without a legal value there is nothing to send.
                let _ = self.add(&first_element(pattern), wanted, pairs, lacking);
            }
        }
    }

    /// What the checker finds in the pairs.
    pub(super) fn breaches(&self, pairs: &[(String, Value)]) -> Vec<Breach> {
        let samples: Vec<(String, String)> = pairs
            .iter()
            .map(|(name, value)| (name.clone(), value.sample()))
            .collect();
        self.checker.check(&samples, &self.now)
    }

    /// Proves that a draft keeps every rule, or breaks `own` alone (with what follows from it,
    /// `besides`); what it breaks then.
    pub(super) fn prove(
        &self,
        draft: &Draft,
        own: &str,
        besides: &[String],
        inside: bool,
    ) -> Result<Vec<Breach>, String> {
        let pairs: Vec<(String, Value)> = draft
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), parameter.value.clone()))
            .collect();
        let breaches = self.breaches(&pairs);
        let broken = breaches.iter().any(|breach| breach.statement == own);
        let others = breaches.iter().any(|breach| {
            breach.violation == Violation::Rejected
                && breach.statement != own
                && !besides.contains(&breach.statement)
        });
        match (inside, broken) {
            _ if others => Err(NOT_ALONE.to_owned()),
            (true, true) => Err("is outside by the checker".to_owned()),
            (false, false) => Err("breaks nothing by the checker".to_owned()),
            _ => Ok(breaches),
        }
    }

    fn draft(&self, mut pairs: Vec<(String, Value)>, lacking: Vec<String>) -> Draft {
        let place = |name: &str| {
            let resolved = self.checker.names().resolve(name);
            resolved.map_or((usize::MAX, [0; 3]), |known| {
                let mut indices = [0; 3];
                for (place, index) in indices.iter_mut().zip(known.indices.as_slice()) {
                    *place = *index;
                }
                (known.leaf, indices)
            })
        };
        // Elements of a list stay together: Tag.1.Key, Tag.1.Value, Tag.2.Key.
        let mut keyed: Vec<_> = pairs
            .drain(..)
            .map(|pair| {
                let (leaf, indices) = place(&pair.0);
                let top = self.top_of(leaf);
                ((top, indices, leaf), pair)
            })
            .collect();
        keyed.sort_by_key(|(key, _)| *key);
        let parameters = keyed
            .into_iter()
            .map(|(_, (name, value))| Parameter {
                position: self.position(&name),
                literal: self.is_literal(&name),
                name,
                value,
            })
            .collect();
        Draft {
            parameters,
            lacking,
        }
    }

    /// The first leaf of the outermost field that a leaf belongs to.
    fn top_of(&self, leaf: usize) -> usize {
        let names = self.checker.names();
        let Some(mut node) = names.leaves().get(leaf).map(|leaf| leaf.node) else {
            return usize::MAX;
        };
        while let Some(above) = names.nodes().get(node).and_then(|node| node.parent) {
            node = above;
        }
        names
            .nodes()
            .get(node)
            .map_or(usize::MAX, |node| node.leaves.start)
    }

    fn position(&self, wire_name: &str) -> Option<Place> {
        if self.operation.style != Style::Roa {
            return None;
        }
        let resolved = self.checker.names().resolve(wire_name)?;
        let leaf = self.checker.names().leaves().get(resolved.leaf)?;
        let top = leaf.parents.first().copied().unwrap_or(leaf.field);
        let body = self.operation.request.body.as_deref();
        if body.is_some_and(|body| std::ptr::eq(body, top)) {
            return Some(Place::Body);
        }
        match top.position? {
            Position::Path => Some(Place::Path),
            Position::Header => Some(Place::Header),
            Position::Body => Some(Place::Body),
            Position::Query | Position::Host => None,
        }
    }

    /// Whether a value stands in JSON as it is.
    fn is_literal(&self, wire_name: &str) -> bool {
        let known = self.checker.names().resolve(wire_name);
        let kind = known.map(|known| known.field.kind);
        kind.is_some_and(|kind| !matches!(kind, Type::String | Type::Any))
    }

    /// Whether a parameter is a header of HTTP itself, which the transport writes.
    pub(super) fn is_http_header(&self, leaf: &Leaf<'_>) -> bool {
        let named = |name: &String| name.eq_ignore_ascii_case(&leaf.field.name);
        leaf.field.position == Some(Position::Header)
            && self.conventions.http_headers.iter().any(named)
    }

    /// One step towards a legal request; `None` if nothing can be done.
    fn repair(
        &self,
        breach: &Breach,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
        lacking: &mut Vec<String>,
        active: &mut Vec<(usize, usize)>,
    ) -> Option<()> {
        let statement = self.statement(&breach.statement);
        let entry = statement.and_then(|statement| self.entry_of(statement));
        match breach.rule {
            "required" | "requiredIf" => self.add(&breach.wire_name, wanted, pairs, lacking),
            "dependentRequired" => {
                let missing = entry?.dependent_required.iter();
                let mut missing = missing.filter(|name| !has(pairs, self, name));
                self.add(&first_element(missing.next()?), wanted, pairs, lacking)
            }
            "exactlyOneOf" | "atLeastOneOf" if breach.found == Found::Absent => {
                let entry = entry?;
                let own = statement.and_then(|statement| statement.parameter.clone());
                let group = entry
                    .exactly_one_of
                    .iter()
                    .chain(&entry.at_least_one_of)
                    .cloned();
                let mut group = group
                    .chain(own)
                    .filter(|name| !wanted.absent.contains(name));
                self.add(&first_element(&group.next()?), wanted, pairs, lacking)
            }
            "exactlyOneOf" | "mutuallyExclusive" => {
                let entry = entry?;
                let own = statement.and_then(|statement| statement.parameter.clone());
                let group = entry
                    .exactly_one_of
                    .iter()
                    .chain(&entry.mutually_exclusive)
                    .cloned();
                let group: Vec<String> = group.chain(own).collect();
                self.drop_one(&group, wanted, pairs)
            }
            "effectiveIf" => {
                let condition = entry?.effective_if.as_ref()?;
                self.make_true(condition, wanted, pairs, lacking)
                    .or_else(|| {
                        self.drop_one(std::slice::from_ref(&breach.parameter), wanted, pairs)
                    })
            }
            "compare" | "span" | "withinPast" => self.move_time(breach, entry?, wanted, pairs),
            _ => {
                let place = (statement?.node?, statement?.entry.unwrap_or(usize::MAX));
                if active.contains(&place) || is_fixed(wanted, &breach.wire_name) {
                    return None;
                }
                active.push(place);
                let leaf = self.checker.names().resolve(&breach.wire_name)?.leaf;
                let leaf = self.checker.names().leaves().get(leaf)?;
                let entries: Vec<usize> = active
                    .iter()
                    .filter(|(node, _)| Some(*node) == statement.and_then(|s| s.node))
                    .map(|(_, entry)| *entry)
                    .collect();
                let shape = shape(leaf.field, &entries);
                let text = shape.solve(&Want::default(), &mut self.rng(&breach.wire_name))?;
                set(pairs, &breach.wire_name, Value::text(text));
                Some(())
            }
        }
    }

    pub(super) fn rng(&self, name: &str) -> Rng {
        Rng::named(self.seed, name)
    }

    /// Adds a parameter with a plain legal value. A list or an object gets what it must have.
    pub(super) fn add(
        &self,
        wire_name: &str,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
        lacking: &mut Vec<String>,
    ) -> Option<()> {
        let names = self.checker.names();
        let Some(resolved) = names.resolve(wire_name) else {
            return self.add_inside(wire_name, wanted, pairs, lacking);
        };
        if wanted
            .absent
            .iter()
            .any(|absent| absent == resolved.pattern)
        {
            return None;
        }
        let leaf = names.leaves().get(resolved.leaf)?;
        let value = self.plain(leaf, wanted.slot, lacking)?;
        pairs.push((wire_name.to_owned(), value));
        Some(())
    }

    /// Adds the members that a list element or an object needs to be there at all.
    fn add_inside(
        &self,
        wire_name: &str,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
        lacking: &mut Vec<String>,
    ) -> Option<()> {
        let names = self.checker.names();
        let (pattern, indices) = doctract_core::wire::split_indexed(wire_name).ok()?;
        let node = names.nodes().get(names.find(&pattern)?)?;
        let leaves = names.leaves().get(node.leaves.clone())?;
        let mut indices: Vec<u32> = indices.as_slice().to_vec();
        indices.resize(3, 1);
        let needed = leaves.iter().filter(|leaf| leaf.field.required);
        let first = leaves.first().filter(|leaf| !leaf.field.required);
        for leaf in first.into_iter().chain(needed) {
            self.add(&indexed(&leaf.pattern, &indices), wanted, pairs, lacking)?;
        }
        Some(())
    }

    fn drop_one(
        &self,
        group: &[String],
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
    ) -> Option<()> {
        let before = pairs.len();
        let last = group.iter().rev().find(|name| {
            has(pairs, self, name)
                && !wanted
                    .fixed
                    .iter()
                    .any(|(fixed, _)| belongs(self, fixed, name))
        })?;
        pairs.retain(|(name, _)| !belongs(self, name, last));
        (pairs.len() < before).then_some(())
    }

    pub(super) fn statement(&self, id: &str) -> Option<&Statement> {
        self.checker
            .statements()
            .iter()
            .find(|statement| statement.id == id)
    }

    /// The constraint entry that a statement comes from.
    pub(super) fn entry_of(&self, statement: &Statement) -> Option<&'a Constraint> {
        if statement.kind != StatementKind::Constraint {
            return None;
        }
        let entries: &'a [Constraint] = match statement.node {
            Some(node) => &self.checker.names().nodes().get(node)?.field.constraints,
            None => &self.operation.constraints,
        };
        entries.get(statement.entry?)
    }

    /// The node of a statement.
    pub(super) fn node_of(&self, statement: &Statement) -> Option<&Node<'a>> {
        self.checker.names().nodes().get(statement.node?)
    }
}

/// `Tag.N.Key` as the first element: `Tag.1.Key`.
pub(super) fn first_element(pattern: &str) -> String {
    indexed(pattern, &[1, 1, 1])
}

/// Gives a parameter another value, or adds it.
pub(super) fn set(pairs: &mut Vec<(String, Value)>, name: &str, value: Value) {
    match pairs.iter_mut().find(|(known, _)| known == name) {
        Some((_, place)) => *place = value,
        None => pairs.push((name.to_owned(), value)),
    }
}

pub(super) fn is_fixed(wanted: &Wanted, wire_name: &str) -> bool {
    wanted.fixed.iter().any(|(name, _)| name == wire_name)
}

/// Whether a wire name belongs to a documented name or stands below it.
pub(super) fn belongs(planner: &Planner<'_>, wire_name: &str, documented: &str) -> bool {
    let names = planner.checker.names();
    let (Some(resolved), Some(node)) = (names.resolve(wire_name), names.find(documented)) else {
        return wire_name == documented;
    };
    names
        .nodes()
        .get(node)
        .is_some_and(|node| node.leaves.contains(&resolved.leaf))
}

fn has(pairs: &[(String, Value)], planner: &Planner<'_>, documented: &str) -> bool {
    pairs
        .iter()
        .any(|(name, _)| belongs(planner, name, documented))
}

/// Whether a term of a field looks at one value, so that its edges are single values.
pub(super) const fn is_value_term(term: Term) -> bool {
    term.judges_value()
        || matches!(
            term,
            Term::Default
                | Term::List
                | Term::MinItems
                | Term::MaxItems
                | Term::UniqueItems
                | Term::AllowEmpty
        )
}

/// Whether a term looks at several parameters, or at the present time.
pub(super) const fn is_relation(term: Term) -> bool {
    matches!(
        term,
        Term::RequiredIf
            | Term::EffectiveIf
            | Term::DependentRequired
            | Term::ExactlyOneOf
            | Term::AtLeastOneOf
            | Term::MutuallyExclusive
            | Term::Precedes
            | Term::Compare
            | Term::Span
            | Term::WithinPast
    )
}

/// Whether a node carries one value, or is a list of plain values.
pub(super) fn is_plain(node: &Node<'_>) -> bool {
    match node.shape {
        Shape::Leaf | Shape::Items => true,
        Shape::List => node.leaves.len() == 1,
        Shape::Object => false,
    }
}
