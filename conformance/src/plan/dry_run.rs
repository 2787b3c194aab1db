//! Requests that only ask whether they would be accepted: the answer to one that would be is a refusal.

use super::Planner;
use crate::case::{Case, Request};
use crate::expect::{Basis, Expectation, Refused};
use doctract_spec::model::Role;

impl Planner<'_> {
    /// Has the steps that are only asked about refused with the convention's code, where they were to
    /// be accepted.
    pub(super) fn expect_dry_runs(&self, case: &mut Case) {
        for step in &mut case.steps {
            let accepted = matches!(step.expect, Expectation::Accepted(_));
            if accepted && self.is_dry(&step.request) {
                step.expect = Expectation::Refused(Refused {
                    any_of: self.conventions.dry_run.clone(),
                    basis: Basis::Convention,
                    ..Refused::default()
                });
            }
        }
    }

    fn is_dry(&self, request: &Request) -> bool {
        let fields = self.operation.request.parameters.iter();
        let mut flags = fields.filter(|field| field.role == Some(Role::DryRun));
        flags.any(|flag| {
            let mut sent = request.parameters.iter();
            let is_on = |text: String| text.eq_ignore_ascii_case("true");
            sent.any(|own| own.name == flag.name && is_on(own.value.sample()))
        })
    }
}
