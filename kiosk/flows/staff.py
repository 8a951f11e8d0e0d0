"""Who works here: for whoever may say so. Name, role, PIN, badge; and who comes no more."""

from __future__ import annotations

from collections.abc import Sequence

from kiosk.exc import Refused
from kiosk.flows import staff_forms
from kiosk.flows.sheets import ChoiceSheet
from kiosk.flows.tables import Table
from kiosk.flows.views import Action, ChoiceView, Option, TableRow
from kiosk.i18n import M, Names, plain
from kiosk.store.documents import UserSaved


class Staff(Table):
    """By name."""

    title = M("People who work here")
    columns = (M("Person's name"), M("Role"))
    empty = M("Nobody works here yet.")
    actions = (Action("add", M("New person"), "account-plus"),)

    def read(self, query: str, limit: int, offset: int) -> Sequence[TableRow]:
        users = self.counter.real_store.people.users()[offset : offset + limit]
        return [TableRow(user.id, (plain(user.name), Names(user.role.name_zh, user.role.name_en))) for user in users]

    def act_add(self) -> None:
        """Name, role and PIN of somebody new."""
        staff_forms.add(self.counter, self._load)

    def choose(self, row: str) -> None:
        """What is to change about him?"""
        person = staff_forms.saved(self.counter, row)
        options = (
            Option("change", M("Name, role, language"), icon="pencil"),
            Option("pin", M("New PIN"), icon="lock"),
            Option("badge", M("Print a new badge"), icon="barcode"),
            Option("end", M("Works here no more"), icon="delete"),
        )
        self.counter.sheet(
            ChoiceSheet(self.counter, ChoiceView(plain(person.name), options), lambda what: self._do(what, row))
        )

    def _do(self, what: str, user_id: str) -> None:
        person = staff_forms.saved(self.counter, user_id)
        if what == "change":
            staff_forms.change(self.counter, person, self._load)
        elif what == "pin":
            staff_forms.new_pin(self.counter, person, lambda: self.tell(M("The PIN is changed."), "ok"))
        elif what == "badge":
            staff_forms.new_badge(self.counter, person)
            self.tell(M("The new badge is printed; the one before opens nothing any more."), "ok")
        else:
            self._end(person)

    def _end(self, person: UserSaved) -> None:
        try:
            staff_forms.end(self.counter, person, self._load)
        except Refused as refusal:  # said on the list: the choice has no place for it
            self.counter.unknown()
            self.tell(refusal.message)
