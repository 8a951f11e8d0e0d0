import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from kiosk import cli
from kiosk.config import load_config
from kiosk.config_start import KEPT, settings_at_start
from kiosk.exc import KioskError
from kiosk.store.store import Store


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo shop's kiosk.toml."""
    directory = tmp_path_factory.mktemp("shop")
    config = directory / "kiosk.toml"
    config.write_text('[data]\npath = "data"\n[scanner]\ndriver = "none"\n', encoding="utf-8")
    assert kiosk("init", "--demo", "--config", str(config)).exit_code == 0
    return config


def kiosk(*words: str) -> Any:
    return CliRunner().invoke(cli.app, list(words))


def test_the_version_is_said() -> None:
    assert kiosk("version").stdout.strip() == cli.__version__


def test_a_healthy_shop_has_no_fault(shop: Path) -> None:
    result = kiosk("doctor", "--json", "--config", str(shop))
    assert result.exit_code == 0
    assert all(row["severity"] != "fault" for row in json.loads(result.stdout))


MISTAKEN = '[data]\npath = "data"\n[scanner]\ndriver = "none"\nlayuot = "us"\n[printer]\ncolumns = 40\n'


@pytest.fixture
def mistaken(shop: Path) -> Iterator[Path]:
    """A shop that sold until somebody wrote two mistakes into its kiosk.toml."""
    right = shop.read_text(encoding="utf-8")
    settings_at_start(shop)
    shop.write_text(MISTAKEN, encoding="utf-8")
    yield shop
    shop.write_text(right, encoding="utf-8")
    (shop.parent / "data" / KEPT).unlink(missing_ok=True)


def test_the_doctor_looks_with_the_settings_of_last_time_and_names_each_mistake(mistaken: Path) -> None:
    result = kiosk("doctor", "--books", "--json", "--config", str(mistaken))
    assert result.exit_code == 0, result.output
    rows = [row for row in json.loads(result.stdout) if row["check"] == "settings"]
    assert ["line 5" in row["message"] for row in rows] == [True, False]
    assert "line 7" in rows[1]["message"]
    assert len(json.loads(result.stdout)) > 5


