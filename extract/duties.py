"""Words of doing: what kind of word a mention of a duty is, before anybody says who does it and how often."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extract.obligation import Action


class Form(StrEnum):
    """How the word stands in its clause."""

    VERB = "verb"
    #: "tổ chức", "thực hiện": what is done stands behind it
    LIGHT = "light"
    #: "dành một buổi": what is done stands behind it before any comma; else the giving itself is the duty
    GIVING = "giving"
    #: "công tác kiểm tra": a duty only behind a light verb
    NOMINAL = "nominal"
    #: "mức dự của X": the noun that a figure is said of; X is whose duty it is
    QUOTA = "quota"
    #: "kế hoạch kiểm tra", "dự toán": no duty
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Duty:
    action: Action | None
    form: Form = Form.VERB
