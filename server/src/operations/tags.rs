//! `TagResources`, `UntagResources`, `ListTagResources`: tags of instances, disks, snapshots and
//! images.

use super::Call;
use super::page::Page;
use super::refusals::REPEATED_TAG_KEY;
use crate::answer::Node;
use crate::gateway::errors;
use crate::model::{MOST_TAGS, Model, Tags};
use crate::refusal::Refusal;
use std::borrow::Cow;
use std::collections::HashSet;

/// How many resources one request may name.
const MOST_RESOURCES: usize = 50;

/// A kind of resource that can have tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind<'a> {
    Instance,
    Disk,
    Snapshot,
    Image,
    /// One of which the world keeps nothing but tags, by the name of the service.
    Other(&'a str),
}

/// The names of the service for what is tagged otherwise.
const OTHERS: [&str; 11] = [
    "securitygroup",
    "volume",
    "eni",
    "ddh",
    "ddhcluster",
    "keypair",
    "launchtemplate",
    "reservedinstance",
    "snapshotpolicy",
    "elasticityassurance",
    "capacityreservation",
];

impl<'p> Kind<'p> {
    fn of(model: &Model, call: &Call<'p>) -> Result<Self, Refusal> {
        let region = call.parameters.given("RegionId");
        if region.is_some_and(|region| region != model.region) {
            return Err(UNKNOWN_REGION);
        }
        match call.parameters.given("ResourceType").ok_or(NO_TYPE)? {
            "instance" => Ok(Self::Instance),
            "disk" => Ok(Self::Disk),
            "snapshot" => Ok(Self::Snapshot),
            "image" => Ok(Self::Image),
            other if OTHERS.contains(&other) => Ok(Self::Other(other)),
            _ => Err(UNKNOWN_TYPE),
        }
    }

    const fn name(self) -> &'p str {
        match self {
            Self::Instance => "instance",
            Self::Disk => "disk",
            Self::Snapshot => "snapshot",
            Self::Image => "image",
            Self::Other(name) => name,
        }
    }

    /// The tags of a resource, to be changed.
    fn tags<'a>(self, model: &'a mut Model, call: &Call<'_>, id: &str) -> Option<&'a mut Tags> {
        if !self.is_kept(model, call, id) {
            return model.taggable_mut(call.account, self.name(), id);
        }
        match self {
            Self::Other(_) => None,
            Self::Instance => model
                .instance_mut(call.account, id)
                .map(|own| &mut own.tags),
            Self::Disk => model.disk_mut(call.account, id).map(|own| &mut own.tags),
            Self::Snapshot => model
                .snapshot_mut(call.account, id)
                .map(|own| &mut own.tags),
            Self::Image => model.image_mut(call.account, id).map(|own| &mut own.tags),
        }
    }

    /// Whether the world keeps a resource of this id.
    fn is_kept(self, model: &Model, call: &Call<'_>, id: &str) -> bool {
        match self {
            Self::Instance => model.instance(call.account, id).is_some(),
            Self::Disk => model.disk(call.account, id).is_some(),
            Self::Snapshot => model.snapshot(call.account, id).is_some(),
            Self::Image => model.image(call.account, id).is_some(),
            Self::Other(_) => false,
        }
    }

    /// Every resource that has tags, by id.
    fn tagged<'a>(self, model: &'a Model, call: &Call<'_>) -> Vec<(&'a str, &'a Tags)> {
        let account = call.account;
        let mut all: Vec<(&str, &Tags)> = match self {
            Self::Instance => model
                .instances(account)
                .map(|own| (&*own.id, &own.tags))
                .collect(),
            Self::Disk => model
                .disks(account)
                .map(|own| (&*own.id, &own.tags))
                .collect(),
            Self::Snapshot => model
                .snapshots(account)
                .map(|own| (&*own.id, &own.tags))
                .collect(),
            Self::Image => model
                .images(account)
                .map(|own| (&*own.id, &own.tags))
                .collect(),
            Self::Other(_) => Vec::new(),
        };
        let others = model.taggables(account, self.name());
        all.extend(others.map(|own| (&*own.id, &own.tags)));
        all.retain(|(_, tags)| tags.len() > 0);
        all
    }
}

/// The resources that a request names: at least one, all there.
fn resources(model: &mut Model, call: &Call<'_>, kind: Kind<'_>) -> Result<Vec<String>, Refusal> {
    let ids = call.parameters.list("ResourceId");
    if ids.is_empty() {
        return Err(errors::missing_parameter("ResourceId.N"));
    }
    if ids.len() > MOST_RESOURCES {
        return Err(TOO_MANY_RESOURCES);
    }
    for id in &ids {
        kind.tags(model, call, id).ok_or(UNKNOWN_RESOURCE)?;
    }
    Ok(ids)
}

