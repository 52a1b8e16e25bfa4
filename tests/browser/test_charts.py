"""Charts and the body map as a browser draws them: words apart, nothing cut off, taps heard."""

from itertools import combinations
from pathlib import Path

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from tests.browser.looks import LOOKS
from tests.web.charts.drawing import ROWS, daily, days
from tests.web.charts.test_timeline import everything

from longarc.care.body import Region
from longarc.web.charts import body, patterns_chart, timeline
from longarc.web.charts.contract import Chart
from longarc.web.charts.labels import Tick
from longarc.web.charts.patterns_chart import Words

pytestmark = pytest.mark.browser

STATIC = Path(body.__file__).parents[1] / "static"
TEXT_BOXES = """() => [...document.querySelectorAll("svg.plot")].map((plot) =>
  [...plot.querySelectorAll("text")].map((word) => {
    const { left, right, top, bottom } = word.getBoundingClientRect();
    const edge = plot.getBoundingClientRect();
    return { label: word.textContent, left, right, top: top + 3, bottom: bottom - 3,
             cut: left < edge.left - 1 || right > edge.right + 1 || bottom > edge.bottom + 1 };
  }))"""
FILL = "(code) => getComputedStyle(document.querySelector(`.r-${code}`)).fill"


@pytest.fixture
def opened(browser):
    """A bare page with the project's sheets around a piece of a page."""
    contexts = []

    def open_(html, width=320, *, dark=False, zoom=1.0, js=True):
        context = browser.new_context(
            viewport={"width": width, "height": 700},
            color_scheme="dark" if dark else "light",
            java_script_enabled=js,
        )
        contexts.append(context)
        page = context.new_page()
        sheets = "".join((STATIC / name).read_text() for name in ("longarc.css", "charts.css"))
        larger = f"html{{font-size:{106.25 * zoom}%!important}}"
        wide = "wide" if width > 700 else ""
        page.set_content(
            f'<!doctype html><html lang="en"><title>Charts</title><style>{sheets}{larger}</style>'
            f'<main class="wrap {wide}"><h1>Charts</h1>{html}</main></html>'
        )
        return page

    yield open_
    for context in contexts:
        context.close()


def chart(name, svg, wide=False):
    one = Chart(
        name,
        f"Chart {name}",
        ("Mostly within reach.",),
        svg,
        f"Check-ins {name}",
        ("When", "State"),
        [(f"{n} May", "Up") for n in range(60)],
        "/file.csv",
        wide=wide,
    )
    return Template("{% load charts %}{% chart one %}").render(Context({"one": one}))


def patterns(span):
    marks = [Tick(days(span * n / 4), f"Session {n}") for n in (1, 2, 4)]
    return patterns_chart.svg(
        daily(span),
        days(0),
        days(span),
        title="Days",
        description="Mostly within reach.",
        words=Words(ROWS, "your range"),
        range_=(35, 66),
        marks=marks,
        uid=f"p{span}",
    )


def arc(span):
    sessions = [Tick(days(span * n / 4), f"Session {n}") for n in (1, 2, 4)]
    told = {"title": "Arc", "description": "Nine phases.", "uid": f"a{span}"}
    return timeline.svg(everything(span), days(0), days(span), sessions=sessions, **told)


def all_charts():
    spans = (7, 90, 730)
    return "".join(
        [chart(f"p{n}", patterns(n)) for n in spans] + [chart(f"a{n}", arc(n), True) for n in spans]
    )


def touching(page):
    """Pairs of words that overlap, and words that are cut off."""
    found = []
    for plot in page.evaluate(TEXT_BOXES):
        found += [word["label"] for word in plot if word["cut"]]
        found += [
            (one["label"], two["label"])
            for one, two in combinations(plot, 2)
            if one["left"] < two["right"]
            and two["left"] < one["right"]
            and one["top"] < two["bottom"]
            and two["top"] < one["bottom"]
        ]
    return found


@pytest.mark.parametrize(("width", "zoom"), [(320, 1), (1280, 1), (390, 1.3), (1280, 2)])
def test_words_of_charts_never_touch_and_the_page_never_scrolls_sideways(
    opened, no_sideways, width, zoom
):
    page = opened(all_charts(), width, zoom=zoom)
    assert touching(page) == []
    no_sideways(page)


@pytest.mark.parametrize(("width", "dark"), LOOKS)
def test_charts_and_body_map_are_accessible(opened, axe, width, dark):
    form = render_to_string("parts/body_map.html", {"body": body.form()})
    page = opened(all_charts() + f"<form>{form}</form>", width, dark=dark)
    page.locator("summary").first.click()
    axe(page)


def test_ticking_the_list_marks_the_drawing_without_script(opened):
    page = opened(render_to_string("parts/body_map.html", {"body": body.form()}), js=False)
    page.get_by_label("Chest", exact=True).check()
    assert page.get_by_label("How it feels: Chest").is_visible()
    assert not page.get_by_label("How it feels: Belly").is_visible()
    with_script_to_look = opened(render_to_string("parts/body_map.html", {"body": body.form()}))
    plain = with_script_to_look.evaluate(FILL, "belly")
    for region in Region:
        with_script_to_look.locator(f"#body-{region}").check()
        assert with_script_to_look.evaluate(FILL, region) != plain


def test_a_tap_on_the_drawing_goes_through_the_words_and_back_to_unmarked(opened):
    page = opened(render_to_string("parts/body_map.html", {"body": body.form()}))
    page.add_script_tag(path=STATIC / "body.js", type="module")
    page.locator(".tappable").wait_for()
    chest, box = page.locator(".r-chest"), page.locator("#body-chest")
    said = []
    for _ in range(10):
        chest.click()
        said.append((box.is_checked(), page.locator(".body-said").text_content()))
    assert said[0] == (True, "Chest")
    assert said[1] == (True, "Chest: tight")
    assert said[8] == (True, "Chest: easy")
    assert said[9] == (False, "Chest: not marked")


def test_client_controls_of_the_body_map_are_48_px_high(opened):
    page = opened(render_to_string("parts/body_map.html", {"body": body.form()}))
    page.locator("#body-chest").check()
    heights = page.locator(".body-place label, .body-place select:visible").evaluate_all(
        "found => found.map((e) => e.getBoundingClientRect().height)"
    )
    assert len(heights) == 29
    assert min(heights) >= 48


def test_on_paper_the_timeline_keeps_its_names(opened):
    page = opened(chart("arc", arc(90), wide=True), 700)
    page.emulate_media(media="print")
    names, plot = (page.locator(f".timeline .plot:nth-child({n})").bounding_box() for n in (1, 2))
    assert names["width"] > 100
    assert plot["x"] + plot["width"] <= 700
