"""Mappings: columns to fields, guessed, written out, corrected and read again."""

# ruff: noqa: RUF001  letters of several scripts are what is tested

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from matcher.corpus import Corpus
from matcher.errors import InvalidRecordsError
from matcher.importers import Imported, load_mapping, read, suggest_mapping
from matcher.importers.mapping import Mapping, shipped_mappings
from matcher.records import Activity, Contact, Identifier, Organisation, Source


@pytest.fixture
def read_csv(tmp_path: Path, small_corpus: Corpus) -> Any:
    """Read a CSV text through a mapping, or a guessed one."""

    def read_text(text: str, **mapping: Any) -> Imported:
        path = tmp_path / "partners.csv"
        path.write_text(text, encoding="utf-8")
        return read(path, small_corpus.taxonomy, mapping=Mapping.model_validate(mapping) if mapping else None)

    return read_text


def test_columns_fill_fields_lists_and_nested_fields(read_csv: Any) -> None:
    imported = read_csv(
        "Nr,Org,Also,Where,Web,Project,From,With\n7,Radio One,R1 / One,Slovakia / cz,radio.example,Quiz,2021,local:a\n",
        id="reg:{Nr}",
        columns={
            "Org": "name",
            "Also": {"field": "aliases", "separator": "/"},
            "Where": {"field": "countries", "separator": "/"},
            "Web": "contact.website",
            "Project": "activities[0].title",
            "From": "activities[0].start",
            "With": "activities[0].partners",
            "Nr": {"field": "identifiers", "scheme": "XX-REG"},
        },
        constants={"sources[0].title": "The register", "verified_on": 2021},
        templates={"sources[0].locator": "row {Nr}"},
    )
    assert imported.records == (
        Organisation(
            id="reg:7",
            name="Radio One",
            aliases=("R1", "One"),
            identifiers=(Identifier(scheme="XX-REG", id="7"),),
            countries=("SK", "CZ"),
            activities=(Activity(title="Quiz", start="2021", partners=("local:a",)),),
            sources=(Source(title="The register", locator="row 7"),),
            verified_on="2021",
            contact=Contact(website="https://radio.example"),
        ),
    )
    assert (imported.rejected, imported.notices) == ((), ())


def test_values_are_translated_left_out_and_multiplied(read_csv: Any) -> None:
    mapping = {
        "columns": {
            "name": "name",
            "level": {"field": "reach", "values": {"1": "local", "2": "global", "0": ""}},
            "where": {"field": "countries", "values": {"Benelux": ["BE", "NL", "LU"]}},
        }
    }
    one, two, three = read_csv("name,level,where\nA,1,Benelux\nB,2,SK\nC,0,\n", **mapping).records
    assert (one.reach, one.countries) == ("local", ("BE", "NL", "LU"))
    assert (two.reach, two.countries) == ("global", ("SK",))
    assert (three.reach, three.countries) == ("", ())


def test_two_columns_share_a_list_and_a_summary(read_csv: Any) -> None:
    columns = {"name": "name", "a": "aliases", "b": "aliases", "c": "summary", "d": "summary"}
    (record,) = read_csv("name,a,b,c,d\nA,x,y,First.,Second.\n", columns=columns).records
    assert (record.aliases, record.summary) == (("x", "y"), "First.\n\nSecond.")


def test_one_column_fills_two_fields(read_csv: Any) -> None:
    columns = {"name": "name", "land": ["headquarters", "countries"]}
    (record,) = read_csv("name,land\nA,SK\n", columns=columns).records
    assert (record.headquarters, record.countries) == ("SK", ("SK",))


def test_activities_in_a_cell_are_read_as_json(read_csv: Any) -> None:
    cell = json.dumps([{"title": "Quiz", "start": "2021"}, {"title": "Fair"}]).replace('"', '""')
    (record,) = read_csv(f'name,activities\nA,"{cell}"\n').records
    assert record.activities == (Activity(title="Quiz", start="2021"), Activity(title="Fair"))


