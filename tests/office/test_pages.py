"""The office's page as a browser sees it: nobody gets in without a link, every act works, nothing foreign gets in."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kiosk.exc import Refused
from kiosk.i18n import M
from kiosk.office.web import guard, pages
from kiosk.office.web.sessions import IDLE_MS, LINK_MS, Sessions
from kiosk.store import importing
from kiosk.store.documents import ActAudited, CustomerSaved
from kiosk.store.pace import Pace
from kiosk.store.store import Store
from kiosk.wire.joining import read_invitation
from kiosk.wire.messages import Push, to_wire
from kiosk.wire.updates import Release, UpdateReport
from tests.office.conftest import Running, now, water
from tests.office.test_server import connect, join

FORM = re.compile(r'name="form" value="([^"]+)"')


class Browser(httpx.Client):
    """Keeps its cookies, trusts the office, and fills the hidden field of the last page into each form."""

    def __init__(self, running: Running, language: str = "en") -> None:
        super().__init__(
            base_url=running.address, verify=False, headers={"Accept-Language": language}, follow_redirects=True
        )  # fmt: skip
        self.form = ""

    def see(self, path: str) -> str:
        return self._seen(self.get(path))

    def press(self, path: str, status: int = 200, **fields: str) -> str:
        return self._seen(self.post(path, data={"form": self.form, **fields}), status)

    def _seen(self, answer: httpx.Response, status: int = 200) -> str:
        assert answer.status_code == status, answer.text
        self.form = next(iter(FORM.findall(answer.text)), self.form)
        return answer.text


@pytest.fixture
def stranger(running: Running) -> Iterator[Browser]:
    with Browser(running) as browser:
        yield browser


@pytest.fixture
def owner(running: Running, stranger: Browser) -> Browser:
    code = running.desk.sessions.link(now())
    assert "Your name" in stranger.see(f"/sign-in?code={code}")
    assert "Overview" in stranger.press("/sign-in", code=code, name="Li")
    stranger.see("/shops")
    stranger.press("/shops", store="S01", zh="城南店", en="South Gate")
    return stranger


class TestSigningIn:
    @pytest.mark.parametrize("path", ["/", "/shops", "/proposals", "/import", "/terminals/new", "/joining/x",
                                      "/joining/x.svg", "/terminals/AAAAAA/revoke", "/updates"])  # fmt: skip
    def test_nobody_sees_a_page_without_having_signed_in(self, stranger: Browser, path: str) -> None:
        assert "kiosk office sign-in" in stranger.see(path)

    def test_a_link_is_used_once_and_looking_at_it_does_not_use_it(self, running: Running, stranger: Browser) -> None:
        code = running.desk.sessions.link(now())
        for _ in range(3):
            assert "Your name" in stranger.see(f"/sign-in?code={code}")
        assert "Overview" in stranger.press("/sign-in", code=code, name="Li")
        with Browser(running) as other:
            page = other.press("/sign-in", code=code, name="Mallory")
            assert "used already" in page
            assert "kiosk office sign-in" in page

    def test_a_link_without_a_name_or_a_wrong_one_lets_nobody_in(self, running: Running, stranger: Browser) -> None:
        code = running.desk.sessions.link(now())
        assert "kiosk office sign-in" in stranger.press("/sign-in", code=code, name="  ")
        assert "kiosk office sign-in" in stranger.press("/sign-in", code=code + "x", name="Li")

    def test_signed_out_is_out(self, owner: Browser) -> None:
        owner.press("/sign-out")
        assert "kiosk office sign-in" in owner.see("/")

    def test_links_and_sessions_grow_old(self, running: Running) -> None:
        sessions = Sessions(running.desk.store.book)
        code = sessions.link(1000)
        assert sessions.begin(code, "Li", 1000 + LINK_MS) is None
        token = sessions.begin(code, "Li", 2000)
        assert token is not None
        assert sessions.known(token, 2000 + IDLE_MS - 1) is not None
        assert sessions.known(token, 2000 + 2 * IDLE_MS - 2) is not None, "used in between"
        assert sessions.known(token, 2000 + 4 * IDLE_MS) is None

    def test_the_cookie_is_for_this_page_alone(self, running: Running) -> None:
        code = running.desk.sessions.link(now())
        answer = httpx.post(f"{running.address}/sign-in", data={"code": code, "name": "Li"}, verify=False)
        cookie = answer.headers["set-cookie"].lower()
        assert all(word in cookie for word in ("httponly", "secure", "samesite=strict"))


class TestActing:
    def test_the_overview_shows_shops_and_terminals(self, owner: Browser, running: Running) -> None:
        running.desk.members.enrol("S01", "AAAAAA", "T1", "0.1", now())
        page = owner.see("/")
        assert "South Gate" in page
        assert "S01 T1" in page
        assert "connected" in page

    def test_a_terminal_joins_by_the_code_on_the_page_and_the_page_says_so(
        self, owner: Browser, running: Running
    ) -> None:
        owner.see("/terminals/new")
        page = owner.press("/terminals/new", store="S01", terminal="T2", address=urlsplit(running.address).netloc)
        text = re.search(r'alt="(ZG1[^"]+)"', page)
        picture = re.search(r'src="(/joining/[^"]+)"', page)
        assert text is not None
        assert picture is not None
        assert owner.get(picture[1]).headers["content-type"] == "image/svg+xml"
        assert 'http-equiv="refresh"' in page
        running.desk.members.accept(read_invitation(text[1]).code, "", now())
        page = owner.see(picture[1].removesuffix(".svg"))
        assert "has joined" in page
        assert "http-equiv" not in page

    @pytest.mark.parametrize("address", ["", "not an address", "https://", "javascript:alert(1)", "https://a b"])
    def test_an_address_that_terminals_cannot_use_is_said(self, owner: Browser, address: str) -> None:
        owner.see("/terminals/new")
        assert "no address" in owner.press("/terminals/new", 409, store="S01", terminal="T2", address=address)

    def test_no_terminal_is_added_to_a_shop_that_is_not_there(self, owner: Browser) -> None:
        owner.see("/terminals/new")
        page = owner.press("/terminals/new", 409, store="S77", terminal="T2", address="office.example")
        assert "There is no shop S77" in page

    def test_a_terminal_is_shut_out_after_being_asked(self, owner: Browser, running: Running) -> None:
        running.desk.members.enrol("S01", "AAAAAA", "T1", "0.1", now())
        assert "Shut out S01 T1?" in owner.see("/terminals/AAAAAA/revoke")
        assert "is shut out" in owner.press("/terminals/AAAAAA/revoke")
        assert [t.revoked for t in running.desk.members.all()] == [True]
        assert "There is no terminal ZZZZZZ" in owner.press("/terminals/ZZZZZZ/revoke", 409)

    def test_alarms_are_settled_by_a_name(self, owner: Browser, running: Running) -> None:
        running.desk.alarms.say("fork", now(), store_id="S01", origin="AAAAAA")
        (alarm,) = running.desk.alarms.open()
        assert "a card was copied" in owner.see("/")
        owner.press(f"/alarms/{alarm.id}/settle")
        assert running.desk.alarms.open() == []
        assert ("office.alarm.settled", "Li") in self.acts(running)

    def test_a_shops_price_is_shown_before_and_after_and_answered(
        self, owner: Browser, running: Running, tmp_path: Path
    ) -> None:
        till = Store.create(tmp_path / "till.db", "S01", clock=now)
        entries = [till.journal.append(water(price), actor="1") for price in (250, 260)]
        running.desk.store.journal.receive_many(entries)
        till.close()
        page = owner.see("/proposals")
        assert "¥2.00" in page
        assert "¥2.60" in page
        owner.press(f"/proposals/{entries[0].id}/reject")
        owner.press(f"/proposals/{entries[1].id}/accept")
        assert running.desk.store.book.sql("SELECT price FROM product") == [(260,)]
        assert "no open proposal" in owner.press(f"/proposals/{entries[1].id}/accept", 409)

    def test_a_list_is_looked_at_before_it_is_imported(self, owner: Browser, running: Running) -> None:
        owner.see("/import")
        good = "id,name_en,unit,price,tax_id\nB1,Bread,pcs,3.50,vat13\n"
        page = owner._seen(owner.post("/import", data={"form": owner.form, "kind": "products"},
                                      files={"file": ("goods.csv", good.encode())}))  # fmt: skip
        assert "1 new" in page
        assert running.desk.store.book.sql("SELECT count(*) FROM product") == [(1,)]
        number = re.search(r'name="number" value="([^"]+)"', page)
        assert number is not None
        assert "Imported." in owner.press("/import/apply", number=number[1])
        assert running.desk.store.book.sql("SELECT price FROM product WHERE id = 'B1'") == [(350,)]
        owner.press("/import/apply", number=number[1])
        bad = good + "B2,Bun,pcs,dear,vat13\n"
        page = owner._seen(owner.post("/import", data={"form": owner.form, "kind": "products"},
                                      files={"file": ("goods.csv", bad.encode())}))  # fmt: skip
        assert "1 row" in page
        assert "/import/apply" not in page

    def test_while_a_long_list_comes_in_a_shop_pushes_and_its_owner_sees_how_far_it_is(
        self, owner: Browser, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        till = join(running, tmp_path / "till.db")
        till.journal.append(CustomerSaved(id="C1", name="陈"), actor="1")
        halfway, pushed = threading.Event(), threading.Event()

        class Halfway(Pace):
            def rest(self) -> None:
                halfway.set()
                assert pushed.wait(60)

        monkeypatch.setattr(importing, "beside_others", lambda: Halfway(None, size=10))
        monkeypatch.setattr(pages, "_SHORT_S", 0.0)
        rows = "".join(f"B{n},Bread {n},pcs,3.50,vat13\n" for n in range(30))
        owner.see("/import")
        page = self.looked_at(owner, f"id,name_en,unit,price,tax_id\n{rows}")
        assert "Shops go on meanwhile" in owner.press("/import/apply", number=page)
        assert halfway.wait(60)
        assert "10 of 30 rows" in owner.see("/import")
        entries = [to_wire(e) for e in till.journal.entries(till.origin)]
        with closing(connect(till)) as office:
            assert {r.outcome for r in office.push(Push(till.origin, "", entries)).receipts} == {"stored"}
        till.close()
        assert "10 of 30 rows" in owner.see("/import")
        pushed.set()

    def test_a_list_that_failed_is_not_called_imported(
        self, owner: Browser, running: Running, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        owner.see("/import")
        number = self.looked_at(owner, "id,name_en,unit,price,tax_id\nB1,Bread,pcs,3.50,vat13\n")

        def refuse(*_: object, **__: object) -> int:
            raise Refused(M("No such tax."))

        monkeypatch.setattr(importing, "apply_import", refuse)
        page = owner.press("/import/apply", number=number)
        assert "Imported." not in page
        assert "Not imported: No such tax." in page
        assert running.desk.store.book.sql("SELECT count(*) FROM product WHERE id = 'B1'") == [(0,)]

    @staticmethod
    def looked_at(owner: Browser, text: str) -> str:
        """The number of a list that was sent to be looked at."""
        page = owner._seen(owner.post("/import", data={"form": owner.form, "kind": "products"},
                                      files={"file": ("goods.csv", text.encode())}))  # fmt: skip
        number = re.search(r'name="number" value="([^"]+)"', page)
        assert number is not None
        return number[1]

    def test_who_did_what_is_written_where_no_terminal_reads_it(self, owner: Browser, running: Running) -> None:
        assert ("office.signed_in", "Li") in self.acts(running)
        assert all(e.kind != ActAudited.kind for _, e in running.desk.store.feeds.page("catalogue", 0, 100)[0])

    @staticmethod
    def acts(running: Running) -> list[tuple[object, ...]]:
        return running.desk.store.book.sql("SELECT act, actor FROM audit")


class TestStrangers:
    def test_a_form_of_another_page_does_nothing(self, owner: Browser, running: Running) -> None:
        owner.form = "forged"
        assert "open for too long" in owner.press("/shops", 403, store="S09", zh="x", en="x")
        assert running.desk.store.feeds.get("store/S09") is None

    def test_what_shops_and_people_write_stays_text(self, owner: Browser, running: Running) -> None:
        owner.press("/shops", store="S02", zh="<script>alert(1)</script>", en='"><img src=x>')
        page = owner.see("/shops") + owner.see("/")
        assert "<script" not in page
        assert "<img" not in page

    def test_no_page_lets_anything_foreign_in(self, owner: Browser) -> None:
        headers = owner.get("/").headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "script-src" not in headers["content-security-policy"]
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"

    @pytest.mark.parametrize("path, status", [("/joining/none.svg", 404), ("/proposals/x/burn", 404)])
    def test_what_is_not_there_is_a_page_as_well(self, owner: Browser, path: str, status: int) -> None:
        answer = owner.post(path, data={"form": owner.form}) if "burn" in path else owner.get(path)
        assert answer.status_code == status
        assert "There is no such page." in answer.text

    def test_a_browser_that_lost_its_way_finds_the_overview(self, owner: Browser) -> None:
        assert "Shops today" in owner.get("/nowhere", headers={"Accept": "text/html"}).text

    def test_a_form_that_is_none_is_said_so(self, owner: Browser) -> None:
        answer = owner.post("/import", content=b"--x", headers={"Content-Type": "multipart/form-data; boundary=x"})
        assert "could not be read" in answer.text or "open for too long" in answer.text

    def test_a_list_that_is_too_large_is_not_read(self, owner: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(guard, "MAX_UPLOAD", 1024 * 1024)
        answer = owner.post("/import", content=b"x" * (1024 * 1024 + 1))
        assert answer.status_code == 413
        assert "at most 1 MB" in answer.text

    def test_an_alarm_that_is_not_there_leaves_no_trace(self, owner: Browser, running: Running) -> None:
        owner.press("/alarms/999/settle")
        assert all(act != "office.alarm.settled" for act, _ in TestActing.acts(running))

    def test_the_terminals_document_does_not_tell_of_the_pages(self, stranger: Browser) -> None:
        assert all(path.startswith("/v1/") for path in stranger.get("/openapi.json").json()["paths"])

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_anything_at_all_is_answered_with_a_page(self, owner: Browser, data: st.DataObject) -> None:
        path = data.draw(st.sampled_from(["/shops", "/terminals/new", "/sign-in", "/import", "/import/apply",
                                          "/alarms/9/settle", "/proposals/x/accept",
                                          "/terminals/x/revoke"]))  # fmt: skip
        names = st.sampled_from(["store", "zh", "en", "terminal", "address", "code", "name", "kind", "number", "file"])
        fields = data.draw(st.dictionaries(names, st.text(max_size=60), max_size=6))
        if data.draw(st.booleans()):
            answer = owner.post(path, data={"form": owner.form, **fields})
        else:
            answer = owner.post(path, content=data.draw(st.binary(max_size=200)),
                                headers={"Content-Type": data.draw(st.sampled_from(
                                    ["multipart/form-data; boundary=x", "multipart/form-data", "text/plain",
                                     "application/x-www-form-urlencoded"]))})  # fmt: skip
        assert answer.status_code < 500
        assert "Traceback" not in answer.text


def test_the_page_speaks_chinese_to_who_asks_for_it(running: Running) -> None:
    with Browser(running, "zh-CN,zh;q=0.9,en;q=0.5") as browser:
        page = browser.see("/sign-in")
        assert "登录" in page
        assert 'lang="zh-CN"' in page
        assert "Sign in" in browser.see("/language/en")


class TestUpdates:
    def test_an_owner_gives_an_update_to_a_few_then_to_all_then_to_nobody(
        self, running: Running, owner: Browser, tmp_path: Path
    ) -> None:
        store = join(running, tmp_path / "one.db")
        digest = "a" * 64
        running.desk.releases.add(Release("9.0", digest, 3_000_000, "更快", "Faster", now()), scope="S01/T1")
        page = owner.see("/updates")
        assert "At first only these get it: S01/T1" in page
        assert "Faster" in page
        assert "All terminals get it" in owner.press(f"/updates/{digest}/all")
        assert [r.scope for r in running.desk.releases.all()] == ["*"]
        assert "Nobody gets it any more" in owner.press(f"/updates/{digest}/withdraw")
        assert "no update" in owner.press(f"/updates/{'b' * 64}/all", status=409)
        assert "no such page" in owner.press(f"/updates/{digest}/erase", status=404)
        store.close()

    def test_the_page_says_what_each_terminal_runs_and_why_an_update_failed(
        self, running: Running, owner: Browser, tmp_path: Path
    ) -> None:
        store = join(running, tmp_path / "one.db")
        with closing(connect(store)) as office:
            office.update_offer(UpdateReport("0.8.1", "", "failed", "9.0", "devices"))
        page = owner.see("/updates")
        assert "runs 0.8.1" in page
        assert "9.0: failed" in page
        assert "a device no longer answered" in page
        assert "did not come up" in owner.see("/")
        store.close()

    def test_a_form_of_another_page_gives_nothing_out(self, running: Running, owner: Browser) -> None:
        running.desk.releases.add(Release("9.0", "a" * 64, 3, "", "", now()), scope="S01")
        owner.form = "stolen"
        owner.press(f"/updates/{'a' * 64}/all", status=403)
        assert [r.scope for r in running.desk.releases.all()] == ["S01"]
