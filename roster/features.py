"""The features of a match: small functions whose docstrings explain them in public. Weights: matching.toml."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from roster.positions import Standing, only_plain
from roster.spellings import Nearness


class TermState(StrEnum):
    """Does the member hold a post on the day of the meeting?"""

    SERVING = "serving"
    #: only the month is known and a post begins or ends in it
    PARTLY = "partly"
    OUT = "out"
    #: the day is not known
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Case:
    """All that is known of one written person and one member; features read nothing else."""

    nearness: Nearness
    position: str
    standing: Standing
    term: TermState
    #: the words come from a scan; `damaged`: from one that was hardly legible
    scanned: bool = False
    damaged: bool = False
    #: listed as the branch's own
    own_branch: bool = False
    superior: bool = False
    #: the member belongs to this branch by his roster row
    own_unit: bool = False
    #: the roster knows where he belongs, and it is not this branch
    other_unit: bool = False
    near_unit: bool = False
    #: his unit is a commune's or a base organisation's, and the branch's parent is another
    other_area: bool = False
    assigned: bool = False
    alias: bool = False
    only_holder: bool = False
    #: the branch is an office's, whose leaders sit in it as its own
    office: bool = False
    said_before: bool = False


def name_same(case: Case) -> bool:
    """The full name is the same, case and the place of the tone mark aside."""
    return case.nearness is Nearness.SAME and not case.alias


def name_tones(case: Case) -> bool:
    """The letters agree and marks differ: Tuấn and Tuân are two people, unless a scan lost the mark."""
    return case.nearness is Nearness.TONES and not case.alias


def name_letters(case: Case) -> bool:
    """At most one letter in six differs."""
    return case.nearness is Nearness.LETTERS and not case.alias


def name_initials(case: Case) -> bool:
    """`Ng. V. Nam`: the given name is whole, the rest begins alike."""
    return case.nearness is Nearness.INITIALS and not case.alias


def name_partial(case: Case) -> bool:
    """A middle word is missing, which makes another whole name."""
    return case.nearness is Nearness.PARTIAL and not case.alias


def name_given(case: Case) -> bool:
    """Only the end of the name is written: the given name, perhaps with the middle word."""
    return case.nearness is Nearness.GIVEN and not case.alias


def name_swapped(case: Case) -> bool:
    """The same words in another order are another name."""
    return case.nearness is Nearness.SWAPPED and not case.alias


def name_other(case: Case) -> bool:
    """Another name."""
    return case.nearness is Nearness.OTHER and not case.alias


def alias(case: Case) -> bool:
    """A reviewer accepted this spelling for the member, here and on this day."""
    return case.alias


def damage_possible(case: Case) -> bool:
    """The name was hardly legible, so that lost marks or a wrong letter may be the scan's."""
    return case.damaged and case.nearness in (Nearness.TONES, Nearness.LETTERS)


def scanned_name(case: Case) -> bool:
    """The name was read from a scan that seemed legible: it may have lost a mark all the same."""
    return case.scanned and not case.damaged and case.nearness in (Nearness.TONES, Nearness.LETTERS)


def post_same(case: Case) -> bool:
    """Every post that is written is one that he holds on the day."""
    return case.standing is Standing.SAME


def post_fits(case: Case) -> bool:
    """What is written is a part of a post of his, or a wider one."""
    return case.standing is Standing.FITS


def post_mixed(case: Case) -> bool:
    """One written post is his, another is not."""
    return case.standing is Standing.MIXED


def post_contradicts(case: Case) -> bool:
    """The written post is none of his."""
    return case.standing is Standing.CONTRADICTS


def post_only_one(case: Case) -> bool:
    """Few hold the written post on the day, and none of the others has a name like the written one."""
    return case.only_holder and case.standing in (Standing.SAME, Standing.FITS)


def plain_person(case: Case) -> bool:
    """Written as an ordinary member or officer of the branch, which the roster does not say of him."""
    return case.standing is Standing.PLAIN and not case.own_unit and not case.office


def own_unit(case: Case) -> bool:
    """By the roster he belongs to this branch, and is listed as one of it."""
    return case.own_unit and (case.own_branch or only_plain(case.position) or not case.position)


def own_branch_elsewhere(case: Case) -> bool:
    """Listed as one of the branch's own, while the roster says that he belongs elsewhere."""
    supported = case.standing in (Standing.SAME, Standing.FITS)
    own = case.own_branch or (only_plain(case.position) and case.other_unit)
    return (
        own
        and not case.own_unit
        and not case.office
        and (not supported or (only_plain(case.position) and case.other_unit))
    )


def assigned(case: Case) -> bool:
    """He is assigned to this branch, or to its area, on the day; the branch's own people are not meant."""
    return case.assigned and not case.own_branch


def near_unit(case: Case) -> bool:
    """His unit and the branch are of the same commune."""
    return case.near_unit and not case.own_unit


def other_area(case: Case) -> bool:
    """A post of a commune fits, but the branch is of another commune, where somebody else may hold it."""
    return case.other_area and case.standing in (Standing.SAME, Standing.FITS)


def among_superiors(case: Case) -> bool:
    """He stands in the superiors' or guests' line."""
    return case.superior


def out_of_term(case: Case) -> bool:
    """He holds no post on the day of the meeting."""
    return case.term is TermState.OUT


def said_before(case: Case) -> bool:
    """The sheet has his full name elsewhere, and nobody else's that could be meant."""
    return case.said_before


Feature = Callable[[Case], bool]
FEATURES: Mapping[str, Feature] = {
    feature.__name__: feature
    for feature in (
        name_same,
        name_tones,
        name_letters,
        name_initials,
        name_partial,
        name_given,
        name_swapped,
        name_other,
        alias,
        damage_possible,
        scanned_name,
        post_same,
        post_fits,
        post_mixed,
        post_contradicts,
        post_only_one,
        plain_person,
        own_unit,
        own_branch_elsewhere,
        assigned,
        near_unit,
        other_area,
        among_superiors,
        out_of_term,
        said_before,
    )
}
