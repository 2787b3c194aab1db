mod ecs {
    doctract::api! {
        spec: "broken",
        from_pairs: true,
    }
}

use ecs::{CreateDisk, DiskCategory, Tag};

fn request() -> Result<CreateDisk, doctract::Violations> {
    let category = DiskCategory::from("cloud");
    let builder = CreateDisk::builder().zone_id("z").disk_category(category);
    builder.tag(Tag::new("a", "b")).build()
}

// One mistake, one message: what a broken spec does not give is not reported where it is used.
fn main() {
    match request() {
        Ok(request) => println!("{:?}", request.into_pairs()),
        Err(violations) => println!("{violations}"),
    }
    let error = ecs::CreateDiskError::from_body(400, "");
    if *error.kind() == ecs::CreateDiskErrorKind::QuotaExceeded {
        println!("{:?}", ecs::Operation::CreateDisk);
    }
}