def test_replication_goes_on_with_the_settings_of_last_time_and_says_so(
    mistaken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr("kiosk.database.open_store", lambda settings: opened.append(settings.data.directory))
    monkeypatch.setattr("kiosk.replicate.process.run_process", lambda process: process._open_store())
    result = kiosk("replicate", "--config", str(mistaken))
    assert result.exit_code == 0, result.output
    assert opened == [mistaken.parent / "data"]
    assert "line 5" in result.stderr
    assert "line 7" in result.stderr


@pytest.mark.parametrize("command", ["init", "doctor", "replicate"])
def test_without_settings_of_last_time_nothing_is_done_and_all_mistakes_are_named(tmp_path: Path, command: str) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text(MISTAKEN, encoding="utf-8")
    result = kiosk(command, "--config", str(config))
    assert isinstance(result.exception, KioskError)
    said = str(result.exception)
    assert "line 5" in said
    assert "line 7" in said
    assert not (tmp_path / "data").exists()


def test_no_settings_at_all_are_a_mistake_too(tmp_path: Path) -> None:
    for command in ("init", "doctor", "replicate"):
        result = kiosk(command, "--config", str(tmp_path / "kiosk.toml"))
        assert "can't be read" in str(result.exception)


def test_a_missing_database_is_a_fault_and_is_not_made(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[data]\npath = "data"\n', encoding="utf-8")
    result = kiosk("doctor", "--config", str(config))
    assert result.exit_code == 1
    assert "✗" in result.stdout
    assert not (tmp_path / "data").exists()


def test_a_database_is_never_replaced(shop: Path) -> None:
    result = kiosk("init", "--config", str(shop))
    assert isinstance(result.exception, KioskError)


def test_a_terminal_that_is_not_told_its_shop_waits_to_join_one(tmp_path: Path) -> None:
    config = tmp_path / "kiosk.toml"
    config.write_text('[data]\npath = "data"\n[store]\nlanguage = "en"\n', encoding="utf-8")
    assert kiosk("init", "--if-named", "--config", str(config)).exit_code == 0
    assert not (tmp_path / "data").exists()
    config.write_text('[data]\npath = "data"\n[store]\nid = "S7"\n', encoding="utf-8")
    assert kiosk("init", "--if-named", "--config", str(config)).exit_code == 0
    assert (tmp_path / "data" / "shop.db").exists()


def test_what_is_exported_imports_unchanged(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "products.csv"
    assert kiosk("export", "products", str(file), "--config", str(shop)).exit_code == 0
    result = kiosk("import", "products", str(file), "--dry-run", "--json", "--config", str(shop))
    answer = json.loads(result.stdout)
    assert (answer["new"], answer["changed"], answer["refused"]) == (0, 0, [])


def test_one_bad_row_refuses_the_file_and_is_named(shop: Path, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text("编号,姓名,电话\nX1,王,13911112222\nX2,,13911113333\n", encoding="utf-8")
    result = kiosk("import", "customers", str(file), "--json", "--config", str(shop))
    answer = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [row["row"] for row in answer["refused"]] == [3]
    assert not answer["done"]
    partly = kiosk("import", "customers", str(file), "--partial", "--json", "--config", str(shop))
    assert json.loads(partly.stdout)["done"]


def test_a_copy_is_whole(shop: Path, tmp_path: Path) -> None:
    assert kiosk("backup", str(tmp_path / "copy.db"), "--config", str(shop)).exit_code == 0
    assert (tmp_path / "copy.db").stat().st_size > 100_000


def test_what_the_units_do_with_sticks(shop: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "products.csv").write_text("id,name_en\n")
    done = kiosk("backup-stick", str(stick), "--config", str(shop))
    assert (done.exit_code, done.output.strip()) == (0, "copied")
    assert len(list(stick.glob("zhanggui-*.db"))) == 1
    done = kiosk("update", "stick", str(stick), "--config", str(shop))
    assert done.output.splitlines()[-1].startswith("1 lists")


def test_tables_that_were_hurt_are_made_anew(shop: Path) -> None:
    database = load_config(shop).data.directory / "shop.db"
    with closing(Store.open(database, clock=lambda: 0)) as store:
        store.book.sql("UPDATE stock SET on_hand = on_hand + 1")
    assert kiosk("doctor", "--books", "--config", str(shop)).exit_code == 1
    done = kiosk("rebuild", "--config", str(shop))
    assert done.exit_code == 0, done.output
    assert kiosk("doctor", "--books", "--config", str(shop)).exit_code == 0


def test_a_fault_of_ours_is_said_in_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["kiosk", "play", "/nowhere.tape"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_purchase_order_is_written_as_a_pdf(shop: Path, tmp_path: Path) -> None:
    from kiosk.config import load_config
    from kiosk.database import open_store
    from kiosk.store.documents_buying import PurchaseDrafted, PurchaseLine
    from kiosk.trade.money import Money
    from kiosk.trade.quantity import Quantity

    store = open_store(load_config(shop))
    line = PurchaseLine(product_id="x", name_zh="茶", name_en="Tea", unit="box", quantity=Quantity(2000))
    supplier = store.suppliers.all()[0].id
    entry = store.journal.append(PurchaseDrafted(supplier_id=supplier, lines=(line,), total=Money(0)), actor="-")
    store.close()
    file = tmp_path / "order.pdf"
    assert kiosk("order", entry.id.lower(), str(file), "--config", str(shop)).exit_code == 0
    assert file.read_bytes().startswith(b"%PDF-")
    refused = kiosk("order", "ABCDEF-1", str(file), "--config", str(shop))
    assert isinstance(refused.exception, KioskError)
