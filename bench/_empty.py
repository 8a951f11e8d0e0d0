"""An empty Kivy program, that says when its first frame was drawn and what it keeps in memory."""

import os

os.environ["KIVY_NO_ARGS"] = os.environ["KIVY_NO_CONSOLELOG"] = os.environ["KIVY_NO_FILELOG"] = "1"

from kivy.app import App
from kivy.clock import Clock
from kivy.uix.label import Label

from bench._resident import copied, say_ready


class Empty(App):
    """One label."""

    def build(self) -> Label:
        Clock.schedule_once(lambda _dt: Clock.schedule_once(lambda _dt: say_ready(self)))
        return Label(text="ready")


if __name__ == "__main__":
    copied()
    Empty().run()
