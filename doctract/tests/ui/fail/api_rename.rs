doctract::api! {
    spec: "specs",
    rename: { Sise: gigabytes, "Tag.N": tags },
}

fn main() {}
