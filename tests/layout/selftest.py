"""Shows that each rule of the layout test can fail: a made-up tree that breaks exactly that rule is told of, with its
place, and the same tree without the flaw is not."""

import unittest

import check
import classes
import style
from tree import Tree, without_comments

REGISTRY = """#pragma once
using PlainRequest = std::variant<plain::Join>;
using PlainEvent = std::variant<plain::Joined>;
using FullRequest = std::variant<Hello>;
using FullEvent = std::variant<Welcome, MessagePosted, UnknownEvent>;
"""


def struct(name, wire):
    return f'struct {name} {{\n    static constexpr std::string_view type = "{wire}";\n}};\n'


def functions(count):
    return "".join(f"    void f{i}();\n" for i in range(count))


LAYERS = """# Architecture

## Layers

    common/base
    common/text        common/base
    common/protocol    common/base common/json common/text
    server/ports       common/base
    server/domain      ports common
    server/net         ports common
    server/storage     domain ports common
    server/command     ports common
    client/core        common
    client/models      core common
    page/text
    page/net           text
    page/state         net text
    page/sync          state net text
    page/ui            sync state net text

## What follows

    server/cellar      common
"""

SOUND = {
    "ARCHITECTURE.md": LAYERS,
    "CMakeLists.txt": "project(Parlance VERSION 1.2.3 LANGUAGES CXX)\n",
    "CHANGELOG.md": "# Changelog\n\n## 1.2.3\n\n## 1.2.2\n",
    "CMakePresets.json": "{}",
    "dev": "",
    ".ci/run": "",
    ".clang-format": "",
    ".clang-tidy": "",
    ".gitignore": "",
    "common/base/CMakeLists.txt": "parlance_library(common_base SOURCES a.cpp)\n",
    "common/base/a.cpp": '#include "base/a.h"\n',
    "common/base/a.h": "#pragma once\n// sender() in a comment, and '\"' in a character\n",
    "common/protocol/plain.h": "namespace parlance::plain {\n" + struct("Join", "join") + struct("Joined", "joined") + "}\n",
    "common/protocol/requests.h": struct("Hello", "hello"),
    "common/protocol/events.h": struct("MessagePosted", "message")
    + struct("Welcome", "welcome"),
    "common/protocol/registry.h": REGISTRY,
    "tests/golden/plain/request/join.json": "{}",
    "tests/golden/plain/event/joined.json": "{}",
    "tests/golden/full/request/hello.json": "{}",
    "tests/golden/full/event/welcome.json": "{}",
    "tests/golden/full/event/message.json": "{}",
    "server/command/table.h": "Command<plain::Join>{}, Command<Hello>{}",
    "server/ports/link.h": "class Link {\n    virtual ~Link() = default;\n    Link(const Link&) = delete;\n};\n",
    "server/net/socket.h": "class Socket {\n    Q_OBJECT\n  Q_SIGNALS:\n    void closed();\n};\n",
    "client/core/applier.h": "void on(const Welcome&);\nvoid change(const MessagePosted&);\n",
    "resources/web/js/net/messages.js": "const all = {\n    hello: [],\n    welcome: '',\n    message: '',\n};\n",
    "resources/web/js/state/applier.js": "const passing = {\n    welcome: () => {},\n};\n",
    "resources/web/js/state/durable.js": "const durable = {\n    message() {},\n};\n",
}

