"""The picture of the place from which something was read: cut from the original on demand, never stored."""

from __future__ import annotations

from documents.errors import Refusal
from documents.images import crop
from documents.model import Box
from rules_catalog.rule import Rule
from store import originals
from store.database import Store
from store.errors import StoreError


def crop_of_rule(store: Store, rule: Rule) -> bytes | None:
    """The rule's sentence on its page as PNG; None where the file has no pages or is gone."""
    return crop_at(store, rule.terms.source_sha256, rule.terms.page, rule.terms.bbox)


def crop_at(store: Store, sha256: str | None, page: int | None, box: Box | None) -> bytes | None:
    if sha256 is None or page is None or box is None:
        return None
    try:
        return crop(originals.path_of(store, sha256), page, Box(*box))
    except (Refusal, StoreError):
        return None
