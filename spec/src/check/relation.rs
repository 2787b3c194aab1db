//! Rules between parameters: presence, comparison, distance in time.

use super::rules::Entry;
use super::{Breach, Run, Site};
use crate::model::{Constraint, Term};
use crate::names::Shape;
use doctract_core::{Found, time};

impl<'c, 'a> Run<'c, 'a, '_> {
    /// Checks the statements about the request as a whole.
    pub(super) fn whole(&mut self) {
        let checker = self.checker;
        for entry in &checker.whole {
            if !self.applies(entry.constraint.when.as_ref(), None) {
                continue;
            }
            for &(term, statement) in &entry.terms {
                let Some(found) = self.count_broken(entry.constraint, term, None) else {
                    continue;
                };
                self.breaches.push(Breach {
                    parameter: String::new(),
                    wire_name: String::new(),
                    rule: term.name(),
                    statement: self.id(Some(statement)),
                    violation: entry.constraint.violation,
                    found,
                });
            }
        }
    }

    /// Checks what a field's entries say about its presence and about other parameters.
    pub(super) fn relations(&mut self, site: Site<'c, 'a>, present: bool) {
        for entry in &site.rules.entries {
            for &(term, statement) in &entry.terms {
                if term.judges_value() || !self.applies(entry.constraint.when.as_ref(), Some(site))
                {
                    continue;
                }
                let found = self.relation_broken(site, entry, term, present);
                if let Some(found) = found {
                    self.breaches.push(Breach {
                        parameter: self.parameter(site),
                        wire_name: self.wire_name(site),
                        rule: term.name(),
                        statement: self.id(Some(statement)),
                        violation: entry.constraint.violation,
                        found,
                    });
                }
            }
        }
    }

    fn relation_broken(
        &self,
        site: Site<'c, 'a>,
        entry: &Entry<'_>,
        term: Term,
        present: bool,
    ) -> Option<Found> {
        let constraint = entry.constraint;
        match term {
            Term::RequiredIf if !present => {
                let condition = constraint.required_if.as_ref()?;
                (self.holds(condition, Some(site)) == Some(true)).then_some(Found::Absent)
            }
            Term::EffectiveIf if present => {
                let condition = constraint.effective_if.as_ref()?;
                (self.holds(condition, Some(site)) == Some(false)).then_some(Found::Present)
            }
            Term::DependentRequired if present => {
                let mut names = constraint.dependent_required.iter();
                let lacking = names.any(|name| !self.present(name, Some(site)));
                lacking.then_some(Found::Absent)
            }
            Term::ExactlyOneOf | Term::AtLeastOneOf | Term::MutuallyExclusive => {
                self.count_broken(constraint, term, Some((site, present)))
            }
            Term::Compare | Term::Span | Term::WithinPast => {
                let node = self.checker.names.nodes().get(site.node)?;
                if node.shape != Shape::Leaf {
                    return None;
                }
                let mut values = self.request.values(&node.leaves, site.indices);
                values.find_map(|value| self.time_broken(site, constraint, term, value.text))
            }
            _ => None,
        }
    }

    /// How many of the named parameters are present, held against the term. In a field's own
    /// entry the field counts as named.
    fn count_broken(
        &self,
        constraint: &Constraint,
        term: Term,
        own: Option<(Site<'c, 'a>, bool)>,
    ) -> Option<Found> {
        let (names, least, most) = match term {
            Term::ExactlyOneOf => (&constraint.exactly_one_of, 1, 1),
            Term::AtLeastOneOf => (&constraint.at_least_one_of, 1, usize::MAX),
            Term::MutuallyExclusive => (&constraint.mutually_exclusive, 0, 1),
            _ => return None,
        };
        let site = own.map(|(site, _)| site);
        let mut count = names.iter().filter(|name| self.present(name, site)).count();
        if let Some((site, present)) = own {
            let listed = names.iter().any(|name| self.names_site(name, site));
            count += usize::from(present && !listed);
        }
        match count {
            count if count < least => Some(Found::Absent),
            count if count > most => Some(Found::Present),
            _ => None,
        }
    }

    fn names_site(&self, name: &str, site: Site<'c, 'a>) -> bool {
        let nodes = self.checker.names.nodes();
        let named = self
            .checker
            .names
            .find(name)
            .and_then(|node| nodes.get(node));
        let own = nodes.get(site.node);
        named
            .zip(own)
            .is_some_and(|(named, own)| named.leaves == own.leaves)
    }

    /// What breaks a comparison or a limit in time; values that do not compare break nothing.
    fn time_broken(
        &self,
        site: Site<'c, 'a>,
        constraint: &Constraint,
        term: Term,
        text: &str,
    ) -> Option<Found> {
        let holds = match term {
            Term::Compare => {
                let comparison = constraint.compare.as_ref()?;
                let other = match &comparison.other {
                    Some(name) => self.value(name, site)?,
                    None if comparison.now => self.now,
                    None => return None,
                };
                comparison.operator.0.relates(text, other)?
            }
            Term::Span => {
                let span = constraint.span.as_ref()?;
                let other = self.value(&span.other, site)?;
                time::is_span_within(text, other, span.min.as_deref(), span.max.as_deref())?
            }
            Term::WithinPast => {
                time::is_within_past(text, self.now, constraint.within_past.as_deref()?)?
            }
            _ => return None,
        };
        (!holds).then_some(Found::Nothing)
    }

    /// The first value of a named parameter, seen from `site`.
    fn value(&self, name: &str, site: Site<'c, 'a>) -> Option<&str> {
        let Some(node) = self.checker.names.find(name) else {
            return self.request.stray(name);
        };
        let leaves = &self.checker.names.nodes().get(node)?.leaves;
        let mut values = self.request.values(leaves, self.shared(node, Some(site)));
        values.next().map(|value| value.text)
    }

    /// The name under which a field was sent, or would have been.
    fn wire_name(&self, site: Site<'c, 'a>) -> String {
        let node = self.checker.names.nodes().get(site.node);
        let sent = node.and_then(|node| self.request.values(&node.leaves, site.indices).next());
        match sent {
            Some(sent) => sent.wire_name.to_owned(),
            None => self.would_be(site),
        }
    }
}
