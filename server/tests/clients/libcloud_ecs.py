"""Drives apache-libcloud as its users do (XML), and prints what it saw as JSON."""

import json
import sys
import urllib.request

from libcloud.common.types import LibcloudError
from libcloud.compute.base import NodeSize, StorageVolume
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


def clock(**move):
    request = urllib.request.Request(f"http://{host}:{port}/_doctract/clock", json.dumps(move).encode())
    urllib.request.urlopen(request).read()


def failure(call, *arguments):
    try:
        call(*arguments)
    except Exception as error:
        return str(error)
    return None


life = {}
# The driver starts at once what it created, and waits for what it starts: let both be soon.
clock(rate=100000)
zone = "cn-hangzhou-g"
image = driver.list_images(ex_image_ids=["ubuntu_18_04_64_20G_alibase_20190223.vhd"])[0]
size = NodeSize(id="ecs.g6.large", name="", ram=8, disk=0, bandwidth=0, price=0, driver=driver)
node = driver.create_node("web", size, image, ex_security_group_id="sg-1", ex_description="a & b")
life["node"] = [node.name, str(node.state)]
clock(advance="PT2H")
life["running"] = str(driver.list_nodes(ex_node_ids=[node.id])[0].state)
data = driver.create_volume(40, "data", ex_zone_id=zone)
life["attached"] = driver.attach_volume(node, data)
clock(advance="PT1H")
life["volume"] = [str(own.state) for own in driver.list_volumes(ex_volume_ids=[data.id])]
life["in use"] = failure(driver.destroy_volume, data)
made = []
for number in range(12):
    made.append(driver.create_volume_snapshot(data, name=f"backup_{number}").id)
    clock(advance="PT1H")
# Twelve are two pages, which the driver puts together.
snapshots = driver.list_volume_snapshots(data)
life["snapshots"] = [len(snapshots), sorted(own.id for own in snapshots) == sorted(made)]
# This library makes images of snapshots of a system disk only.
system = next(own for own in driver.list_volumes(ex_filters={"InstanceId": node.id}) if own.id != data.id)
of_system = driver.create_volume_snapshot(system)
clock(advance="PT1H")
golden = driver.create_image(None, "golden", ex_snapshot_id=of_system.id)
clock(advance="PT2H")
life["image"] = [own.name for own in driver.list_images(ex_image_ids=[golden.id])]
life["deleted"] = [driver.delete_image(golden)]
for own in driver.list_volume_snapshots(data):
    driver.destroy_volume_snapshot(own)
driver.destroy_volume_snapshot(of_system)
life["deleted"].append(len(driver.list_volume_snapshots(data)))
life["deleted"].append(driver.detach_volume(data))
clock(advance="PT1H")
life["deleted"].append(driver.destroy_volume(data))
life["stopped"] = driver.ex_stop_node(node)
clock(advance="PT1H")
life["deleted"].append(driver.destroy_node(node))
life["deleted"].append(len(driver.list_nodes(ex_node_ids=[node.id])))
seen["life"] = life
print(json.dumps(seen))
