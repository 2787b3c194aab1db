doctract::api! {
    operations: [CreateDisk],
}

fn main() {}
