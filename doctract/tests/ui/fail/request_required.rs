use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct SmallDisk {
    size: i32,
}

fn main() {
    let _ = SmallDisk { size: 5 }.validate();
}
