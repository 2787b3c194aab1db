//! Examples, defaults and listed values, held against the rules of their own parameter.

use super::printed::is_shortened;
use super::{Rule, Run};
use crate::check::Breach;
use crate::model::Term;
use crate::names::Shape;
use doctract_core::Indices;
use doctract_core::wire::indexed;

/// Rules about several parameters need a request with a time; no value of one parameter has it.
const NO_TIME: &str = "1970-01-01T00:00:00Z";

impl Run<'_> {
    pub(super) fn values(&mut self) {
        let mut found = Vec::new();
        let nodes = self.checker.names().nodes();
        for (at, node) in nodes
            .iter()
            .enumerate()
            .filter(|(_, node)| node.shape == Shape::Leaf)
        {
            let field = node.field;
            let path = &node.path;
            if let Some(example) = field.example.as_deref().filter(|text| is_real(text)) {
                for breach in self.broken_by(at, example) {
                    let rule = match breach.rule {
                        "type" => Rule::ExampleType,
                        _ => Rule::Example,
                    };
                    let message = format!("the example `{example}` breaks {}", named(&breach));
                    found.push((rule, format!("{path}.example"), message));
                }
            }
            let mut defaults = Vec::new();
            for (entry, constraint) in field.constraints.iter().enumerate() {
                let path = format!("{path}.constraints[{entry}]");
                let value = constraint
                    .default
                    .as_ref()
                    .and_then(|default| default.value.as_deref());
                if let Some(value) = value.filter(|_| constraint.when.is_none()) {
                    for breach in self.broken_by(at, value) {
                        let message = format!("the default `{value}` breaks {}", named(&breach));
                        found.push((Rule::Default, format!("{path}.default"), message));
                    }
                    defaults.push((value, format!("{path}.default")));
                }
                for (place, listed) in constraint.enumeration.iter().enumerate() {
                    // Several lists stand side by side when they have conditions.
                    let others = self.broken_by(at, &listed.value).into_iter();
                    for breach in others.filter(|breach| breach.rule != Term::Enum.name()) {
                        let message = format!(
                            "the listed value `{}` breaks {}",
                            listed.value,
                            named(&breach)
                        );
                        found.push((Rule::EnumValue, format!("{path}.enum[{place}]"), message));
                    }
                }
            }
            if let [(first, _), rest @ ..] = defaults.as_slice()
                && let Some((other, path)) = rest.iter().find(|(value, _)| value != first)
            {
                let message = format!("`{first}` and `{other}` are both the default");
                found.push((Rule::TwoDefaults, path.clone(), message));
            }
            if field.required && !defaults.is_empty() {
                let message = "the parameter is required, so that its default never applies";
                found.push((
                    Rule::RequiredDefault,
                    format!("{path}.required"),
                    message.into(),
                ));
            }
        }
        for (rule, path, message) in found {
            self.report(rule, path, message);
        }
    }

    /// What a value breaks of the rules that look at it alone.
    fn broken_by(&self, node: usize, value: &str) -> Vec<Breach> {
        let Some(pattern) = self
            .checker
            .names()
            .nodes()
            .get(node)
            .map(|node| &node.pattern)
        else {
            return Vec::new();
        };
        let first = [1; 3]
            .iter()
            .fold(Indices::NONE, |indices, index| indices.with(*index));
        let name = indexed(pattern, first.as_slice());
        let breaches = self
            .checker
            .check(&[(name.as_str(), value)], NO_TIME)
            .into_iter();
        breaches
            .filter(|breach| {
                let statement = self.checker.statements().iter();
                let mut same = statement.filter(|statement| statement.id == breach.statement);
                same.any(|statement| statement.parameter.as_ref() == Some(pattern))
                    && about_value(breach.rule)
            })
            .collect()
    }
}

/// Whether an example is a value that could be sent: pages mask parts of some with asterisks and
/// shorten others.
fn is_real(example: &str) -> bool {
    !example.is_empty() && !example.contains("**") && !is_shortened(example)
}

fn about_value(rule: &str) -> bool {
    let counts = [
        Term::List,
        Term::MinItems,
        Term::MaxItems,
        Term::UniqueItems,
    ];
    let terms = Term::ALL
        .iter()
        .filter(|term| term.judges_value() || counts.contains(term));
    ["type", "constant"].contains(&rule) || terms.map(|term| term.name()).any(|name| name == rule)
}

fn named(breach: &Breach) -> String {
    match breach.rule {
        "type" => format!("the type of {}", breach.parameter),
        rule => format!("{rule} of {}", breach.parameter),
    }
}
