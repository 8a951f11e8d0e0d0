"""A return to a supplier while its goods are gathered."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from kiosk.flows.adjusting_draft import Gathering
from kiosk.store.documents import Approval, GoodsReturned

_PACK = msgspec.msgpack.Encoder()


class Whole(msgspec.Struct, frozen=True):
    """What is said of the whole. approvals: who agreed that more goes back than this supplier delivered."""

    supplier_id: str = ""
    approvals: tuple[Approval, ...] = ()


_WHOLE = msgspec.msgpack.Decoder(Whole)


class SentBack(Gathering):
    """The return that is open on this terminal."""

    task = "sending_back"
    whole = Whole()

    def load(self) -> None:
        self.whole = Whole()
        super().load()

    def know(self, body: bytes) -> None:
        self.whole = _WHOLE.decode(body)

    def say(self, **facts: object) -> None:
        """Change what is said of the whole."""
        self.whole = replace(self.whole, **facts)
        self._store().drafts.put(self.task, -1, _PACK.encode(self.whole))

    def document(self, approvals: tuple[Approval, ...] = ()) -> GoodsReturned:
        return GoodsReturned(
            supplier_id=self.whole.supplier_id, reason=self.reason, lines=self.valued(),
            approvals=(*self.whole.approvals, *approvals), heard=self._store().journal.heard(),
        )  # fmt: skip
