//! One request as the checker sees it: values by leaf and index.

use crate::names::Names;
use doctract_core::Indices;
use std::ops::Range;

/// The decoded pairs of a request, sorted by the leaf they carry a value for.
pub(super) struct Request<'r> {
    known: Vec<Sent<'r>>,
    unknown: Vec<(&'r str, &'r str)>,
}

/// One value that was sent.
#[derive(Clone, Copy)]
pub(super) struct Sent<'r> {
    pub(super) leaf: usize,
    pub(super) indices: Indices,
    pub(super) wire_name: &'r str,
    pub(super) text: &'r str,
}

impl<'r> Request<'r> {
    pub(super) fn new<S: AsRef<str>>(names: &Names<'_>, pairs: &'r [(S, S)]) -> Self {
        let mut request = Self {
            known: Vec::with_capacity(pairs.len()),
            unknown: Vec::new(),
        };
        for (name, text) in pairs {
            let (wire_name, text) = (name.as_ref(), text.as_ref());
            match names.resolve(wire_name) {
                Some(resolved) => request.known.push(Sent {
                    leaf: resolved.leaf,
                    indices: resolved.indices,
                    wire_name,
                    text,
                }),
                None => request.unknown.push((wire_name, text)),
            }
        }
        request.known.sort_by_key(|sent| sent.leaf);
        request
    }

    fn range(&self, leaves: &Range<usize>) -> Range<usize> {
        let start = self.known.partition_point(|sent| sent.leaf < leaves.start);
        let end = self.known.partition_point(|sent| sent.leaf < leaves.end);
        start..end
    }

    /// The values for these leaves in one element of the lists above: those whose indices begin
    /// with `indices`.
    pub(super) fn values(
        &self,
        leaves: &Range<usize>,
        indices: Indices,
    ) -> impl Iterator<Item = Sent<'r>> + '_ {
        let sent = self.known.get(self.range(leaves)).unwrap_or_default();
        let within =
            move |sent: &&Sent<'_>| sent.indices.as_slice().starts_with(indices.as_slice());
        sent.iter().filter(within).copied()
    }

    /// Whether a value for one of these leaves was sent there.
    pub(super) fn has(&self, leaves: &Range<usize>, indices: Indices) -> bool {
        self.values(leaves, indices).next().is_some()
    }

    /// The elements of a list: each index once, in order, with the place of its first value.
    pub(super) fn elements(&self, leaves: &Range<usize>, indices: Indices) -> Vec<(u32, usize)> {
        let depth = indices.as_slice().len();
        let mut elements: Vec<(u32, usize)> = Vec::new();
        for at in self.range(leaves) {
            let Some(sent) = self.known.get(at) else {
                continue;
            };
            let own = sent.indices.as_slice();
            if let (true, Some(index)) = (own.starts_with(indices.as_slice()), own.get(depth)) {
                elements.push((*index, at));
            }
        }
        elements.sort_by_key(|(index, _)| *index);
        elements.dedup_by_key(|(index, _)| *index);
        elements
    }

    pub(super) fn wire_name(&self, sent: usize) -> &'r str {
        self.known
            .get(sent)
            .map(|sent| sent.wire_name)
            .unwrap_or_default()
    }

    /// The value of a name that the operation does not know.
    pub(super) fn stray(&self, name: &str) -> Option<&'r str> {
        let found = self
            .unknown
            .iter()
            .find(|(wire_name, _)| *wire_name == name);
        found.map(|(_, text)| *text)
    }
}
