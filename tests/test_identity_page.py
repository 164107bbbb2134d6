"""Who is who in the browser: pairs with their evidence, decided by editors alone, and split again."""

from __future__ import annotations

import html
import re

import pytest
from flask.testing import FlaskClient

from matcher.database.links import Known
from matcher.identity.proposals import propose_merges
from matcher.records import Organisation
from matcher.settings import Settings
from matcher.store import Store
from matcher.workspace import Workspace
from tests.conftest import WordsEncoder, built_workspace
from tests.editor import PASSWORD, sign_in
from webapp import create_app

SITE = {"contact": {"website": "https://kestrelwatch.example"}, "countries": ["SK"]}
ONE = Organisation.model_validate({"id": "local:kestrel", "name": "Kestrel Watch Institute", **SITE})
OTHER = Organisation.model_validate(
    {"id": "reg:7", "name": "Kestrel Watch Institute, o.z.", "sources": [{"title": "The register"}], **SITE}
)


@pytest.fixture
def workspace(settings: Settings, words_encoder: WordsEncoder) -> Workspace:
    workspace = built_workspace(settings, words_encoder)
    workspace.store.receive([ONE], "survey")
    workspace.store.receive([OTHER], "register")
    return workspace


@pytest.fixture
def store(workspace: Workspace) -> Store:
    return workspace.store


@pytest.fixture
def client(workspace: Workspace, words_encoder: WordsEncoder) -> FlaskClient:
    app = create_app(workspace.settings, words_encoder)
    workspace.accounts.add("ana", PASSWORD)
    client = app.test_client()
    sign_in(client)
    return client


def shown(client: FlaskClient, address: str = "/identity") -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", client.get(address).text)).split())


def send(client: FlaskClient, path: str, **entered: str) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/identity").text) or re.search(
        r'name="csrf_token" value="([^"]+)"', client.get("/identity/records/local:kestrel").text
    )
    assert token
    answer = client.post(f"/identity/{path}", data={"csrf_token": token[1], **entered})
    assert answer.status_code == 303
    return answer.headers["Location"]


def decide(client: FlaskClient, decision: str) -> str:
    return send(client, "decide", one="local:kestrel", other="reg:7", decision=decision)


def test_a_pair_stands_side_by_side_with_its_evidence(client: FlaskClient) -> None:
    page = shown(client)
    assert "1 pair to decide" in page
    for part in ("local:kestrel", "reg:7", "survey", "The register", "For:", "kestrelwatch.example"):
        assert part in page
    assert all(
        f"value={decision!r}".replace("'", '"') in client.get("/identity").text for decision in ("same", "later")
    )


def test_the_same_are_joined_and_can_be_split(client: FlaskClient, store: Store) -> None:
    assert decide(client, "same") == "/identity/records/local:kestrel"
    assert "reg:7" not in {each.id for each in store.organisations()}
    page = shown(client, "/identity/records/local:kestrel")
    assert "2 records are read as this organisation." in page
    assert "register" in page
    assert "survey" in page
    send(client, "split", organisation="local:kestrel", record="reg:7")
    assert {"reg:7", "local:kestrel"} <= {each.id for each in store.organisations()}
    assert "Nothing is left to decide." in shown(client), "what was split is not proposed again"


def test_the_different_are_not_proposed_again(client: FlaskClient, store: Store) -> None:
    assert decide(client, "different") == "/identity"
    assert "Nothing is left to decide." in shown(client)
    assert "pairs to decide" not in shown(client)
    assert store.apart() == {frozenset(("local:kestrel", "reg:7"))}


def test_later_puts_a_pair_at_the_end(client: FlaskClient, store: Store) -> None:
    copies = [each.model_copy(update={"name": "Marmot Radio Alliance"}) for each in (ONE, OTHER)]
    copies = [each.model_copy(update={"contact": Organisation(id="x", name="x").contact}) for each in copies]
    store.receive([copies[0].model_copy(update={"id": "local:marmot"})], "survey")
    store.receive([copies[1].model_copy(update={"id": "reg:8"})], "register")
    first = re.findall(r'name="one" value="([^"]+)"', client.get("/identity").text)
    assert sorted(first) == ["local:kestrel", "local:marmot"]
    other = {"local:kestrel": "reg:7", "local:marmot": "reg:8"}[first[0]]
    send(client, "decide", one=first[0], other=other, decision="later")
    assert re.findall(r'name="one" value="([^"]+)"', client.get("/identity").text) == first[::-1]


def test_only_editors_get_in_and_nothing_is_changed_unsigned(client: FlaskClient, store: Store) -> None:
    form = {"one": "local:kestrel", "other": "reg:7", "decision": "same", "record": "reg:7"}
    assert client.post("/identity/decide", data=form).status_code == 400
    stranger = client.application.test_client()
    for path in ("", "/records/local:kestrel"):
        assert stranger.get(f"/identity{path}").headers["Location"].startswith("/sign-in?")
    client.application.config["WTF_CSRF_ENABLED"] = False
    for path in ("decide", "split"):
        assert stranger.post(f"/identity/{path}", data=form).headers["Location"].startswith("/sign-in")
    assert {"reg:7", "local:kestrel"} <= {each.id for each in store.organisations()}


def test_records_of_one_register_are_two_organisations() -> None:
    def known(organisation: Organisation, *origins: str) -> Known:
        return Known(organisation, (organisation.id,), frozenset(origins))

    assert propose_merges([known(ONE, "register"), known(OTHER, "register")]) == ()
    [found] = propose_merges([known(ONE, "import"), known(OTHER, "import")])
    assert (found.known.ids, found.incoming.id) == (("local:kestrel",), "reg:7")
    assert (
        propose_merges([known(ONE, "a"), known(OTHER, "b")], frozenset([frozenset(("local:kestrel", "reg:7"))])) == ()
    )