def test_a_row_with_a_fault_is_rejected_with_line_field_value_and_reason(read_csv: Any) -> None:
    text = "name,country,website\nA,SK,a.example\nB,Atlantis,b.example\n,SK,\nC,SK,ask us\nD,SK,\n"
    imported = read_csv(text)
    assert [record.name for record in imported.records] == ["A", "D"]
    faults = [(n.line, n.field, n.value, n.reason.partition(";")[0]) for row in imported.rejected for n in row]
    assert faults == [
        (3, "countries", "Atlantis", "is not a country"),
        (4, "name", "", "is required and empty"),
        (4, "id", "", "is required and empty"),
        (5, "contact.website", "ask us", "is not a web address"),
    ]
    assert imported.read == 5


def test_a_code_that_the_lists_lack_is_left_out_and_told(read_csv: Any, small_corpus: Corpus) -> None:
    kind = small_corpus.taxonomy.kinds[0]
    imported = read_csv(f"name,kind\nA,{kind.name}\nB,Verein\n", columns={"name": "name", "kind": "kind"})
    assert [(record.name, record.kind) for record in imported.records] == [("A", kind.code), ("B", "")]
    assert [(notice.line, notice.field, notice.value) for notice in imported.notices] == [(3, "kind", "Verein")]


@pytest.mark.parametrize(("otherwise", "read_names"), [("reject", ["A"]), ("leave_out", ["A", "B"])])
def test_the_mapping_says_what_happens_otherwise(read_csv: Any, otherwise: str, read_names: list[str]) -> None:
    columns = {"name": "name", "land": {"field": "countries", "otherwise": otherwise}}
    imported = read_csv("name,land\nA,SK\nB,Atlantis\n", columns=columns)
    assert [record.name for record in imported.records] == read_names
    assert imported.read == 2


def test_an_id_that_comes_again_is_rejected_or_joined(read_csv: Any) -> None:
    text = "name,land\nScouts,SK\nRadio,AT\nscouts,CZ\n"
    mapping = {"columns": {"name": "name", "land": "countries"}}
    rejected = read_csv(text, **mapping)
    assert [[(n.line, n.value) for n in row] for row in rejected.rejected] == [[(4, "local:scouts")]]
    assert "line 2" in rejected.rejected[0][0].reason
    joined = read_csv(text, same_id="join", **mapping)
    assert [(r.id, r.countries, r.aliases) for r in joined.records] == [
        ("local:scouts", ("SK", "CZ"), ("scouts",)),
        ("local:radio", ("AT",), ()),
    ]


def test_ids_are_made_of_names_in_every_script(read_csv: Any) -> None:
    records = read_csv("name\nŽivot – 90 Ltd.\nЦентр “Мост”\n").records
    assert [record.id for record in records] == ["local:zivot-90-ltd", "local:центр-мост"]


def test_the_language_of_a_text_is_taken_where_no_column_says_it(read_csv: Any) -> None:
    text = "name,description\nA,Wir zeigen Eltern und Lehrkräften wie man falsche Nachrichten erkennt.\nB,Kurz\n"
    records = read_csv(text).records
    assert [record.languages for record in records] == [("de",), ()]


def test_an_ambiguous_date_is_taken_to_the_year_and_told(read_csv: Any) -> None:
    imported = read_csv("name,last updated\nA,03/04/2018\n")
    assert imported.records[0].verified_on == "2018"
    assert "day_first" in imported.notices[0].reason
    decided = read_csv("name,last updated\nA,03/04/2018\nB,22/04/2018\n")
    assert [record.verified_on for record in decided.records] == ["2018-04-03", "2018-04-22"]


# Guessing


