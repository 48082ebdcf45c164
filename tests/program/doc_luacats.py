"""Checks annotations of a folder against the grammar that lua-language-server documents: every line is a tag that it knows with types that
parse, every class that is named is defined once, and each name of standard input is a function or field. Called by doc_luacats.sh."""
import os
import re
import sys

complaints, defined, used, functions, fields = [], {}, set(), set(), set()


class Types:
    """A recursive descent over a type and the ones in it."""

    def __init__(self, text):
        self.tokens = re.findall(r'"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|\[\]|\S', text)
        self.at = 0

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, expected=None):
        token = self.peek()
        if not token or expected and token != expected:
            raise ValueError(f"expected {expected or 'a type'}, got '{token}'")
        self.at += 1
        return token

    def union(self):
        self.single()
        while self.peek() == "|":
            self.take()
            self.single()

    def single(self):
        token = self.take()
        if token == "fun":
            self.function()
        elif token == "{":
            self.named_types("}")
        elif token == "(":
            self.union()
            self.take(")")
        elif token[0] != '"':
            if not re.fullmatch(r"[A-Za-z_][\w.]*", token):
                raise ValueError(f"'{token}' is no type")
            used.add(token)
            if self.peek() == "<":
                self.take()
                self.union()
                while self.peek() == ",":
                    self.take()
                    self.union()
                self.take(">")
        while self.peek() in ("[]", "?"):
            self.take()

    def named_types(self, end):
        while self.peek() != end:
            self.take()
            if self.peek() == "?":
                self.take()
            self.take(":")
            self.union()
            if self.peek() == ",":
                self.take()
        self.take(end)

    def function(self):
        self.take("(")
        self.named_types(")")
        if self.peek() == ":":
            self.take()
            self.union()
            while self.peek() == ",":
                self.take()
                self.union()


def check_type(text, whole=False):
    types = Types(text)
    types.union()
    if whole and types.peek():
        raise ValueError(f"'{types.peek()}' is left over")


def check_line(line, state):
    tag, rest = re.fullmatch(r"---@(\w+) ?(.*)", line).groups()
    if tag == "class":
        name, parent = re.fullmatch(r"(?:\(exact\) )?([\w.]+)(?:: ([\w.]+))?", rest).groups()
        if name in defined:
            raise ValueError("defined twice")
        defined[name] = line
        state["class"] = name
        if parent:
            used.add(parent)
    elif tag == "alias":
        name, types = rest.split(" ", 1)
        defined[name] = line
        check_type(types, True)
    elif tag == "field":
        match = re.fullmatch(r"(\[(?:integer|string)\]|\w+)\?? (.*)", rest)
        fields.add((state["class"], match[1]))
        check_type(match[2].split(" # ")[0], True)
    elif tag == "param":
        match = re.fullmatch(r"(\w+)\?? (.*)", rest)
        state["params"].append(match[1])
        check_type(match[2], True)
    elif tag == "return":
        check_type(rest, True)
    elif tag == "overload":
        if not rest.startswith("fun("):
            raise ValueError("is no function")
        check_type(rest, True)
    elif tag == "operator":
        match = re.fullmatch(r"\w+(?:\((.*)\))?: (.*)", rest)
        for types in match.groups():
            if types:
                check_type(types, True)
    elif tag != "meta":
        raise ValueError(f"@{tag} is no tag")


folder = sys.argv[1]
for name in sorted(os.listdir(folder)):
    state = {"class": None, "params": []}
    for number, line in enumerate(open(os.path.join(folder, name), encoding="utf-8").read().split("\n"), 1):
        try:
            function = re.fullmatch(r"function ([\w.:]+)\((.*)\) end", line)
            if line.startswith("---@"):
                check_line(line, state)
            elif function:
                functions.add(function[1])
                given = [one for one in function[2].split(", ") if one]
                if given != state["params"]:
                    raise ValueError(f"has parameters {given}, described are {state['params']}")
                state["params"] = []
            elif line and not re.fullmatch(r"---.*|local \w+ = \{\}|return \w+", line):
                raise ValueError("is no annotation")
        except (ValueError, TypeError, AttributeError) as error:
            complaints.append(f"{name}:{number}: {line[:100]}: {error}")

plain = {"number", "integer", "string", "boolean", "table", "function", "userdata", "any", "nil"}
complaints += [f"{name} is not defined" for name in sorted(used - plain - set(defined))]

for path in sys.stdin.read().split():
    parts = re.split(r"[.:]", path)
    if path.startswith("ng."):
        room, name = ".".join(parts[1:-1]), parts[-1]
        owner = "nilgrad" + (".room." + room if room else "")
        there = ((room or "ng").replace(".", "_") + "." + name) in functions or (owner, name) in fields
    else:
        there = path in functions or ("nilgrad." + parts[0], parts[-1]) in fields or len(parts) == 1 and "nilgrad." + path in defined
    if not there:
        complaints.append(f"{path} has no annotation")

print("\n".join(complaints[:30]))
print(f"{len(defined)} classes, {len(functions)} functions, {len(fields)} fields", file=sys.stderr)
sys.exit(1 if complaints else 0)
