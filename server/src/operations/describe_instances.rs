//! `DescribeInstances`: the filters are joined by "and".

use super::attributes;
use super::filters::{Equals, Times};
use super::page::Page;
use super::tags::is_like;
use super::written::{tags, texts};
use super::{Call, Parameters};
use crate::answer::Node;
use crate::model::{Instance, Model};
use crate::refusal::Refusal;
use crate::time;
use crate::world::InstanceStatus;
use jiff::Timestamp;
use std::borrow::Cow;

/// How many ids may be asked for at once.
const MOST_IDS: usize = 100;

/// Filters that an instance passes if it shows the same.
const EQUAL: [&str; 13] = [
    "HpcClusterId",
    "HttpEndpoint",
    "HttpTokens",
    "InstanceChargeType",
    "InstanceNetworkType",
    "InstanceTypeFamily",
    "InternetChargeType",
    "IoOptimized",
    "KeyPairName",
    "ResourceGroupId",
    "SecurityGroupId",
    "VSwitchId",
    "VpcId",
];

/// Filters by addresses, of which no instance of this world has any.
const ADDRESSES: [&str; 5] = [
    "EipAddresses",
    "InnerIpAddresses",
    "PrivateIpAddresses",
    "PublicIpAddresses",
    "RdmaIpAddresses",
];

/// Lists instances. Those of a pool that nothing has changed show only when their id is asked for.
pub(super) fn perform(model: &mut Model, call: &Call<'_>) -> Result<Node, Refusal> {
    let filter = Filter::of(call.parameters)?;
    let page = Page::of(call.parameters)?;
    call.end_if_dry()?;
    let found: Vec<Cow<'_, Instance>> = if let Some(ids) = &filter.ids {
        let found = ids.iter().filter_map(|id| model.instance(call.account, id));
        found
            .filter(|own| filter.admits(own, model, call.now))
            .collect()
    } else {
        let found = model.instances(call.account);
        let found = found.filter(|own| filter.admits(own, model, call.now));
        found.map(Cow::Borrowed).collect()
    };
    let numbered: Vec<(usize, &Cow<'_, Instance>)> = found.iter().enumerate().collect();
    let shown = page.cut(&numbered, |(at, _)| u64::try_from(*at).unwrap_or(u64::MAX));
    let items = shown
        .items
        .iter()
        .map(|(_, own)| written(own, model, call.now));
    let list = Node::list("Instance", items.collect());
    let mut members = shown.members;
    members.push((Cow::Borrowed("Instances"), list));
    Ok(Node::Object(members))
}

/// What an instance must be to be listed.
struct Filter<'a> {
    ids: Option<Vec<String>>,
    region: Option<&'a str>,
    zone: Option<&'a str>,
    name: Option<&'a str>,
    status: Option<&'a str>,
    image: Option<&'a str>,
    instance_type: Option<&'a str>,
    lock_reason: Option<&'a str>,
    tags: Vec<(String, String)>,
    addressed: bool,
    equals: Equals<'a>,
    times: Times,
}

impl<'a> Filter<'a> {
    fn of(parameters: &'a Parameters) -> Result<Self, Refusal> {
        let ids = parameters.ids("InstanceIds")?;
        if ids.as_ref().is_some_and(|ids| ids.len() > MOST_IDS) {
            return Err(crate::gateway::errors::invalid_parameter("InstanceIds"));
        }
        Ok(Self {
            ids,
            region: parameters.given("RegionId"),
            zone: parameters.given("ZoneId"),
            name: parameters.given("InstanceName"),
            status: parameters.given("Status"),
            image: parameters.given("ImageId"),
            instance_type: parameters.given("InstanceType"),
            lock_reason: parameters.given("LockReason"),
            tags: parameters.tags(),
            addressed: ADDRESSES
                .iter()
                .any(|name| parameters.given(name).is_some()),
            equals: Equals::of(parameters, &EQUAL),
            times: Times::of(parameters)?,
        })
    }

    fn admits(&self, instance: &Instance, model: &Model, now: Timestamp) -> bool {
        let locked = |reason: &str| instance.locks.iter().any(|own| own == reason);
        self.region.is_none_or(|region| region == model.region)
            && self.zone.is_none_or(|zone| zone == model.zone)
            && self.name.is_none_or(|name| is_like(name, &instance.name))
            && self
                .status
                .is_none_or(|status| status == instance.status(now).name())
            && self.image.is_none_or(|image| image == instance.image_id)
            && self
                .instance_type
                .is_none_or(|own| own == instance.type_name)
            && self.lock_reason.is_none_or(locked)
            && !self.addressed
            && instance.tags.admit(&self.tags)
            && self.times.admit(instance.created)
            && self.equals.admit(|| written(instance, model, now))
    }
}

