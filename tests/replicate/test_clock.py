"""A terminal with a wrong clock dates by the office's, as long as that is sane and measured in this start."""

from __future__ import annotations

from kiosk.replicate.replicator import Replicator
from kiosk.store.store import Store
from kiosk.wire.clock import EARLIEST, LATEST, OfficeClock, boot_id
from kiosk.wire.state import State, read_state
from tests.flows.conftest import empty_shop, shop
from tests.flows.goods import COLA
from tests.flows.shop import Shop
from tests.replicate.memory import MemoryOffice

__all__ = ["empty_shop", "shop"]

TRUE = 1_790_000_000_000
YEAR = 31_536_000_000


class Machine:
    """wall: what its clock says. up: since it was switched on."""

    def __init__(self, wall: int, up: int = 60_000) -> None:
        self.wall = wall
        self.up = up
        self.boot = "first"
        self.clock = OfficeClock(lambda: self.wall, since_boot=lambda: self.up, boot=lambda: self.boot)

    def wait(self, ms: int) -> None:
        self.wall += ms
        self.up += ms

    def hear(self, office: int) -> None:
        self.clock.learn(State(boot=self.boot, office_less_boot_ms=office - self.up))


def test_before_the_office_was_heard_the_machines_clock_counts() -> None:
    assert Machine(TRUE - YEAR).clock() == TRUE - YEAR


def test_a_clock_off_by_a_year_either_way_is_overruled() -> None:
    for wrong in (-YEAR, YEAR):
        machine = Machine(TRUE + wrong)
        machine.hear(TRUE)
        machine.wait(3_600_000)
        assert machine.clock() == TRUE + 3_600_000


def test_a_clock_off_by_less_than_two_minutes_is_left_alone() -> None:
    machine = Machine(TRUE + 90_000)
    machine.hear(TRUE)
    assert machine.clock() == TRUE + 90_000


def test_a_clock_that_is_set_right_afterwards_is_not_corrected_twice() -> None:
    machine = Machine(TRUE - YEAR)
    machine.hear(TRUE)
    machine.wall = TRUE
    assert machine.clock() == TRUE


def test_what_was_measured_before_the_last_start_says_nothing() -> None:
    machine = Machine(TRUE - YEAR)
    state = State(boot="earlier", office_less_boot_ms=TRUE)
    machine.clock.learn(state)
    assert machine.clock() == TRUE - YEAR


def test_an_office_in_an_impossible_year_is_not_followed() -> None:
    for office in (EARLIEST - 1, LATEST):
        machine = Machine(TRUE)
        machine.hear(office)
        assert machine.clock() == TRUE


def test_the_difference_is_measured_with_each_answer_and_not_written_for_a_wink(
    till: Store, office: MemoryOffice
) -> None:
    machine = Machine(TRUE - YEAR)
    office.now = lambda: TRUE
    replicator = Replicator(till, clock=lambda: machine.wall, since_boot=lambda: machine.up)
    replicator.push_once(office)
    state = read_state(till)
    assert (state.boot, state.office_less_boot_ms) == (boot_id(), TRUE - machine.up)
    office.now = lambda: TRUE + 1500
    replicator.push_once(office)
    assert read_state(till) == state
    office.now = lambda: TRUE + 5000
    replicator.push_once(office)
    assert read_state(till).office_less_boot_ms == TRUE + 5000 - machine.up


def test_a_running_counter_dates_its_next_sale_by_the_offices_time(shop: Shop) -> None:
    learnt: list[State] = []
    shop.counter.clock = type(shop.counter.clock)(
        shop.counter.clock.now, shop.counter.clock.mono, shop.counter.clock.utc_offset, learnt.append
    )
    other = Store.open(shop.path, clock=lambda: TRUE)
    Replicator(other, clock=lambda: TRUE, since_boot=lambda: 0).push_once(MemoryOffice(now=lambda: TRUE + YEAR))
    other.close()
    shop.tick()
    assert learnt[-1].office_less_boot_ms == TRUE + YEAR
    machine = Machine(TRUE, up=0)
    machine.boot = boot_id()
    machine.clock.learn(learnt[-1])
    shop.store.journal._clock = machine.clock
    sale_id = shop.sell(COLA)
    entry = shop.store.journal.get(sale_id)
    assert entry is not None and entry.at == TRUE + YEAR
