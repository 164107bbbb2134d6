"""The formats of the field: exchange, 360Giving, Open Referral HSDS, CORDIS and IATI; who did what with whom."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from matcher.corpus import Corpus, load_corpus
from matcher.errors import InvalidRecordsError
from matcher.importers import Imported, guess_format, read
from matcher.records import Activity, Contact, Identifier, Organisation
from matcher.store import Store
from tests.conftest import ROOT
from tests.contracts import ImporterContract

REGISTERS = ROOT.parent / "shared" / "data" / "registers"
real_files = pytest.mark.skipif(not REGISTERS.is_dir(), reason="the registers are not here")


def by_id(imported: Imported) -> dict[str, Organisation]:
    return {record.id: record for record in imported.records}


class TestTable(ImporterContract):
    format_name, faulty = "table", 2

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "partners.csv"
        path.write_text("name,country\nA,SK\nB,Atlantis\nC,AT\n,AT\n")
        return path


class TestOrganisationsFile(ImporterContract):
    format_name, faulty = "organisations", 4

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "organisations.jsonl"
        lines = [
            json.dumps({"id": "local:a", "name": "A", "countries": ["SK"], "themes": ["of our own"]}),
            json.dumps({"id": "local:b", "name": "B", "countries": ["Atlantis"]}),
            '{"id": "local:c", "name": ',
            "[]",
            json.dumps({"id": "local:a", "name": "A again"}),
            json.dumps({"id": "local:d", "name": "D"}),
        ]
        path.write_bytes(b"\xef\xbb\xbf" + "\n\n".join(lines).encode())
        return path

    def test_the_records_come_as_they_are_also_with_codes_of_their_own(self, imported: Imported) -> None:
        assert imported.records == (
            Organisation(id="local:a", name="A", countries=("SK",), themes=("of our own",)),
            Organisation(id="local:d", name="D"),
        )
        assert [(notice.line, notice.field, notice.value) for notice in imported.notices] == [
            (1, "themes[0]", "of our own")
        ]
        assert imported.notices[0].reason.endswith("; kept as it is")

    def test_each_fault_names_line_field_and_value(self, imported: Imported) -> None:
        assert [(faults[0].line, faults[0].field, faults[0].value) for faults in imported.rejected] == [
            (3, "countries[0]", "Atlantis"),
            (5, "", '{"id": "local:c", "name":'),
            (7, "", "[]"),
            (9, "id", "local:a"),
        ]

    def test_every_record_of_the_corpus_comes_back_equal(self, tmp_path: Path, small_corpus: Corpus) -> None:
        path = tmp_path / "out.jsonl"
        path.write_text("".join(each.model_dump_json() + "\n" for each in small_corpus.organisations))
        assert read(path, small_corpus.taxonomy).records == small_corpus.organisations


GRANTS: list[dict[str, Any]] = [
    {
        "id": "360G-x-1",
        "title": "A quiz",
        "description": "<p>Check &amp; tell.</p>",
        "awardDate": "22/03/2018",
        "plannedDates": [{"startDate": "2018-05-01", "endDate": "2018-06-01"}],
        "fundingOrganization": [{"id": "GB-CHC-1", "name": "The Fund"}],
        "recipientOrganization": [
            {"id": "360G-x:org-1", "name": "Scouts", "addressCountry": "UK", "charityNumber": "77", "url": "scouts.org"}
        ],
    },
    {
        "id": "360G-x-2",
        "title": "A fair",
        "awardDate": "03/04/2017",
        "fundingOrganization": [{"id": "GB-CHC-1", "name": "The Fund Ltd"}],
        "recipientOrganization": [{"id": "360G-x:org-1", "name": "Scouts", "addressCountry": "COMMONWEALTH"}],
    },
    {"id": "360G-x-3", "title": "To a person", "fundingOrganization": [{"id": "GB-CHC-1", "name": "The Fund"}]},
    {"id": "360G-x-4", "title": "Nobody"},
    {
        "id": "360G-x-5",
        "title": "Without a name",
        "fundingOrganization": [{"id": "GB-CHC-1", "name": "The Fund"}],
        "recipientOrganization": [{"id": "360G-x:org-9"}],
    },
]


class Test360Giving(ImporterContract):
    format_name, faulty = "360giving", 2

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "grants.json"
        path.write_text(json.dumps({"grants": GRANTS}))
        return path

    def test_grants_become_activities_and_funder_and_recipient_partners(self, imported: Imported) -> None:
        fund, scouts = by_id(imported)["GB-CHC-1"], by_id(imported)["360G-x:org-1"]
        quiz = Activity(id="360G-x-1", title="A quiz", summary="Check & tell.", start="2018-05-01", end="2018-06-01")
        fair = Activity(id="360G-x-2", title="A fair", start="2017-04-03")  # the other date shows: day first
        assert scouts.activities == (
            fair.model_copy(update={"partners": ("GB-CHC-1",)}),
            quiz.model_copy(update={"partners": ("GB-CHC-1",)}),
        )
        assert [activity.partners for activity in fund.activities] == [("360G-x:org-1",), ("360G-x:org-1",), ()]
        assert (fund.identifiers, fund.terms, fund.aliases) == (
            (Identifier(scheme="GB-CHC", id="1"),),
            ("funds_others",),
            ("The Fund Ltd",),
        )
        assert (scouts.countries, scouts.contact) == (("GB",), Contact(website="https://scouts.org"))
        assert scouts.identifiers == (Identifier(scheme="GB-CHC", id="77"),)
        assert [(n.line, n.field, n.value) for n in imported.notices if n.field == "countries"] == [
            (2, "countries", "COMMONWEALTH")
        ]

    @pytest.mark.parametrize("titles", [True, False])
    def test_the_spreadsheet_packing_says_the_same(self, tmp_path: Path, small_corpus: Corpus, titles: bool) -> None:
        headers = {
            "Identifier": "id",
            "Title": "title",
            "Description": "description",
            "Award Date": "awardDate",
            "Recipient Org:Identifier": "recipientOrganization/0/id",
            "Recipient Org:Name": "recipientOrganization/0/name",
            "Funding Org:Identifier": "fundingOrganization/0/id",
            "Funding Org:Name": "fundingOrganization/0/name",
        }
        book = Workbook()
        book.active.append(list(headers) if titles else list(headers.values()))
        book.active.append(["g1", "A quiz", "Fun", "2018-03-22", "o-1", "Scouts", "GB-CHC-1", "The Fund"])
        book.save(tmp_path / "grants.xlsx")
        assert guess_format(tmp_path / "grants.xlsx") == "360giving"
        records = by_id(read(tmp_path / "grants.xlsx", small_corpus.taxonomy))
        quiz = {"id": "g1", "title": "A quiz", "summary": "Fun", "start": "2018-03-22"}
        assert records["o-1"].activities == (Activity(**quiz, partners=("GB-CHC-1",)),)
        assert records["GB-CHC-1"].activities == (Activity(**quiz, partners=("o-1",)),)

    def test_a_second_file_adds_grants_and_takes_none_away(self, tmp_path: Path, small_corpus: Corpus) -> None:
        store = Store("sqlite://")
        files = []
        for number in (0, 1):
            path = tmp_path / f"grants{number}.json"
            path.write_text(json.dumps({"grants": [GRANTS[number]]}))
            files.append(read(path, small_corpus.taxonomy))
        outcomes = [
            [arrival.outcome for arrival in store.receive(each.records, each.origin, joins=each.joins)]
            for each in (*files, *files)
        ]
        assert outcomes == [["added"] * 2, ["changed"] * 2, ["unchanged"] * 2, ["unchanged"] * 2]
        assert [[a.id for a in record.activities] for record in store.organisations()] == [["360G-x-1", "360G-x-2"]] * 2


HSDS_ORGANISATION = {
    "id": "o1",
    "name": "Helpers",
    "alternate_name": "H",
    "description": "We help.",
    "website": "http://helpers.example",
    "email": "info@helpers.example",
    "tax_status": "none",
    "organization_identifiers": [{"identifier_scheme": "GB-COH", "identifier": "123"}],
    "services": [
        {"id": "s1", "name": "Advice", "description": "On rights", "languages": [{"code": "ur"}, {"name": "Polish"}]}
    ],
    "locations": [{"addresses": [{"country": "GB"}]}],
    "contacts": [{"name": "Ann Persona", "email": "ann@helpers.example"}],
}


class TestHsdsJson(ImporterContract):
    format_name, faulty = "hsds", 1

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "organizations.json"
        path.write_text(json.dumps({"contents": [HSDS_ORGANISATION, {"id": "o2"}]}))
        return path

    def test_services_become_activities_and_no_person_is_taken(self, imported: Imported) -> None:
        (record,) = imported.records
        assert record.id == "hsds:o1"
        assert record.activities == (Activity(id="s1", title="Advice", summary="On rights"),)
        assert (record.aliases, record.languages, record.countries) == (("H",), ("ur", "pl"), ("GB",))
        assert record.identifiers == (Identifier(scheme="GB-COH", id="123"),)
        assert record.contact == Contact(website="http://helpers.example", role_email="info@helpers.example")
        assert "Ann" not in record.model_dump_json()

    def test_a_service_brings_its_organisation(self, tmp_path: Path, small_corpus: Corpus) -> None:
        path = tmp_path / "service.json"
        owner = {"id": "o1", "name": "Helpers"}
        path.write_text(json.dumps({"id": "s1", "name": "Advice", "organization": owner}))
        (record,) = read(path, small_corpus.taxonomy).records
        assert (record.name, record.activities) == ("Helpers", (Activity(id="s1", title="Advice"),))


HSDS_TABLES = {
    "organizations.csv": "id,name,description\no1,Helpers,We help.\no2,,No name\n",
    "services.csv": "id,organization_id,name,description\ns1,o1,Advice,On rights\ns2,o9,Lost,Whose?\n",
    "organization_identifiers.csv": "id,organization_id,identifier_scheme,identifier\ni1,o1,GB-COH,123\n",
}


class TestHsdsTables(ImporterContract):
    format_name, faulty = "hsds", 2

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        for name, text in HSDS_TABLES.items():
            (tmp_path / name).write_text(text)
        return tmp_path

    def test_the_tables_are_put_together(self, imported: Imported) -> None:
        (record,) = imported.records
        assert (record.id, record.summary) == ("hsds:o1", "We help.")
        assert record.activities == (Activity(id="s1", title="Advice", summary="On rights"),)
        assert record.identifiers == (Identifier(scheme="GB-COH", id="123"),)
        assert {(n.file, n.line, n.field) for faults in imported.rejected for n in faults} == {
            ("organizations.csv", 3, "name"),
            ("services.csv", 3, "organization_id"),
        }

    def test_an_archive_or_one_of_the_files_gives_the_same(
        self, source: Path, imported: Imported, small_corpus: Corpus
    ) -> None:
        archive = source.parent / "hsds.zip"
        with zipfile.ZipFile(archive, "w") as packed:
            for name in HSDS_TABLES:
                packed.write(source / name, f"export/{name}")
        for path in (archive, source / "organizations.csv"):
            assert read(path, small_corpus.taxonomy) == imported


CORDIS_PROJECTS = """"id";"acronym";"title";"startDate";"endDate";"objective"
"101";"QUIZ";"A quiz; and more";"2021-01-01";"2022-12-31";"To ask ""why""
on two lines"
"102";"FAIR";"A fair";"2020-05-01";"0000-00-00";""
"103";"";"";"2020";"2020";"Without a title"
"""
CORDIS_ORGANISATIONS = """"projectID";"organisationID";"name";"shortName";"activityType";"country";"organizationURL"
"101";"999";"UNIVERSITY OF A";"UNIA";"HES";"EL";"http://a.example"
"101";"888";"B LIMITED";"";"PRC";"UK";""
"102";"999";"UNIVERSITY OF A";"UNIA";"HES";"EL";""
"102";"";"No number";"";"OTH";"SK";""
"""


class TestCordis(ImporterContract):
    format_name, faulty = "cordis", 2

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        (tmp_path / "project.csv").write_text(CORDIS_PROJECTS, encoding="utf-8-sig")
        (tmp_path / "organization.csv").write_text(CORDIS_ORGANISATIONS, encoding="utf-8-sig")
        return tmp_path

    def test_projects_become_activities_of_their_participants(self, imported: Imported) -> None:
        university, company = by_id(imported)["cordis:999"], by_id(imported)["cordis:888"]
        quiz = Activity(
            id="101",
            title="QUIZ: A quiz; and more",
            summary='To ask "why"\non two lines',
            start="2021-01-01",
            end="2022-12-31",
        )
        assert university.activities == (
            Activity(id="102", title="FAIR: A fair", start="2020-05-01"),
            quiz.model_copy(update={"partners": ("cordis:888",)}),
        )
        assert company.activities == (quiz.model_copy(update={"partners": ("cordis:999",)}),)
        assert (university.countries, company.countries) == (("GR",), ("GB",))
        assert university.identifiers == (Identifier(scheme="EU-PIC", id="999"),)
        assert university.aliases == ("UNIA",)

    def test_a_date_that_is_none_is_left_out_and_told(self, imported: Imported) -> None:
        faults = {(n.file, n.field) for row in imported.rejected for n in row}
        assert faults == {("organization.csv", "organisationID"), ("project.csv", "title")}
        told = [(n.line, n.field, n.value) for n in imported.notices if n.file == "project.csv"]
        assert told == [(4, "end", "0000-00-00")]

    def test_both_files_are_needed(self, source: Path, small_corpus: Corpus) -> None:
        (source / "organization.csv").unlink()
        with pytest.raises(InvalidRecordsError, match=r"there is no organization\.csv beside it"):
            read(source, small_corpus.taxonomy, "cordis")

    def test_an_archive_gives_the_same(self, source: Path, imported: Imported, small_corpus: Corpus) -> None:
        archive = shutil.make_archive(str(source.parent / "cordis"), "zip", source)
        assert read(Path(archive), small_corpus.taxonomy) == imported


IATI = """<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="2.03">
  <iati-activity>
    <iati-identifier> XM-1-a </iati-identifier>
    <title><narrative xml:lang="fr">Un quiz</narrative><narrative xml:lang="en">A quiz</narrative></title>
    <description><narrative>Asking &amp; telling</narrative></description>
    <activity-date type="1" iso-date="2019-01-01"/>
    <activity-date type="2" iso-date="2019-02-01"/>
    <activity-date type="3" iso-date="2020-01-01"/>
    <recipient-country code="KE"/>
    <participating-org role="1" type="10" ref="GB-GOV-1"><narrative>The Ministry</narrative></participating-org>
    <participating-org role="4" type="22"><narrative>Élan &amp; Friends</narrative></participating-org>
    <participating-org role="4"/>
  </iati-activity>
  <iati-activity><title>Old style</title><participating-org ref="GB-GOV-1" role="1">The Ministry</participating-org>
  </iati-activity>
