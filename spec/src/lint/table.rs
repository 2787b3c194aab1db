//! The rules of the lint as data.
//!
//! A line reads: variant, code, severity, the sentence, what to do, and the smallest spec that
//! has the finding (without its heading keys) beside one that has not.

use crate::Severity;

/// Everything there is to know about a rule.
#[derive(Debug)]
pub struct Entry {
    /// The stable code: `lint-example`.
    pub code: &'static str,
    /// How bad it is, unless configured otherwise.
    pub severity: Severity,
    /// What is wrong and why it matters.
    pub sentence: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// A spec that has the finding.
    pub bad: &'static str,
    /// A spec that has not.
    pub good: &'static str,
}

macro_rules! rules {
    ($($name:ident $code:literal, $severity:ident, $sentence:literal, $advice:literal, $bad:literal, $good:literal;)*) => {
        /// A kind of finding. Codes are stable: new ones may come, none changes its meaning.
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
                        code: $code,
                        severity: Severity::$severity,
                        sentence: $sentence,
                        advice: $advice,
                        bad: $bad,
                        good: $good,
                    },)*
                }
            }
        }
    };
}

rules! {
    // The operation.
    NoProduct "lint-no-product", Warning,
        "The product is not known: the endpoint, the index and generated names depend on it.",
        "name it: in the spec, by a flag of `extract` or in doctract.toml",
        "{product: unknown}", "{product: Ecs}";
    NoVersion "lint-no-version", Warning,
        "The API version is not known: every request carries it.",
        "name it: in the spec, by a flag of `extract` or in doctract.toml",
        "{version: unversioned}", "{version: '2014-05-26'}";
    NoDescription "lint-no-description", Note,
        "A parameter is not described: whatever its rules are, nobody can check them.",
        "describe it, or check that the page's description column was read",
        "{request: {parameters: [{name: A, type: string}]}}",
        "{request: {parameters: [{name: A, type: string, description: A thing}]}}";

    // Values against rules.
    Example "lint-example", Warning,
        "The example of a parameter breaks a rule of the same parameter: the page contradicts itself, or the rule was misread.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: string, example: abc, constraints: [{maxLength: 2}]}]}}",
        "{request: {parameters: [{name: A, type: string, example: ab, constraints: [{maxLength: 2}]}]}}";
    ExampleType "lint-example-type", Warning,
        "The example of a parameter is no value of its type.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: integer, example: ten}]}}",
        "{request: {parameters: [{name: A, type: integer, example: '10'}]}}";
    Default "lint-default", Warning,
        "The default of a parameter breaks a rule of the same parameter: sending it would be refused.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: integer, constraints: [{default: {value: '0'}}, {minimum: 1}]}]}}",
        "{request: {parameters: [{name: A, type: integer, constraints: [{default: {value: '1'}}, {minimum: 1}]}]}}";
    TwoDefaults "lint-two-defaults", Warning,
        "A parameter has two different defaults, and nothing says when which holds.",
        "give each a `when`, or remove the wrong one",
        "{request: {parameters: [{name: A, type: string, constraints: [{default: {value: x}}, {default: {value: y}}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{default: {value: x}}, {default: {value: x}}]}]}}";
    EnumValue "lint-enum-value", Warning,
        "A listed value breaks another rule of the same parameter.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: string, constraints: [{enum: [{value: a}, {value: bcd}]}, {maxLength: 2}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{enum: [{value: a}, {value: bc}]}, {maxLength: 2}]}]}}";

    // Rules against rules.
    NoValue "lint-no-value", Error,
        "The rules of a parameter contradict each other: no value keeps them all.",
        "find the rule that was misread or misprinted; correct it by an overlay",
        "{request: {parameters: [{name: A, type: string, constraints: [{minLength: 9}, {maxLength: 8}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{minLength: 8}, {maxLength: 8}]}]}}";
    EmptyBoth "lint-empty-both", Warning,
        "A parameter may be sent empty by one rule and may not by another.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: string, constraints: [{allowEmpty: true}, {minLength: 1}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{allowEmpty: true}, {maxLength: 1}]}]}}";
    NeverAlone "lint-never-alone", Note,
        "What a rule forbids is outside the characters allowed anyway: no request breaks this rule alone.",
        "nothing, if the page says so; no case can be made for the rule",
        "{request: {parameters: [{name: A, type: string, constraints: [{charset: letter}, {notPrefix: ['http://']}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{charset: letter}, {notPrefix: [auto]}]}]}}";
    RequiredDefault "lint-required-default", Note,
        "A required parameter has a default, which never applies.",
        "check the page's required column",
        "{request: {parameters: [{name: A, type: string, required: true, constraints: [{default: {value: x}}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{default: {value: x}}]}]}}";
    RequiredAlready "lint-required-already", Note,
        "A parameter is required, and required under a condition too.",
        "check the page's required column",
        "{request: {parameters: [{name: B, type: string}, {name: A, type: string, required: true, constraints: [{requiredIf: {parameter: B, operator: present}}]}]}}",
        "{request: {parameters: [{name: B, type: string}, {name: A, type: string, constraints: [{requiredIf: {parameter: B, operator: present}}]}]}}";
    RequiredExclusive "lint-required-exclusive", Warning,
        "Of parameters that exclude each other one is required: the others can never be sent.",
        "check the page's required column, or whether the rule has a condition",
        "{constraints: [{mutuallyExclusive: [A, B]}], request: {parameters: [{name: A, type: string, required: true}, {name: B, type: string}]}}",
        "{constraints: [{mutuallyExclusive: [A, B]}], request: {parameters: [{name: A, type: string}, {name: B, type: string}]}}";
    Pattern "lint-pattern", Warning,
        "A printed expression cannot be understood as a regular expression: it is not checked.",
        "correct it by an overlay",
        "{request: {parameters: [{name: A, type: string, constraints: [{pattern: '^[a-'}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{pattern: '^[a-z]+$'}]}]}}";

    // Names and conditions.
    CaseNames "lint-case-names", Warning,
        "Two names differ only in letter case, `-` or `_`: one may be a misprint of the other, or another spelling of it.",
        "if both are one parameter, make the second an entry of `aliases`",
        "{request: {parameters: [{name: RegionId, type: string}, {name: RegionID, type: string}]}}",
        "{request: {parameters: [{name: RegionId, type: string, aliases: [RegionID]}]}}";
    ConditionValue "lint-condition-value", Warning,
        "A condition waits for a value that the parameter never has.",
        "compare the value with those listed for the parameter",
        "{request: {parameters: [{name: B, type: string, constraints: [{enum: [{value: x}]}]}, {name: A, type: string, constraints: [{maxLength: 2, when: {parameter: B, operator: eq, values: [y]}}]}]}}",
        "{request: {parameters: [{name: B, type: string, constraints: [{enum: [{value: x}]}]}, {name: A, type: string, constraints: [{maxLength: 2, when: {parameter: B, operator: eq, values: [x]}}]}]}}";
    ConditionSelf "lint-condition-self", Warning,
        "Whether a parameter is required, or has effect, hangs on the parameter itself.",
        "name the parameter that the page means",
        "{request: {parameters: [{name: A, type: string, constraints: [{requiredIf: {parameter: A, operator: eq, values: [x]}}]}]}}",
        "{request: {parameters: [{name: B, type: string}, {name: A, type: string, constraints: [{requiredIf: {parameter: B, operator: eq, values: [x]}}]}]}}";

    // Errors and preconditions.
    ErrorTwice "lint-error-twice", Warning,
        "An error row stands twice: status, code and message are the same.",
        "remove one, or tell them apart",
        "{errors: [{status: 400, code: X, message: No.}, {status: 400, code: X, message: No.}]}",
        "{errors: [{status: 400, code: X, message: No.}, {status: 400, code: X, message: Never.}]}";
    ErrorStatus "lint-error-status", Warning,
        "The status of an error is no error status of HTTP.",
        "correct it by an overlay",
        "{errors: [{status: 4003, code: X, blames: [{parameter: A}]}], request: {parameters: [{name: A, type: string, description: x}]}}",
        "{errors: [{status: 403, code: X, blames: [{parameter: A}]}], request: {parameters: [{name: A, type: string, description: x}]}}";
    ErrorStatuses "lint-error-statuses", Note,
        "One error code stands with several statuses: which one a request gets is not told.",
        "nothing, if the page says so",
        "{errors: [{status: 400, code: X}, {status: 403, code: X}]}",
        "{errors: [{status: 403, code: X, message: a}, {status: 403, code: X, message: b}]}";
    ErrorBlamesNothing "lint-error-blames-nothing", Note,
        "An error blames neither a parameter nor a precondition: no case expects it.",
        "say what it blames in an overlay, if the page tells",
        "{errors: [{status: 403, code: X}]}",
        "{errors: [{status: 403, code: X, blames: [{parameter: A}]}], request: {parameters: [{name: A, type: string, description: x}]}}";
    BlameUnknown "lint-blame-unknown", Warning,
        "An error blames a parameter or a precondition that the operation does not have.",
        "correct the name by an overlay",
        "{errors: [{status: 403, code: X, blames: [{parameter: B}]}]}",
        "{errors: [{status: 403, code: X, blames: [{parameter: A}]}], request: {parameters: [{name: A, type: string, description: x}]}}";
    PreconditionSilent "lint-precondition-silent", Note,
        "No error is documented for a precondition: cases accept any client error.",
        "say in an overlay which error blames it, if it is known",
        "{preconditions: [{id: quota, kind: quota, limit: 3, text: At most 3.}]}",
        "{preconditions: [{id: quota, kind: quota, limit: 3, text: At most 3.}], errors: [{status: 403, code: X, blames: [{precondition: quota}]}]}";

    // Printed requests.
    RequestExample "lint-request-example", Warning,
        "A printed request breaks a rule of the operation.",
        "compare both with the page; correct the wrong one by an overlay",
        "{request: {parameters: [{name: A, type: string, required: true}, {name: B, type: string}]}, examples: {requests: [{text: '?B=x', parameters: [{name: B, value: x}]}]}}",
        "{request: {parameters: [{name: A, type: string, required: true}]}, examples: {requests: [{text: '?A=x', parameters: [{name: A, value: x}]}]}}";
    RequestExampleUnknown "lint-request-example-unknown", Note,
        "A printed request sends a parameter that is not documented.",
        "check that its row was read",
        "{request: {parameters: [{name: Size, type: string}]}, examples: {requests: [{text: '?Sice=x', parameters: [{name: Sice, value: x}]}]}}",
        "{request: {parameters: [{name: Size, type: string}]}, examples: {requests: [{text: '?Size=x', parameters: [{name: Size, value: x}]}]}}";

    // What was read.
    UnreadRule "lint-unread-rule", Note,
        "A sentence of a description reads like a rule, and no rule of the parameter comes from it.",
        "add the rule by an overlay, if it is one",
        "{request: {parameters: [{name: A, type: string, description: A thing. It must be new.}]}}",
        "{request: {parameters: [{name: A, type: string, description: A thing. It must be new., constraints: [{unique: account, text: must be new}]}]}}";
    LowConfidence "lint-low-confidence", Note,
        "A rule is a guess, or another statement of the page speaks against it: cases that rest on it may be wrong.",
        "compare it with the page; set `confidence` by an overlay",
        "{request: {parameters: [{name: A, type: string, constraints: [{maxLength: 2, confidence: low}]}]}}",
        "{request: {parameters: [{name: A, type: string, constraints: [{maxLength: 2, confidence: medium}]}]}}";
}
