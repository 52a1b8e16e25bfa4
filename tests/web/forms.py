"""Forms of a page as a browser has them: read from the HTML, filled in by chance, sent."""

from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from random import Random
from typing import Any

from django.utils import timezone

Pair = tuple[str, str]
TYPED = frozenset({"text", "search", "tel", "email", "number", "date", "time", "textarea"})


@dataclass
class Form:
    """What a form holds: hidden fields, boxes with their kind, choices, ticks, and its buttons."""

    action: str
    hidden: list[Pair] = field(default_factory=list)
    boxes: dict[str, Pair] = field(default_factory=dict)  # name -> (kind, value)
    choices: dict[str, list[Pair]] = field(default_factory=dict)  # name -> (value, "on" or "")
    ticks: list[tuple[str, str, bool]] = field(default_factory=list)
    buttons: list[Pair] = field(default_factory=list)

    @property
    def kind(self) -> tuple[str, ...]:
        """What tells one form of a page from another: its fields."""
        names = {name for name, _ in self.hidden} - {"uid", "stands", "seen", "base"}
        pressed = {name for name, _ in self.buttons}
        return tuple(sorted({*names, *self.boxes, *self.choices, *pressed} - {""}))

    @property
    def about(self) -> tuple[Any, ...]:
        """What tells one form of a kind from another: what it names, whatever it says of it."""
        named = [(name, value) for name, value in self.hidden if name not in OF_ITS_PAGE]
        return (self.action, *sorted(named))


#: Hidden fields that are another in every page of a form.
OF_ITS_PAGE = frozenset(
    {"uid", "stands", "seen", "base", "words_uid", "earlier_uid", "contact_uid", "after", "part",
     "version", "level", "rows", "seen_talk", "stamp", "page"}
)  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path, self.forms = path, list[Form]()
        self.now: Form | None = None
        self.select, self.area, self.text = "", "", ""

    def handle_starttag(self, tag: str, pairs: Any) -> None:
        told = {name: value or "" for name, value in pairs}
        if tag == "form" and told.get("method") == "post":
            self.now = Form(told.get("action") or self.path)
            self.forms.append(self.now)
        elif self.now is not None and "disabled" not in told:
            getattr(self, f"_{tag}", lambda _: None)(told)

    def _input(self, told: dict[str, str]) -> None:
        assert self.now
        kind, name, value = told.get("type", "text"), told.get("name", ""), told.get("value", "")
        if kind == "hidden" and name != "csrfmiddlewaretoken":
            self.now.hidden.append((name, value))
        elif kind == "radio":
            one = (value, "on" if "checked" in told else "")
            self.now.choices.setdefault(name, []).append(one)
        elif kind == "checkbox":
            self.now.ticks.append((name, told.get("value", "on"), "checked" in told))
        elif kind in TYPED and name:
            shown = "number" if told.get("inputmode") == "numeric" else kind
            self.now.boxes[name] = (shown, value)

    def _select(self, told: dict[str, str]) -> None:
        self.select = told.get("name", "")

    def _option(self, told: dict[str, str]) -> None:
        assert self.now
        if self.select and "value" in told:
            one = (told["value"], "on" if "selected" in told else "")
            self.now.choices.setdefault(self.select, []).append(one)

    def _textarea(self, told: dict[str, str]) -> None:
        self.area, self.text = told.get("name", ""), ""

    def _button(self, told: dict[str, str]) -> None:
        assert self.now
        if told.get("type", "submit") == "submit":
            self.now.buttons.append((told.get("name", ""), told.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self.area:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.now is not None and self.area:
            self.now.boxes[self.area] = ("textarea", self.text)
            self.area = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.now = None


def forms_of(html: str, path: str) -> list[Form]:
    reader = _Reader(path)
    reader.feed(html)
    return reader.forms


def as_it_is(form: Form) -> dict[str, list[str]]:
    """What is sent when nothing is touched."""
    sent: dict[str, list[str]] = {}
    for name, value in form.hidden:
        sent.setdefault(name, []).append(value)
    sent |= {name: [value] for name, (_, value) in form.boxes.items()}
    for name, ways in form.choices.items():
        chosen = [value for value, on in ways if on]
        sent |= {name: chosen[:1]} if chosen else {}
    for name, value, on in form.ticks:
        if on:
            sent.setdefault(name, []).append(value)
    return sent


def filled(form: Form, dice: Random, words: str) -> dict[str, list[str]]:
    """The form with other choices and words than before, and one of its buttons pressed."""
    sent = as_it_is(form)
    for name, (kind, value) in form.boxes.items():
        sent[name] = [typed(kind, value, dice, words)]
    for name, ways in form.choices.items():
        sent[name] = [dice.choice([value for value, _ in ways])]
    for name, value, on in form.ticks:
        if dice.random() < 0.3:
            kept = [one for one in sent.pop(name, []) if one != value]
            sent |= {name: kept if on else [*kept, value]}
    name, value = dice.choice(form.buttons or [("", "")])
    return {**sent, name: [value]} if name else sent


def typed(kind: str, value: str, dice: Random, words: str) -> str:
    if kind == "date":
        return (timezone.localdate() - timedelta(days=dice.randrange(0, 20))).isoformat()
    if kind == "time":
        return f"{dice.randrange(8, 18):02}:00"
    if kind == "tel":
        return f"555 01{dice.randrange(10, 99)}"
    if kind == "number":
        return str(dice.randrange(3, 9))
    if kind == "email":
        return f"{words.replace(' ', '-')}@example.org"
    return words


def sends(browser: Any, path: str, **fields: Any) -> Any:
    """Fills in the form of a page that was opened just now: it knows what stands."""
    known = next(
        (
            form
            for form in forms_of(browser.get(path).content.decode(), path)
            if any(name == "stands" for name, _ in form.hidden) and form.action == path
        ),
        None,
    )
    marks = [one for one in known.hidden if one[0] in ("stands", "uid")] if known else []
    return browser.post(path, {**dict(marks), **fields})
