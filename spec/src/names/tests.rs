//! The flat view of a request with every shape that a field can have.

use super::*;

fn field(name: &str, kind: Type, flatten: &str) -> Field {
    Field {
        name: name.into(),
        kind,
        flatten: (!flatten.is_empty()).then(|| flatten.into()),
        ..Field::default()
    }
}

fn object(properties: Vec<Field>) -> Box<Field> {
    Box::new(Field {
        kind: Type::Object,
        properties,
        ..Field::default()
    })
}

fn operation() -> Operation {
    let mut tag = field("Tag", Type::Array, "Tag.N");
    tag.index_range = Some(IndexRange {
        min: 1,
        max: Some(20),
        text: None,
    });
    let mut key = field("Key", Type::String, "");
    key.aliases = vec!["key".into()];
    tag.items = Some(object(vec![key, field("Value", Type::String, "")]));
    let mut disk = field("SystemDisk", Type::Object, "SystemDisk");
    disk.properties = vec![field("Size", Type::Integer, "")];
    let mut groups = field(
        "SecurityGroupIds",
        Type::Array,
        "NetworkInterface.N.SecurityGroupIds.N",
    );
    groups.items = Some(Box::default());
    let mut interface = field("NetworkInterface", Type::Array, "NetworkInterface.N");
    interface.items = Some(object(vec![groups]));
    let mut ids = field("DiskIds", Type::Array, "");
    ids.items = Some(Box::default());
    let mut operation = Operation::default();
    operation.request.parameters = vec![tag, disk, interface, ids];
    operation
}

#[test]
fn leaves_carry_their_documented_names() {
    let operation = operation();
    let names = Names::new(&operation);
    let patterns: Vec<_> = names
        .leaves()
        .iter()
        .map(|leaf| leaf.pattern.as_str())
        .collect();
    let expected = [
        "Tag.N.Key",
        "Tag.N.Value",
        "SystemDisk.Size",
        "NetworkInterface.N.SecurityGroupIds.N",
        "DiskIds",
    ];
    assert_eq!(patterns, expected);
    let paths: Vec<_> = names
        .nodes()
        .iter()
        .map(|node| node.path.as_str())
        .collect();
    assert_eq!(
        paths.get(..4),
        Some(
            &[
                "request.parameters[name=Tag]",
                "request.parameters[name=Tag].items",
                "request.parameters[name=Tag].items.properties[name=Key]",
                "request.parameters[name=Tag].items.properties[name=Value]",
            ][..]
        )
    );
    let tag = &names.nodes()[names.find("Tag").unwrap()];
    assert_eq!(
        (tag.leaves.clone(), names.find("Tag.N")),
        (0..2, names.find("Tag"))
    );
}

#[test]
fn wire_names_resolve_with_index_alias_and_range() {
    let operation = operation();
    let names = Names::new(&operation);
    let told = |name: &str| {
        names.resolve(name).map(|found| {
            (
                found.pattern,
                found.indices.as_slice().to_vec(),
                found.alias,
                found.outside,
            )
        })
    };
    assert_eq!(
        told("Tag.20.key"),
        Some(("Tag.N.Key", vec![20], true, None))
    );
    assert_eq!(
        told("Tag.0.Key"),
        Some(("Tag.N.Key", vec![0], false, Some(0)))
    );
    assert_eq!(
        told("Tag.21.Key"),
        Some(("Tag.N.Key", vec![21], false, Some(0)))
    );
    assert_eq!(
        told("Tag.99999999999.Key"),
        Some(("Tag.N.Key", vec![0], false, Some(0)))
    );
    assert_eq!(
        told("Tag.01.Key"),
        Some(("Tag.N.Key", vec![0], false, Some(0)))
    );
    assert_eq!(
        told("NetworkInterface.2.SecurityGroupIds.0"),
        Some((
            "NetworkInterface.N.SecurityGroupIds.N",
            vec![2, 0],
            false,
            Some(1)
        ))
    );
    for name in [
        "Tag",
        "Tag.N.Key",
        "Tag.1",
        "Tag.1.KEY",
        "SystemDisk",
        "DiskIds.1",
        "",
        ".",
    ] {
        assert_eq!(told(name), None, "{name}");
    }
}
