"""A new message type costs a fixed set of edits; these rules name the one that was forgotten."""

import re

from tree import Problem, line_of

REGISTRY = "common/protocol/registry.h"
TABLE = "server/command/table.h"
PAGE_SHAPES = "resources/web/js/net/messages.js"
PAGE_STATE = "resources/web/js/state"

# Events that change no state of the page's: they answer a request that waits for them, by ref or nonce.
PAGE_ANSWERS = {"rooms", "members", "memberships", "history", "devices", "invite_made", "invites", "second_factor",
                "totp_begun", "recovery_codes", "transfer_made", "ok",
                "error"}


def alternatives(tree, variant):
    """[(struct, line)] of a std::variant in the registry."""
    text = tree.text(REGISTRY)
    match = re.search(rf"using {variant} =\s*std::variant<(.*?)>;", text, re.DOTALL)
    if not match:
        return []
    found = []
    for name in re.finditer(r"[\w:]+", match.group(1)):
        found.append((name.group(0), line_of(text, match.start(1) + name.start())))
    return found


def wire_types(tree):
    """struct -> its type on the wire; those of plain.h as plain::Struct."""
    types = {}
    for path in tree.paths("common/protocol", endings=[".h"]):
        prefix = "plain::" if "namespace parlance::plain" in tree.text(path) else ""
        for match in re.finditer(r"^struct (\w+) \{(.*?)^\};", tree.text(path), re.MULTILINE | re.DOTALL):
            found = re.search(r'string_view type = "(\w+)"', match.group(2))
            if found:
                types[prefix + match.group(1)] = found.group(1)
    return types


def messages(tree):
    """(struct, type, kind, line) for every message in the registry."""
    types = wire_types(tree)
    kinds = {
        "PlainRequest": "plain/request",
        "PlainEvent": "plain/event",
        "FullRequest": "full/request",
        "FullEvent": "full/event",
    }
    for variant, kind in kinds.items():
        for struct, line in alternatives(tree, variant):
            if struct in types:
                yield struct, types[struct], kind, line


def golden_files(tree):
    for struct, wire, kind, line in messages(tree):
        path = f"tests/golden/{kind}/{wire}.json"
        if path not in tree.files:
            yield Problem(REGISTRY, line, f"{struct} has no example: write {path}")


def command_rows(tree):
    table = tree.code(TABLE)
    for struct, _, kind, line in messages(tree):
        if kind.endswith("request") and not re.search(rf"<{struct}>", table):
            yield Problem(REGISTRY, line, f"{struct} has no row in {TABLE}")


def client_branches(tree):
    code = "\n".join(tree.code(p) for p in tree.paths("client/core", "client/net", endings=[".h", ".cpp"]))
    for struct, _, kind, line in messages(tree):
        if kind == "full/event" and not re.search(rf"\b{struct}\b", code):
            yield Problem(REGISTRY, line, f"{struct} has no branch in client/core: add one to the applier")


def has_key(text, name):
    return re.search(rf"^\s*(?:async )?'?{name}'?\s*[:(]", text, re.MULTILINE)


def page_branches(tree):
    shapes = tree.text(PAGE_SHAPES)
    state = "\n".join(tree.text(path) for path in tree.paths(PAGE_STATE, endings=[".js"]))
    for struct, wire, kind, line in messages(tree):
        if not kind.startswith("full/"):
            continue
        if not has_key(shapes, wire):
            yield Problem(REGISTRY, line, f"{struct}: {PAGE_SHAPES} does not know the type {wire}")
        if kind == "full/event" and wire not in PAGE_ANSWERS and not has_key(state, wire):
            yield Problem(REGISTRY, line, f"{struct} has no branch for {wire} in {PAGE_STATE}")


def registry_is_understood(tree):
    """Or the rules above would pass because they see nothing."""
    kinds = {kind for _, _, kind, _ in messages(tree)}
    for kind in ("plain/request", "plain/event", "full/request", "full/event"):
        if kind not in kinds:
            yield Problem(REGISTRY, 1, f"no message of the kind {kind} was recognised; has the file another form?")


RULES = [golden_files, command_rows, client_branches, page_branches, registry_is_understood]
