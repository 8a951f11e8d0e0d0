"""Customers: found by name, phone or card; chosen for the sale, or made anew."""

from __future__ import annotations

from kiosk.flows.views import PeopleView
from kiosk.screens import fixed, kv
from kiosk.screens.listing import Listing


class People(Listing):
    """Draws PeopleView."""

    def draw(self, view: PeopleView, before: PeopleView | None) -> None:
        ids = self.ids
        ids.strip.strip = view.strip
        self.hear(view.query, before)
        ids.list.empty = fixed.NOBODY_FOUND if view.query else fixed.FIND_CUSTOMER
        ids.list.rows = view.rows
        ids.actions.actions = view.actions


kv.load(__file__)
