//! Conditions and groups of parameters, and values that are compared: both sides of each.

use super::Planner;
use super::base::{Wanted, first_element, set};
use super::condition::is_worded;
use super::legal::shape;
use super::times::{shifted, written_like};
use crate::case::{Case, Family, Step, Value};
use crate::expect::Expectation;
use doctract_core::Operator;
use doctract_core::time::{duration, moment};
use doctract_spec::model::{Condition, Constraint, Term, Type, Violation};
use doctract_spec::names::Shape;
use doctract_spec::statement::Statement;

/// One side of a rule: the edge, what is wanted, and whether the rule holds there.
type Side = (String, Wanted, bool);

/// Most parameters of a group that are tried with each other.
const MOST_GROUP: usize = 8;

impl<'a> Planner<'a> {
    /// The cases of a statement about several parameters.
    pub(super) fn combination_cases(
        &self,
        statement: &Statement,
        entry: &'a Constraint,
        term: Term,
    ) -> Vec<Case> {
        let own = statement.parameter.clone();
        let group = |names: &[String]| -> Vec<String> {
            let own = own.iter().filter(|own| !names.contains(own)).cloned();
            names.iter().cloned().chain(own).take(MOST_GROUP).collect()
        };
        let sides = match term {
            Term::RequiredIf => self.required_if(statement, entry),
            Term::EffectiveIf => self.effective_if(statement, entry),
            Term::DependentRequired => self.dependent(statement, entry),
            Term::ExactlyOneOf => self.one_of(&group(&entry.exactly_one_of), true, true),
            Term::AtLeastOneOf => self.one_of(&group(&entry.at_least_one_of), true, false),
            Term::MutuallyExclusive => self.one_of(&group(&entry.mutually_exclusive), false, true),
            Term::Precedes => self.together(&group(&entry.precedes)),
            Term::Compare => self.compared(statement, entry),
            Term::Span => self.spans(statement, entry),
            Term::WithinPast => self.within_past(statement, entry),
            _ => None,
        };
        let conditions = [&entry.required_if, &entry.effective_if];
        if conditions.into_iter().flatten().any(is_worded) {
            let text = "hangs on a condition that no parameter decides";
            self.untestable(&statement.id, text);
            return Vec::new();
        }
        let Some(sides) = sides else {
            self.note(&statement.id, "its condition cannot be met here");
            return Vec::new();
        };
        let cases = sides.into_iter();
        cases
            .filter_map(|side| self.side_case(statement, entry, term, side))
            .collect()
    }

    fn side_case(
        &self,
        statement: &Statement,
        entry: &Constraint,
        term: Term,
        (edge, mut wanted, inside): Side,
    ) -> Option<Case> {
        if let Some(when) = &entry.when {
            let mut pairs = wanted.fixed.clone();
            self.make_true(when, &wanted, &mut pairs, &mut Vec::new())?;
            wanted.fixed = pairs;
        }
        if !inside {
            wanted.broken.push(statement.id.clone());
        }
        let draft = match self.base(&wanted) {
            Ok(draft) => draft,
            Err(reason) => {
                self.note(&statement.id, format!("`{edge}`: {reason}"));
                return None;
            }
        };
        let breaches = match self.prove(&draft, &statement.id, &[], inside) {
            Ok(breaches) => breaches,
            Err(reason) => {
                self.note(&statement.id, format!("`{edge}`: {reason}"));
                return None;
            }
        };
        let mut statements = vec![statement.id.clone()];
        // "Takes effect only when" is no "must not": only a stated outcome decides it.
        let open = term == Term::EffectiveIf && entry.violation == Violation::Rejected;
        let expect = if inside || entry.violation != Violation::Rejected {
            Expectation::accepted()
        } else if open {
            Expectation::open("what becomes of a parameter whose condition does not hold")
        } else {
            let blamed = breaches
                .iter()
                .find(|breach| breach.statement == statement.id);
            let name = blamed
                .map(|breach| breach.parameter.clone())
                .unwrap_or_default();
            let answer = self.refusal(&name, &statement.rule);
            statements.extend(answer.reaches);
            answer.expect
        };
        let refused = matches!(expect, Expectation::Refused(_));
        let mut steps = vec![Step::new(self.request(&draft), expect)];
        if refused {
            steps.extend(self.confirmation());
        }
        let subject = statement.parameter.as_deref().unwrap_or("request");
        let rule = statement
            .id
            .rsplit_once('/')
            .map_or(statement.rule.as_str(), |(_, rule)| rule);
        let parts = [subject, rule, edge.as_str()];
        let why = self.why(statement);
        let case = self.case(Family::Combination, &parts, statements, why, steps);
        Some(self.lacking(case, &[&draft]))
    }

