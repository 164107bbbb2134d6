"""The one door to the knowledge base: the current generation, swapped when a newer one is built."""

from __future__ import annotations

import logging
import threading
from typing import cast

from flask import current_app, g

from matcher.accounts.keeping import Accounts
from matcher.accounts.sign_in import SignIn
from matcher.corpus import Corpus
from matcher.editing.editing import Editing
from matcher.editing.mistake_reports import MistakeReports
from matcher.encoders import Encoder
from matcher.errors import KnowledgeBaseError
from matcher.feedback.keeping import Feedback
from matcher.knowledge import KnowledgeBase
from matcher.landscape.landscape import Landscape
from matcher.profile import Profile
from matcher.recommender import Recommender
from matcher.records import Goal
from matcher.results import Partners
from matcher.settings import Settings
from matcher.shortlists.keeping import Shortlists
from matcher.store import Store
from matcher.workspace import Workspace
from webapp.answers_kept import KeptAnswers
from webapp.import_jobs import ImportJobs
from webapp.page_parts import PageParts
from webapp.publisher import Publisher

_log = logging.getLogger(__name__)


class Library:
    """Opens generations; what is open stays in use when a newer one cannot be opened."""

    def __init__(self, settings: Settings, encoder: Encoder) -> None:
        self._workspace = Workspace(settings)
        self._encoder = encoder
        self._lock = threading.Lock()
        self._tried = self._workspace.current_name()
        self._recommender = Recommender(self._workspace.open(encoder))
        self._landscape = Landscape(self._recommender.knowledge, self._workspace.organisation_map)
        self._page_parts = PageParts(self._recommender.knowledge)
        self.answers = KeptAnswers()
        self.publisher = Publisher(self._publish)
        self.imports = ImportJobs(self._workspace, self.publisher.changed)

    @property
    def workspace(self) -> Workspace:
        """The data folder."""
        return self._workspace

    def landscape(self, knowledge: KnowledgeBase) -> Landscape:
        """Return the landscape of a knowledge base; that of the last one asked for is kept."""
        kept = self._landscape  # another thread may put another one there meanwhile
        if kept.knowledge is not knowledge:
            self._landscape = kept = Landscape(knowledge, self._workspace.organisation_map)
        return kept

    def page_parts(self, knowledge: KnowledgeBase) -> PageParts:
        """Return what pages say alike to all; that of the knowledge base last asked for is kept."""
        kept = self._page_parts  # another thread may put another one there meanwhile
        if kept.knowledge is not knowledge:
            self._page_parts = kept = PageParts(knowledge)
        return kept

    def _publish(self) -> None:
        """Make a generation of what the database says and take it up, so that the next request need not wait for it."""
        built = self._workspace.publish(self._encoder, self.publisher.report).name
        used = self.recommender(wait=True).knowledge.name
        if used < built:
            raise KnowledgeBaseError(f"{built} was built and cannot be used; {used} stays in use")

    def recommender(self, *, wait: bool = False) -> Recommender:
        """Return the recommender over the newest generation that can be used.

        While another thread opens that, the one before, unless one is ready to `wait`.
        """
        name = self._workspace.current_name()
        if name != self._tried and self._lock.acquire(blocking=wait):
            try:
                if name != self._tried:
                    self._take_up(name)
            finally:
                self._lock.release()
        return self._recommender

    def _take_up(self, name: str) -> None:
        """Open the current generation; what cannot be used is tried once, what cannot be read with each request."""
        try:
            self._recommender = Recommender(self._workspace.open(self._encoder))
            self._tried = name
            _log.info("now serving %s", name)
        except KnowledgeBaseError:
            self._tried = name
            _log.exception("%s cannot be used; %s stays in use", name, self._recommender.knowledge.name)
        except OSError:
            _log.exception("%s cannot be read now; %s stays in use", name, self._recommender.knowledge.name)


def get_shortlists() -> Shortlists:
    """Return the shortlists."""
    return _library().workspace.shortlists


def get_editing() -> Editing:
    """Return what writes records."""
    return _library().workspace.editing


def get_accounts() -> Accounts:
    """Return those who may edit."""
    return _library().workspace.accounts


def get_sign_in() -> SignIn:
    """Return the ways to sign in."""
    return _library().workspace.sign_in


def get_publisher() -> Publisher:
    """Return what makes edits searchable."""
    return _library().publisher


def get_imports() -> ImportJobs:
    """Return the imports of uploaded files."""
    return _library().imports


def get_mistake_reports() -> MistakeReports:
    """Return what readers reported about records."""
    return _library().workspace.mistake_reports


def get_store() -> Store:
    """Return the records, which may be newer than the generation that is served."""
    return _library().workspace.store


def get_corpus_now() -> Corpus:
    """Return the records as the database has them now."""
    return _library().workspace.corpus()


def get_feedback() -> Feedback:
    """Return the opinions on recommendations."""
    return _library().workspace.feedback


def get_landscape() -> Landscape:
    """Return the landscape of the organisations that this request sees."""
    return _library().landscape(get_recommender().knowledge)


def get_page_parts() -> PageParts:
    """Return the parts of pages that all readers of a language see alike in this request's generation."""
    try:
        return cast(PageParts, g.page_parts)
    except AttributeError:
        g.page_parts = parts = _library().page_parts(get_recommender().knowledge)
        return parts


def get_recommender() -> Recommender:
    """Return the recommender that this request uses from beginning to end."""
    if "recommender" not in g:
        g.recommender = _library().recommender()
    return cast(Recommender, g.recommender)


def get_partners(goal: Goal, *, count: bool = False) -> Partners:
    """Return the partners for a goal, from the answers that are kept where it was asked before."""
    return _library().answers.partners(get_recommender(), goal, count=count)


def get_profile(organisation_id: str) -> Profile:
    """Return the neighbourhood of an organisation, from the answers that are kept where it was asked for before."""
    return _library().answers.profile(get_recommender(), organisation_id)


def _library() -> Library:
    return cast(Library, current_app.extensions["library"])
