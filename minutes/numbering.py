"""The numbers of headings and items: which follows which, and so where a list ends."""

from __future__ import annotations

import re

from vntext.numerals import roman


def beside(opener: str, bullet: str) -> bool:
    """Does a heading's number (`III.`) come after that of the list's own heading (`II.`), so that the list ended?"""
    sort, number = _number_of(opener)
    other, later = _number_of(bullet)
    return sort != "" and sort == other and number < later <= number + 3


def _number_of(bullet: str) -> tuple[str, int]:
    """Sort and value of a heading's number: Roman or arabic; nothing for dashes and items of items (`2.1`)."""
    mark = re.fullmatch(r"(?:(?P<roman>[IVX]+)|(?P<number>\d{1,2}))\s*[.)/-]*", bullet.strip())
    if mark is None:
        return "", 0
    return ("number", int(mark["number"])) if mark["number"] else ("roman", roman(mark["roman"].lower()) or 0)


def next_item(one: str, two: str) -> bool:
    """Is `b)` the item after `a)`, `3.` the one after `2.`?"""
    marks = [re.fullmatch(r"\W*(?:(?P<letter>[a-z])|(?P<number>\d{1,2}))[.)/]\W*", bullet) for bullet in (one, two)]
    if marks[0] is None or marks[1] is None:
        return False
    if marks[0]["number"] and marks[1]["number"]:
        return int(marks[1]["number"]) == int(marks[0]["number"]) + 1
    return bool(marks[0]["letter"] and marks[1]["letter"]) and ord(marks[1]["letter"]) == ord(marks[0]["letter"]) + 1