    fn required_if(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let condition = entry.required_if.as_ref()?;
        let name = statement.parameter.clone()?;
        let met = self.under(condition, true);
        let unmet = self.under(condition, false);
        let mut sides = Vec::new();
        if let Some(met) = met {
            let mut absent = met.clone();
            absent.absent.push(name.clone());
            sides.push(("met-absent".to_owned(), absent, false));
            sides.push(("met-present".to_owned(), self.also(met, &name)?, true));
        }
        if let Some(mut unmet) = unmet {
            unmet.absent.push(name);
            sides.push(("unmet-absent".to_owned(), unmet, true));
        }
        (!sides.is_empty()).then_some(sides)
    }

    fn effective_if(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let condition = entry.effective_if.as_ref()?;
        let name = statement.parameter.clone()?;
        let mut sides = Vec::new();
        if let Some(met) = self.under(condition, true) {
            sides.push(("met-present".to_owned(), self.also(met, &name)?, true));
        }
        if let Some(unmet) = self.under(condition, false) {
            sides.push(("unmet-present".to_owned(), self.also(unmet, &name)?, false));
        }
        (!sides.is_empty()).then_some(sides)
    }

    fn dependent(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let name = statement.parameter.clone()?;
        let alone = self.also(Wanted::default(), &name)?;
        let mut all = alone.clone();
        for other in &entry.dependent_required {
            all = self.also(all, other)?;
        }
        let mut sides = vec![("all".to_owned(), all.clone(), true)];
        for missing in entry.dependent_required.iter().take(MOST_GROUP) {
            let mut fewer = all.clone();
            fewer.fixed.retain(|(sent, _)| !self.is_part(sent, missing));
            fewer.absent.push(missing.clone());
            sides.push((format!("without-{missing}"), fewer, false));
        }
        Some(sides)
    }

    /// None, each alone, and two together. `needed`: none is too few; `alone`: two are too many.
    fn one_of(&self, group: &[String], needed: bool, alone: bool) -> Option<Vec<Side>> {
        let none = Wanted {
            absent: group.to_vec(),
            ..Wanted::default()
        };
        // What the fixtures have every request carry is there because the endpoint needs it.
        let operation = &self.operation.operation;
        let mut carried = self.fixtures.always(operation);
        let unknown = !needed && carried.any(|own| group.contains(&own.parameter));
        let none = (!unknown).then(|| ("none".to_owned(), none, !needed));
        let mut sides: Vec<Side> = none.into_iter().collect();
        for name in group {
            let mut one = self.also(Wanted::default(), name)?;
            one.absent = group
                .iter()
                .filter(|other| *other != name)
                .cloned()
                .collect();
            sides.push((format!("{name}-alone"), one, true));
        }
        for (at, first) in group.iter().enumerate() {
            for second in group.iter().skip(at + 1) {
                let mut two = self.also(self.also(Wanted::default(), first)?, second)?;
                let others = group
                    .iter()
                    .filter(|name| *name != first && *name != second);
                two.absent = others.cloned().collect();
                sides.push((format!("{first}-with-{second}"), two, !alone));
            }
        }
        Some(sides)
    }

