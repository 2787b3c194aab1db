//! Conditions of rules: values that make one true, and which of them no parameter decides.

use super::Planner;
use super::base::{Wanted, belongs, first_element, is_fixed, set};
use crate::case::Value;
use doctract_core::Operator;
use doctract_spec::model::Condition;

impl Planner<'_> {
    /// Makes a condition hold by adding or changing parameters that are not fixed.
    pub(super) fn make_true(
        &self,
        condition: &Condition,
        wanted: &Wanted,
        pairs: &mut Vec<(String, Value)>,
        lacking: &mut Vec<String>,
    ) -> Option<()> {
        if !condition.all.is_empty() {
            return condition
                .all
                .iter()
                .try_for_each(|part| self.make_true(part, wanted, pairs, lacking));
        }
        if !condition.any.is_empty() {
            return condition.any.iter().find_map(|part| {
                let mut tried = pairs.clone();
                self.make_true(part, wanted, &mut tried, lacking)?;
                *pairs = tried;
                Some(())
            });
        }
        let name = condition.parameter.as_deref()?;
        let wire_name = first_element(name);
        let operator = condition
            .operator
            .map_or(Operator::Present, |operator| operator.0);
        let now = pairs
            .iter()
            .find(|(sent, _)| *sent == wire_name)
            .map(|(_, value)| value.sample());
        if operator.holds(now.as_deref(), &condition.values) && now.is_some() {
            return Some(());
        }
        if is_fixed(wanted, &wire_name) {
            return None;
        }
        match operator {
            Operator::Eq | Operator::In => {
                set(
                    pairs,
                    &wire_name,
                    Value::text(condition.values.first()?.clone()),
                );
                Some(())
            }
            Operator::Present => self.add(&wire_name, wanted, pairs, lacking),
            Operator::Absent => {
                pairs.retain(|(sent, _)| !belongs(self, sent, name));
                Some(())
            }
            Operator::Ne | Operator::NotIn => {
                let other = self.other_value(name, &condition.values)?;
                set(pairs, &wire_name, Value::text(other));
                Some(())
            }
            _ => None,
        }
    }
}

/// Whether a condition hangs on something that no parameter decides.
pub(super) fn is_worded(condition: &Condition) -> bool {
    if !condition.all.is_empty() {
        return condition.all.iter().any(is_worded);
    }
    if !condition.any.is_empty() {
        return condition.any.iter().all(is_worded);
    }
    condition.parameter.is_none()
}
