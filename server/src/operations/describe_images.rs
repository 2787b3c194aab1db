//! `DescribeImages`: public images and the account's own; the filters are joined by "and".

use super::attributes;
use super::filters::{Equals, Times};
use super::page::Page;
use super::written::{optional, tags};
use super::{Call, Parameters};
use crate::answer::Node;
use crate::model::{Image, Model};
use crate::refusal::Refusal;
use jiff::Timestamp;
use std::borrow::Cow;

/// Filters that an image passes if it shows the same.
const EQUAL: [&str; 6] = [
    "Architecture",
    "ImageFamily",
    "IsSupportCloudinit",
    "IsSupportIoOptimized",
    "OSType",
    "ResourceGroupId",
];

/// Lists images.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let filter = Filter::of(call.parameters)?;
    let page = Page::of(call.parameters)?;
    call.end_if_dry()?;
    let used = |image: &Image| {
        let mut instances = model.instances(call.account);
        instances.any(|instance| instance.image_id == image.id)
    };
    let found = model.images(call.account);
    let found = found.filter(|image| filter.admits(image, used(image), model, call.now));
    let found: Vec<(usize, &Image)> = found.enumerate().collect();
    let shown = page.cut(&found, |(at, _)| u64::try_from(*at).unwrap_or(u64::MAX));
    let items = shown.items.iter();
    let items = items.map(|(_, image)| written(image, used(image), model, call.now));
    let list = Node::list("Image", items.collect());
    let mut members = shown.members;
    members.push((Cow::Borrowed("RegionId"), Node::text(model.region.clone())));
    members.push((Cow::Borrowed("Images"), list));
    Ok(Node::Object(members))
}

/// What an image must be to be listed.
struct Filter<'a> {
    ids: Option<Vec<&'a str>>,
    statuses: Vec<&'a str>,
    snapshot: Option<&'a str>,
    name: Option<&'a str>,
    owner: Option<&'a str>,
    usage: Option<&'a str>,
    tags: Vec<(String, String)>,
    region: Option<&'a str>,
    equals: Equals<'a>,
    times: Times,
}

impl<'a> Filter<'a> {
    fn of(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let ids = parameters
            .given("ImageId")
            .map(|ids| ids.split(',').collect());
        let statuses = parameters.given("Status").unwrap_or("Available");
        Ok(Self {
            ids,
            region: parameters.given("RegionId"),
            statuses: statuses.split(',').collect(),
            snapshot: parameters.given("SnapshotId"),
            name: parameters.given("ImageName"),
            owner: parameters.given("ImageOwnerAlias"),
            usage: parameters.given("Usage"),
            tags: parameters.tags(),
            equals: Equals::of(parameters, &EQUAL),
            times: Times::of(parameters)?,
        })
    }

    fn admits(&self, image: &Image, used: bool, model: &Model, now: Timestamp) -> bool {
        let made_from = |id: &str| {
            let mut disks = image.disks.iter();
            disks.any(|disk| disk.snapshot_id.as_deref() == Some(id))
        };
        self.ids
            .as_ref()
            .is_none_or(|ids| ids.contains(&image.id.as_str()))
            && self.statuses.contains(&image.status(now))
            && self.snapshot.is_none_or(made_from)
            && self.name.is_none_or(|name| name == image.name)
            && self.owner.is_none_or(|owner| owner == owner_of(image))
            && self.usage.is_none_or(|usage| usage == usage_of(used))
            && self.region.is_none_or(|region| region == model.region)
            && image.tags.admit(&self.tags)
            && self.times.admit(image.created)
            && self.equals.admit(|| written(image, used, model, now))
    }
}

fn owner_of(image: &Image) -> &'static str {
    if image.account.is_some() {
        "self"
    } else {
        "system"
    }
}

fn usage_of(used: bool) -> &'static str {
    if used { "instance" } else { "none" }
}

fn written(image: &Image, used: bool, model: &Model, now: Timestamp) -> Node {
    let disks = image.disks.iter().map(|disk| {
        Node::object([
            ("Device", Node::text(disk.device.clone())),
            ("SnapshotId", optional(disk.snapshot_id.as_ref())),
            ("Size", Node::text(disk.size.to_string())),
            (
                "Type",
                Node::text(if disk.is_system { "system" } else { "data" }),
            ),
            ("Format", Node::text("")),
            ("Progress", Node::text("")),
            ("ImportOSSBucket", Node::text("")),
            ("ImportOSSObject", Node::text("")),
        ])
    });
    let family = model.family_of_image(&image.id).unwrap_or_default();
    let mut node = Node::object([
        ("ImageId", Node::text(image.id.clone())),
        ("ImageName", Node::text(image.name.clone())),
        ("ImageFamily", Node::text(family.to_owned())),
        ("ImageVersion", Node::text("")),
        ("Description", Node::text(image.description.clone())),
        ("ImageOwnerAlias", Node::text(owner_of(image))),
        ("Status", Node::text(image.status(now))),
        (
            "Progress",
            Node::text(format!("{}%", image.progress().percent(now))),
        ),
        ("Size", Node::Integer(i64::from(image.size()))),
        ("CreationTime", Node::Time(image.created)),
        ("Usage", Node::text(usage_of(used))),
        ("OSType", Node::text("linux")),
        ("OSName", Node::text("")),
        ("OSNameEn", Node::text("")),
        ("Platform", Node::text("Others Linux")),
        ("Architecture", Node::text("x86_64")),
        ("IsCopied", Node::Boolean(false)),
        ("IsSelfShared", Node::text("")),
        ("IsSubscribed", Node::Boolean(false)),
        ("IsSupportCloudinit", Node::Boolean(true)),
        ("IsSupportIoOptimized", Node::Boolean(true)),
        ("ProductCode", Node::text("")),
        ("ResourceGroupId", Node::text("")),
        (
            "DiskDeviceMappings",
            Node::list("DiskDeviceMapping", disks.collect()),
        ),
        ("Tags", tags(&image.tags)),
    ]);
    attributes::show(&image.attributes, &mut node);
    node
}
