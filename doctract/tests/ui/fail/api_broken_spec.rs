doctract::api!("broken");

fn main() {}
