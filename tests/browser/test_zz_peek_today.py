import pytest
from tests.browser.test_today import _font, opened, rung, said
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
def test_peek(cast, page_for):
    page = opened(page_for, cast.ada, 320, 568)
    _font(page, 21)
    rung(page, "way_down").click(); said(page, "Kept.")
    page.screenshot(path="/tmp/today/b1.png")
    print([(e.bounding_box()["y"], e.bounding_box()["height"]) for e in page.locator(".bar, h1, .rung, .slot, .tabs").all()])
