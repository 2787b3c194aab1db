//! Putting a case together from its parts.

use super::Planner;
use super::base::{Draft, Wanted};
use super::values::ACTION;
use crate::case::{Carrier, Case, Cost, Family, Method, Request, Step, escape_part};
use crate::expect::Expectation;
use doctract_spec::model::Style;
use doctract_spec::statement::{Statement, StatementKind};

impl Planner<'_> {
    /// A case of this family; `parts` are what follows the family in its id.
    pub(super) fn case(
        &self,
        family: Family,
        parts: &[&str],
        statements: Vec<String>,
        why: impl Into<String>,
        steps: Vec<Step>,
    ) -> Case {
        let mut id = format!(
            "{}/{}/{}",
            escape_part(&self.operation.product),
            escape_part(&self.operation.operation),
            family.name()
        );
        for part in parts {
            id.push('/');
            id.push_str(&escape_part(part));
        }
        let changes = if self.is_reading() {
            0
        } else {
            steps.iter().map(|step| step.parallel).sum()
        };
        Case {
            id,
            operation: self.operation.operation.clone(),
            version: self.operation.version.clone(),
            family,
            statements,
            why: why.into(),
            steps,
            scenario: None,
            cost: Cost {
                changes,
                ..Cost::default()
            },
            skip: None,
        }
    }

    /// The request that carries a draft.
    pub(super) fn request(&self, draft: &Draft) -> Request {
        let mut request = Request {
            parameters: draft.parameters.clone(),
            ..Request::default()
        };
        if self.operation.style == Style::Roa {
            request.path.clone_from(&self.operation.path);
            let method = self.operation.methods.first();
            request.method = method
                .and_then(|name| Method::by_name(name))
                .unwrap_or_default();
            request.carrier = Carrier::Query;
            let body = self.operation.request.body.as_ref();
            request.body_root = body.map(|body| match body.name.as_str() {
                "" => "body".to_owned(),
                name => name.to_owned(),
            });
        }
        // Named by the gateway's own parameter, which the runner adds.
        request
            .parameters
            .retain(|parameter| parameter.name != ACTION);
        request
    }

    /// A plain legal request on the resources of `slot`, as a step that must succeed.
    pub(super) fn plain_step(&self, slot: u32) -> Option<(Step, Draft)> {
        let wanted = Wanted {
            slot,
            ..Wanted::default()
        };
        let draft = self.base(&wanted).ok()?;
        let step = Step::new(self.request(&draft), Expectation::accepted());
        Some((step, draft))
    }

    /// The step that shows after a refusal that nothing was changed by it.
    pub(super) fn confirmation(&self) -> Option<Step> {
        if !self.confirm || self.is_reading() {
            return None;
        }
        let (step, draft) = self.plain_step(0)?;
        let fresh = draft.parameters.iter().any(|parameter| {
            matches!(
                parameter.value,
                crate::case::Value::Numbered(_) | crate::case::Value::Made(_)
            )
        });
        (fresh && draft.lacking.is_empty()).then(|| step.named("confirmed"))
    }

    /// Marks a case as not to be run where fixtures are missing, or the source of values failed.
    pub(super) fn lacking(&self, mut case: Case, drafts: &[&Draft]) -> Case {
        let mut names: Vec<&str> = drafts
            .iter()
            .flat_map(|draft| &draft.lacking)
            .map(String::as_str)
            .collect();
        names.sort_unstable();
        names.dedup();
        let failures = self.failures.borrow();
        let failed = names
            .iter()
            .find_map(|name| Some((name, failures.get(*name)?)));
        if let Some((name, reason)) = failed {
            case.skip = Some(format!("no value for {name}: {reason}"));
        } else if !names.is_empty() {
            case.skip = Some(format!(
                "the fixtures have no resource for {}",
                names.join(", ")
            ));
        }
        case
    }

    /// The sentence that a statement rests on.
    pub(super) fn why(&self, statement: &Statement) -> String {
        if let Some(text) = statement
            .text
            .as_ref()
            .filter(|text| !text.trim().is_empty())
        {
            return text.clone();
        }
        let name = statement.parameter.as_deref().unwrap_or_default();
        match statement.kind {
            StatementKind::Required => format!("{name}: required"),
            StatementKind::Type => {
                let kind = self
                    .node_of(statement)
                    .and_then(|node| node.field.kind.value_kind());
                let kind = kind.map_or("any", |kind| kind.name());
                format!("{name}: type {kind}")
            }
            StatementKind::Constant => {
                let value = self
                    .node_of(statement)
                    .and_then(|node| node.field.constant.as_deref());
                format!("{name}: always {}", value.unwrap_or_default())
            }
            StatementKind::Alias => format!("{name}: the page lists another spelling"),
            _ => statement.id.clone(),
        }
    }
}
