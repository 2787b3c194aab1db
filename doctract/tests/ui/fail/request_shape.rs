use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
enum Disk {
    Small,
}

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct Pair(String, i32);

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml", part = "Tag.N")]
struct Tag {
    key: String,
}

#[derive(ApiRequest)]
struct NoSpec {
    zone_id: String,
}

#[derive(ApiRequest)]
#[api(spec = "specs")]
struct Several {
    zone_id: String,
}

#[derive(ApiRequest)]
#[api(spec = "specs", operation = "CreateDisc")]
struct Other {
    zone_id: String,
}

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct Twice {
    zone_id: String,
    #[api(name = "ZoneId")]
    zone: String,
}

fn main() {}
