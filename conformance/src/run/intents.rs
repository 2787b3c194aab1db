//! Requests that may create something: noted before they are sent, and what came of them.

use super::context::Context;
use crate::journal::{Entry, Intent, Made};
use crate::judge::Seen;

impl Context {
    /// Notes a request before it is sent, if it may create something and a journal is kept.
    pub(super) fn note_intent(
        &self,
        operation: &str,
        version: &str,
        parameters: &[(String, String)],
    ) -> Result<Option<u64>, String> {
        let contract = self.contracts.get(operation);
        let member = contract.and_then(|contract| contract.resource.clone());
        let (Some(journal), Some(member)) = (&self.habits().journal, member) else {
            return Ok(None);
        };
        let number = self.intent();
        let token = contract.and_then(|contract| contract.token.clone());
        let intent = Intent {
            number,
            operation: operation.to_owned(),
            version: version.to_owned(),
            member,
            token: token.filter(|name| parameters.iter().any(|(sent, _)| sent == name)),
            parameters: parameters.to_vec(),
        };
        let noted = journal.add(&Entry::Intent(intent));
        noted.map_err(|error| format!("the journal cannot be written: {error}"))?;
        Ok(Some(number))
    }

    /// Notes what came of a request; the id of what it made.
    pub(super) fn note_outcome(
        &self,
        operation: &str,
        seen: &Seen,
        intent: Option<u64>,
    ) -> Option<String> {
        let member = self.contracts.get(operation)?.resource.as_ref()?;
        let id = seen
            .tree
            .as_ref()
            .ok()
            .and_then(|tree| tree.node.at(member)?.text());
        let id = id.filter(|_| seen.is_success()).map(str::to_owned);
        let entry = match (&id, seen.status()) {
            (Some(id), _) => intent.map(|number| {
                Entry::Made(Made {
                    number,
                    id: id.clone(),
                })
            }),
            (None, Some(400..500)) => intent.map(Entry::Nothing),
            (None, _) => None,
        };
        if let (Some(journal), Some(entry)) = (&self.habits().journal, entry) {
            // A line that is missing here is asked for again by the cleanup.
            let _ = journal.add(&entry);
        }
        id
    }

    /// Notes that something is gone.
    pub(super) fn note_gone(&self, intents: &[u64]) {
        if let Some(journal) = &self.habits().journal {
            for number in intents {
                // A line that is missing here only means one more removal of what is gone.
                let _ = journal.add(&Entry::Gone(*number));
            }
        }
    }
}
