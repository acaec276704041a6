"""How large things may be, and what must not be written."""

import re

from tree import Problem, line_of

PRODUCT = ("common", "server", "client")


def sizes(tree):
    limits = {".h": 200, ".cpp": 400, ".js": 400, ".mjs": 400, ".css": 400, ".py": 400}
    for path in tree.paths("common", "server", "client", "tests", "resources"):
        limit = next((n for ending, n in limits.items() if path.endswith(ending)), None)
        lines = tree.text(path).count("\n")
        if limit and lines > limit:
            yield Problem(path, limit + 1, f"has {lines} lines; split it, {limit} is the limit")


def seams(tree):
    for path in tree.paths("server/ports", "client/ports", endings=[".h"]):
        lines = tree.text(path).count("\n")
        if lines > 60 and re.search(r"\bvirtual\b", tree.code(path)):
            yield Problem(path, 61, f"an interface of {lines} lines; 60 is the limit")


def forbidden(pattern, reason, *tops, endings=(".h", ".cpp"), text=False, but=()):
    """A rule: the pattern must not be found in code (or in the whole text) below these folders, but for some files."""

    def rule(tree):
        for path in tree.paths(*tops, endings=endings):
            if path in but:
                continue
            content = tree.text(path) if text else tree.code(path)
            for match in re.finditer(pattern, content, re.MULTILINE):
                yield Problem(path, line_of(content, match.start()), f"{match.group(0).strip()}: {reason}")

    return rule


def needless_object(tree):
    """Q_OBJECT costs a moc run; a class needs it for signals, slots and the like, which may stand in its source."""
    for path in tree.paths(*PRODUCT, endings=[".h", ".cpp"]):
        source = path.removesuffix(".h") + ".cpp"
        code = tree.code(path) + (tree.code(source) if source != path and source in tree.files else "")
        needs = r"\bQ_(SIGNALS?|SLOTS?|INVOKABLE|PROPERTY|ENUM|FLAG)\b|\btr\("
        if "Q_OBJECT" in code and not re.search(needs, code) and not is_cast_to(tree, code):
            yield Problem(path, line_of(code, code.index("Q_OBJECT")), "Q_OBJECT without signals, slots or tr(): remove it")


def is_cast_to(tree, code):
    names = re.findall(r"class (\w+)[^;{]*\{\s*Q_OBJECT", code)
    return any(f"qobject_cast<{name}" in tree.code(p) for p in tree.paths(endings=[".cpp", ".h"]) for name in names)


# Put together from pieces, so that this file does not break its own rule.
MACHINE = r"/(?:wo" + r"rk|ro" + r"ot)/[\w.]|/tmp/(?:w" + r"t|scr" + r"atch)\b|/ho" + r"me/\w+/"
HOSTS = r"registry\.np" + r"mjs|deb\.debi" + r"an\.org|py" + r"pi\.org|regis" + r"try\.yarn"
RESOLVED = r'"resol' + r'ved":'

no_sender = forbidden(r"\bsender\(\)", "connect a lambda with a context instead", *PRODUCT, "tests")
no_nested_loop = forbidden(
    # An event loop's own class must define it, and name its flags.
    r"\bprocessEvents\((?!QEventLoop::ProcessEventsFlags)|\bQEventLoop\b(?!::)|->exec\(\)",
    "no nested event loops; go on in a callback",
    *PRODUCT,
)
no_naked_delete = forbidden(
    r"\bdelete(?:\s*\[\s*\])?\s+[\w*(]|\bdelete\s+this\b", "own it by unique_ptr or by a QObject parent", *PRODUCT
)
no_conditions = forbidden(
    r"^[ \t]*#[ \t]*(?:if|ifdef|ifndef|elif)\b.*", "no conditional code in server/; choose the file in CMake", "server"
)
no_markup = forbidden(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b|\beval\(|\bnew Function\(",
    "texts are untrusted: textContent and createElement",
    "resources/web",
    endings=(".js", ".html"),
    text=True,
)
no_normal_forms = forbidden(
    r"\.normalized\(|\.normalize\(|\bQString::NormalizationForm",
    "takes quadratic time for rows of marks: use composed() of text/composing.h, or normal() of text/people.js",
    *PRODUCT,
    "resources/web/js",
    endings=(".h", ".cpp", ".js"),
    but=("common/text/composing.cpp", "common/text/folding.cpp", "resources/web/js/text/folding.js", "resources/web/js/text/people.js"),
)
no_dropped_marks = forbidden(
    r"\bQString::fromUtf8\(",
    "drops U+FEFF at the beginning of what was received or stored: use fromUtf8() of base/utf8.h",
    "common/json",
    "common/protocol",
    "common/sqlite",
    "server/net",
    "server/postgresql",
    "server/storage",
    "client/net",
    "client/store",
    but=(
        "client/net/websockettransport.cpp",  # what is sent, which begins with a bracket
        "common/json/schema.h",
        "common/sqlite/database.cpp",
        "server/postgresql/pgconnection.cpp",
    ),
)
# A room is its id; its name is what people see and may change at any time. Names are keys only for what waits for a room that
# is being joined by its name, and for drafts of version 0.1 whose room is not known yet.
no_rooms_by_name = forbidden(
    r"\b(?:unordered_map|map|multimap|set|unordered_set|QHash|QMap|QSet|Surplus)<\s*RoomName\b",
    "a room's name is no key: use RoomId",
    *PRODUCT,
    endings=(".h", ".cpp"),
    but=(
        "client/core/drafts.cpp",
        "client/core/drafts.h",
        "client/core/outbox.cpp",
        "client/core/outbox.h",
        "client/ports/cached.h",
        "client/ui/workspace.h",
    ),
)
# The tutorial's dialect is an adapter: everything else speaks of what happens, not of how it is told.
plain_is_an_adapter = forbidden(
    r"\bplain::\w+|\b\w*Plain\w*",
    "the plain dialect is server/dialects' affair",
    "server/domain",
    "server/handlers",
    "server/ports",
    "server/storage",
)
# What a component of the page uses is in its parameters, so that one can read there what it may do.
no_bag_of_everything = forbidden(
    r"\bapp\b", "hand in what is used, not the whole app", "resources/web", endings=(".js",)
)
no_machine_paths = forbidden(MACHINE, "a path of one machine", endings=(), text=True)
no_registry_hosts = forbidden(HOSTS, "a registry's host", endings=(), text=True)
no_resolved = forbidden(
    RESOLVED, "npm config set omit-lockfile-registry-resolved true, then npm install", endings=("package-lock.json",), text=True
)

RULES = {
    "sizes": sizes,
    "seams": seams,
    "needless_object": needless_object,
    "no_sender": no_sender,
    "no_nested_loop": no_nested_loop,
    "no_naked_delete": no_naked_delete,
    "no_conditions": no_conditions,
    "no_markup": no_markup,
    "no_normal_forms": no_normal_forms,
    "no_dropped_marks": no_dropped_marks,
    "no_rooms_by_name": no_rooms_by_name,
    "plain_is_an_adapter": plain_is_an_adapter,
    "no_bag_of_everything": no_bag_of_everything,
    "no_machine_paths": no_machine_paths,
    "no_registry_hosts": no_registry_hosts,
    "no_resolved": no_resolved,
}
