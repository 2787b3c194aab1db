//! What `RunInstances` and `CreateInstance` share: an instance with its disks out of an image.

use super::create_disk::{self, CATEGORIES};
use super::refusals::{SNAPSHOT_NOT_READY, UNKNOWN_IMAGE};
use super::{Call, attributes};
use crate::gateway::errors;
use crate::model::{Attached, Attributes, Disk, ImageDisk, Loaded, Model, NewInstance, Tags};
use crate::refusal::Refusal;
use crate::world::{Condition, DiskKind, InstanceStatus};
use jiff::Timestamp;

/// The size of a system disk when none is asked for, in GiB.
const SYSTEM_DISK_SIZE: u32 = 40;

/// The smallest and the largest system disk, in GiB.
const SYSTEM_DISK_SIZES: std::ops::RangeInclusive<u32> = 20..=500;

/// The category of a disk when none is asked for.
const DEFAULT_CATEGORY: &str = "cloud_efficiency";

/// The size of a data disk of a category without sizes of its own, in GiB.
const SMALLEST_DISK: u32 = 20;

/// What an instance shows as it was told.
const KEPT: [&str; 16] = [
    "AutoReleaseTime",
    "ClusterId",
    "CreditSpecification",
    "DeletionProtection",
    "HpcClusterId",
    "HttpEndpoint",
    "HttpTokens",
    "InstanceChargeType",
    "InternetChargeType",
    "InternetMaxBandwidthIn",
    "InternetMaxBandwidthOut",
    "KeyPairName",
    "ResourceGroupId",
    "SecurityGroupId",
    "SpotStrategy",
    "VSwitchId",
];

/// How many data disks an instance may have.
pub(super) const MOST_DATA_DISKS: usize = 16;

/// What is to be made, checked.
#[derive(Debug)]
pub(super) struct Plan {
    instance: NewInstance,
    disks: Vec<Disk>,
}

/// The disk of a new instance, before it has an id.
fn disk(call: &Call<'_>, kind: DiskKind, size: u32, device: String) -> Disk {
    Disk {
        id: String::new(),
        account: Some(call.account),
        name: None,
        description: None,
        category: DEFAULT_CATEGORY.to_owned(),
        size,
        kind,
        condition: Condition::Healthy,
        loaded: Loaded::Always,
        created: call.now,
        attached: Some(Attached {
            instance_id: String::new(),
            device,
            since: call.now,
        }),
        ever_attached: true,
        detached: None,
        delete_with_instance: true,
        image_id: None,
        snapshot_id: None,
        tags: Tags::new(call.parameters.tags()),
        attributes: Attributes::default(),
    }
}

/// What an instance is made from: what the request names, else what its launch template does.
struct Source<'a> {
    image_id: Option<&'a str>,
    instance_type: Option<&'a str>,
}

impl<'a> Source<'a> {
    fn of(model: &'a Model, call: &Call<'a>) -> Result<Self, Refusal> {
        let parameters = call.parameters;
        let names = ["LaunchTemplateId", "LaunchTemplateName"];
        let given = names.iter().find_map(|name| parameters.given(name));
        let template = match given {
            Some(name) => Some(model.launch_template(name).ok_or(UNKNOWN_TEMPLATE)?),
            None => None,
        };
        let of_family = match parameters.given("ImageFamily") {
            Some(name) => Some(
                model
                    .image_of_family(call.account, name, call.now)
                    .ok_or(UNKNOWN_FAMILY)?,
            ),
            None => None,
        };
        let image = parameters.given("ImageId").or(of_family);
        let instance_type = parameters.given("InstanceType");
        Ok(Self {
            image_id: image.or(template.map(|own| own.image_id.as_str())),
            instance_type: instance_type.or(template.map(|own| own.instance_type.as_str())),
        })
    }
}

