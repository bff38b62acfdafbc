"""The table of weights and thresholds of the matcher, validated when it is read."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class Weighing:
    """`weights` in log-odds by feature id, with `start`; thresholds as matching.toml explains them."""

    weights: MappingProxyType[str, float]
    start: float
    same: float
    unsure: float
    margin: float
    damaged_below: float
    similar: float
    few_holders: int

    def __post_init__(self) -> None:
        if not 0 < self.unsure < self.same < 1:
            raise ValueError("thresholds must be 0 < unsure < same < 1")
        if self.margin <= 0 or not 0 < self.similar < 1 or not 0 < self.damaged_below <= 1:
            raise ValueError("margin, similar or damaged_below out of range")

    def confidence(self, odds: float) -> float:
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


@lru_cache(maxsize=1)
def default_weighing() -> Weighing:
    raw: dict[str, Any] = tomllib.loads((files("roster") / "matching.toml").read_text(encoding="utf-8"))
    weights = {name: float(value) for name, value in raw["weights"].items()}
    return Weighing(MappingProxyType(weights), weights.pop("start"), **raw["thresholds"])