fn written(instance: &Instance, model: &Model, now: Timestamp) -> Node {
    let (cpu, memory) = capacity(&instance.type_name);
    let family = instance
        .type_name
        .rsplit_once('.')
        .map_or("", |(family, _)| family);
    let locks = instance.locks.iter().map(|reason| {
        let reason = Node::text(reason.clone());
        Node::object([("LockReason", reason)])
    });
    let no_addresses = || texts("IpAddress", []);
    let stopped = instance.status(now) == InstanceStatus::Stopped;
    let stopped_mode = instance.stopped_mode.as_deref().filter(|_| stopped);
    let mut node = Node::object([
        ("InstanceId", Node::text(instance.id.clone())),
        ("InstanceName", Node::text(instance.name.clone())),
        ("Description", Node::text(instance.description.clone())),
        ("HostName", Node::text(instance.host_name.clone())),
        ("RegionId", Node::text(model.region.clone())),
        ("ZoneId", Node::text(model.zone.clone())),
        ("Status", Node::text(instance.status(now).name())),
        (
            "StoppedMode",
            Node::text(stopped_mode.unwrap_or("Not-applicable").to_owned()),
        ),
        ("ImageId", Node::text(instance.image_id.clone())),
        ("InstanceType", Node::text(instance.type_name.clone())),
        ("InstanceTypeFamily", Node::text(family.to_owned())),
        ("Cpu", Node::Integer(cpu)),
        ("Memory", Node::Integer(memory)),
        ("InstanceChargeType", Node::text("PostPaid")),
        ("InternetChargeType", Node::text("PayByTraffic")),
        ("InternetMaxBandwidthIn", Node::Integer(0)),
        ("InternetMaxBandwidthOut", Node::Integer(0)),
        ("InstanceNetworkType", Node::text("vpc")),
        ("OSType", Node::text("linux")),
        ("OSName", Node::text("")),
        ("OSNameEn", Node::text("")),
        ("CreationTime", Node::text(time::minutes(instance.created))),
        ("StartTime", Node::text("")),
        ("ExpiredTime", Node::text("2099-12-31T15:59Z")),
        ("AutoReleaseTime", Node::text("")),
        ("SerialNumber", Node::text(instance.id.clone())),
        ("IoOptimized", Node::Boolean(true)),
        ("DeviceAvailable", Node::Boolean(true)),
        ("DeletionProtection", Node::Boolean(false)),
        ("Recyclable", Node::Boolean(false)),
        ("GPUAmount", Node::Integer(0)),
        ("GPUSpec", Node::text("")),
        ("SpotStrategy", Node::text("NoSpot")),
        ("SaleCycle", Node::text("")),
        ("ResourceGroupId", Node::text("")),
        ("ClusterId", Node::text("")),
        ("VlanId", Node::text("")),
        ("KeyPairName", Node::text("")),
        ("HpcClusterId", Node::text("")),
        ("CreditSpecification", Node::text("")),
        ("SecurityGroupIds", texts("SecurityGroupId", [])),
        ("PublicIpAddress", no_addresses()),
        ("InnerIpAddress", no_addresses()),
        (
            "VpcAttributes",
            Node::object([
                ("VpcId", Node::text("")),
                ("VSwitchId", Node::text("")),
                ("NatIpAddress", Node::text("")),
                ("PrivateIpAddress", no_addresses()),
            ]),
        ),
        (
            "EipAddress",
            Node::object([
                ("AllocationId", Node::text("")),
                ("IpAddress", Node::text("")),
                ("InternetChargeType", Node::text("")),
            ]),
        ),
        (
            "NetworkInterfaces",
            Node::list("NetworkInterface", Vec::new()),
        ),
        ("OperationLocks", Node::list("LockReason", locks.collect())),
        (
            "MetadataOptions",
            Node::object([
                ("HttpEndpoint", Node::text("enabled")),
                ("HttpTokens", Node::text("optional")),
            ]),
        ),
        ("Tags", tags(&instance.tags)),
    ]);
    attributes::show(&instance.attributes, &mut node);
    node
}

/// Virtual processors and MiB of memory of an instance type, by its name: `ecs.g6.2xlarge`.
fn capacity(instance_type: &str) -> (i64, i64) {
    let mut parts = instance_type.split('.').skip(1);
    let family = parts.next().unwrap_or_default();
    let size = parts.next().unwrap_or_default();
    let cpu = match (size, size.strip_suffix("xlarge")) {
        ("large", _) => 2,
        ("xlarge", _) => 4,
        (_, Some(times)) => times
            .parse::<i64>()
            .map_or(2, |times| times.clamp(1, 256) * 4),
        _ => 1,
    };
    let gib_each = match family.as_bytes().first() {
        Some(b'g') => 4,
        Some(b'r') => 8,
        _ => 2,
    };
    (cpu, cpu * gib_each * 1024)
}