# rule: [(what is changed in the sound tree, where the problem must be found)]
FLAWS = {
    "top_level": [({"notes.txt": ""}, "notes.txt:1"), ({"dev": None}, "dev:1")],
    "one_target_a_folder": [
        ({"common/base/CMakeLists.txt": "parlance_library(base SOURCES a.cpp)\n"}, "common/base/CMakeLists.txt:1"),
        ({"server/net/a.cpp": ""}, "server/net/CMakeLists.txt:1"),
    ],
    "include_directions": [
        ({"common/base/b.h": '#pragma once\n#include "protocol/plain.h"\n'}, "common/base/b.h:2"),
        ({"server/domain/b.h": '#include "net/socket.h"\n'}, "server/domain/b.h:1"),
        ({"server/cellar/b.h": ""}, "server/cellar/b.h:1"),
    ],
    "link_directions": [
        ({"common/base/CMakeLists.txt": "parlance_library(common_base USES PkgConfig::x common_text SOURCES a.cpp)\n"}, "common/base/CMakeLists.txt:1"),
        ({"common/base/CMakeLists.txt": "parlance_library(common_base\n    SOURCES a.cpp\n    USES common_text)\n"}, "common/base/CMakeLists.txt:3"),
    ],
    "one_version": [
        ({"CMakeLists.txt": "project(Parlance)"}, "CMakeLists.txt:1"),
        ({"CHANGELOG.md": "# Changelog\n\n## 1.2.2\n"}, "CHANGELOG.md:3"),
        ({"packaging/rpm/parlance.spec": "Name: parlance\nVersion:   1.2.4\n"}, "packaging/rpm/parlance.spec:2"),
        ({"resources/web/js/sync/a.js": "\nconst version = '1.2.3';\n"}, "resources/web/js/sync/a.js:2"),
    ],
    "json_stays_in_the_codec": [({"server/domain/b.h": "\nQJsonObject o;\n"}, "server/domain/b.h:2")],
    "web_directions": [
        ({f"resources/web/js/{path}": text, **{f"resources/web/js/{other}": "" for other in others}}, f"resources/web/js/{path}:{line}")
        for path, text, line, others in [
            ("state/a.js", "import { a } from '../ui/b.js';\n", 1, ["ui/b.js"]),
            ("net/a.js", "\nimport '../sync/b.js';\n", 2, ["sync/b.js"]),
            ("state/a.js", "\nconst a = () => import('../sync/b.js');\n", 2, ["sync/b.js"]),
            ("text/a.js", "/** @import { A } from '../net/b.js' */\n", 1, ["net/b.js"]),
            ("ui/a.js", "import { main } from '../main.js';\n", 1, ["main.js"]),
            ("ui/a.js", "import { a } from './gone.js';\n", 1, []),
            ("cellar/a.js", "", 1, []),
        ]
    ],
    "golden_files": [({"tests/golden/full/event/message.json": None}, "common/protocol/registry.h:5")],
    "command_rows": [({"server/command/table.h": "Command<plain::Join>{} // Command<Hello>"}, "common/protocol/registry.h:4")],
    "client_branches": [({"client/core/applier.h": "void on(const Welcome&);"}, "common/protocol/registry.h:5")],
    "page_branches": [
        ({"resources/web/js/state/durable.js": ""}, "common/protocol/registry.h:5"),
        ({"resources/web/js/state/applier.js": ""}, "common/protocol/registry.h:5"),
        ({"resources/web/js/net/messages.js": "{\n    welcome: '',\n    message: '',\n}"}, "common/protocol/registry.h:4"),
    ],
    "registry_is_understood": [
        ({"common/protocol/registry.h": "using FullEvent = List<Welcome>;"}, "common/protocol/registry.h:1")
    ],
    "sizes": [
        ({"server/net/b.h": "\n" * 201}, "server/net/b.h:201"),
        ({"client/core/b.cpp": "\n" * 401, "client/core/CMakeLists.txt": "add_library(client_core)"}, "client/core/b.cpp:401"),
        ({"resources/web/js/ui/b.js": "\n" * 401}, "resources/web/js/ui/b.js:401"),
    ],
    "seams": [({"server/ports/link.h": "virtual void a() = 0;\n" * 61}, "server/ports/link.h:61")],
    "class_sizes": [
        ({"client/core/b.h": "\nclass B {\n  public:\n" + functions(26) + "};\n"}, "client/core/b.h:2"),
        ({"client/core/b.h": "struct B {\n" + functions(26) + "};\n"}, "client/core/b.h:1"),
        ({"client/core/b.h": "class B {\n" + functions(41) + "};\n"}, "client/core/b.h:1"),
        ({"client/core/b.h": "class B {\n    struct C {\n" + functions(26) + "    };\n};\n"}, "client/core/b.h:2"),
        ({"server/net/b.cpp": "struct B {\n" + functions(26) + "};\n"}, "server/net/b.cpp:1"),
    ],
    "needless_object": [({"server/net/socket.h": "class Socket {\n    Q_OBJECT\n};\n"}, "server/net/socket.h:2")],
    "no_sender": [({"common/base/a.h": "\n\nauto* s = sender();\n"}, "common/base/a.h:3")],
    "no_nested_loop": [({"common/base/a.h": "QCoreApplication::processEvents();\n"}, "common/base/a.h:1")],
    "no_naked_delete": [
        ({"common/base/a.h": "delete pointer;\n"}, "common/base/a.h:1"),
        ({"common/base/a.h": "\ndelete[] pointer;\n"}, "common/base/a.h:2"),
    ],
    "no_conditions": [({"server/ports/a.h": "#pragma once\n#ifdef Q_OS_LINUX\n#endif\n"}, "server/ports/a.h:2")],
    "no_markup": [
        ({"resources/web/js/ui/a.js": "\nnode.innerHTML = text;\n"}, "resources/web/js/ui/a.js:2"),
        ({"resources/web/js/ui/a.js": "eval(text);\n"}, "resources/web/js/ui/a.js:1"),
    ],
    "no_normal_forms": [
        ({"client/models/a.cpp": "\ntext.normalized(form);\n"}, "client/models/a.cpp:2"),
        ({"resources/web/js/ui/a.js": "text.normalize('NFC');\n"}, "resources/web/js/ui/a.js:1"),
    ],
    "no_dropped_marks": [({"server/storage/a.cpp": "\nreturn QString::fromUtf8(bytes);\n"}, "server/storage/a.cpp:2")],
    "no_rooms_by_name": [({"server/domain/a.h": "#pragma once\nstd::map<RoomName, int> counts;\n"}, "server/domain/a.h:2")],
    "plain_is_an_adapter": [
        ({"server/domain/a.h": "#pragma once\nvoid tell(const plain::Message&);\n"}, "server/domain/a.h:2"),
        ({"server/ports/a.h": "#pragma once\nvoid toPlain();\n"}, "server/ports/a.h:2"),
    ],
    "no_bag_of_everything": [({"resources/web/js/ui/a.js": "// app\nexport function a(app) {}\n"}, "resources/web/js/ui/a.js:2")],
    "no_machine_paths": [({"dev": "cd /ro" + "ot/parlance\n"}, "dev:1"), ({"tests/a.py": "\n'/ho" + "me/ann/x'\n"}, "tests/a.py:2")],
    "no_registry_hosts": [({"tests/package.json": "https://registry.np" + "mjs.org/ws"}, "tests/package.json:1")],
    "proofs_are_there": [({"SECURITY.md": "\n| a | b | `tests/net/gone_test.cpp` |\n"}, "SECURITY.md:2")],
    "no_resolved": [({"tests/package-lock.json": '\n"resol' + 'ved": "x"'}, "tests/package-lock.json:2")],
}




