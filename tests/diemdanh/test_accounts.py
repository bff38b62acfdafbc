"""Accounts: what a wrong password costs, what ends a session, who may not lock himself out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from compliance.confirming import Confirmation
from diemdanh.accounts import AccountFault, AccountRefusal, Accounts, Role
from diemdanh.confirmations import ConfirmationFault, ConfirmationRefusal, Confirmations
from diemdanh.desk import Desk
from store.backup import verify
from store.database import Store, open_store

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
PASSWORD = "ba con vịt xoè ra"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "home", create=True)


@pytest.fixture
def accounts(store: Store) -> Accounts:
    found = Accounts(store, QUICK)
    with store.writing(by="setup", at=NOW) as change:
        found.add(change, "lan", PASSWORD, Role.ADMINISTRATOR, "Nguyễn Thị Lan")
    return found


def desk(store: Store, minutes: int = 0) -> Desk:
    return Desk(store, "?", NOW + timedelta(minutes=minutes), "web 127.0.0.1")


def fault(accounts: Accounts, store: Store, password: str, minutes: int = 0, name: str = "lan") -> AccountFault:
    with pytest.raises(AccountRefusal) as refused:
        accounts.sign_in(desk(store, minutes), name, password)
    return refused.value.code


def test_a_right_password_opens_and_nothing_of_it_is_told(accounts: Accounts, store: Store) -> None:
    assert accounts.sign_in(desk(store), "lan", PASSWORD).role is Role.ADMINISTRATOR
    told = " ".join(str(row) for row in store.rows("SELECT before, after, subject FROM audit"))
    assert "argon2" not in told and PASSWORD not in told
    assert verify(store) == ()


def test_a_wrong_name_and_a_wrong_password_sound_the_same(accounts: Accounts, store: Store) -> None:
    assert (
        fault(accounts, store, "wrong") is fault(accounts, store, PASSWORD, name="nobody") is AccountFault.WRONG_SIGN_IN
    )
    # people type their password where the name belongs
    assert fault(accounts, store, "x", name=PASSWORD) is AccountFault.WRONG_SIGN_IN
    assert store.value("SELECT count(*) FROM audit WHERE subject = ? OR by = ?", [PASSWORD, PASSWORD]) == 0


def test_too_many_wrong_passwords_lock_for_a_while(accounts: Accounts, store: Store) -> None:
    for _ in range(5):
        assert fault(accounts, store, "wrong") is AccountFault.WRONG_SIGN_IN
    assert fault(accounts, store, PASSWORD, 1) is AccountFault.LOCKED
    assert accounts.sign_in(desk(store, 16), "lan", PASSWORD).name == "lan"
    assert fault(accounts, store, "wrong", 17) is AccountFault.WRONG_SIGN_IN


def test_a_new_password_ends_all_sessions(accounts: Accounts, store: Store) -> None:
    session = accounts.sign_in(desk(store), "lan", PASSWORD).session_version
    assert accounts.session_holds("lan", session)
    accounts.change_own_password(desk(store), "lan", PASSWORD, "bốn con gà gáy vang")
    assert not accounts.session_holds("lan", session)
    assert fault(accounts, store, PASSWORD) is AccountFault.WRONG_SIGN_IN


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaaaaa", "x" * 300])
def test_a_weak_password_is_refused(accounts: Accounts, store: Store, password: str) -> None:
    with pytest.raises(AccountRefusal) as refused, store.writing(by="lan", at=NOW) as change:
        accounts.add(change, "minh", password, Role.CLERK)
    assert refused.value.code is AccountFault.WEAK_PASSWORD


@pytest.mark.parametrize("name", ["", " minh", "a\nb", "lan"])
def test_a_bad_or_taken_name_is_refused(accounts: Accounts, store: Store, name: str) -> None:
    with pytest.raises(AccountRefusal) as refused, store.writing(by="lan", at=NOW) as change:
        accounts.add(change, name, PASSWORD, Role.CLERK)
    assert refused.value.code in (AccountFault.BAD_NAME, AccountFault.ACCOUNT_EXISTS)


def test_the_last_administrator_stays(accounts: Accounts, store: Store) -> None:
    for act in (
        lambda change: accounts.disable(change, "lan"),
        lambda change: accounts.set_role(change, "lan", Role.VIEWER),
    ):
        with pytest.raises(AccountRefusal) as refused, store.writing(by="lan", at=NOW) as change:
            act(change)
        assert refused.value.code is AccountFault.LAST_ADMINISTRATOR


def test_a_disabled_account_neither_signs_in_nor_keeps_its_session(accounts: Accounts, store: Store) -> None:
    with store.writing(by="lan", at=NOW) as change:
        accounts.add(change, "minh", PASSWORD, Role.CLERK, scope="u1")
        accounts.disable(change, "minh")
    assert fault(accounts, store, PASSWORD, name="minh") is AccountFault.WRONG_SIGN_IN
    assert not accounts.session_holds("minh", 1)
    assert [account.name for account in accounts.all()] == ["lan", "minh"]


def test_roles_contain_the_lesser_ones() -> None:
    assert Role.APPROVER.may(Role.CLERK) and not Role.CLERK.may(Role.REVIEWER)


def confirmation(reason: str = "xác nhận vắng cả quý", attended: int = 0) -> Confirmation:
    return Confirmation("m1", "la258", 1, "2023-Q1", attended, 1, (("b1", "2023-02"),), reason=reason)


def test_a_confirmation_is_kept_with_what_it_rests_on(store: Store) -> None:
    book = Confirmations(store)
    with store.writing(by="head", at=NOW) as change:
        book.add(change, confirmation())
    with store.writing(by="head", at=NOW + timedelta(days=1)) as change:
        book.add(change, confirmation("ông tự nhận", attended=1))
    (now,) = book.all()
    (before,) = book.all(known_on=NOW)
    assert (now.attended, now.missing, now.by, now.reason) == (1, (("b1", "2023-02"),), "head", "ông tự nhận")
    assert before.attended == 0
    with store.writing(by="head", at=NOW + timedelta(days=2)) as change:
        book.withdraw(change, "m1", "la258", "2023-Q1", "nhầm người")
    assert book.all() == ()
    assert verify(store) == ()


def test_a_confirmation_needs_a_reason(store: Store) -> None:
    with pytest.raises(ConfirmationRefusal) as refused, store.writing(by="head", at=NOW) as change:
        Confirmations(store).add(change, confirmation(" "))
    assert refused.value.code is ConfirmationFault.NEEDS_REASON
