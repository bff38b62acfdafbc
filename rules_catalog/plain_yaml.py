"""YAML as `yaml.safe_load` reads it, several times as fast where a file uses nothing but lists, mappings and scalars.

PyYAML parses in C and then builds every value in Python, through a node, a tag and a search for its constructor; most
of the time of a large catalogue goes there. Here values are built from the parser's events; what a plain scalar means
is asked of PyYAML once for each spelling. Anchors, tags, merge keys: the whole file is left to PyYAML.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TEXT = "tag:yaml.org,2002:str"
_VALUES = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "timestamp"))
_NO_KEY = object()


class _Beyond(Exception):
    """The file uses more of YAML than is built here."""


def load(data: bytes) -> Any:
    """The file's one document; None for an empty file. Raises yaml.YAMLError, ValueError (a date that is none)."""
    try:
        return _built(data)
    except _Beyond:
        return yaml.load(data, Loader=_Loader)  # noqa: S506  a safe loader


def _built(data: bytes) -> Any:
    top: list[Any] = []
    stack: list[list[Any]] = [[top, _NO_KEY]]
    documents = 0
    event: Any
    for event in yaml.parse(data, Loader=_Loader):
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                raise _Beyond
            _put(stack[-1], _value(event.value) if event.implicit[0] else event.value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.anchor is not None or event.tag is not None or _awaits_key(stack[-1]):
                raise _Beyond
            stack.append([{} if kind is MappingStartEvent else [], _NO_KEY])
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            found = stack.pop()[0]
            _put(stack[-1], found)
        elif kind is DocumentStartEvent:
            documents += 1
        elif kind is AliasEvent:
            raise _Beyond
    if documents > 1:
        raise _Beyond
    return top[0] if top else None


def _awaits_key(frame: list[Any]) -> bool:
    return type(frame[0]) is dict and frame[1] is _NO_KEY


def _put(frame: list[Any], value: Any) -> None:
    """The value into its list; in a mapping it is a key first, then what stands under it."""
    holder, key = frame
    if type(holder) is list:
        holder.append(value)
    elif key is _NO_KEY:
        frame[1] = value
    else:
        holder[key] = value
        frame[1] = _NO_KEY


@lru_cache(maxsize=65536)
def _value(plain: str) -> Any:
    """What a scalar without quotes means."""
    reader: Any = yaml.SafeLoader("")
    tag = reader.resolve(yaml.ScalarNode, plain, (True, False))
    if tag == _TEXT:
        return plain
    if tag not in _VALUES:
        raise _Beyond
    return reader.construct_object(yaml.ScalarNode(tag, plain))