/// Checks a request for a new instance whose status will take this course.
pub(super) fn plan(
    model: &Model,
    call: &Call<'_>,
    course: Vec<(Timestamp, InstanceStatus)>,
) -> Result<Plan, Refusal> {
    let parameters = call.parameters;
    let tags = call.tags()?;
    let source = Source::of(model, call)?;
    let image_id = source
        .image_id
        .ok_or_else(|| errors::missing_parameter("ImageId"))?;
    let instance_type = source
        .instance_type
        .ok_or_else(|| errors::missing_parameter("InstanceType"))?;
    let image = model.image(call.account, image_id).ok_or(UNKNOWN_IMAGE)?;
    if !image.progress().is_finished(call.now) {
        return Err(UNKNOWN_IMAGE);
    }
    if !instance_type.starts_with("ecs.") {
        return Err(UNKNOWN_TYPE);
    }
    if parameters
        .given("ZoneId")
        .is_some_and(|zone| zone != model.zone)
    {
        return Err(UNKNOWN_ZONE);
    }
    let mut disks = vec![system_disk(call, image_id, image.size())?];
    let with_data = image.disks.iter().filter(|disk| !disk.is_system);
    for own in with_data {
        disks.push(image_disk(call, own));
    }
    for index in parameters.indices("DataDisk", ".") {
        let device = next_device(&disks);
        disks.push(data_disk(model, call, index, device)?);
    }
    if disks.len() > MOST_DATA_DISKS + 1 {
        return Err(TOO_MANY_DISKS);
    }
    // A fresh instance loads its data first, whatever its disks are made from.
    let loaded = Loaded::At(Model::after(call.now, model.timing.loading));
    for disk in &mut disks {
        if disk.loaded == Loaded::Always {
            disk.loaded = loaded;
        }
    }
    call.check_balance(model)?;
    call.end_if_dry()?;
    let instance = NewInstance {
        name: parameters.owned("InstanceName"),
        description: parameters.owned("Description"),
        host_name: parameters.owned("HostName"),
        image_id: image_id.to_owned(),
        type_name: instance_type.to_owned(),
        course,
        tags,
        attributes: attributes::told(parameters, "", &KEPT),
    };
    Ok(Plan { instance, disks })
}

fn system_disk(call: &Call<'_>, image_id: &str, least: u32) -> Result<Disk, Refusal> {
    let parameters = call.parameters;
    let size = parameters.size("SystemDisk.Size")?;
    let size = size.unwrap_or_else(|| SYSTEM_DISK_SIZE.max(least));
    if !SYSTEM_DISK_SIZES.contains(&size) {
        return Err(SYSTEM_DISK_SIZE_INVALID);
    }
    if size < least {
        return Err(SYSTEM_DISK_TOO_SMALL);
    }
    let mut disk = disk(call, DiskKind::System, size, "/dev/xvda".to_owned());
    disk.image_id = Some(image_id.to_owned());
    disk.attributes = attributes::told(parameters, "SystemDisk.", &create_disk::KEPT);
    disk.name = parameters.owned("SystemDisk.DiskName");
    disk.description = parameters.owned("SystemDisk.Description");
    if let Some(category) = parameters.owned("SystemDisk.Category") {
        disk.category = category;
    }
    Ok(disk)
}

fn image_disk(call: &Call<'_>, own: &ImageDisk) -> Disk {
    let mut disk = disk(call, DiskKind::Data, own.size, own.device.clone());
    disk.snapshot_id.clone_from(&own.snapshot_id);
    disk
}

