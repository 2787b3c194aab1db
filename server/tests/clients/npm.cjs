// Drives @alicloud/pop-core, @alicloud/ecs20140526 and aliyun-sdk as their users do, and prints
// what it saw as JSON. NODE_PATH names the folder of the packages.

const endpoint = process.argv[2];
const library = process.argv[3];

const failure = async (call) => {
  try {
    await call();
  } catch (error) {
    return { code: error.code, status: error.statusCode ?? error.data?.statusCode ?? error.entry?.response?.statusCode };
  }
  return null;
};

async function popCore(method) {
  const { RPCClient } = require("@alicloud/pop-core");
  const client = new RPCClient({
    accessKeyId: "testid",
    accessKeySecret: "testsecret",
    endpoint: `http://${endpoint}`,
    apiVersion: "2014-05-26",
  });
  const call = (action, parameters) => client.request(action, parameters, { method });
  const DiskId = `d-ok-1${method.length}`;
  const given = { DiskId, SnapshotName: "中文ab", Description: "a b*~/+&='()!", "Tag.1.Key": "k1", "Tag.1.Value": "v 1" };
  const { SnapshotId } = await call("CreateSnapshot", given);
  const listed = await call("DescribeSnapshots", { SnapshotIds: JSON.stringify([SnapshotId]), RegionId: "cn-hangzhou" });
  const bad = await failure(() => call("CreateSnapshot", { DiskId, Description: "http://x" }));
  await call("DeleteSnapshot", { SnapshotId, Force: true });
  const left = await call("DescribeSnapshots", { SnapshotIds: JSON.stringify([SnapshotId]), RegionId: "cn-hangzhou" });
  const first = listed.Snapshots.Snapshot[0];
  return { name: first.SnapshotName, description: first.Description, bad, left: left.TotalCount };
}

async function tea() {
  const { default: Client, ...models } = require("@alicloud/ecs20140526");
  const client = new Client({
    accessKeyId: "testid",
    accessKeySecret: "testsecret",
    endpoint,
    protocol: "http",
    toMap() {
      return this;
    },
  });
  const diskId = "d-ok-20";
  const request = new models.CreateSnapshotRequest({
    diskId,
    snapshotName: "中文ab",
    description: "a b*~/+&='()!",
    tag: [new models.CreateSnapshotRequestTag({ key: "k1", value: "v 1" })],
  });
  const { snapshotId } = (await client.createSnapshot(request)).body;
  const list = () =>
    client.describeSnapshots(new models.DescribeSnapshotsRequest({ regionId: "cn-hangzhou", snapshotIds: JSON.stringify([snapshotId]) }));
  const first = (await list()).body.snapshots.snapshot[0];
  const bad = await failure(() => client.createSnapshot(new models.CreateSnapshotRequest({ diskId, description: "http://x" })));
  await client.deleteSnapshot(new models.DeleteSnapshotRequest({ snapshotId, force: true }));
  return { name: first.snapshotName, description: first.description, bad, left: (await list()).body.totalCount };
}

async function aly() {
  const ALY = require("aliyun-sdk");
  const ecs = new ALY.ECS({
    accessKeyId: "testid",
    secretAccessKey: "testsecret",
    endpoint: `http://${endpoint}`,
    apiVersion: "2014-05-26",
  });
  const call = (name, parameters) =>
    new Promise((resolve, reject) => ecs[name](parameters, (error, data) => (error ? reject(error) : resolve(data))));
  const DiskId = "d-ok-30";
  const { SnapshotId } = await call("createSnapshot", { DiskId, SnapshotName: "中文ab", Description: "a b*~/+&='()!" });
  const list = () => call("describeSnapshots", { RegionId: "cn-hangzhou", SnapshotIds: JSON.stringify([SnapshotId]) });
  const first = (await list()).Snapshots.Snapshot[0];
  const bad = await failure(() => call("createSnapshot", { DiskId, Description: "http://x" }));
  await call("deleteSnapshot", { SnapshotId });
  return { name: first.SnapshotName, description: first.Description, bad, left: (await list()).TotalCount };
}

const libraries = { "pop-core GET": () => popCore("GET"), "pop-core POST": () => popCore("POST"), tea, aly };
libraries[library]().then(
  (seen) => console.log(JSON.stringify(seen)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
