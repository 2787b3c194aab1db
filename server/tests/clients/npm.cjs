// Drives @alicloud/pop-core, @alicloud/ecs20140526 and aliyun-sdk as their users do, and prints
// what it saw as JSON. NODE_PATH names the folder of the packages.

const { life } = require("./life.cjs");

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

// Lists as `Tag.1.Key`, as the users of a client without models write them.
const flattened = (parameters) => {
  const flat = {};
  for (const [name, value] of Object.entries(parameters)) {
    if (!Array.isArray(value)) flat[name] = value;
    else
      value.forEach((item, at) => {
        if (typeof item !== "object") flat[`${name}.${at + 1}`] = item;
        else for (const [member, own] of Object.entries(item)) flat[`${name}.${at + 1}.${member}`] = own;
      });
  }
  return flat;
};

const lowerFirst = (name) => name[0].toLowerCase() + name.slice(1);

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
  const flat = (action, parameters) => call(action, flattened(parameters));
  const whole = await life(flat, (...given) => failure(() => flat(...given)), endpoint);
  return { name: first.SnapshotName, description: first.Description, bad, left: left.TotalCount, life: whole };
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
  const lower = (value) =>
    Object.fromEntries(Object.entries(value).map(([name, own]) => [lowerFirst(name), own]));
  const byWireName = async (action, parameters) => {
    const items = (name, list) => list.map((item) => (typeof item === "object" ? new models[`${action}Request${name}`](lower(item)) : item));
    const given = Object.entries(parameters).map(([name, own]) => [name, Array.isArray(own) ? items(name, own) : own]);
    const request = new models[`${action}Request`](lower(Object.fromEntries(given)));
    return (await client[lowerFirst(action)](request)).body.toMap();
  };
  const whole = await life(byWireName, (...given) => failure(() => byWireName(...given)), endpoint);
  return { name: first.snapshotName, description: first.description, bad, left: (await list()).body.totalCount, life: whole };
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
  // The library adds to the object that it is given.
  const older = (action, parameters) => call(lowerFirst(action), { ...parameters });
  const whole = await life(older, (...given) => failure(() => older(...given)), endpoint, true);
  return { name: first.SnapshotName, description: first.Description, bad, left: (await list()).TotalCount, life: whole };
}

const libraries = { "pop-core GET": () => popCore("GET"), "pop-core POST": () => popCore("POST"), tea, aly };
libraries[library]().then(
  (seen) => console.log(JSON.stringify(seen)),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
