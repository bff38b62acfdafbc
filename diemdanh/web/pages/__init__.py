"""The pages: each module registers its own on `routes.TWINS` when it is imported."""

from __future__ import annotations

import importlib

from fastapi import APIRouter

from diemdanh.web.pages.routes import TWINS

MODULES = (
    "sign_in",
    "home",
    "uploads",
    "rules",
    "reviewing",
    "originals",
    "batches",
    "queue",
    "everywhere",
    "entering",
    "register",
    "people",
    "results",
    "searching",
    "manage",
    "importing",
    "keeping",
)


def all_routers() -> tuple[APIRouter, ...]:
    for name in MODULES:
        importlib.import_module(f"{__package__}.{name}")
    return (TWINS.api, TWINS.html)
