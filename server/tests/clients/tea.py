"""Drives alibabacloud_ecs20140526 as its users do, and prints what it saw as JSON."""

import json
import sys

from alibabacloud_ecs20140526 import models
from alibabacloud_ecs20140526.client import Client
from alibabacloud_tea_openapi import models as open_api

from life import life

endpoint, signature = sys.argv[1], sys.argv[2]
client = Client(
    open_api.Config(
        access_key_id="testid",
        access_key_secret="testsecret",
        endpoint=endpoint,
        protocol="http",
        signature_algorithm="v2" if signature == "v1" else None,
    )
)
seen = {}


def failure(call):
    try:
        call()
    except Exception as error:
        return {"code": error.code, "status": error.data.get("statusCode"), "message": error.message}
    return None


disk = "d-ok-1" if signature == "v3" else "d-ok-2"
created = client.create_snapshot(
    models.CreateSnapshotRequest(
        disk_id=disk,
        snapshot_name="中文ab",
        description="a b*~/+&='()!",
        retention_days=30,
        tag=[
            models.CreateSnapshotRequestTag(key="k1", value="v 1"),
            models.CreateSnapshotRequestTag(key="k2", value=""),
        ],
    )
)
seen["status"] = created.status_code
snapshot = created.body.snapshot_id
seen["id"] = snapshot

listed = client.describe_snapshots(
    models.DescribeSnapshotsRequest(region_id="cn-hangzhou", snapshot_ids=json.dumps([snapshot]))
).body
first = listed.snapshots.snapshot[0]
seen["listed"] = {
    "total": listed.total_count,
    "name": first.snapshot_name,
    "description": first.description,
    "disk": first.source_disk_id,
    "tags": [[tag.tag_key, tag.tag_value] for tag in first.tags.tag],
}

disks = client.describe_disks(
    models.DescribeDisksRequest(region_id="cn-hangzhou", disk_ids=json.dumps([disk]))
).body
seen["disk"] = disks.disks.disk[0].status

seen["bad description"] = failure(
    lambda: client.create_snapshot(models.CreateSnapshotRequest(disk_id=disk, description="http://x"))
)
seen["unknown disk"] = failure(
    lambda: client.create_snapshot(models.CreateSnapshotRequest(disk_id="d-none"))
)

client.delete_snapshot(models.DeleteSnapshotRequest(snapshot_id=snapshot, force=True))
seen["left"] = client.describe_snapshots(
    models.DescribeSnapshotsRequest(region_id="cn-hangzhou", snapshot_ids=json.dumps([snapshot]))
).body.total_count


def by_wire_name(action, **values):
    snake = "".join("_" + c.lower() if c.isupper() else c for c in action).lstrip("_")
    request = getattr(models, f"{action}Request")().from_map(values)
    return getattr(client, snake)(request).body.to_map()


seen["life"] = life(
    by_wire_name,
    lambda action, **values: failure(lambda: by_wire_name(action, **values)),
    endpoint,
)
print(json.dumps(seen))
