"""`partner-matcher user`: adding, listing and removing those who may edit, and changing their passwords."""

from __future__ import annotations

import argparse
import getpass
import sys
from typing import TYPE_CHECKING

from matcher.accounts.account import account_name, check_password
from matcher.errors import AccountError

if TYPE_CHECKING:
    from matcher.accounts.keeping import Accounts


def add_user_options(parser: argparse.ArgumentParser) -> None:
    """Describe the command: `add`, `password`, `remove` with a name, and `list`."""
    actions = parser.add_subparsers(dest="action", required=True)
    for action, text in (("add", "add an editor"), ("password", "change an editor's password")):
        command = actions.add_parser(action, help=f"{text}; the password is asked for twice")
        command.add_argument("name")
        command.add_argument("--password-stdin", action="store_true", help="read it from standard input instead")
    actions.add_parser("remove", help="remove an editor; what the editor wrote stays").add_argument("name")
    actions.add_parser("list", help="print each editor's name and since when")


def user_command(options: argparse.Namespace, accounts: Accounts) -> int:
    """Do what was asked; return the exit code."""
    if options.action == "list":
        for each in accounts.list():
            told = "" if each.has_password else "\tby the link of `serve`"
            print(f"{each.name}\t{each.created[:10]}{told}")  # noqa: T201  what was asked for
        return 0
    if options.action == "remove":
        accounts.remove(options.name)
        return _tell(f"removed {options.name}; who was signed in is not any more")
    name = account_name(options.name)
    password = _password(from_input=options.password_stdin)
    if options.action == "add":
        accounts.add(name, password)
        return _tell(f"added {name}")
    accounts.set_password(name, password)
    return _tell(f"changed the password of {name}; who was signed in is not any more")


def _password(*, from_input: bool) -> str:
    """Read a password: never from an argument, which other users of the machine could see."""
    if from_input:
        return check_password(sys.stdin.readline().rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise AccountError("password", "cannot be asked for without a terminal; use --password-stdin")
    password = check_password(getpass.getpass("Password: "))
    if getpass.getpass("Again: ") != password:
        raise AccountError("password", "was typed differently the second time; nothing changed")
    return password


def _tell(text: str) -> int:
    print(text)  # noqa: T201  what was done
    return 0
