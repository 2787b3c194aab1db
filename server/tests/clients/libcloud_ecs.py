"""Drives apache-libcloud as its users do (XML), and prints what it saw as JSON."""

import json
import sys

from libcloud.common.types import LibcloudError
from libcloud.compute.base import StorageVolume
from libcloud.compute.providers import get_driver
from libcloud.compute.types import Provider

host, port = sys.argv[1].split(":")
Driver = get_driver(Provider.ALIYUN_ECS)
driver = Driver("testid", "testsecret", region="cn-hangzhou", secure=False, host=host, port=int(port))
seen = {}


def volume(id):
    return StorageVolume(id=id, name=id, size=40, driver=driver)


volumes = driver.list_volumes(ex_volume_ids=["d-ok-4"])
seen["disk"] = str(volumes[0].state)
snapshot = driver.create_volume_snapshot(volume("d-ok-4"), name="中文ab")
seen["id"] = snapshot.id
seen["state"] = str(snapshot.state)
listed = driver.list_volume_snapshots(volume("d-ok-4"), ex_snapshot_ids=[snapshot.id])
seen["listed"] = {"total": len(listed), "name": listed[0].extra["snapshot_name"], "disk": listed[0].extra["source_disk_id"]}
try:
    driver.create_volume_snapshot(volume("d-none"))
except LibcloudError as error:
    seen["unknown disk"] = str(error)
except Exception as error:
    seen["unknown disk"] = str(error)
driver.destroy_volume_snapshot(snapshot)
seen["left"] = len(driver.list_volume_snapshots(volume("d-ok-4"), ex_snapshot_ids=[snapshot.id]))
print(json.dumps(seen))
