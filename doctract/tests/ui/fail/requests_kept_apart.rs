doctract::api!("specs");

use doctract::Request;

fn answer_of<R: Request>(_: &R) -> R::Response {
    unreachable!()
}

// A request is tied to its own answer and its own errors.
fn main() {
    let disk = CreateDisk::builder().zone_id("z-1").size(20).build().unwrap();
    let _: DescribeDisksResponse = answer_of(&disk);
    let _: <DescribeDisks as Request>::ErrorKind = CreateDiskErrorKind::QuotaExceeded;
    let _ = answer_of(&CreateDisk::builder().zone_id("z-1"));
    disk.tags = Vec::new();
}
