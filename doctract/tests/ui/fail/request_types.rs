use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct SmallDisk {
    zone_id: String,
    size: f64,
    encrypted: Option<u8>,
    label: String,
    storage: String,
    arn: Vec<String>,
}

fn main() {}