/// `TagResources`: every named resource gets every tag, or none gets any.
pub(super) fn tag(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let kind = Kind::of(model, call)?;
    let given = call.parameters.tags();
    if given.is_empty() {
        return Err(NO_TAGS);
    }
    if given.len() > MOST_TAGS {
        return Err(TOO_MANY_TAGS);
    }
    let mut keys = HashSet::new();
    if !given.iter().all(|(key, _)| keys.insert(key)) {
        return Err(REPEATED_TAG_KEY);
    }
    let ids = resources(model, call, kind)?;
    for id in &ids {
        let tags = kind.tags(model, call, id).ok_or(UNKNOWN_RESOURCE)?;
        let new = given.iter().filter(|(key, _)| !tags.has_key(key)).count();
        if tags.len() + new > MOST_TAGS {
            return Err(TAG_QUOTA);
        }
    }
    for id in &ids {
        if let Some(tags) = kind.tags(model, call, id) {
            for (key, value) in &given {
                tags.set(key.clone(), value.clone());
            }
        }
    }
    Ok(Node::object([]))
}

/// `UntagResources`: the named keys go, or all.
pub(super) fn untag(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let kind = Kind::of(model, call)?;
    let keys = call.parameters.list("TagKey");
    // `All` counts only where no key is named.
    let all = keys.is_empty() && call.parameters.flag("All")?;
    let ids = resources(model, call, kind)?;
    for id in &ids {
        if let Some(tags) = kind.tags(model, call, id) {
            if all {
                tags.clear();
            }
            for key in &keys {
                tags.remove(key);
            }
        }
    }
    Ok(Node::object([]))
}

/// `ListTagResources`: each tag of each resource that fits all filters.
pub(super) fn list(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let kind = Kind::of(model, call)?;
    let ids = call.parameters.list("ResourceId");
    if ids.len() > MOST_RESOURCES {
        return Err(TOO_MANY_RESOURCES);
    }
    let wanted = call.parameters.tags();
    let filters = call.parameters.indices("TagFilter", ".TagKey");
    if ids.is_empty() && wanted.is_empty() && filters.is_empty() {
        return Err(errors::missing_parameter("ResourceId.N"));
    }
    let page = Page::of(call.parameters)?;
    let fits_filters = |tags: &Tags| filters.iter().all(|index| fits(call, *index, tags));
    let found = kind.tagged(model, call).into_iter().filter(|(id, tags)| {
        (ids.is_empty() || ids.iter().any(|own| own == id))
            && tags.admit(&wanted)
            && fits_filters(tags)
    });
    let lines = found.flat_map(|(id, tags)| tags.iter().map(move |tag| (id, tag)));
    let lines: Vec<_> = lines.enumerate().collect();
    let shown = page.cut(&lines, |(at, _)| u64::try_from(*at).unwrap_or(u64::MAX));
    let items = shown.items.iter().map(|(_, (id, (key, value)))| {
        Node::object([
            ("ResourceId", Node::text((*id).to_owned())),
            ("ResourceType", Node::text(kind.name().to_owned())),
            ("TagKey", Node::text(key.clone())),
            ("TagValue", Node::text(value.clone())),
        ])
    });
    let list = Node::list("TagResource", items.collect());
    let mut members = shown.members;
    members.retain(|(name, _)| name == "NextToken");
    members.push((Cow::Borrowed("TagResources"), list));
    Ok(Node::Object(members))
}

/// Whether tags fit a filter: a key that may have asterisks at its ends, and any of some values.
fn fits(call: &Call<'_>, index: u32, tags: &Tags) -> bool {
    let key = call.parameters.get(&format!("TagFilter.{index}.TagKey"));
    let key = key.unwrap_or_default();
    let values = call
        .parameters
        .list(&format!("TagFilter.{index}.TagValues"));
    tags.iter().any(|(own, value)| {
        is_like(key, own) && (values.is_empty() || values.iter().any(|own| is_like(own, value)))
    })
}

/// Whether a text fits a pattern with asterisks at its ends.
pub(super) fn is_like(pattern: &str, text: &str) -> bool {
    match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
        (Some(rest), Some(_)) => text.contains(rest.trim_end_matches('*')),
        (Some(end), None) => text.ends_with(end),
        (None, Some(start)) => text.starts_with(start),
        (None, None) => text == pattern,
    }
}

const NO_TYPE: Refusal = Refusal::new(
    404,
    "MissingParameter.ResourceType",
    "The parameter - ResourceType should not be null",
);
const UNKNOWN_REGION: Refusal = Refusal::new(
    404,
    "InvalidRegionId.NotFound",
    "The specified RegionId does not exist.",
);
const UNKNOWN_TYPE: Refusal = Refusal::new(
    404,
    "InvalidResourceType.NotFound",
    "The ResourceType provided does not exist in our records.",
);
const UNKNOWN_RESOURCE: Refusal = Refusal::new(
    404,
    "InvalidResourceId.NotFound",
    "The specified ResourceIds are not found in our records.",
);
const TOO_MANY_RESOURCES: Refusal = Refusal::new(
    400,
    "NumberExceed.ResourceIds",
    "The ResourceIds parameter's number is exceed , Valid : 50",
);
const NO_TAGS: Refusal = Refusal::new(
    404,
    "MissingParameter.Tags",
    "The parameter - Tags should not be null",
);
const TOO_MANY_TAGS: Refusal = Refusal::new(
    400,
    "NumberExceed.Tags",
    "The Tags parameter's number is exceed , Valid : 20",
);
const TAG_QUOTA: Refusal = Refusal::new(
    400,
    "OperationDenied.QuotaExceed",
    "The quota of tags on resource is beyond permitted range.",
);
