"""Flow: the catalogue as a file and back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from diemdanh.desk import Desk
from diemdanh.failures import Complaint
from rules_catalog.catalogue import Catalogue
from rules_catalog.errors import RuleRefusal
from rules_catalog.exchange import Format, dumped, form_of, loaded
from rules_catalog.legal_rule_ml import legal_rule_ml
from rules_catalog.rule import Rule

LEGAL_RULE_ML = "legalruleml"


def import_file(desk: Desk, path: Path, activate: bool, by: str, reason: str, dry_run: bool) -> tuple[Rule, ...]:
    """Takes the rules of a file in one transaction; with `activate` (who and why) they are in force at once."""
    if activate and not by:
        raise Complaint("refused", detail="--by", exit_code=2)
    try:
        rules = loaded(path.read_bytes(), form_of(path.name))
        if dry_run:
            return ()
        catalogue = Catalogue(desk.store)
        with desk.writing() as change:
            found = catalogue.import_rules(change, rules, activate=activate, reason=reason)
    except RuleRefusal as error:
        raise Complaint(str(error.code), str(path), error.detail) from error
    return tuple(catalogue.get(one.rule_id, one.version) for one in found)


def export_catalogue(desk: Desk, form: str, known_on: datetime | None = None) -> bytes:
    """Every version of every rule, so that importing the file gives the same catalogue.

    As LegalRuleML the rules as they stand, for other legal tools to read.
    """
    catalogue = Catalogue(desk.store)
    if form == LEGAL_RULE_ML:
        return legal_rule_ml(catalogue.list(as_known_on=known_on))
    return dumped(catalogue.export(known_on), Format(form))