    fn together(&self, group: &[String]) -> Option<Vec<Side>> {
        let mut both = Wanted::default();
        for name in group {
            both = self.also(both, name)?;
        }
        Some(vec![("both".to_owned(), both, true)])
    }

    /// The values at, just below and just above another parameter's or the present time.
    fn compared(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let comparison = entry.compare.as_ref()?;
        let name = statement.parameter.clone()?;
        let mut wanted = self.also(Wanted::default(), &name)?;
        let own = self.text_of(&wanted, &name)?;
        let (from, steps) = match &comparison.other {
            Some(other) => {
                wanted = self.also(wanted, other)?;
                (self.text_of(&wanted, other)?, [-unit(&own), 0, unit(&own)])
            }
            // The present moves on between planning and sending: a day is far enough.
            None => (self.now.clone(), [-DAY, 0, DAY]),
        };
        let mut sides = Vec::new();
        for (edge, step) in ["below", "equal", "above"].into_iter().zip(steps) {
            if step == 0 && comparison.now {
                continue;
            }
            let Some(value) = shifted(&own, &from, step) else {
                continue;
            };
            let holds = comparison.operator.0.holds(Some(&value), &[from.as_str()]);
            let ordered = matches!(
                comparison.operator.0,
                Operator::Gt
                    | Operator::Ge
                    | Operator::Lt
                    | Operator::Le
                    | Operator::Eq
                    | Operator::Ne
            );
            if ordered {
                let mut side = wanted.clone();
                set(&mut side.fixed, &first_element(&name), Value::Value(value));
                sides.push((edge.to_owned(), side, holds));
            }
        }
        (!sides.is_empty()).then_some(sides)
    }

    /// Two times at the largest and smallest distance, and one step beyond.
    fn spans(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let span = entry.span.as_ref()?;
        let name = statement.parameter.clone()?;
        let wanted = self.also(self.also(Wanted::default(), &name)?, &span.other)?;
        let own = self.text_of(&wanted, &name)?;
        let from = self.text_of(&wanted, &span.other)?;
        let step = unit(&own);
        let mut sides = Vec::new();
        let limits = [
            (&span.max, "max", "above", step),
            (&span.min, "min", "below", -step),
        ];
        for (limit, inside, outside, over) in limits {
            let Some(limit) = limit.as_deref().and_then(duration) else {
                continue;
            };
            for (edge, distance, holds) in [(inside, limit, true), (outside, limit + over, false)] {
                // Which of the two comes first is said elsewhere; either order may be legal.
                for (suffix, signed) in [("", distance), ("-before", -distance)] {
                    let Some(value) = shifted(&own, &from, signed) else {
                        continue;
                    };
                    let mut side = wanted.clone();
                    set(&mut side.fixed, &first_element(&name), Value::Value(value));
                    sides.push((format!("{edge}{suffix}"), side, holds));
                }
            }
        }
        (!sides.is_empty()).then_some(sides)
    }

    fn within_past(&self, statement: &Statement, entry: &Constraint) -> Option<Vec<Side>> {
        let limit = duration(entry.within_past.as_deref()?)?;
        let name = statement.parameter.clone()?;
        let wanted = self.also(Wanted::default(), &name)?;
        let own = self.text_of(&wanted, &name)?;
        let now = moment(&self.now)?;
        // The present moves on between planning and sending.
        let margin = (limit / 20).max(HOUR);
        let mut sides = Vec::new();
        for (edge, distance, holds) in [
            ("inside", limit - margin, true),
            ("above", limit + margin, false),
        ] {
            let value = written_like(&own, now.checked_sub(distance)?)?;
            let mut side = wanted.clone();
            set(&mut side.fixed, &first_element(&name), Value::Value(value));
            sides.push((edge.to_owned(), side, holds));
        }
        Some(sides)
    }

