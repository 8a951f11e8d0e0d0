"""That the simulated chain does what it is to test: orders are picked, some twice, and lie there when they are over."""

from pathlib import Path

from tests.simulation.world import World


def test_among_a_few_histories_orders_are_picked_twice_and_lie_there_when_they_are_over(tmp_path: Path) -> None:
    twice, over = 0, 0
    for seed in range(1, 13):
        (root := tmp_path / str(seed)).mkdir()
        world = World(root, seed)
        try:
            for _ in range(400):
                world.step()
            world.heal()
            twice += world.waiting.twice
            over += sum(len(t.store.promises.forgotten()) for t in world.tills)
        finally:
            world.close()
        if twice and over:
            break
    assert twice > 0
    assert over > 0