# What a class is made of, and how many public and how many member functions the layout test must see in it.
CLASSES = [
    ("class A {\n  public:\n    int a() const { return b(1); }\n    static A of(int);\n    void a(int);\n};", 3, 3),
    ("class A {\n    int a();\n  protected:\n    int b();\n  public:\n    int c();\n};", 1, 3),
    ("struct A {\n    int a() const;\n    int b = f(3);\n};", 1, 1),
    ("class A : public B, private C<D> {\n  public:\n    A();\n    explicit A(int a) : m_a{a}, m_b(a) {}\n    ~A() override;\n};", 0, 0),
    ("class A {\n  public:\n    A(const A&) = delete;\n    A& operator=(const A&) = delete;\n    void a() = delete;\n};", 0, 0),
    ("struct A {\n    friend bool operator==(const A&, const A&) = default;\n    bool operator()(int) const;\n};", 0, 0),
    ("class A final : public QObject {\n    Q_OBJECT\n\n  public:\n    void a();\n  Q_SIGNALS:\n    void b();\n};", 1, 1),
    ("class A : public B {\n  public:\n    void a() override;\n    virtual void b() = 0;\n};", 1, 2),
    ("class A {\n  public:\n    template <class T>\n    std::map<T, int> a(std::function<void(int)> f) const noexcept;\n};", 1, 1),
    ("class A {\n    std::function<void(int)> m_f;\n    std::array<int, f(3)> m_a = {1, 2};\n    using B = void (*)(int);\n};", 0, 0),
    ("class A {\n    enum class B { C, D };\n    struct E;\n    class F* m_f;\n    static_assert(sizeof(int) == 4);\n};", 0, 0),
    ("class A {\n  public:\n    [[nodiscard]] Result<int> a(int b = 1);\n  public Q_SLOTS:\n    void c();\n};", 2, 2),
]


def tree_with(changes):
    files = {**SOUND, **changes}
    return Tree({path: text for path, text in files.items() if text is not None})


class SelfTest(unittest.TestCase):
    def test_the_sound_tree_breaks_no_rule(self):
        for name, rule in check.all_rules().items():
            self.assertEqual([str(p) for p in rule(Tree(SOUND))], [], name)

    def test_every_rule_finds_its_flaw(self):
        self.assertEqual(sorted(FLAWS), sorted(check.all_rules()), "each rule needs a flaw here")
        for name, cases in FLAWS.items():
            for changes, place in cases:
                with self.subTest(rule=name, place=place):
                    found = [str(p) for p in check.all_rules()[name](tree_with(changes))]
                    self.assertTrue(any(p.startswith(f"{place}: ") for p in found), found)

    def test_comments_and_texts_are_no_code(self):
        code = 'a(); // sender()\n/* delete x;\n */ b("delete y; //", \'"\', 1\'000); R"(delete\nz)"; c();\n'
        bare = without_comments(code)
        self.assertNotIn("delete", bare)
        self.assertNotIn("sender", bare)
        for call in ("a()", "b(", "c()"):
            self.assertIn(call, bare)
        self.assertEqual(bare.count("\n"), code.count("\n"))

    def test_classes_are_counted_by_what_they_declare(self):
        for code, public, members in CLASSES:
            with self.subTest(code=code):
                sizes = list(classes.sizes_in(without_comments(code)))
                self.assertEqual([(size.public, size.members) for size in sizes if size.name == "A"], [(public, members)])

    def test_a_class_may_be_as_large_as_the_limits(self):
        largest = "class B {\n  public:\n" + functions(25) + "  private:\n" + functions(15) + "};\n"
        self.assertEqual(list(classes.class_sizes(tree_with({"client/core/b.h": largest}))), [])

    def test_a_cast_needs_the_object_macro(self):
        plain = {"server/net/socket.h": "class Socket : public QObject {\n    Q_OBJECT\n};\n"}
        cast = {**plain, "server/net/b.cpp": "qobject_cast<Socket*>(o);", "server/net/CMakeLists.txt": "add_library(server_net)"}
        self.assertTrue(list(style.needless_object(tree_with(plain))))
        self.assertFalse(list(style.needless_object(tree_with(cast))))


if __name__ == "__main__":
    unittest.main()
