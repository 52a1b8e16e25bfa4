import pytest
from django.template import Context, Template
from tests.web.charts.drawing import NASTY, daily, days, read_html

from longarc.web.charts import sparkline
from longarc.web.charts.contract import Chart


def chart(**other):
    parts = {
        "id": "days",
        "title": "Your days",
        "summary": ("You were within reach 2 times in 3.",),
        "svg": sparkline.svg(daily(28), days(28)),
        "caption": "Check-ins, newest first",
        "headers": ("When", "State"),
        "rows": [("1 May", "Up")],
        "csv_url": "/me/check-ins.csv",
    }
    return Chart(**{**parts, **other})


def shown(one):
    return Template("{% load charts %}{% chart one %}").render(Context({"one": one}))


@pytest.mark.parametrize(
    "part", ["title", "summary", "svg", "caption", "headers", "rows", "csv_url"]
)
def test_a_chart_without_words_table_or_file_is_refused(part):
    with pytest.raises(ValueError, match=part):
        chart(**{part: ""})


def test_a_row_that_does_not_fit_its_headers_is_refused():
    with pytest.raises(ValueError, match="one cell for each header"):
        chart(rows=[("1 May",)])


def test_something_else_than_a_chart_is_refused():
    with pytest.raises(TypeError, match="Chart"):
        shown("<svg/>")


def test_heading_words_drawing_table_and_file_are_all_there():
    root = read_html(shown(chart()))
    assert root.find(".//h2").text == "Your days"
    assert root.find(".//p").text == "You were within reach 2 times in 3."
    assert root.find(".//svg") is not None
    region = root.find(".//details/div")
    assert (region.get("role"), region.get("tabindex")) == ("region", "0")
    assert region.get("aria-label") == "Table: Check-ins, newest first"
    assert [e.text for e in region.iter("th")] == ["When", "State", "1 May"]
    assert root.find(".//a").get("href") == "/me/check-ins.csv"


def test_only_a_wide_drawing_is_a_region_of_its_own():
    assert shown(chart(wide=True)).count('role="region"') == 2
    assert shown(chart()).count('role="region"') == 1


def test_a_long_table_shows_the_newest_hundred_and_says_where_the_rest_is():
    html = shown(chart(rows=[(f"day {n}", "Up") for n in range(130)]))
    assert "day 99<" in html
    assert "day 100<" not in html
    assert "30 earlier rows are in the file" in html
    assert "earlier row" not in shown(chart(rows=[(f"day {n}", "Up") for n in range(100)]))


def test_words_from_people_cannot_become_markup():
    html = shown(chart(title=NASTY, summary=(NASTY,), caption=NASTY, rows=[(NASTY, NASTY)]))
    assert "<script" not in html


def test_a_client_saves_my_data():
    assert "Save my data" in shown(chart(save_label="Save my data"))
    assert "Save as CSV" in shown(chart())
