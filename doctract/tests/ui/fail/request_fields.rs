use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct SmallDisk {
    zone_id: Option<String>,
    sise: i32,
    #[api(name = "DiskCategry")]
    category: String,
    #[api(constant = "clowd")]
    disk_category: (),
    #[api(name = "Size", constant = "many")]
    gigabytes: (),
    #[api(constant = "x")]
    label: (),
    #[api(nam = "Encrypted")]
    encrypted: bool,
}

fn main() {
    let _ = |disk: SmallDisk| disk.into_pairs().len();
}
