"""Holds exports against validators that know nothing of doctract.

Lines of JSON come in: {"openapi": document}, {"schema": schema}, or
{"schema": schema, "value": value, "accepted": true or false, "exact": true or false}.
What is wrong goes out, one line each.
"""

import json
import re
import sys

from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator


def patterns(schema):
    if isinstance(schema, dict):
        if isinstance(schema.get("pattern"), str):
            yield schema["pattern"]
        for value in schema.values():
            yield from patterns(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from patterns(value)


def wrong(line):
    if "openapi" in line:
        for error in OpenAPIV31SpecValidator(line["openapi"]).iter_errors():
            yield f"{list(error.absolute_path)}: {error.message[:300]}"
        return
    schema = line["schema"]
    Draft202012Validator.check_schema(schema)
    for pattern in patterns(schema):
        re.compile(pattern)
    if "value" in line:
        accepted = Draft202012Validator(schema).is_valid(line["value"])
        if line["accepted"] and not accepted:
            yield f"refuses {line['value']!r}: {json.dumps(schema, ensure_ascii=False)[:500]}"
        if line["exact"] and accepted and not line["accepted"]:
            yield f"accepts {line['value']!r}: {json.dumps(schema, ensure_ascii=False)[:500]}"


count = 0
for text in sys.stdin:
    line = json.loads(text)
    count += 1
    try:
        for problem in wrong(line):
            print(f"{line.get('name', '')}: {problem}")
    except Exception as error:
        print(f"{line.get('name', '')}: {type(error).__name__}: {str(error)[:300]}")
print(f"{count} checked", file=sys.stderr)
