"""Holds common/protocol.schema.json against the golden files: each must fit its definition, and none may fit once a
required field is taken away or given another type. Knows as much of JSON Schema 2020-12 as the generator writes, and
refuses a keyword that it does not know.

usage: schema_check.py ROOT
"""

import json
import pathlib
import re
import sys

ANNOTATIONS = {"description", "title", "$schema", "$id"}
TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "boolean": lambda v: isinstance(v, bool),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
}


def problems(value, schema, definitions, where="$"):
    """What is wrong with the value, as a list of lines."""
    found = []
    for keyword, wanted in schema.items():
        if keyword in ANNOTATIONS:
            continue
        check = CHECKS.get(keyword)
        if not check:
            raise SystemExit(f"{where}: the keyword {keyword} is not known here; teach schema_check.py")
        found += check(value, wanted, schema, definitions, where)
    return found


def unless(fine, what):
    return lambda value, wanted, schema, definitions, where: (
        [] if fine(value, wanted) else [f"{where}: {what} {wanted}, is {value!r}"]
    )


def properties(value, wanted, _schema, definitions, where):
    found = []
    for name, schema in wanted.items():
        if isinstance(value, dict) and name in value:
            found += problems(value[name], schema, definitions, f"{where}.{name}")
    return found


def additional(value, wanted, schema, definitions, where):
    known = schema.get("properties", {})
    found = []
    for name in value if isinstance(value, dict) else ():
        if name not in known:
            found += problems(value[name], wanted, definitions, f"{where}.{name}")
    return found


def names(value, wanted, _schema, definitions, where):
    found = []
    for name in value if isinstance(value, dict) else ():
        found += problems(name, wanted, definitions, where)
    return found


def items(value, wanted, _schema, definitions, where):
    found = []
    for index, item in enumerate(value if isinstance(value, list) else ()):
        found += problems(item, wanted, definitions, f"{where}[{index}]")
    return found


def reference(value, wanted, _schema, definitions, where):
    name = wanted.removeprefix("#/$defs/").replace("~1", "/")
    return problems(value, definitions[name], definitions, where)


def one_of(value, wanted, _schema, definitions, where):
    fitting = [s for s in wanted if not problems(value, s, definitions, where)]
    return [] if len(fitting) == 1 else [f"{where}: fits {len(fitting)} of the alternatives instead of one"]


def all_of(value, wanted, _schema, definitions, where):
    found = []
    for schema in wanted:
        condition = schema.get("if")
        if condition is None or not problems(value, condition, definitions, where):
            found += problems(value, schema.get("then", schema), definitions, where)
    return found


CHECKS = {
    "type": unless(lambda v, w: TYPES[w](v), "must be of type"),
    "const": unless(lambda v, w: v == w, "must be"),
    "required": unless(lambda v, w: not isinstance(v, dict) or all(n in v for n in w), "must have"),
    "minLength": unless(lambda v, w: not isinstance(v, str) or len(v) >= w, "must have at least a length of"),
    "maxLength": unless(lambda v, w: not isinstance(v, str) or len(v) <= w, "must have at most a length of"),
    "pattern": unless(lambda v, w: not isinstance(v, str) or re.search(w, v), "must match"),
    "minimum": unless(lambda v, w: not isinstance(v, int) or v >= w, "must be at least"),
    "maximum": unless(lambda v, w: not isinstance(v, int) or v <= w, "must be at most"),
    "properties": properties,
    "additionalProperties": additional,
    "propertyNames": names,
    "items": items,
    "$ref": reference,
    "oneOf": one_of,
    "allOf": all_of,
}


def spoiled(message, schema):
    """Variants of a message that must not fit any more, each with what was done to it."""
    for name in schema["required"]:
        yield f"without {name}", {k: v for k, v in message.items() if k != name}
    for name, value in message.items():
        yield f"with another type of {name}", {**message, name: [value] if not isinstance(value, list) else "x"}


def check_file(path, kind, definitions):
    message = json.loads(path.read_text(encoding="utf-8"))
    kind_schema = definitions[kind]
    own_schema = definitions[f"{kind}/{message['type']}"]
    found = problems(message, own_schema, definitions) + problems(message, kind_schema, definitions)
    count = 0
    for change, variant in spoiled(message, own_schema):
        count += 1
        if not problems(variant, own_schema, definitions):
            found.append(f"fits although it is {change}")
    return found, count


def main(root):
    schema = json.loads((root / "common/protocol.schema.json").read_text(encoding="utf-8"))
    definitions = schema["$defs"]
    golden = root / "tests/golden"
    # What is in text/ are cases of what both clients do with texts.
    files = sorted(path for path in golden.rglob("*.json") if path.parent != golden / "text")
    failed, spoilt = 0, 0
    for path in files:
        kind = "/".join(path.relative_to(golden).parts[:2])
        found, count = check_file(path, kind, definitions)
        spoilt += count
        for line in found:
            failed += 1
            print(f"{path.relative_to(root)}: {line}")
    print(f"{len(files)} golden files and {spoilt} spoiled variants checked, {failed} failures")
    return 1 if failed or not files else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