    /// What makes a condition hold, or not.
    fn under(&self, condition: &Condition, holds: bool) -> Option<Wanted> {
        let mut wanted = Wanted::default();
        if holds {
            let mut pairs = Vec::new();
            self.make_true(condition, &wanted, &mut pairs, &mut Vec::new())?;
            wanted.fixed = pairs;
            return Some(wanted);
        }
        self.make_false(condition, &mut wanted)?;
        Some(wanted)
    }

    fn make_false(&self, condition: &Condition, wanted: &mut Wanted) -> Option<()> {
        if !condition.all.is_empty() {
            return condition.all.iter().find_map(|part| {
                let mut tried = wanted.clone();
                self.make_false(part, &mut tried)?;
                *wanted = tried;
                Some(())
            });
        }
        if !condition.any.is_empty() {
            return condition
                .any
                .iter()
                .try_for_each(|part| self.make_false(part, wanted));
        }
        let name = condition.parameter.as_deref()?;
        let operator = condition
            .operator
            .map_or(Operator::Present, |operator| operator.0);
        match operator {
            Operator::Present => {
                wanted.absent.push(name.to_owned());
                Some(())
            }
            Operator::Absent => {
                *wanted = self.also(std::mem::take(wanted), name)?;
                Some(())
            }
            Operator::Ne | Operator::NotIn => {
                let value = condition.values.first()?.clone();
                set(&mut wanted.fixed, &first_element(name), Value::Value(value));
                Some(())
            }
            Operator::Eq | Operator::In => {
                match self.other_value(name, &condition.values) {
                    Some(other) => {
                        set(&mut wanted.fixed, &first_element(name), Value::Value(other));
                    }
                    None => wanted.absent.push(name.to_owned()),
                }
                Some(())
            }
            _ => None,
        }
    }

    /// The wish with a parameter (or a list, or an object) present besides.
    fn also(&self, mut wanted: Wanted, name: &str) -> Option<Wanted> {
        let names = self.checker.names();
        let place = names.find(name)?;
        let node = names.nodes().get(place)?;
        if wanted
            .fixed
            .iter()
            .any(|(sent, _)| self.is_part(sent, name))
        {
            return Some(wanted);
        }
        if node.shape == Shape::List {
            wanted.fixed.extend(self.elements(place, 1, 1));
            return Some(wanted);
        }
        let leaves = names.leaves().get(node.leaves.clone())?;
        let leaf = leaves
            .iter()
            .find(|leaf| leaf.field.required)
            .or(leaves.first())?;
        let value = self.plain(leaf, 0, &mut Vec::new())?;
        wanted.fixed.push((first_element(&leaf.pattern), value));
        self.pair_up(names.nodes().get(leaf.node)?, &mut wanted);
        Some(wanted)
    }

    /// Whether a wire name carries a value for a documented name or below it.
    fn is_part(&self, wire_name: &str, documented: &str) -> bool {
        super::base::belongs(self, wire_name, documented)
    }

    fn text_of(&self, wanted: &Wanted, name: &str) -> Option<String> {
        let wire = first_element(name);
        let sent = wanted
            .fixed
            .iter()
            .find(|(known, _)| *known == wire)?
            .1
            .sample();
        if moment(&sent).is_some() || sent.parse::<doctract_core::Number>().is_ok() {
            return Some(sent);
        }
        // No example tells how times are written here: as the layout says, else as ISO 8601.
        let names = self.checker.names();
        let leaf = names.leaves().iter().find(|leaf| leaf.pattern == name)?;
        let rules = shape(leaf.field, &[]);
        let iso = "2026-01-31T08:00:00Z".to_owned();
        let numeric = matches!(leaf.field.kind, Type::Integer | Type::Long);
        Some(iso).filter(|text| !numeric && rules.admits(text, None))
    }
}

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

/// The smallest step of a time as it is written, in milliseconds; of a number, one.
fn unit(text: &str) -> i64 {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match (text.bytes().all(|byte| byte.is_ascii_digit()), digits) {
        (true, _) | (false, 14..) => 1000,
        (false, 12..) => 60_000,
        _ => DAY,
    }
}
