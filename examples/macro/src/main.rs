//! The specs of a folder become requests: what cannot be right does not compile, what is wrong is
//! told before anything is sent.

mod ecs {
    doctract::api! {
        spec: "../specs",
        operations: [CreateSnapshot, CreateDisk],
        rename: { "CreateDisk/ZoneId": zone },
    }
}

use ecs::{CreateDisk, CreateSnapshot, DiskCategory, Tag};

fn main() {
    let request = CreateSnapshot::builder()
        .disk_id("d-bp1example01")
        .snapshot_name("每日-1")
        .tag(Tag::new("team", "storage"))
        .build();
    match request {
        Ok(request) => {
            for (name, value) in request.into_pairs() {
                println!("{name}={value}");
            }
        }
        Err(violations) => println!("{violations}"),
    }

    // A disk of this kind is 20 GiB or larger and has a performance level.
    let small = CreateDisk::builder()
        .zone("cn-hangzhou-b")
        .disk_category(DiskCategory::CloudEssd)
        .size(10);
    if let Err(violations) = small.build() {
        println!("\nrefused:\n{violations}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broken_rule_is_told() {
        let builder = CreateDisk::builder()
            .zone("z")
            .disk_category(DiskCategory::CloudEssd);
        let violations = builder.size(10).build().unwrap_err();
        let rules: Vec<_> = violations.iter().map(|violation| violation.rule).collect();
        assert_eq!(rules, ["minimum", "requiredIf"]);
    }
}
