"""Zhanggui 掌柜: a shop's counter and its warehouse terminal."""

from importlib.metadata import version

__version__ = version("zhanggui")
