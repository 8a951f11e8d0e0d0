"""A row or grid of actions, as buttons that stay where they are."""

from __future__ import annotations

from typing import Any

from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty
from kivy.uix.gridlayout import GridLayout

from kiosk.flows.views import Action
from kiosk.screens import kv
from kiosk.screens.look import look
from kiosk.screens.widgets.basic import Box, Shown
from kiosk.screens.widgets.tap import Push


class ActionRow(Box):
    """Shows `actions`; says what was pressed by `on_act(id)`. primary: the last is the one that leads on."""

    actions = ObjectProperty(())
    stacked = BooleanProperty(True)
    primary = BooleanProperty(False)
    step = NumericProperty(0)

    __events__ = ("on_act",)

    def on_act(self, action: str) -> None:
        """An action's button was pressed."""

    def on_actions(self, _widget: Any, actions: tuple[Action, ...]) -> None:
        show_actions(self, actions)

    def on_primary(self, _widget: Any, _on: bool) -> None:
        show_actions(self, self.actions)

    on_stacked = on_primary


class ActionGrid(GridLayout, Shown):
    """The same as a grid."""

    actions = ObjectProperty(())
    stacked = BooleanProperty(True)
    primary = BooleanProperty(False)
    step = NumericProperty(0)
    icon_step = NumericProperty(0)

    __events__ = ("on_act",)

    def on_act(self, action: str) -> None:
        """An action's button was pressed."""

    def on_actions(self, _widget: Any, actions: tuple[Action, ...]) -> None:
        show_actions(self, actions)

    def on_stacked(self, _widget: Any, _on: bool) -> None:
        show_actions(self, self.actions)


def show_actions(row: Any, actions: tuple[Action, ...]) -> None:
    """Give each action its button; one is made or dropped only when their number changes."""
    buttons = row.children[::-1]
    while len(buttons) > len(actions):
        row.remove_widget(buttons.pop())
    while len(buttons) < len(actions):
        button = Push()
        button.bind(on_tap=lambda b: row.dispatch("on_act", b.tap_id))
        row.add_widget(button)
        buttons.append(button)
    for button, action in zip(buttons, actions, strict=True):
        leads = row.primary and action is actions[-1]
        button.tap_id = button.token = action.id
        button.msg, button.icon, button.hint = action.text, action.icon, action.key
        button.badge, button.dim = action.badge, not action.enabled
        button.kind = "primary" if leads else "danger" if action.danger else "plain"
        button.icon_step = getattr(row, "icon_step", 0)
        button.stacked, button.step = row.stacked and not leads, row.step or (0 if leads else look.sizes.small)


class Head(Box):
    """The line above a screen: the way back, its name, and room for what belongs there."""

    msg = ObjectProperty(None, allownone=True)
    detail = ObjectProperty(None, allownone=True)
    can_go_back = BooleanProperty(True)

    __events__ = ("on_back",)

    def on_back(self) -> None:
        """The arrow was pressed."""


class Face(Shown):
    """A person's round picture: a disc with initials. person: views.Person."""

    person = ObjectProperty(None, allownone=True)
    step = NumericProperty(18)


kv.load(__file__)
