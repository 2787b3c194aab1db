//! `DeleteImage`: one of the account's own images goes, unless instances run on it.

use super::Call;
use super::refusals::UNKNOWN_IMAGE;
use crate::answer::Node;
use crate::model::Model;
use crate::refusal::Refusal;

/// Deletes an image.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let id = call.parameters.required("ImageId")?;
    let forced = call.parameters.flag("Force")?;
    model.image_mut(call.account, id).ok_or(UNKNOWN_IMAGE)?;
    let used = model
        .instances(call.account)
        .any(|instance| instance.image_id == id);
    if used && !forced {
        return Err(IN_USE);
    }
    model.remove_image(id, call.now);
    Ok(Node::object([]))
}

const IN_USE: Refusal = Refusal::new(
    403,
    "ImageUsingByInstance",
    "The specified image has been used to create instances.",
);
