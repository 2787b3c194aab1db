// Every mistake is reported, and what is well given holds: the items are there.
mod several {
    doctract::api! {
        spec: "specs",
        operations: [CreateDisk, CreateDisk, "DescribeDisks"],
        unknown_fields: kept,
        from_pairs: yes,
        rename: { Size: "gigabytes", ZoneId: zone, ZoneId: place },
        derives: Eq,
        visibility: public,
        locale: en_US,
        crate: "doctract",
        rename: { Size: gigabytes },
        operation: [CreateDisk],
    }

    fn uses() {
        let _ = CreateDisk::builder().zone("z-1").size(20).build();
    }
}

mod names {
    doctract::api! { spec: "specs", operations: [CreateDisk, CreateDisk], unknown_fields: maybe }
}

mod no_locale {
    doctract::api! { spec: "specs", locale: "en-US" }
}

mod other_locale {
    doctract::api! { spec: "locales", locale: "en-UK", operations: [StartDisk] }
}

mod far_locale {
    doctract::api! { spec: "locales", locale: "french" }
}

mod text {
    doctract::api! { spec: specs }
}

mod no_key {
    doctract::api!("specs", operations: [CreateDisk]);
}

mod no_value {
    doctract::api! { spec: "specs", locale: }
}

mod nothing {
    doctract::api! {}
}

fn main() {}
