"""Drives aliyun-python-sdk-ecs as its users do, and prints what it saw as JSON."""

import importlib
import json
import sys

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.client import AcsClient
from aliyunsdkecs.request.v20140526 import (
    CreateSnapshotRequest,
    DeleteSnapshotRequest,
    DescribeDisksRequest,
    DescribeSnapshotsRequest,
)

from life import life

endpoint = sys.argv[1]
seen = {}


def call(request, secret="testsecret", **values):
    client = AcsClient("testid", secret, "cn-hangzhou")
    request.set_endpoint(endpoint)
    request.set_protocol_type("http")
    request.set_accept_format("json")
    for name, value in values.items():
        getattr(request, "set_" + name)(value)
    return json.loads(client.do_action_with_exception(request))


def failure(*arguments, **values):
    try:
        call(*arguments, **values)
    except ServerException as error:
        return {
            "code": error.get_error_code(),
            "status": error.get_http_status(),
            "message": error.get_error_msg(),
        }
    return None


snapshot = call(
    CreateSnapshotRequest.CreateSnapshotRequest(),
    DiskId="d-ok-3",
    SnapshotName="中文ab",
    Description="a b*~/+&='()!",
    Tags=[{"Key": "k1", "Value": "v 1"}, {"Key": "k2", "Value": ""}],
)["SnapshotId"]
seen["id"] = snapshot
listed = call(DescribeSnapshotsRequest.DescribeSnapshotsRequest(), SnapshotIds=json.dumps([snapshot]))
first = listed["Snapshots"]["Snapshot"][0]
seen["listed"] = {
    "total": listed["TotalCount"],
    "name": first["SnapshotName"],
    "description": first["Description"],
    "disk": first["SourceDiskId"],
    "tags": [[tag["TagKey"], tag["TagValue"]] for tag in first["Tags"]["Tag"]],
}
disks = call(DescribeDisksRequest.DescribeDisksRequest(), DiskIds=json.dumps(["d-ok-3"]))
seen["disk"] = disks["Disks"]["Disk"][0]["Status"]
create = CreateSnapshotRequest.CreateSnapshotRequest
seen["bad description"] = failure(create(), DiskId="d-ok-3", Description="http://x")
seen["unknown disk"] = failure(create(), DiskId="d-none")
seen["wrong secret"] = failure(create(), secret="wrong", DiskId="d-ok-3")
call(DeleteSnapshotRequest.DeleteSnapshotRequest(), SnapshotId=snapshot, Force=True)
left = call(DescribeSnapshotsRequest.DescribeSnapshotsRequest(), SnapshotIds=json.dumps([snapshot]))
seen["left"] = left["TotalCount"]


def made(action):
    module = importlib.import_module(f"aliyunsdkecs.request.v20140526.{action}Request")
    return getattr(module, f"{action}Request")()


def by_wire_name(action, values):
    """The request of an action and its values under the library's names: lists have their plural, and the region
    is the client's."""
    request = made(action)
    named = {}
    for name, value in values.items():
        if hasattr(request, "set_" + name):
            named[name] = value
        elif name != "RegionId":
            named[name + "s"] = value
    return request, named


def life_call(action, **values):
    request, named = by_wire_name(action, values)
    return call(request, **named)


def life_failure(action, **values):
    request, named = by_wire_name(action, values)
    return failure(request, **named)


seen["life"] = life(life_call, life_failure, endpoint)
print(json.dumps(seen))
