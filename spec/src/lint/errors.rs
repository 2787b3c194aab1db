//! Error rows and what they blame.

use super::{Rule, Run};
use crate::model::PreconditionKind;
use std::collections::{HashMap, HashSet};

impl Run<'_> {
    pub(super) fn errors(&mut self) {
        let operation = self.operation;
        let mut rows = HashSet::new();
        let mut statuses: HashMap<&str, u16> = HashMap::new();
        for (at, row) in operation.errors.iter().enumerate() {
            let path = format!("errors[{at}]");
            let code = row.code.as_str();
            if !rows.insert((row.status, code, row.message.as_deref())) {
                let message = format!("the error `{code}` stands twice");
                self.report(Rule::ErrorTwice, path.clone(), message);
            }
            if let Some(status) = row.status {
                let path = format!("{path}.status");
                if !(400..600).contains(&status) {
                    let message = format!("{status} is no error status of HTTP");
                    self.report(Rule::ErrorStatus, path.clone(), message);
                }
                let first = *statuses.entry(code).or_insert(status);
                if first != status {
                    let message = format!("`{code}` stands with {first} and with {status}");
                    self.report(Rule::ErrorStatuses, path, message);
                }
            }
            if row.blames.is_empty() {
                let message = format!("the error `{code}` blames nothing");
                self.report(Rule::ErrorBlamesNothing, format!("{path}.code"), message);
            }
            for (place, blame) in row.blames.iter().enumerate() {
                let parameter = blame.parameter.as_deref();
                let known = self.checker.names();
                let strange = parameter.filter(|name| known.find(name).is_none());
                let strange = strange
                    .or(blame.precondition.as_deref().filter(|id| {
                        !operation.preconditions.iter().any(|known| known.id == **id)
                    }));
                if let Some(name) = strange {
                    let message = format!("the operation has no `{name}` to blame");
                    self.report(
                        Rule::BlameUnknown,
                        format!("{path}.blames[{place}]"),
                        message,
                    );
                }
            }
        }
        let blamed: HashSet<_> = operation
            .errors
            .iter()
            .flat_map(|row| &row.blames)
            .filter_map(|blame| blame.precondition.as_deref())
            .collect();
        for precondition in &operation.preconditions {
            let id = precondition.id.as_str();
            // What follows from a call refuses none, and what refuses too many calls is one error for
            // all operations, which pages document elsewhere.
            let silent = matches!(
                precondition.kind,
                PreconditionKind::Effect | PreconditionKind::Frequency
            );
            if !silent && !blamed.contains(id) {
                let message = format!("no error is documented for the precondition `{id}`");
                self.report(
                    Rule::PreconditionSilent,
                    format!("preconditions[id={id}]"),
                    message,
                );
            }
        }
    }
}
