"""How large a class may be. The limit for files alone does not catch one that is written in several of them."""

import re
from collections import namedtuple

from tree import Problem, line_of

MOST_PUBLIC = 25
MOST_MEMBERS = 40

ClassSize = namedtuple("ClassSize", "name line public members")


def class_sizes(tree):
    """A class has one idea. What counts are the member functions that it declares in its body, wherever they are defined:
    each overload, static ones and templates included. Constructors, destructors, operators and whatever is deleted or
    defaulted belong to the language and do not count. Neither do signals: they say what has happened and do nothing.

    - At most 25 functions are public. Overrides do not count here, because the base class decides how many there are.
    - At most 40 are member functions of any kind. Private ones and overrides count here: a reader goes through them all.
    """
    for path in tree.paths("common", "server", "client", endings=[".h", ".cpp"]):
        for size in sizes_in(tree.code(path)):
            if size.public > MOST_PUBLIC:
                yield Problem(path, size.line, f"{size.name} has {size.public} public functions; split it, {MOST_PUBLIC} is the limit")
            if size.members > MOST_MEMBERS:
                yield Problem(path, size.line, f"{size.name} has {size.members} member functions; split it, {MOST_MEMBERS} is the limit")


def sizes_in(code):
    """The size of each class and struct in code without comments, nested and local ones included."""
    head = r"(?<!enum )\b(class|struct)\s+(\w+)(?:\s+final)?\s*(?::[^:;{}()][^;{}()]*)?\{"
    for match in re.finditer(head, code):
        kind, name = match.groups()
        body = code[match.end() : end_of_block(code, match.end())]
        functions = [
            (access, text)
            for access, text in declarations(body, "public" if kind == "struct" else "private")
            if access != "signals" and counts(text, name)
        ]
        public = [text for access, text in functions if access == "public" and not re.search(r"\boverride\b", text)]
        yield ClassSize(name, line_of(code, match.start()), len(public), len(functions))


def end_of_block(code, start):
    """The position of the brace that closes the block whose inside begins at `start`."""
    depth = 1
    for brace in re.compile(r"[{}]").finditer(code, start):
        depth += 1 if brace.group(0) == "{" else -1
        if depth == 0:
            return brace.start()
    return len(code)


def declarations(body, access):
    """(access, text) of each declaration in a class body, without what is in braces; access is signals for signals."""
    text, position = "", 0
    for match in re.finditer(r"[;{]|\b(public|protected|private|Q_SIGNALS|signals)(?:\s+(?:Q_SLOTS|slots))?\s*:(?!:)", body):
        if match.start() < position:
            continue  # inside of braces that were passed over
        text += body[position : match.start()]
        position = match.end()
        if match.group(1):
            access, text = match.group(1).lower().removeprefix("q_"), ""
            continue
        if match.group(0) == "{":
            position = end_of_block(body, match.end()) + 1
        yield access, text.strip()
        text = ""


def counts(declaration, name):
    """Whether a declaration in the class of this name is a member function that counts; see class_sizes()."""
    if re.search(r"=\s*(?:default|delete)$|\boperator\b|~", declaration):
        return False
    text = re.sub(r"\[\[.*?\]\]", "", declaration)
    while (shorter := re.sub(r"<[^<>]*>", "", text)) != text:  # from the inside to the outside
        text = shorter
    text = re.sub(r"^(?:\s*(?:Q_[A-Z_]+(?:\([^()]*\))?(?=\s)|template\b))+", "", text).strip()
    if re.match(r"(?:using|typedef|friend|enum|class|struct|union|static_assert|Q_\w+)\b|,", text):
        return False
    found = re.match(r"[^(=]*?\b(\w+)\s*\(", text)
    return bool(found) and found.group(1) != name


RULES = {"class_sizes": class_sizes}
