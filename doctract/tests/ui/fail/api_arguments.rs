mod twice {
    doctract::api! { spec: "specs", spec: "specs" }
}

mod choice {
    doctract::api! { spec: "specs", unknown_fields: maybe }
}

mod truth {
    doctract::api! { spec: "specs", from_pairs: yes }
}

mod name {
    doctract::api! { spec: "specs", rename: { Size: "gigabytes" } }
}

mod text {
    doctract::api! { spec: specs }
}

fn main() {}
