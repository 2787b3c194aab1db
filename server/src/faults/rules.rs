//! Faults of the behaviour: rules of `CreateSnapshot` that are replaced, tokens treated otherwise.

use crate::operations::{QUOTA, Rule, Situation, no_snapshot_in_progress};
use crate::refusal::Refusal;

/// What replaces a rule.
pub(super) type Check = fn(&Situation<'_>) -> Result<(), Refusal>;

/// How client tokens are treated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TokenPolicy {
    /// As the page says.
    #[default]
    Honoured,
    /// The same request again is worked on again.
    Ignored,
    /// The first answer comes again, whatever the other parameters are.
    MismatchReplayed,
    /// A refused request uses its token up.
    BurntByRefusal,
    /// Two requests at the same time are both worked on.
    Racing,
}

impl TokenPolicy {
    /// A repeated request is to succeed again, so that its first snapshot must not hinder it.
    pub(super) fn change_rules(self, rules: &mut [Rule]) {
        if matches!(self, Self::Ignored | Self::Racing) {
            for rule in rules
                .iter_mut()
                .filter(|rule| rule.id == "no-snapshot-in-progress")
            {
                rule.check = in_progress_unless_repeated;
            }
        }
    }
}

/// Everything is all right.
#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands in for rules that can refuse"
)]
pub(super) fn nothing(_: &Situation<'_>) -> Result<(), Refusal> {
    Ok(())
}

/// One snapshot more than there may be.
pub(super) fn quota_of_65(situation: &Situation<'_>) -> Result<(), Refusal> {
    limit(of_disk(situation), 65)
}

/// One snapshot less than there may be.
pub(super) fn quota_of_63(situation: &Situation<'_>) -> Result<(), Refusal> {
    limit(of_disk(situation), 63)
}

/// What was made in this run counts for the whole account; what came with the world, for its disk.
pub(super) fn quota_per_account(situation: &Situation<'_>) -> Result<(), Refusal> {
    let (model, account) = (situation.model, situation.call.account);
    let of_disk = model.snapshots_of(account, &situation.disk.id);
    let given = of_disk.filter(|own| own.given).count();
    let made = model.snapshots(account).filter(|own| !own.given).count();
    limit(given + made, 64)
}

fn of_disk(situation: &Situation<'_>) -> usize {
    let own = situation
        .model
        .snapshots_of(situation.call.account, &situation.disk.id);
    own.count()
}

fn limit(number: usize, most: usize) -> Result<(), Refusal> {
    if number < most { Ok(()) } else { Err(QUOTA) }
}

fn in_progress_unless_repeated(situation: &Situation<'_>) -> Result<(), Refusal> {
    if situation.call.repeated {
        Ok(())
    } else {
        no_snapshot_in_progress(situation)
    }
}
