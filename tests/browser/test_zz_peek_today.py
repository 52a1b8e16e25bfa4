import os
from datetime import timedelta
import pytest
from django.utils import timezone
from tests.cast import check_in
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OUT = "/tmp/today/"

def test_peek(cast, page_for):
    logs = []
    page = page_for(cast.ada, 320, 568)
    page.on("console", lambda m: logs.append(m.text)); page.on("pageerror", lambda e: logs.append(str(e)))
    page.goto("/today/")
    page.wait_for_selector("#lead:visible")
    page.screenshot(path=OUT+"a1.png")
    page.locator("label.rung").nth(4).click()
    page.get_by_text('Kept', exact=False).first.wait_for()
    page.screenshot(path=OUT+"a2.png")
    page.screenshot(path=OUT+"a3.png", full_page=True)
    page.locator("#more summary").first.click()
    page.screenshot(path=OUT+"a4.png", full_page=True)
    print(logs)
    from longarc.records.models import CheckIn
    print(CheckIn.objects.values())
    page.goto("/today/my-words/"); page.screenshot(path=OUT+"a5.png", full_page=True)
    page.goto("/words/"); page.screenshot(path=OUT+"a6.png", full_page=True)
    page.goto("/offline/"); page.wait_for_timeout(500); page.screenshot(path=OUT+"a7.png", full_page=True)
    print(logs)
