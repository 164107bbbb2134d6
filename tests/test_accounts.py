"""Who may edit: accounts with hashed passwords, attempts that are limited, links that work once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

from matcher.accounts.keeping import OWNER, Accounts
from matcher.accounts.rows import StoredAccount, StoredLink
from matcher.accounts.sign_in import FREE, LINK_LASTS, LONGEST_WAIT, SignIn
from matcher.errors import AccountError, TooManyAttemptsError, UnknownRecordError
from matcher.store import Store

PASSWORD = "correct horse battery"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{tmp_path / 'matcher.sqlite'}")
    yield store
    store.close()


@pytest.fixture
def accounts(store: Store) -> Accounts:
    return Accounts(store.engine, lambda text: generate_password_hash(text, "pbkdf2:sha256:1"))


class Clock:
    """Seconds that pass only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(store: Store, accounts: Accounts, clock: Clock) -> SignIn:
    return SignIn(store.engine, accounts, clock)


def test_an_account_is_found_by_name_and_password(accounts: Accounts) -> None:
    made = accounts.add(" Ana ", PASSWORD)
    assert (made.name, made.has_password) == ("ana", True)
    assert accounts.with_password("ANA", PASSWORD) == made == accounts.find("ana")
    assert accounts.with_password("ana", PASSWORD + "!") is None
    assert accounts.with_password("bob", PASSWORD) is None


def test_passwords_are_kept_as_scrypt_hashes_only(store: Store) -> None:
    Accounts(store.engine).add("ana", PASSWORD)
    with Session(store.engine) as session:
        kept = session.scalars(select(StoredAccount)).one().password_hash
    assert kept.startswith("scrypt:")
    assert PASSWORD not in kept


@pytest.mark.parametrize("name", ["", "a b", "a:b", "-a", "a" * 61, "<b>"])
def test_a_name_that_cannot_be_one_is_told(accounts: Accounts, name: str) -> None:
    with pytest.raises(AccountError, match=r"name: .* cannot be one"):
        accounts.add(name, PASSWORD)


def test_a_short_password_is_told_without_showing_it(accounts: Accounts) -> None:
    with pytest.raises(AccountError, match="password: has 9 characters; use 10 to 1,000") as caught:
        accounts.add("ana", "secretpas")
    assert "secretpas" not in str(caught.value)
    assert accounts.list() == ()


def test_a_name_is_given_once(accounts: Accounts) -> None:
    accounts.add("ana", PASSWORD)
    with pytest.raises(AccountError, match="'ana' is taken"):
        accounts.add("Ana", "another pass phrase")
    assert accounts.with_password("ana", PASSWORD)


def test_a_new_password_renews_the_stamp_and_ends_the_old_one(accounts: Accounts) -> None:
    before = accounts.add("ana", PASSWORD)
    after = accounts.set_password("ana", "another pass phrase")
    assert after.stamp != before.stamp
    assert accounts.with_password("ana", PASSWORD) is None
    assert accounts.with_password("ana", "another pass phrase") == after
    with pytest.raises(UnknownRecordError, match="no account has the name 'bob'"):
        accounts.set_password("bob", PASSWORD)


def test_a_removed_account_is_gone(accounts: Accounts) -> None:
    accounts.add("ana", PASSWORD)
    accounts.add("bob", PASSWORD)
    accounts.remove("ana")
    assert [each.name for each in accounts.list()] == ["bob"]
    with pytest.raises(UnknownRecordError):
        accounts.remove("ana")


def test_the_owner_has_no_password_that_could_be_guessed(accounts: Accounts) -> None:
    owner = accounts.owner()
    assert owner == accounts.owner()
    assert (owner.name, owner.has_password) == (OWNER, False)
    assert accounts.with_password(OWNER, "") is None


def test_after_some_failures_the_wait_doubles_also_for_the_right_password(sign_in: SignIn, clock: Clock) -> None:
    waits = []
    sign_in._accounts.add("ana", PASSWORD)
    for _ in range(FREE):
        assert sign_in.by_password("ana", "wrong", "10.0.0.1") is None
    for _ in range(4):
        with pytest.raises(TooManyAttemptsError) as caught:
            sign_in.by_password("ana", PASSWORD, "10.0.0.1")
        waits.append(caught.value.seconds)
        clock.now += caught.value.seconds
        assert sign_in.by_password("ana", "wrong", "10.0.0.1") is None
    assert waits == [1, 2, 4, 8]
    clock.now += LONGEST_WAIT
    assert sign_in.by_password("ana", PASSWORD, "10.0.0.1")
    assert sign_in.by_password("ana", "wrong", "10.0.0.1") is None  # and the count began anew


def test_nobody_is_shut_out_from_elsewhere(sign_in: SignIn) -> None:
    sign_in._accounts.add("ana", PASSWORD)
    for _ in range(FREE):
        sign_in.by_password("ana", "wrong", "10.0.0.1")
    assert sign_in.by_password("ana", PASSWORD, "10.0.0.2")


def test_the_wait_has_an_end(sign_in: SignIn, clock: Clock) -> None:
    for _ in range(40):
        sign_in.by_password("ana", "wrong", "10.0.0.1")
        clock.now += LONGEST_WAIT + 1
    sign_in.by_password("ana", "wrong", "10.0.0.1")
    with pytest.raises(TooManyAttemptsError) as caught:
        sign_in.by_password("ana", "wrong", "10.0.0.1")
    assert caught.value.seconds == LONGEST_WAIT


def test_a_link_signs_in_once_and_only_its_hash_is_kept(store: Store, sign_in: SignIn, accounts: Accounts) -> None:
    secret = sign_in.new_link(accounts.owner())
    assert len(secret) == 32
    with Session(store.engine) as session:
        assert secret not in session.scalars(select(StoredLink)).one().secret_hash
    assert sign_in.by_link(secret + "x") is None
    assert sign_in.by_link(secret) == accounts.owner()
    assert sign_in.by_link(secret) is None


def test_a_link_is_good_for_a_day_and_the_newest_counts(sign_in: SignIn, accounts: Accounts, clock: Clock) -> None:
    old, new = sign_in.new_link(accounts.owner()), sign_in.new_link(accounts.owner())
    assert sign_in.by_link(old) is None
    clock.now += LINK_LASTS + 1
    assert sign_in.by_link(new) is None
