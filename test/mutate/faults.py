"""faults.py - where a source can be wrong, and how.

A fault is one line that reads otherwise: an operator or a constant is another
one, or the statement is not there.  Every line of code is as likely as any
other; which of its tokens is changed, and into what, is drawn as well.

Never drawn: comments, strings, the preprocessor, declarations at file scope
that are no tables, assertions, which stand for callers that do not exist, and
how much room an array or the arena gives: more of it is never noticed.
"""
import dataclasses
import pathlib
import re

# What one token may become.  A choice is drawn where there are several.
SWAPS = {
    "+": ["-"], "-": ["+"], "*": ["+"], "/": ["*"], "%": ["*"],
    "<": ["<=", ">="], "<=": ["<", ">"], ">": [">=", "<="], ">=": [">", "<"],
    "==": ["!="], "!=": ["=="], "&&": ["||"], "||": ["&&"], "!": [""],
    "++": ["--"], "--": ["++"], "+=": ["-="], "-=": ["+="], "*=": ["/="],
    "/=": ["*="], "&": ["|"], "|": ["&"], "<<": [">>"], ">>": ["<<"],
    "|=": ["&="], "&=": ["|="], "true": ["false"], "false": ["true"],
}
INTEGER = r"0[xX][0-9a-fA-F]+[uUlL]*|\d+[uUlL]*"
TOKEN = re.compile(
    r"0[xX][0-9a-fA-F]+[uUlL]*|(?:\d+\.\d*|\.\d+|\d+)(?:[eE][-+]?\d+)?[fFuUlL]*"
    r"|[A-Za-z_]\w*|->|\+\+|--|<<=|>>=|<<|>>|<=|>=|==|!=|&&|\|\||[-+*/%&|^]="
    r"|\S")
NUMBER = re.compile(r"\.?\d")

# What can be left out: an assignment, a call, a step, a jump without a value.
STATEMENT = re.compile(
    r"\s+(?!return\b.*\S;|goto\b|else\b|case\b|default\b)"
    r"(return;|continue;|break;"
    r"|\*?[A-Za-z_][\w.>\-\[\]()+* ]*?\s*([-+*/|&^]|<<|>>)?=[^=].*;"
    r"|[a-z_]\w*\(.*\);|[\w.>\-\[\]]+(\+\+|--);)\s*")
# How large an array is: declared so, or asked of the arena.
ROOM = re.compile(r"\s+(?!return\b|else\b|case\b)[a-z]\w*\b[\w *]* \*?\w+\[[^=;]*\]"
                  r"|.*\barena_(?:array|floats|alloc)\(.*")
DECLARATION = re.compile(
    r"\s+((const|static|struct|unsigned|enum)\b|\w+ \*?\w+(\[.*\])? =)")


@dataclasses.dataclass(frozen=True)
class Fault:
    path: pathlib.Path
    number: int                         # of the line, from 0
    old: str
    new: str

    def __str__(self):
        return (f"{self.path}:{self.number + 1}: {self.old.strip()}"
                f"  ->  {self.new.strip()}")

    def in_text(self, text):
        """The source with this fault in it."""
        lines = text.split("\n")
        lines[self.number] = self.new
        return "\n".join(lines)


def blank(match):
    """The same lines and columns, with nothing on them."""
    return re.sub(r"[^\n]", " ", match.group())


def without_words(text):
    """The source without comments, strings and the preprocessor."""
    text = re.sub(r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\])+\'',
                  lambda m: blank(m) if m.group()[0] == "/"
                  else '"' * len(m.group()), text, flags=re.S)
    return re.sub(r"^[ ]*#(?:.*\\\n)*.*", blank, text, flags=re.M)


def code_lines(text):
    """Lines inside functions and tables: (number, line, the one before)."""
    inside = assertion = False
    before = ""
    for number, line in enumerate(without_words(text).split("\n")):
        if line.startswith("{") or re.match(r"\S.*= \{$", line):
            inside = True
        elif line.startswith("}"):
            inside = False
        elif inside:
            assertion = assertion or re.match(r"\s*assert\(", line)
            if not assertion:
                yield number, line, before
            elif line.rstrip().endswith(";"):
                assertion = False
        before = line.rstrip() or before


def is_operand(token):
    """Does what stands behind this token have two sides?"""
    return token not in ("", "return", "case", "sizeof") and \
        re.fullmatch(r"[\w.]+|\)|\]", token) is not None


def tokens(line):
    """What can be changed in a line: (start, end, token)."""
    before, room = "", ROOM.match(line)
    for match in TOKEN.finditer(line):
        token = match.group()
        if room and match.start() < room.end():
            pass
        elif token in ("+", "-", "*", "&") and not is_operand(before):
            if token == "-":
                yield match.start(), match.end(), "unary -"
        elif token in SWAPS or NUMBER.match(token):
            yield match.start(), match.end(), token
        before = token


def is_statement(line, before):
    """Is the line a whole statement that can be left out?"""
    return STATEMENT.fullmatch(line) and not DECLARATION.match(line) and \
        line.count("(") == line.count(")") and \
        before.endswith((";", "{", "}", ")", ":", "else"))


def other_number(token, rng):
    """An integer one off; a fraction of the other sign, or one more."""
    if not re.fullmatch(INTEGER, token):
        return rng.choice((f"(-{token})", f"(1 + {token})"))
    digits = token.rstrip("uUlL")
    octal = len(digits) > 1 and digits.isdigit() and digits[0] == "0"
    value = int(digits, 8 if octal else 0)
    other = {0: 1, 1: 0}.get(value, value + rng.choice((-1, 1)))
    return str(other) + token[len(digits):]


def changed(line, before, rng):
    """Another form of the line: (start, end, what stands there), or None."""
    choices = list(tokens(line))
    if is_statement(line, before):
        choices.append((len(line) - len(line.lstrip()), len(line.rstrip()),
                        "statement"))
    if not choices:
        return None
    start, end, token = rng.choice(choices)
    if token == "statement":
        return start, end, ";"
    if token == "unary -":
        return start, end, ""
    if token in SWAPS:
        return start, end, rng.choice(SWAPS[token])
    return start, end, other_number(token, rng)


def draw(rng, sources):
    """Faults in any of the sources {path: text}, no line twice."""
    lines = [(path, place) for path, text in sources.items()
             for place in code_lines(text)]
    rng.shuffle(lines)
    for path, (number, line, before) in lines:
        found = changed(line, before, rng)
        if found:
            start, end, new = found
            old = sources[path].split("\n")[number]
            yield Fault(path, number, old, old[:start] + new + old[end:])
