//! One operation written in every form that pages have: each gives the same request.
#![cfg(feature = "extract")]
#![allow(
    clippy::unwrap_used,
    reason = "a test stops at the first thing that is not as it should be"
)]

use doctract_spec::Operation;
use doctract_spec::extract::{Options, extract_page};

/// A table with outer pipes, rows over several lines.
const PIPES: &str = "# StopThing\n\n## Request parameters\n\n\
|Parameter|Type|Required|Example|Description|\n|---|:--|---|---|---|\n\
|Action|String|Yes|StopThing|The operation.\n\n|\n\
|ThingId|String|Yes|t-1|The ID.\n\n|\n|Force|Boolean|No|true|Whether to wait. |\n";

/// The same with one cell a line, in the header too.
const CELL_A_LINE: &str = "# StopThing\n\n## Request parameters\n\n\
|Parameter\n\n |Type\n\n |Required\n\n |Example\n\n |Description |\n|---|---|---|---|---|\n\
|Action\n\n |String\n\n |Yes\n\n |StopThing\n\n |The operation. |\n\
|ThingId\n\n |String\n\n |Yes\n\n |t-1\n\n |The ID. |\n\
|Force\n\n |Boolean\n\n |No\n\n |true\n\n |Whether to wait. |\n";

/// No line of dashes.
const NO_DELIMITER: &str = "# StopThing\n\n## Request parameters\n\n\
|Parameter|Type|Required|Example|Description|\n\
|Action|String|Yes|StopThing|The operation. |\n\
|ThingId|String|Yes|t-1|The ID. |\n|Force|Boolean|No|true|Whether to wait. |\n";

/// No outer pipes.
const OPEN: &str = "# StopThing\n\n## Request parameters\n\n\
Parameter | Type | Required | Example | Description\n--- | :--- | --- | --- | ---\n\
Action | String | Yes | StopThing | The operation.\nThingId | String | Yes | t-1 | The ID.\n\
Force | Boolean | No | true | Whether to wait.\n\nText below.\n";

/// HTML.
const HTML: &str = "# StopThing\n\n## Request parameters\n\n<table>\n<thead><tr><th>Parameter</th>\
<th>Type</th><th>Required</th><th>Example</th><th>Description</th></tr></thead>\n<tbody>\n\
<tr><td>Action</td><td>String</td><td>Yes</td><td>StopThing</td><td>The operation.</td></tr>\n\
<tr><td>ThingId</td><td>String</td><td>Yes</td><td>t-1</td><td><p>The ID.</p></td></tr>\n\
<tr><td>Force</td><td>Boolean</td><td>No</td><td>true</td><td>Whether to wait.</td></tr>\n\
</tbody></table>\n";

/// No heading but the title.
const NO_HEADINGS: &str = "# StopThing\n\nStops a thing.\n\n\
|Parameter|Type|Required|Example|Description|\n|---|---|---|---|---|\n\
|Action|String|Yes|StopThing|The operation. |\n\
|ThingId|String|Yes|t-1|The ID. |\n|Force|Boolean|No|true|Whether to wait. |\n\n\
|Parameter|Type|Example|Description|\n|---|---|---|---|\n|RequestId|String|1|The ID. |\n\n\
|HTTP status code|Error code|Error message|\n|---|---|---|\n|404|NoThing|There is none. |\n";

/// A definition list.
const LIST: &str = "# StopThing\n\n## Request parameters\n\n\
**Action**\n\n-   Type: String\n-   Required: Yes\n-   Example: StopThing\n\
-   Description: The operation.\n\n\
**ThingId**\n\n-   Type: String\n-   Required: Yes\n-   Example: t-1\n-   Description: The ID.\n\n\
**Force**\n\n-   Type: Boolean\n-   Required: No\n-   Example: true\n\
-   Description: Whether to wait.\n";

fn read(page: &str) -> Operation {
    let extraction = extract_page("StopThing.md", page.as_bytes(), &Options::default());
    extraction.operation.unwrap()
}

#[test]
fn every_form_gives_the_same_request() {
    let forms = [
        ("cell a line", CELL_A_LINE),
        ("no delimiter", NO_DELIMITER),
        ("open", OPEN),
        ("HTML", HTML),
        ("no headings", NO_HEADINGS),
        ("list", LIST),
    ];
    let expected = read(PIPES).request;
    assert_eq!(expected.parameters.len(), 3);
    assert!(expected.parameters[1].required && !expected.parameters[2].required);
    for (form, page) in forms {
        assert_eq!(read(page).request, expected, "{form}");
    }
}

#[test]
fn without_headings_the_titles_tell_tables_apart() {
    let operation = read(NO_HEADINGS);
    assert_eq!(operation.response.fields[0].name, "RequestId");
    assert_eq!(operation.errors[0].code, "NoThing");
}

#[test]
fn code_that_ends_with_its_cell_ends_the_row() {
    let page = "# StopThing\n\n## Request parameters\n\n\
                |Parameter|Type|Required|Description|\n|--|--|--|--|\n\
                |Action|String|Yes|StopThing |\n\
                |ThingId.N|RepeatList|Yes|Sent as:\n\n```\n&ThingId.1=a|b\n``` |\n\
                |Force|Boolean|No|Sent as:\n\n```\n&Force=true\n``` |\n";
    let operation = read(page);
    let names: Vec<&str> = operation
        .request
        .parameters
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["Action", "ThingId", "Force"]);
}

#[test]
fn what_a_line_or_the_order_tells_of_a_further_table() {
    let request = "# StopThing\n\n## Request parameters\n\n\
                   |Parameter|Type|Required|Description|\n|--|--|--|--|\n\
                   |Action|String|Yes|StopThing |\n|Tags|String|No|The tags. |\n\n";
    // The only parameter whose name begins the members' names.
    let members = "|Name|Type|Required|Description|\n|--|--|--|--|\n\
                   |TagKey|String|Yes|A key. |\n|TagValue|String|No|A value. |\n";
    let operation = read(&format!("{request}{members}"));
    let names: Vec<&str> = operation.request.parameters[1]
        .properties
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    assert_eq!(names, ["TagKey", "TagValue"]);
    // A line that names the body.
    let body = "The RequestBody takes these.\n\n|Name|Type|Required|Description|\n|--|--|--|--|\n\
                |reason|String|Yes|Why. |\n";
    let operation = read(&format!("{request}{body}"));
    let reason = &operation.request.parameters[2];
    assert_eq!(reason.position, Some(doctract_spec::model::Position::Body));
    // The answer above the heading that should announce it.
    let answer = "|Name|Type|Description|\n|--|--|--|\n|RequestId|String|The ID. |\n\n\
                  ## Response parameters\n\n## Error codes\n\nNone.\n";
    let operation = read(&format!("{request}{answer}"));
    assert_eq!(operation.response.fields[0].name, "RequestId");
}
