doctract::api! {
    spec: "specs",
    operation: [CreateDisk],
}

fn main() {}
