doctract::api!("specs");

fn main() {
    let builder = CreateDisk::builder().zone_id("z-1");
    let _ = CreateDisk::default();
    let _ = builder.clone().size("20");
    let _ = builder.clone().encrypted("yes");
    let _ = builder.clone().arn(Arn::new());
    let _ = builder.label(7);
}
