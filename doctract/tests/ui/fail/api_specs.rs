mod silent {
    doctract::api! { spec: "versions", locale: "en-US" }
}

mod empty {
    doctract::api!("nothing");
}

mod twice {
    doctract::api!("doubled");
}

mod names {
    doctract::api! { spec: "specs", rename: { Size: _ } }
}

fn main() {
    let _ = names::CreateDisk::builder().zone_id("z-1").size(20).build();
}