def test_a_mapping_is_guessed_written_and_read_again(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "partners.csv"
    path.write_text(
        "Organisation,Typ,Homepage,Works in,Beschreibung,ROR,Internal code\n"
        "A,Verein,a.example,SK; CZ,We do things.,05a28rw58,x1\nB,Verein,b.example,AT,Other things.,,x2\n"
    )
    text = suggest_mapping(path, small_corpus.taxonomy)
    (tmp_path / "mapping.yaml").write_text(text, encoding="utf-8")
    mapping = load_mapping(str(tmp_path / "mapping.yaml"))
    fields = {column: [rule.field for rule in rules] for column, rules in mapping.columns.items()}
    assert fields == {
        "Organisation": ["name"],
        "Typ": ["kind"],
        "Homepage": ["contact.website"],
        "Works in": ["countries"],
        "Beschreibung": ["summary", "languages"],
        "ROR": ["identifiers"],
        "Internal code": ["ignore"],
    }
    assert mapping.columns["Works in"][0].separator == ";"
    assert mapping.columns["Typ"][0].values == {"Verein": ("",)}
    assert "# a.example" in text
    assert read(path, small_corpus.taxonomy, mapping=mapping).records == read(path, small_corpus.taxonomy).records


def test_columns_are_known_by_their_values_where_names_say_nothing(tmp_path: Path, small_corpus: Corpus) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\nRadio One,SK,https://one.example\nScouts,AT,https://two.example\n")
    records = read(path, small_corpus.taxonomy).records
    assert [(r.name, r.countries, r.contact.website) for r in records] == [
        ("Radio One", ("SK",), "https://one.example"),
        ("Scouts", ("AT",), "https://two.example"),
    ]


# Faults of mappings


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("columns: {a: nam}", "'nam' is not a field; did you mean 'name'?"),
        ("columns: {a: contact.web}", "'contact.web' is not a field; did you mean 'website'?"),
        ("columns: {a: contact}", "write contact.website"),
        ("columns: {a: 'summary[1]'}", "holds one value"),
        ("columns: {a: name.first}", "'name' has no parts"),
        ("colums: {a: name}", "did you mean 'columns'?"),
        ("columns: {a: {field: name, separater: x}}", "did you mean 'separator'?"),
        ("columns: [", "not valid YAML"),
    ],
)
def test_a_faulty_mapping_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_text(text)
    with pytest.raises(InvalidRecordsError) as caught:
        load_mapping(str(path))
    assert "mapping.yaml" in str(caught.value)
    assert message in str(caught.value)


def test_a_column_that_the_file_lacks_is_told(read_csv: Any) -> None:
    with pytest.raises(InvalidRecordsError, match="the file has no column 'nmae'; did you mean 'name'"):
        read_csv("name,x\nA,1\n", columns={"nmae": "name"})


@pytest.mark.parametrize("name", shipped_mappings())
def test_the_shipped_mappings_are_whole(name: str) -> None:
    assert load_mapping(name).origin


def test_a_column_that_cannot_be_guessed_is_left_out_and_told(read_csv: Any) -> None:
    imported = read_csv("name,internal code\nA,x1\nB,x2\n")
    assert [(notice.value, notice.reason.partition(",")[0]) for notice in imported.notices] == [
        ("internal code", "is a column of no field that could be guessed")
    ]


def test_a_header_is_believed_unless_many_values_contradict_it(read_csv: Any) -> None:
    assert len(read_csv("name,country\nA,Atlantis\n").rejected) == 1
    rows = "".join(f"{name},{name}\n" for name in ("Aaa", "Bbb", "Ccc", "Ddd", "Eee", "Fff"))
    assert len(read_csv(f"name,country\n{rows}").records) == 6


@pytest.mark.parametrize(
    ("addresses", "taken"),
    [(["info@a.example", "office@b.example"], ["info@a.example", "office@b.example"]),
     (["ann.smith@a.example", "info@b.example"], ["", ""])],
)  # fmt: skip
def test_a_guess_never_takes_the_addresses_of_persons(read_csv: Any, addresses: list[str], taken: list[str]) -> None:
    text = "name,email\n" + "".join(f"{name},{address}\n" for name, address in zip("AB", addresses, strict=True))
    assert [record.contact.role_email for record in read_csv(text).records] == taken


def test_the_longest_texts_are_the_summary_where_no_header_says_it(read_csv: Any) -> None:
    (record,) = read_csv(f"name,a,b,c\nA,short,{'Some words. ' * 10},{'More words. ' * 20}\n").records
    assert record.summary == ("More words. " * 20).strip()


def test_a_template_with_an_empty_slot_says_nothing(read_csv: Any) -> None:
    mapping = {"columns": {"name": "name"}, "templates": {"summary": "From {town}, since {year}."}}
    one, two = read_csv("name,town,year\nA,Brno,2001\nB,Brno,\n", **mapping).records
    assert (one.summary, two.summary) == ("From Brno, since 2001.", "")
