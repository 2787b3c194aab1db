use doctract::ApiRequest;

#[derive(ApiRequest)]
#[api(spec = "specs/CreateDisk.yaml")]
struct SmallDisk {
    size: i32,
}

#[derive(ApiRequest)]
#[api(spec = "versions/StartDisk.2014-05-26.yaml")]
struct Start {}

fn main() {
    let _ = SmallDisk { size: 5 }.validate();
    let _ = Start {}.validate();
}