</iati-activities>"""


class TestIati(ImporterContract):
    format_name, faulty = "iati", 1

    @pytest.fixture
    def source(self, tmp_path: Path) -> Path:
        path = tmp_path / "activities.xml"
        path.write_text(IATI, encoding="utf-8")
        return path

    def test_participating_organisations_become_partners(self, imported: Imported) -> None:
        ministry, friends = by_id(imported)["GB-GOV-1"], by_id(imported)["iati:elan-friends"]
        quiz = {"id": "XM-1-a", "title": "A quiz", "summary": "Asking & telling"}
        quiz |= {"start": "2019-02-01", "end": "2020-01-01"}  # the actual start, and the planned end: there is no other
        assert ministry.activities == (
            Activity(**quiz, partners=("iati:elan-friends",)),
            Activity(title="Old style"),
        )
        assert friends.activities == (Activity(**quiz, partners=("GB-GOV-1",)),)
        assert (ministry.name, friends.name) == ("The Ministry", "Élan & Friends")
        assert (ministry.countries, friends.countries) == ((), ("KE",))
        assert ministry.identifiers == (Identifier(scheme="GB-GOV", id="1"),)

    @pytest.mark.parametrize(
        "text",
        [
            '<!DOCTYPE x [<!ENTITY a "b">]><iati-activities><iati-activity>&a;</iati-activity></iati-activities>',
            '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><iati-activities>&a;</iati-activities>',
            "<iati-activities><iati-activity></iati-activities>",
            '<?xml version="1.0" encoding="foo"?><iati-activities/>',
        ],
    )
    def test_unsafe_or_broken_xml_is_one_clear_error(self, tmp_path: Path, small_corpus: Corpus, text: str) -> None:
        path = tmp_path / "a.xml"
        path.write_text(text)
        with pytest.raises(InvalidRecordsError, match=r"a\.xml: is not safe, well-formed XML"):
            read(path, small_corpus.taxonomy)


# Files that cannot be read


def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, small_corpus: Corpus) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.csv").touch()
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 cut off")
    for name in ("missing.csv", "folder", "empty.csv", "broken.zip"):
        with pytest.raises(InvalidRecordsError) as caught:
            read(tmp_path / name, small_corpus.taxonomy)
        assert name in str(caught.value)


def test_an_unknown_format_is_told(tmp_path: Path, small_corpus: Corpus) -> None:
    (tmp_path / "a.csv").write_text("name\nA\n")
    with pytest.raises(InvalidRecordsError, match="'tabel' is not a format; did you mean 'table'"):
        read(tmp_path / "a.csv", small_corpus.taxonomy, "tabel")


# The real files


@pytest.fixture(scope="module")
def shipped_corpus() -> Corpus:
    return load_corpus(ROOT / "corpus")


@real_files
def test_the_eu_register_comes_in_whole_under_the_ids_of_the_corpus(shipped_corpus: Corpus) -> None:
    imported = read(REGISTERS / "eu_transparency_register_2019.jsonl", shipped_corpus.taxonomy)
    assert (len(imported.records), imported.rejected) == (11_488, ())
    assert imported.origin == "eu-transparency-register"
    assert {notice.field for notice in imported.notices} == {"contact.website"}
    records = by_id(imported)
    curated = {each.id: each for each in shipped_corpus.organisations if each.id.startswith("eutr:")}
    assert curated
    assert set(curated) <= set(records)
    for record_id, mine in curated.items():
        assert records[record_id].identifiers == mine.identifiers
        assert records[record_id].headquarters == mine.headquarters
    stratinvest = records["eutr:000005130904-53"]
    assert (stratinvest.name, stratinvest.kind, stratinvest.reach) == ("STRATINVEST Consulting", "business", "regional")
    assert stratinvest.sources[0].locator == "record 000005130904-53, registered 22/03/2018"


@real_files
def test_a_real_360giving_file_comes_in(shipped_corpus: Corpus) -> None:
    imported = read(REGISTERS / "360giving_grants.json", shipped_corpus.taxonomy)
    assert (len(imported.records), len(imported.rejected)) == (306, 0)
    wolfson = by_id(imported)["GB-CHC-1156077"]
    assert (len(wolfson.activities), wolfson.kind) == (379, "funder")
    assert by_id(imported)["360G-wolfson:org-13215"].activities[0].start == "2014-06-05"


@real_files
@pytest.mark.parametrize("name", ["organization_full.json", "service_full.json", "service_list.json", "csv"])
def test_the_hsds_examples_come_in(shipped_corpus: Corpus, name: str) -> None:
    imported = read(REGISTERS / "hsds" / "examples" / name, shipped_corpus.taxonomy)
    (record,) = imported.records
    assert (imported.rejected, record.name) == ((), "Example Organization Inc.")
    assert record.activities[0].title == "Community Counselling"
    assert "Persona" not in record.model_dump_json()
