doctract::api! {
    spec: "specs",
    rename: { Sise: gigabytes, "Tag.N": tags, Encrypted: Secret, "CreateDisk/ZoneId": zone },
}

// One mistake, one message: what is named well is there.
fn main() {
    let _ = CreateDisk::builder().zone("z-1").size(20).build();
}
