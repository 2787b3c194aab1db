doctract::api!("specs");

fn main() {
    let _ = CreateDisk::builder().size(20).build();
}
