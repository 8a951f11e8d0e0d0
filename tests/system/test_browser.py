"""The office's page in a real browser: its owner signs in, adds a terminal, and sees it join."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import text_to_be_present_in_element
from selenium.webdriver.support.ui import WebDriverWait

from kiosk.replicate.joining import ask_in, fetch
from kiosk.replicate.place import Place
from kiosk.store.store import Store
from kiosk.wire.joining import read_invitation
from tests.office.conftest import Running, database, now, running

__all__ = ["database", "running"]

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="apt-get install chromium chromium-driver"),
]

QUIET = ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking",
         "disable-component-update", "disable-sync", "ignore-certificate-errors", "lang=en")  # fmt: skip


@pytest.fixture
def browser() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    for flag in QUIET:
        options.add_argument(f"--{flag}")
    options.binary_location = str(shutil.which("chromium"))
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
    driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 360, "height": 780, "deviceScaleFactor": 1, "mobile": True}
    )
    yield driver
    driver.quit()


def press(browser: webdriver.Chrome, words: str) -> None:
    for thing in browser.find_elements(By.CSS_SELECTOR, "main button, main .button"):
        if thing.text == words:
            thing.click()
            return
    raise AssertionError(f"no {words}: {browser.find_element(By.TAG_NAME, 'main').text}")


def sees(browser: webdriver.Chrome, words: str) -> None:
    WebDriverWait(browser, 15).until(text_to_be_present_in_element((By.TAG_NAME, "main"), words))


def test_an_owner_adds_a_terminal_with_a_telephone(running: Running, browser: webdriver.Chrome, tmp_path: Path) -> None:
    browser.get(f"{running.address}/sign-in?code={running.desk.sessions.link(now())}")
    browser.find_element(By.NAME, "name").send_keys("Li")
    press(browser, "Sign in")
    sees(browser, "There is no shop yet.")
    press(browser, "Add a shop")
    sees(browser, "English name")
    *_, number = browser.find_elements(By.NAME, "store")
    number.send_keys("S01")
    press(browser, "Add")
    sees(browser, "Saved.")
    browser.get(f"{running.address}/")
    assert browser.execute_script("return document.documentElement.scrollWidth") == 360, "nothing hangs over the edge"
    press(browser, "Add a terminal")
    browser.find_element(By.NAME, "terminal").send_keys("T1")
    assert browser.find_element(By.NAME, "address").get_attribute("value").endswith(urlsplit(running.address).netloc)
    press(browser, "Show the code")
    sees(browser, "Scan this")
    shown = browser.find_element(By.CSS_SELECTOR, "img.qr")
    assert shown.get_property("naturalWidth") > 0
    invitation = read_invitation(str(shown.get_attribute("alt")))
    place = Place(tmp_path / "till.db", None, now)
    fetch(place, ask_in(place, invitation, "T1"))
    sees(browser, "The terminal has joined.")
    press(browser, "Overview")
    sees(browser, "S01 T1")
    store = Store.open(tmp_path / "till.db", clock=now)
    assert store.terminal == "T1"
    store.close()
