//! Resources of which the world keeps nothing but their tags.

use super::{AccountIndex, Model, Tags};
use serde::{Deserialize, Serialize};

/// A resource of some type, with its tags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Taggable {
    pub(crate) account: AccountIndex,
    /// The type, as the service writes it.
    pub(crate) kind: String,
    pub(crate) id: String,
    pub(crate) tags: Tags,
}

impl Model {
    /// The tags of a resource of this type, if the world says that the id stands for one.
    pub(crate) fn taggable_mut(
        &mut self,
        account: AccountIndex,
        kind: &str,
        id: &str,
    ) -> Option<&mut Tags> {
        if !self.taggable_ids.iter().any(|ids| ids.holds(id)) {
            return None;
        }
        let key = format!("{}/{kind}/{id}", account.0);
        if !self.taggables.contains(&key) {
            let new = Taggable {
                account,
                kind: kind.to_owned(),
                id: id.to_owned(),
                tags: Tags::default(),
            };
            self.taggables.add(key.clone(), new);
        }
        self.taggables.get_mut(&key).map(|own| &mut own.tags)
    }

    /// The resources of a type that an account has tags of.
    pub(crate) fn taggables(
        &self,
        account: AccountIndex,
        kind: &str,
    ) -> impl Iterator<Item = &Taggable> {
        let all = self.taggables.values();
        all.filter(move |own| own.account == account && own.kind == kind)
    }
}
