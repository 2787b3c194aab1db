//! The rules of the diff as data.
//!
//! A line reads: variant, id, the rule of the same change seen backwards, what it means to
//! callers and to servers that kept the old contract, the sentence, the smallest example (two
//! specs without their heading keys; an empty one has no operation).

use super::rule::{Class, Entry};

macro_rules! rules {
    ($($name:ident $id:literal <=> $mirror:ident, $callers:ident, $servers:ident, $sentence:literal, $old:literal, $new:literal;)*) => {
        /// A kind of change. Rules are stable: new ones may come, none changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        #[expect(missing_docs, reason = "each variant is described by its entry in the table")]
        pub enum Rule {
            $($name,)*
        }

        impl Rule {
            /// All rules, in the order in which they are documented.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The rule's row in the table.
            pub const fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$name => &Entry {
                        id: $id,
                        mirror: Self::$mirror,
                        callers: Class::$callers,
                        servers: Class::$servers,
                        sentence: $sentence,
                        old: $old,
                        new: $new,
                    },)*
                }
            }
        }
    };
}

rules! {
    // Operations.
    OperationAdded "operation-added" <=> OperationRemoved, Compatible, Breaking,
        "An operation came: nobody called it, and a server of the old contract does not know it.",
        "", "operation: Start";
    OperationRemoved "operation-removed" <=> OperationAdded, Breaking, Compatible,
        "An operation is gone: calls to it fail.",
        "operation: Start", "";
    OperationRenamed "operation-renamed" <=> OperationRenamed, Breaking, Breaking,
        "An operation has another name: calls by the old one fail.",
        "{operation: DescribeTag, request: {parameters: [{name: ResourceId, type: string}]}}",
        "{operation: DescribeTags, request: {parameters: [{name: ResourceId, type: string}]}}";
    OperationRespelled "operation-respelled" <=> OperationRespelled, Docs, Docs,
        "The name of an operation is printed in other letter case.",
        "operation: describeTags", "operation: DescribeTags";
    ApiVersionChanged "api-version-changed" <=> ApiVersionChanged, Breaking, Breaking,
        "The operation belongs to another API version: requests name the version.",
        "{operation: Start, version: 2014-05-26}", "{operation: Start, version: 2021-07-01}";
    OperationStyleChanged "operation-style-changed" <=> OperationStyleChanged, Breaking, Breaking,
        "The operation is called another way: by the parameter Action, or by a path of its own.",
        "style: rpc", "style: roa";
    HttpMethodAdded "http-method-added" <=> HttpMethodRemoved, Compatible, Breaking,
        "The operation takes one more HTTP method.",
        "{style: roa, path: /tags, methods: [POST]}",
        "{style: roa, path: /tags, methods: [POST, PUT]}";
    HttpMethodRemoved "http-method-removed" <=> HttpMethodAdded, Breaking, Compatible,
        "The operation no longer takes an HTTP method.",
        "{style: roa, path: /tags, methods: [POST, PUT]}",
        "{style: roa, path: /tags, methods: [POST]}";
    PathChanged "path-changed" <=> PathChanged, Breaking, Breaking,
        "The operation stands at another path.",
        "{style: roa, path: /tags}", "{style: roa, path: /v2/tags}";
    OperationDeprecated "operation-deprecated" <=> OperationUndeprecated, Compatible, Compatible,
        "The operation is said to be going away; it still works.",
        "deprecated: false", "deprecated: true";
    OperationUndeprecated "operation-undeprecated" <=> OperationDeprecated, Compatible, Compatible,
        "The operation is no longer said to be going away.",
        "deprecated: true", "deprecated: false";

    // Parameters of the request.
    RequestParameterAdded "request-parameter-added" <=> RequestParameterRemoved, Compatible, Breaking,
        "An optional parameter came: requests without it stay right, a server of the old contract does not know it.",
        "request: {parameters: []}",
        "request: {parameters: [{name: Size, type: integer}]}";
    RequestParameterRemoved "request-parameter-removed" <=> RequestParameterAdded, Breaking, Compatible,
        "An optional parameter is gone: requests that send it are no longer understood.",
        "request: {parameters: [{name: Size, type: integer}]}",
        "request: {parameters: []}";
    RequiredParameterAdded "required-parameter-added" <=> RequiredParameterRemoved, Breaking, Breaking,
        "A required parameter came: requests without it are refused.",
        "request: {parameters: []}",
        "request: {parameters: [{name: ZoneId, type: string, required: true}]}";
    RequiredParameterRemoved "required-parameter-removed" <=> RequiredParameterAdded, Breaking, Breaking,
        "A required parameter is gone: requests that send it are no longer understood, and a server of the old contract refuses those without.",
        "request: {parameters: [{name: ZoneId, type: string, required: true}]}",
        "request: {parameters: []}";
    RequestParameterRenamed "request-parameter-renamed" <=> RequestParameterRenamed, Breaking, Breaking,
        "A parameter has another name, by its description, type and place the same: the old name is no longer understood.",
        "request: {parameters: [{name: DeploymentStrategy, type: string, description: How instances are spread.}]}",
        "request: {parameters: [{name: Strategy, type: string, description: How instances are spread.}]}";
    RequestParameterRespelled "request-parameter-respelled" <=> RequestParameterRespelled, Docs, Docs,
        "The name of a parameter is printed in other letter case or with another index letter.",
        "request: {parameters: [{name: portRange, type: string}]}",
        "request: {parameters: [{name: PortRange, type: string}]}";
    RequestParameterMoved "request-parameter-moved" <=> RequestParameterMoved, Breaking, Breaking,
        "A parameter travels elsewhere: in another object or list, or in another part of the request.",
        "request: {parameters: [{name: ClientId, type: string, in: query}]}",
        "request: {parameters: [{name: ClientId, type: string, in: header}]}";
    RequestSpellingAdded "request-spelling-added" <=> RequestSpellingRemoved, Compatible, Breaking,
        "A parameter is taken by one more name.",
        "request: {parameters: [{name: Tag, type: string}]}",
        "request: {parameters: [{name: Tag, type: string, aliases: [Label]}]}";
    RequestSpellingRemoved "request-spelling-removed" <=> RequestSpellingAdded, Breaking, Compatible,
        "A parameter is no longer taken by one of its names.",
        "request: {parameters: [{name: Tag, type: string, aliases: [Label]}]}",
        "request: {parameters: [{name: Tag, type: string}]}";
    InternalParameterListed "internal-parameter-listed" <=> InternalParameterUnlisted, Docs, Docs,
        "A page lists a parameter that the vendor's own tools send; nobody else needs it.",
        "request: {parameters: []}",
        "request: {parameters: [{name: OwnerAccount, type: string}]}";
    InternalParameterUnlisted "internal-parameter-unlisted" <=> InternalParameterListed, Docs, Docs,
        "A page no longer lists a parameter that the vendor's own tools send; nobody else needs it.",
        "request: {parameters: [{name: OwnerAccount, type: string}]}",
        "request: {parameters: []}";
    FixedParameterListed "fixed-parameter-listed" <=> FixedParameterUnlisted, Docs, Docs,
        "A page lists a parameter that has one value, the same in every request.",
        "request: {parameters: []}",
        "request: {parameters: [{name: Action, type: string, constant: Start}]}";
    FixedParameterUnlisted "fixed-parameter-unlisted" <=> FixedParameterListed, Docs, Docs,
        "A page no longer lists a parameter that has one value, the same in every request.",
        "request: {parameters: [{name: Action, type: string, constant: Start}]}",
        "request: {parameters: []}";
    FixedValueChanged "fixed-value-changed" <=> FixedValueChanged, Breaking, Breaking,
        "A parameter that has one value has another one.",
        "request: {parameters: [{name: Action, type: string, constant: Start}]}",
        "request: {parameters: [{name: Action, type: string, constant: Launch}]}";
    ParameterNowRequired "parameter-now-required" <=> ParameterNowOptional, Breaking, Compatible,
        "A parameter became required: requests without it are refused.",
        "request: {parameters: [{name: DiskId, type: string}]}",
        "request: {parameters: [{name: DiskId, type: string, required: true}]}";
    ParameterNowOptional "parameter-now-optional" <=> ParameterNowRequired, Compatible, Breaking,
        "A parameter became optional: a server of the old contract refuses requests without it.",
        "request: {parameters: [{name: DiskId, type: string, required: true}]}",
        "request: {parameters: [{name: DiskId, type: string}]}";
    ParameterDeprecated "parameter-deprecated" <=> ParameterUndeprecated, Compatible, Compatible,
        "A parameter is said to be going away; it still works.",
        "request: {parameters: [{name: Mode, type: string}]}",
        "request: {parameters: [{name: Mode, type: string, constraints: [{deprecated: true}]}]}";
    ParameterUndeprecated "parameter-undeprecated" <=> ParameterDeprecated, Compatible, Compatible,
        "A parameter is no longer said to be going away.",
        "request: {parameters: [{name: Mode, type: string, constraints: [{deprecated: true}]}]}",
        "request: {parameters: [{name: Mode, type: string}]}";

    // The type of a parameter, and how it travels.
    RequestTypeNarrowed "request-type-narrowed" <=> RequestTypeWidened, Breaking, Compatible,
        "A parameter has a narrower type: values that were right are refused.",
        "request: {parameters: [{name: Size, type: string}]}",
        "request: {parameters: [{name: Size, type: integer}]}";
    RequestTypeWidened "request-type-widened" <=> RequestTypeNarrowed, Compatible, Breaking,
        "A parameter has a wider type: every value that was right still is.",
        "request: {parameters: [{name: Memory, type: integer}]}",
        "request: {parameters: [{name: Memory, type: float}]}";
    RequestTypeChanged "request-type-changed" <=> RequestTypeChanged, Breaking, Breaking,
        "A parameter has another type, and neither takes all values of the other.",
        "request: {parameters: [{name: Force, type: boolean}]}",
        "request: {parameters: [{name: Force, type: integer}]}";
    RequestTypeRespelled "request-type-respelled" <=> RequestTypeRespelled, Docs, Docs,
        "The type of a parameter has another word for the same values.",
        "request: {parameters: [{name: Price, type: float}]}",
        "request: {parameters: [{name: Price, type: double}]}";
    RequestSerializationChanged "request-serialization-changed" <=> RequestSerializationChanged, Breaking, Breaking,
        "A list or an object travels another way: as one value, or as one parameter for each part.",
        "request: {parameters: [{name: DiskIds, type: array, items: {type: string}}]}",
        "request: {parameters: [{name: DiskIds, type: array, flatten: DiskIds.N, items: {type: string}}]}";

    // The rules about values.
    ConstraintTightened "constraint-tightened" <=> ConstraintLoosened, Breaking, Compatible,
        "A rule allows less: requests that were right are refused.",
        "request: {parameters: [{name: Name, type: string, constraints: [{maxLength: 128}]}]}",
        "request: {parameters: [{name: Name, type: string, constraints: [{maxLength: 64}]}]}";
    ConstraintLoosened "constraint-loosened" <=> ConstraintTightened, Compatible, Breaking,
        "A rule allows more: every request that was right still is.",
        "request: {parameters: [{name: Name, type: string, constraints: [{maxLength: 64}]}]}",
        "request: {parameters: [{name: Name, type: string, constraints: [{maxLength: 128}]}]}";
    ConstraintChanged "constraint-changed" <=> ConstraintChanged, Breaking, Breaking,
        "A rule is another one: some requests that were right are refused, some that were refused are right.",
        "request: {parameters: [{name: Time, type: string, constraints: [{format: date-time}]}]}",
        "request: {parameters: [{name: Time, type: string, constraints: [{format: unix-seconds}]}]}";
    EnumValueAdded "enum-value-added" <=> EnumValueRemoved, Compatible, Breaking,
        "A parameter takes more values.",
        "request: {parameters: [{name: Kind, type: string, constraints: [{enum: [{value: a}]}]}]}",
        "request: {parameters: [{name: Kind, type: string, constraints: [{enum: [{value: a}, {value: b}]}]}]}";
    EnumValueRemoved "enum-value-removed" <=> EnumValueAdded, Breaking, Compatible,
        "A parameter no longer takes some values.",
        "request: {parameters: [{name: Kind, type: string, constraints: [{enum: [{value: a}, {value: b}]}]}]}",
        "request: {parameters: [{name: Kind, type: string, constraints: [{enum: [{value: a}]}]}]}";
    EnumValueRespelled "enum-value-respelled" <=> EnumValueRespelled, Docs, Docs,
        "A value that a parameter takes is printed in other letter case.",
        "request: {parameters: [{name: Net, type: string, constraints: [{enum: [{value: Classic}]}]}]}",
        "request: {parameters: [{name: Net, type: string, constraints: [{enum: [{value: classic}]}]}]}";
    EffectChanged "effect-changed" <=> EffectChanged, Compatible, Compatible,
        "What happens to a value that is taken but not used as sent (ignored, cut, moved, replaced) is said anew.",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{maximum: 50, violation: adjusted}]}]}",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{maximum: 100, violation: adjusted}]}]}";
    WordedRuleAdded "worded-rule-added" <=> WordedRuleRemoved, Docs, Docs,
        "A rule came that holds only in a case no parameter tells; read it.",
        "request: {parameters: [{name: Size, type: integer}]}",
        "request: {parameters: [{name: Size, type: integer, constraints: [{maximum: 500, when: {text: for old disks}}]}]}";
    WordedRuleRemoved "worded-rule-removed" <=> WordedRuleAdded, Docs, Docs,
        "A rule is gone that held only in a case no parameter tells.",
        "request: {parameters: [{name: Size, type: integer, constraints: [{maximum: 500, when: {text: for old disks}}]}]}",
        "request: {parameters: [{name: Size, type: integer}]}";
    DefaultChanged "default-changed" <=> DefaultChanged, Breaking, Breaking,
        "Requests that leave a parameter out mean another value.",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{default: {value: '10'}}]}]}",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{default: {value: '20'}}]}]}";
    DefaultStated "default-stated" <=> DefaultUnstated, Compatible, Compatible,
        "A default is stated where none was: what it was before, nobody said.",
        "request: {parameters: [{name: PageSize, type: integer}]}",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{default: {value: '10'}}]}]}";
    DefaultUnstated "default-unstated" <=> DefaultStated, Compatible, Compatible,
        "A default is no longer stated.",
        "request: {parameters: [{name: PageSize, type: integer, constraints: [{default: {value: '10'}}]}]}",
        "request: {parameters: [{name: PageSize, type: integer}]}";

    // Fields of the answer.
    ResponseFieldAdded "response-field-added" <=> ResponseFieldRemoved, Compatible, Breaking,
        "The answer has one more field; a server of the old contract does not send it.",
        "response: {fields: []}",
        "response: {fields: [{name: TaskId, type: string}]}";
    ResponseFieldRemoved "response-field-removed" <=> ResponseFieldAdded, Breaking, Compatible,
        "A field of the answer is gone: who reads it finds nothing.",
        "response: {fields: [{name: TaskId, type: string}]}",
        "response: {fields: []}";
    ResponseFieldRenamed "response-field-renamed" <=> ResponseFieldRenamed, Breaking, Breaking,
        "A field of the answer has another name, by its description, type and place the same.",
        "response: {fields: [{name: InstanceStatus, type: string, description: The state of the instance.}]}",
        "response: {fields: [{name: Status, type: string, description: The state of the instance.}]}";
    ResponseFieldRespelled "response-field-respelled" <=> ResponseFieldRespelled, Docs, Docs,
        "The name of a field of the answer is printed in other letter case.",
        "response: {fields: [{name: requestId, type: string}]}",
        "response: {fields: [{name: RequestId, type: string}]}";
    ResponseFieldMoved "response-field-moved" <=> ResponseFieldMoved, Breaking, Breaking,
        "A field of the answer stands elsewhere in the tree.",
        "response: {fields: [{name: Disk, type: object, properties: [{name: Size, type: integer}, {name: Id, type: string}]}]}",
        "response: {fields: [{name: Disk, type: object, properties: [{name: Id, type: string}]}, {name: Size, type: integer}]}";
    ResponseFieldPlaced "response-field-placed" <=> ResponseFieldPlaced, Docs, Docs,
        "A field of the answer is read at another place in the tree, which one of the pages leaves open.",
        "response: {fields: [{name: Disk, type: object, properties: [{name: Size, type: integer, confidence: low}, {name: Id, type: string}]}]}",
        "response: {fields: [{name: Disk, type: object, properties: [{name: Id, type: string}]}, {name: Size, type: integer}]}";
    ResponseWrapperChanged "response-wrapper-changed" <=> ResponseWrapperChanged, Breaking, Breaking,
        "The elements of a list in the answer have another name.",
        "response: {fields: [{name: Disks, type: array, wrapper: Disk, items: {type: string}}]}",
        "response: {fields: [{name: Disks, type: array, wrapper: Item, items: {type: string}}]}";
    ResponseTypeNarrowed "response-type-narrowed" <=> ResponseTypeWidened, Compatible, Breaking,
        "A field of the answer has a narrower type: who took the old one takes the new one.",
        "response: {fields: [{name: Size, type: long}]}",
        "response: {fields: [{name: Size, type: integer}]}";
    ResponseTypeWidened "response-type-widened" <=> ResponseTypeNarrowed, Breaking, Compatible,
        "A field of the answer has a wider type: it may hold values that readers do not expect.",
        "response: {fields: [{name: Size, type: integer}]}",
        "response: {fields: [{name: Size, type: long}]}";
    ResponseTypeChanged "response-type-changed" <=> ResponseTypeChanged, Breaking, Breaking,
        "A field of the answer has another type.",
        "response: {fields: [{name: Size, type: integer}]}",
        "response: {fields: [{name: Size, type: string}]}";
    ResponseTypeRespelled "response-type-respelled" <=> ResponseTypeRespelled, Docs, Docs,
        "The type of a field of the answer has another word for the same values, or came to be stated.",
        "response: {fields: [{name: Disks, type: any}]}",
        "response: {fields: [{name: Disks, type: array}]}";
    ResponseValueAdded "response-value-added" <=> ResponseValueRemoved, Compatible, Compatible,
        "A field of the answer may hold more values; readers must bear values they do not know.",
        "response: {fields: [{name: Status, type: string, constraints: [{enum: [{value: a}]}]}]}",
        "response: {fields: [{name: Status, type: string, constraints: [{enum: [{value: a}, {value: b}]}]}]}";
    ResponseValueRemoved "response-value-removed" <=> ResponseValueAdded, Compatible, Compatible,
        "A field of the answer no longer holds some values.",
        "response: {fields: [{name: Status, type: string, constraints: [{enum: [{value: a}, {value: b}]}]}]}",
        "response: {fields: [{name: Status, type: string, constraints: [{enum: [{value: a}]}]}]}";
    ResponseFormatChanged "response-format-changed" <=> ResponseFormatChanged, Breaking, Breaking,
        "A field of the answer is written another way: format, layout of a time, encoding or unit.",
        "response: {fields: [{name: Time, type: string, constraints: [{format: date-time}]}]}",
        "response: {fields: [{name: Time, type: string, constraints: [{format: unix-seconds}]}]}";
    ResponseRuleChanged "response-rule-changed" <=> ResponseRuleChanged, Compatible, Compatible,
        "What is said about the values of a field of the answer changed.",
        "response: {fields: [{name: Size, type: integer, constraints: [{maximum: 100}]}]}",
        "response: {fields: [{name: Size, type: integer, constraints: [{maximum: 200}]}]}";

    // Errors.
    ErrorAdded "error-added" <=> ErrorRemoved, Compatible, Compatible,
        "An error is documented that was not.",
        "errors: [{status: 404, code: NoDisk}]",
        "errors: [{status: 404, code: NoDisk}, {status: 403, code: QuotaExceeded}]";
    ErrorRemoved "error-removed" <=> ErrorAdded, Compatible, Compatible,
        "An error is no longer documented; what comes in its stead, nobody says.",
        "errors: [{status: 404, code: NoDisk}, {status: 403, code: QuotaExceeded}]",
        "errors: [{status: 404, code: NoDisk}]";
    ErrorStatusChanged "error-status-changed" <=> ErrorStatusChanged, Breaking, Breaking,
        "An error comes with another HTTP status: who branches on it goes wrong.",
        "errors: [{status: 404, code: NoDisk}]", "errors: [{status: 400, code: NoDisk}]";
    ErrorCodeRenamed "error-code-renamed" <=> ErrorCodeRenamed, Breaking, Breaking,
        "An error of the same status and message has another code: who branches on it goes wrong.",
        "errors: [{status: 403, code: QuotaExceed.Disk, message: The quota of disks is used up.}]",
        "errors: [{status: 403, code: QuotaExceeded.Disk, message: The quota of disks is used up.}]";
    ErrorCodeRespelled "error-code-respelled" <=> ErrorCodeRespelled, Docs, Docs,
        "The code of an error is printed in other letter case.",
        "errors: [{status: 403, code: InvalidParam.pageSize}]",
        "errors: [{status: 403, code: InvalidParam.PageSize}]";
    ErrorMessageChanged "error-message-changed" <=> ErrorMessageChanged, Compatible, Compatible,
        "The message of an error has other words; the code is what programs branch on.",
        "errors: [{status: 404, code: NoDisk, message: There is no such disk.}]",
        "errors: [{status: 404, code: NoDisk, message: The disk does not exist.}]";

    // Preconditions.
    PreconditionAdded "precondition-added" <=> PreconditionRemoved, Breaking, Compatible,
        "Something more must be true of the world: calls that succeeded are refused.",
        "preconditions: []",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 64, text: At most 64 for a disk.}]";
    PreconditionRemoved "precondition-removed" <=> PreconditionAdded, Compatible, Breaking,
        "Something need no longer be true of the world.",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 64, text: At most 64 for a disk.}]",
        "preconditions: []";
    PreconditionStated "precondition-stated" <=> PreconditionUnstated, Docs, Docs,
        "Something that must be true of the world came to be said, or said otherwise, that no program can tell; read it.",
        "description: Disks are copied.",
        "{description: Disks are copied., preconditions: [{id: support, kind: support, text: Only disks that were used.}]}";
    PreconditionUnstated "precondition-unstated" <=> PreconditionStated, Docs, Docs,
        "Something that must be true of the world is no longer said, or said otherwise.",
        "{description: Disks are copied., preconditions: [{id: support, kind: support, text: Only disks that were used.}]}",
        "description: Disks are copied.";
    PreconditionTightened "precondition-tightened" <=> PreconditionLoosened, Breaking, Compatible,
        "A quota is smaller, or fewer states are right: calls that succeeded are refused.",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 64, text: At most 64 for a disk.}]",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 32, text: At most 32 for a disk.}]";
    PreconditionLoosened "precondition-loosened" <=> PreconditionTightened, Compatible, Breaking,
        "A quota is larger, or more states are right.",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 64, text: At most 64 for a disk.}]",
        "preconditions: [{id: quota, kind: quota, resource: disk, limit: 256, text: At most 256 for a disk.}]";
    PreconditionChanged "precondition-changed" <=> PreconditionChanged, Breaking, Breaking,
        "Other states are right, and some that were are not.",
        "preconditions: [{id: state, kind: state, resource: disk, attribute: Status, values: [Idle], text: Only when Idle.}]",
        "preconditions: [{id: state, kind: state, resource: disk, attribute: Status, values: [Used], text: Only when Used.}]";

    // Words.
    DescriptionChanged "description-changed" <=> DescriptionChanged, Docs, Docs,
        "Words changed, and no rule that was read from them.",
        "summary: Starts an instance.", "summary: Turns an instance on.";
    ExampleChanged "example-changed" <=> ExampleChanged, Docs, Docs,
        "An example changed.",
        "request: {parameters: [{name: DiskId, type: string, example: d-1}]}",
        "request: {parameters: [{name: DiskId, type: string, example: d-2}]}";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mirror_is_a_mirror_and_swaps_the_ends() {
        for rule in Rule::ALL {
            let (entry, mirror) = (rule.entry(), rule.mirror().entry());
            assert_eq!(mirror.mirror, *rule, "{rule}");
            let swapped = (mirror.servers, mirror.callers);
            assert_eq!((entry.callers, entry.servers), swapped, "{rule}");
            assert_eq!(entry.id.parse(), Ok(*rule));
        }
    }
}
