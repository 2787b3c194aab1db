doctract::api! {
    spec: "specs",
    operations: [DescribeDisk, CreateDisk],
}

fn main() {
    let _ = CreateDisk::builder();
}
