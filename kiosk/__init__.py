"""Zhanggui 掌柜: a shop's counter and its warehouse terminal."""

__version__ = "0.1.0"
