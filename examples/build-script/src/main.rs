//! The recommended way for big APIs: an optimised generator runs once a change, the compiler and
//! the editor see an ordinary file.

mod api {
    include!(concat!(env!("OUT_DIR"), "/api.rs"));
}

use api::{DescribeDisks, DescribeDisksResponse, Operation};
use doctract::Decode as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for operation in Operation::ALL {
        println!("{operation:?} of {}", operation.info().version);
    }
    let request = DescribeDisks::builder().page_size(50).build()?;
    println!("{} pairs", request.into_pairs().len());

    // Numbers arrive as texts here and there; lists are wrapped twice.
    let body = r#"{"TotalCount":"1","Disks":{"Disk":[{"DiskId":"d-1","Size":"40"}]}}"#;
    let answer = DescribeDisksResponse::from_body(body)?;
    for disk in &answer.disks {
        println!("{:?}: {:?} GiB", disk.disk_id, disk.size);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_selected_operations_are_there() {
        assert_eq!(
            Operation::ALL,
            [Operation::CreateSnapshot, Operation::DescribeDisks]
        );
        assert!(DescribeDisks::builder().page_size(101).build().is_err());
    }
}
