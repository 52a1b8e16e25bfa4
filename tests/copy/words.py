"""Reading the words that people see: from templates, and from sentences marked in the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

SRC = Path(__file__).parents[2] / "src" / "longarc"
TEMPLATES = SRC / "web" / "templates"
TRANSLATE = re.compile(r"""{%\s*translate\s+(["'])(.*?)\1""", re.S)
BLOCK = re.compile(r"{%\s*blocktranslate[^%]*%}(.*?){%\s*endblocktranslate\s*%}", re.S)
MARKERS = {"msg", "_", "gettext", "gettext_lazy", "ngettext", "Text"}


def in_template(path: Path) -> Iterator[str]:
    """Every translatable sentence of a template, plural forms apart, places left as `X`."""
    text = path.read_text()
    yield from (match[1] for match in TRANSLATE.findall(text))
    for body in BLOCK.findall(text):
        for part in re.split(r"{%\s*plural\s*%}", body):
            yield " ".join(re.sub(r"{{.*?}}", "X", part).split())


def in_code(path: Path) -> Iterator[str]:
    """Every sentence that is marked for translation in a module."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
            for argument in node.args[:2]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield re.sub(r"%\(\w+\)s", "X", argument.value)


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.?:])\s+", text) if part.strip()]


def syllables(word: str) -> int:
    """Vowel groups, a silent last e left out: the usual rough count."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade (Kincaid and others 1975) over all sentences together."""
    parts = [s for text in texts for s in sentences(text)]
    words = [w for part in parts for w in re.findall(r"[A-Za-z']+", part)]
    if not words:
        return 0.0
    return 0.39 * len(words) / len(parts) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59
