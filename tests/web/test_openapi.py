"""The JSON door against its own OpenAPI: nothing that a generator thinks of breaks it or is answered undocumented."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from conftest import Site
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import checks

CHECKS = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
#: these would change who the caller is
APART = ("/manage/accounts", "/me/password")


def _walk(site: Site, examples: int) -> int:
    """Calls every operation with generated values as the administrator; how many operations there were."""
    visitor = site.visitor("admin")
    schema = schemathesis.openapi.from_dict(visitor.get("/api/v1/openapi.json").json())
    schema.config.update(base_url=site.base)
    operations = [result.ok() for result in schema.get_all_operations()]
    asked = [one for one in operations if one.method == "get" or not any(part in one.path for part in APART)]
    headers = {"X-CSRF-Token": visitor.token, "Cookie": "; ".join(f"{k}={v}" for k, v in visitor.cookies.items())}
    found = [fault for operation in asked if (fault := _fault(operation, headers, examples))]
    assert found == []
    return len(asked)


def _fault(operation: Any, headers: dict[str, str], examples: int) -> str:
    """What is wrong with an operation's answers; empty: nothing."""
    try:
        _ask(operation, headers, examples)
    except Exception as error:
        return f"{operation.label}: {error!r} {getattr(error, 'exceptions', '')}"[:1500]
    return ""


def _ask(operation: Any, headers: dict[str, str], examples: int) -> None:
    @settings(max_examples=examples, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers, timeout=60)

    ask()


def test_no_answer_is_undocumented_and_none_is_an_error_of_the_program(site: Site) -> None:
    assert _walk(site, examples=3) > 40


@pytest.mark.soak
def test_the_same_for_long(site: Site) -> None:
    assert _walk(site, examples=100) > 40
