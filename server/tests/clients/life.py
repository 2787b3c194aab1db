"""The life of a few resources, from create to delete, through whatever client `call` is made of."""

import json
import urllib.request

REGION = "cn-hangzhou"


def life(call, failure, endpoint):
    """What a client sees. `call` takes an action and its parameters by wire name and gives the answer by wire
    name; `failure` gives the code and the status of the error that comes instead."""
    seen = {}

    def wait(span):
        body = json.dumps({"advance": span}).encode()
        urllib.request.urlopen(urllib.request.Request(f"http://{endpoint}/_doctract/clock", body)).read()

    run = call(
        "RunInstances",
        RegionId=REGION,
        ImageId="ubuntu_18_04_64_20G_alibase_20190223.vhd",
        InstanceType="ecs.g6.large",
        SecurityGroupId="sg-web",
        Amount=3,
        Tag=[{"Key": "role", "Value": "web"}],
    )
    instances = run["InstanceIdSets"]["InstanceIdSet"]
    ids = json.dumps(instances)
    pages = [
        call("DescribeInstances", RegionId=REGION, InstanceIds=ids, PageSize=2, PageNumber=number)
        for number in (1, 2, 3)
    ]
    seen["pages"] = [[len(page["Instances"]["Instance"]), page["TotalCount"]] for page in pages]
    wait("PT2H")
    status = call("DescribeInstances", RegionId=REGION, InstanceIds=ids)["Instances"]["Instance"]
    seen["instances"] = sorted({own["Status"] for own in status})

    disk = call("CreateDisk", RegionId=REGION, ZoneId="cn-hangzhou-g", Size=40, DiskName="data")["DiskId"]
    call("AttachDisk", InstanceId=instances[0], DiskId=disk)
    seen["attached twice"] = failure("AttachDisk", InstanceId=instances[1], DiskId=disk)
    wait("PT1M")
    seen["disk"] = call("DescribeDisks", RegionId=REGION, DiskIds=json.dumps([disk]))["Disks"]["Disk"][0]["Status"]
    seen["delete in use"] = failure("DeleteDisk", DiskId=disk)

    of_disk = {"RegionId": REGION, "ResourceType": "disk", "ResourceId": [disk]}
    call("TagResources", **of_disk, Tag=[{"Key": "a", "Value": "中"}, {"Key": "b", "Value": ""}])
    call("UntagResources", **of_disk, TagKey=["b"])
    tags = call("ListTagResources", **of_disk)["TagResources"]["TagResource"]
    seen["tags"] = [[tag["TagKey"], tag["TagValue"]] for tag in tags]

    snapshots = []
    for number in range(5):
        made = call("CreateSnapshot", DiskId=disk, SnapshotName=f"backup_{number}", ClientToken=f"{disk}-{number}")
        snapshots.append(made["SnapshotId"])
        wait("PT10M")
    again = call("CreateSnapshot", DiskId=disk, SnapshotName="backup_4", ClientToken=f"{disk}-4")
    seen["same token"] = again["SnapshotId"] == snapshots[4]
    seen["other parameters"] = failure("CreateSnapshot", DiskId=disk, ClientToken=f"{disk}-4")
    found, token, sizes = [], "", []
    while True:
        more = {"NextToken": token} if token else {}
        page = call("DescribeSnapshots", RegionId=REGION, DiskId=disk, MaxResults=2, **more)
        items = page["Snapshots"]["Snapshot"]
        found += [own["SnapshotId"] for own in items]
        sizes.append(len(items))
        token = page.get("NextToken")
        if not token:
            break
    seen["snapshots"] = [sizes, sorted(found) == sorted(snapshots)]

    call("ModifySnapshotAttribute", SnapshotId=snapshots[0], SnapshotName="renamed")
    first = call("DescribeSnapshots", RegionId=REGION, SnapshotIds=json.dumps(snapshots[:1]))
    seen["renamed"] = first["Snapshots"]["Snapshot"][0]["SnapshotName"]
    image = call("CreateImage", RegionId=REGION, InstanceId=instances[0], ImageName="golden")["ImageId"]
    wait("PT1H")
    images = call("DescribeImages", RegionId=REGION, ImageId=image)["Images"]["Image"]
    seen["image"] = [[own["ImageName"], own["Status"]] for own in images]

    seen["unknown disk"] = failure("CreateSnapshot", DiskId="d-none")
    seen["unknown snapshot"] = failure("ModifySnapshotAttribute", SnapshotId="s-none", SnapshotName="renamed")
    seen["delete running"] = failure("DeleteInstance", InstanceId=instances[0])

    call("DeleteImage", RegionId=REGION, ImageId=image)
    # The image's own snapshot of the disk is there beside those that were asked for.
    of_disk = call("DescribeSnapshots", RegionId=REGION, DiskId=disk)["Snapshots"]["Snapshot"]
    seen["with the image's"] = len(of_disk)
    for snapshot in of_disk:
        call("DeleteSnapshot", SnapshotId=snapshot["SnapshotId"], Force=True)
    call("DetachDisk", InstanceId=instances[0], DiskId=disk)
    wait("PT5M")
    call("DeleteDisk", DiskId=disk)
    for instance in instances:
        call("StopInstance", InstanceId=instance)
    wait("PT5M")
    for instance in instances:
        call("DeleteInstance", InstanceId=instance)
    left = [
        call("DescribeInstances", RegionId=REGION, InstanceIds=ids)["TotalCount"],
        call("DescribeDisks", RegionId=REGION, DiskIds=json.dumps([disk]))["TotalCount"],
        call("DescribeSnapshots", RegionId=REGION, DiskId=disk)["TotalCount"],
        call("DescribeImages", RegionId=REGION, ImageId=image)["TotalCount"],
    ]
    seen["left"] = left
    return seen
