"""How to reach an organisation: its website is for everybody, its e-mail address for who asks for it."""

from __future__ import annotations

from matcher.records import Organisation


def without_email(organisation: Organisation) -> Organisation:
    """Return an organisation without its e-mail address."""
    contact = organisation.contact.model_copy(update={"role_email": ""})
    return organisation.model_copy(update={"contact": contact})
