// The life of a few resources, from create to delete, through whatever client `call` is made of. `call` takes an
// action and its parameters by wire name, lists as arrays, and gives the answer by wire name; `failure` gives code
// and status of the error that comes instead. `older` is a client that knows the operations of 2014 only: one
// instance a request, pages by number, tags as filters.

const RegionId = "cn-hangzhou";

async function life(call, failure, endpoint, older) {
  const seen = {};
  const wait = (span) =>
    fetch(`http://${endpoint}/_doctract/clock`, { method: "POST", body: JSON.stringify({ advance: span }) }).then((answer) => answer.text());
  const image = { RegionId, ImageId: "ubuntu_18_04_64_20G_alibase_20190223.vhd", InstanceType: "ecs.g6.large" };
  let instances = [];
  if (older) {
    for (let made = 0; made < 3; made += 1) {
      const { InstanceId } = await call("CreateInstance", image);
      await wait("PT1M");
      await call("StartInstance", { InstanceId });
      instances.push(InstanceId);
    }
  } else {
    const run = await call("RunInstances", { ...image, SecurityGroupId: "sg-web", Amount: 3, Tag: [{ Key: "role", Value: "web" }] });
    instances = run.InstanceIdSets.InstanceIdSet;
  }
  const InstanceIds = JSON.stringify(instances);
  seen.pages = [];
  for (const PageNumber of [1, 2, 3]) {
    const page = await call("DescribeInstances", { RegionId, InstanceIds, PageSize: 2, PageNumber });
    seen.pages.push([page.Instances.Instance.length, page.TotalCount]);
  }
  await wait("PT2H");
  const listed = await call("DescribeInstances", { RegionId, InstanceIds });
  seen.instances = [...new Set(listed.Instances.Instance.map((own) => own.Status))];

  const { DiskId } = await call("CreateDisk", { RegionId, ZoneId: "cn-hangzhou-g", Size: 40, DiskName: "data" });
  await call("AttachDisk", { InstanceId: instances[0], DiskId });
  seen.attachedTwice = await failure("AttachDisk", { InstanceId: instances[1], DiskId });
  await wait("PT1M");
  const disks = () => call("DescribeDisks", { RegionId, DiskIds: JSON.stringify([DiskId]) });
  seen.disk = (await disks()).Disks.Disk[0].Status;
  seen.deleteInUse = await failure("DeleteDisk", { DiskId });
  if (!older) {
    const ofDisk = { RegionId, ResourceType: "disk", ResourceId: [DiskId] };
    await call("TagResources", { ...ofDisk, Tag: [{ Key: "a", Value: "中" }, { Key: "b", Value: "" }] });
    await call("UntagResources", { ...ofDisk, TagKey: ["b"] });
    const tags = await call("ListTagResources", ofDisk);
    seen.tags = tags.TagResources.TagResource.map((tag) => [tag.TagKey, tag.TagValue]);
  }

  const snapshots = [];
  const create = (number, more) =>
    call("CreateSnapshot", { DiskId, SnapshotName: `backup_${number}`, ClientToken: `${DiskId}-${number}`, ...more });
  for (let number = 0; number < 5; number += 1) {
    snapshots.push((await create(number)).SnapshotId);
    await wait("PT10M");
  }
  seen.sameToken = (await create(4)).SnapshotId === snapshots[4];
  seen.otherParameters = await failure("CreateSnapshot", { DiskId, ClientToken: `${DiskId}-4` });
  let [token, number, sizes, found] = ["", 1, [], []];
  for (;;) {
    const next = older ? { PageSize: 2, PageNumber: number } : { MaxResults: 2, ...(token && { NextToken: token }) };
    const page = await call("DescribeSnapshots", { RegionId, DiskId, ...next });
    const items = page.Snapshots.Snapshot;
    found = found.concat(items.map((own) => own.SnapshotId));
    sizes.push(items.length);
    token = page.NextToken;
    number += 1;
    if (older ? items.length < 2 : !token) break;
  }
  seen.snapshots = [sizes, found.sort().join() === [...snapshots].sort().join()];

  await call("ModifySnapshotAttribute", { SnapshotId: snapshots[0], SnapshotName: "renamed" });
  const first = await call("DescribeSnapshots", { RegionId, SnapshotIds: JSON.stringify(snapshots.slice(0, 1)) });
  seen.renamed = first.Snapshots.Snapshot[0].SnapshotName;
  const { ImageId } = await call("CreateImage", { RegionId, InstanceId: instances[0], ImageName: "golden" });
  await wait("PT1H");
  const images = () => call("DescribeImages", { RegionId, ImageId });
  seen.image = (await images()).Images.Image.map((own) => [own.ImageName, own.Status]);
  seen.unknownDisk = await failure("CreateSnapshot", { DiskId: "d-none" });
  seen.deleteRunning = await failure("DeleteInstance", { InstanceId: instances[0] });

  await call("DeleteImage", { RegionId, ImageId });
  // The image's own snapshot of the disk is there beside those that were asked for.
  const ofDisk = (await call("DescribeSnapshots", { RegionId, DiskId })).Snapshots.Snapshot;
  seen.withTheImages = ofDisk.length;
  for (const { SnapshotId } of ofDisk) await call("DeleteSnapshot", { SnapshotId });
  await call("DetachDisk", { InstanceId: instances[0], DiskId });
  await wait("PT5M");
  await call("DeleteDisk", { DiskId });
  for (const InstanceId of instances) await call("StopInstance", { InstanceId });
  await wait("PT5M");
  for (const InstanceId of instances) await call("DeleteInstance", { InstanceId });
  seen.left = [
    (await call("DescribeInstances", { RegionId, InstanceIds })).TotalCount,
    (await disks()).TotalCount,
    (await call("DescribeSnapshots", { RegionId, DiskId })).TotalCount,
    (await images()).TotalCount,
  ];
  return seen;
}

module.exports = { life };
