doctract::api!("spec");

fn main() {}