fn data_disk(model: &Model, call: &Call<'_>, index: u32, device: String) -> Result<Disk, Refusal> {
    let parameters = call.parameters;
    let name = |member: &str| format!("DataDisk.{index}.{member}");
    let size = parameters.size(&name("Size"))?;
    let snapshot = match parameters.given(&name("SnapshotId")) {
        Some(id) => Some(
            model
                .snapshot(call.account, id)
                .ok_or(UNKNOWN_DISK_SNAPSHOT)?,
        ),
        None => None,
    };
    if snapshot.is_some_and(|own| !own.is_finished(call.now)) {
        return Err(SNAPSHOT_NOT_READY);
    }
    let least = snapshot.map(|own| own.disk_size);
    let size = match (size, least) {
        (Some(size), Some(least)) => size.max(least),
        (Some(size), None) | (None, Some(size)) => size,
        // The page demands none: the smallest there is.
        (None, None) => {
            let category = parameters
                .given(&name("Category"))
                .unwrap_or(DEFAULT_CATEGORY);
            let known = CATEGORIES.iter().find(|(own, _, _)| *own == category);
            known.map_or(SMALLEST_DISK, |(_, smallest, _)| *smallest)
        }
    };
    let mut disk = disk(call, DiskKind::Data, size, device);
    disk.attributes = attributes::told(parameters, &name(""), &create_disk::KEPT);
    disk.name = parameters.owned(&name("DiskName"));
    disk.description = parameters.owned(&name("Description"));
    disk.snapshot_id = snapshot.map(|own| own.id.clone());
    disk.delete_with_instance = parameters
        .given(&name("DeleteWithInstance"))
        .is_none_or(|value| value.eq_ignore_ascii_case("true"));
    if let Some(category) = parameters.owned(&name("Category")) {
        disk.category = category;
    }
    if let Some(device) = parameters.owned(&name("Device")) {
        disk.attached
            .iter_mut()
            .for_each(|to| to.device.clone_from(&device));
    }
    Ok(disk)
}

/// The first device that no disk has.
pub(super) fn next_device<'a>(disks: impl IntoIterator<Item = &'a Disk>) -> String {
    let attached = disks.into_iter().filter_map(|disk| disk.attached.as_ref());
    let taken: Vec<&str> = attached.map(|to| to.device.as_str()).collect();
    let mut devices = ('b'..='z').map(|letter| format!("/dev/xvd{letter}"));
    devices
        .find(|device| !taken.contains(&device.as_str()))
        .unwrap_or_default()
}

/// Makes an instance and its disks, and says which.
pub(super) fn make(model: &mut Model, call: &Call<'_>, plan: &Plan) -> String {
    let instance = model.add_instance(call.account, call.now, plan.instance.clone());
    let id = instance.id.clone();
    for disk in &plan.disks {
        let mut disk = disk.clone();
        disk.attached
            .iter_mut()
            .for_each(|to| to.instance_id.clone_from(&id));
        model.add_disk(disk);
    }
    id
}

const UNKNOWN_TEMPLATE: Refusal = Refusal::new(
    404,
    "InvalidLaunchTemplate.NotFound",
    "The specified launch template does not exist.",
);
const UNKNOWN_FAMILY: Refusal = Refusal::new(
    404,
    "InvalidImageFamily.NotFound",
    "The specified image family does not exist.",
);
const UNKNOWN_TYPE: Refusal = Refusal::new(
    400,
    "InvalidInstanceType.ValueNotSupported",
    "The specified InstanceType does not exist or beyond the permitted range.",
);
const UNKNOWN_ZONE: Refusal = Refusal::new(
    404,
    "InvalidZoneId.NotFound",
    "The specified zoneId does not exist.",
);
const UNKNOWN_DISK_SNAPSHOT: Refusal = Refusal::new(
    404,
    "InvalidDataDiskSnapshotId.NotFound",
    "The specified parameter \"DataDisk.n.SnapshotId\" is not valid.",
);
const SYSTEM_DISK_SIZE_INVALID: Refusal = Refusal::new(
    403,
    "InvalidDisk.SystemDiskSize",
    "The specified SystemDiskSize beyond the permitted range.",
);
const SYSTEM_DISK_TOO_SMALL: Refusal = Refusal::new(
    404,
    "InvalidSystemDiskSize.LessThanImageSize",
    "The specified parameter SystemDisk.Size is less than the image size.",
);
const TOO_MANY_DISKS: Refusal = Refusal::new(
    400,
    "InstanceDiskNumber.LimitExceed",
    "The total number of specified disk in an instance exceeds.",
);
