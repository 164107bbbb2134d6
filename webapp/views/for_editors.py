"""The page from which editors reach everything that is theirs."""

from __future__ import annotations

from flask import Blueprint, render_template

from webapp.access import admit_editors
from webapp.knowledge import get_editing, get_mistake_reports
from webapp.security import keep_private

blueprint = Blueprint("for_editors", __name__, url_prefix="/for-editors")
keep_private(blueprint)
admit_editors(blueprint)


@blueprint.get("")
def page() -> str:
    """What editors can do, and what waits for them."""
    return render_template(
        "for_editors.html", reports=len(get_mistake_reports().open()), moved_on=len(get_editing().moved_on())
    )
