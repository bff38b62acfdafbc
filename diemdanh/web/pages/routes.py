"""The one registry of pages and actions."""

from __future__ import annotations

from diemdanh.web.twins import Twins

TWINS = Twins()
