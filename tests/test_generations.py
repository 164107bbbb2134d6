"""Generations on disk: whole or not at all, checked, pruned, and safe when two are built at once."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from matcher.errors import DamagedGenerationError, MissingGenerationError
from matcher.generations import (
    FORMAT_VERSION,
    KEPT_GENERATIONS,
    Manifest,
    check_files,
    current_name,
    generations,
    read_manifest,
    replace_file,
    write_generation,
)

PLAIN = Manifest(
    model="words",
    model_fingerprint="f" * 64,
    dimension=3,
    recipe=1,
    corpus="c" * 64,
    organisations=2,
    practices=1,
    texts=4,
)
EMPTY_SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "data" / "generations"


def filling(text: str) -> Callable[[Path], None]:
    """Return a fill that writes two files, one of them in a folder."""

    def fill(folder: Path) -> None:
        (folder / "records.jsonl").write_text(text)
        (folder / "lexical").mkdir()
        (folder / "lexical" / "empty.json").touch()

    return fill


def write(root: Path, text: str = "text") -> Path:
    return write_generation(root, PLAIN, filling(text))


def names(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def snapshot(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_a_generation_is_written_and_becomes_the_current_one(root: Path) -> None:
    folder = write(root)
    assert folder == root / "gen-000001"
    assert names(root) == ["CURRENT", "gen-000001"]
    assert current_name(root) == "gen-000001"
    assert generations(root) == [folder]
    assert snapshot(folder).keys() == {"manifest.json", "records.jsonl", "lexical/empty.json"}


def test_the_manifest_holds_what_was_given_and_the_sha256_of_every_file(root: Path) -> None:
    folder = write(root, "text")
    manifest = read_manifest(folder)
    assert manifest.files == {
        "lexical/empty.json": EMPTY_SHA256,
        "records.jsonl": hashlib.sha256(b"text").hexdigest(),
    }
    assert manifest.model_copy(update={"files": {}}) == PLAIN
    assert manifest.format == FORMAT_VERSION
    check_files(folder, manifest)


def test_the_current_generation_comes_first_and_older_ones_follow_by_age(root: Path) -> None:
    written = [write(root, str(number)) for number in range(3)]
    assert generations(root) == written[::-1]


def test_only_the_newest_generations_are_kept(root: Path) -> None:
    for number in range(KEPT_GENERATIONS + 2):
        write(root, str(number))
    assert KEPT_GENERATIONS == 3
    assert names(root) == ["CURRENT", "gen-000003", "gen-000004", "gen-000005"]
    assert [(folder / "records.jsonl").read_text() for folder in generations(root)] == ["4", "3", "2"]


def test_numbers_sort_as_numbers_after_the_ninth_generation(root: Path) -> None:
    for number in range(11):
        write(root, str(number))
    assert [folder.name for folder in generations(root)] == ["gen-000011", "gen-000010", "gen-000009"]


@pytest.mark.parametrize("failure", [ValueError("no room"), KeyboardInterrupt()])
def test_a_failing_fill_leaves_the_old_generation_and_no_litter(root: Path, failure: BaseException) -> None:
    write(root, "old")
    before = snapshot(root)

    def fail(folder: Path) -> None:
        filling("new")(folder)
        raise failure

    with pytest.raises(type(failure)):
        write_generation(root, PLAIN, fail)
    assert names(root) == ["CURRENT", "gen-000001"]
    assert snapshot(root) == before
    assert write(root, "next").name == "gen-000002"


def test_a_first_fill_that_fails_leaves_nothing(root: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_generation(root, PLAIN, fail)
    assert names(root) == []
    with pytest.raises(MissingGenerationError):
        generations(root)


def test_nobody_sees_a_generation_before_it_is_whole(root: Path) -> None:
    write(root, "old")
    seen: list[tuple[str, list[Path]]] = []

    def look(folder: Path) -> None:
        filling("new")(folder)
        seen.append((current_name(root), generations(root)))

    write_generation(root, PLAIN, look)
    assert seen == [("gen-000001", [root / "gen-000001"])]


def test_where_the_pointer_cannot_be_written_the_old_generation_stays_current(root: Path) -> None:
    first = write(root, "old")
    (root / "CURRENT").unlink()
    (root / "CURRENT").mkdir()
    with pytest.raises(OSError, match="CURRENT"):
        write(root, "new")
    assert not [name for name in names(root) if name.startswith((".", "tmp"))]
    (root / "CURRENT").rmdir()
    (root / "CURRENT").write_text("gen-000001")
    assert generations(root) == [first]


def test_nothing_built_is_an_error_with_the_remedy(root: Path) -> None:
    for _ in range(2):
        with pytest.raises(MissingGenerationError) as caught:
            generations(root)
        assert str(caught.value) == f"nothing was built in {root} yet; build it with scripts/build_index.py"
        root.mkdir(parents=True, exist_ok=True)
    assert current_name(root) == ""


def test_without_a_pointer_the_newest_generation_is_current(root: Path) -> None:
    written = [write(root), write(root)]
    (root / "CURRENT").unlink()
    assert current_name(root) == ""
    assert generations(root) == written[::-1]


def test_a_generation_newer_than_the_pointer_is_not_used(root: Path) -> None:
    first, second = write(root), write(root)
    replace_file(root / "CURRENT", first.name)
    assert generations(root) == [first]
    assert write(root).name == "gen-000003"
    assert generations(root) == [root / "gen-000003", second, first]


def test_blanks_around_the_pointers_name_do_no_harm(root: Path) -> None:
    first, _ = write(root), write(root)
    (root / "CURRENT").write_text(" gen-000001\r\n")
    assert current_name(root) == "gen-000001"
    assert generations(root) == [first]


@pytest.mark.parametrize("pointer", [b"gen-000009", b"gen-000000", b"elsewhere", b"\xff\xfe", b"../gen-000001"])
def test_a_pointer_to_nothing_is_told_and_the_newest_generation_is_used(
    root: Path, caplog: pytest.LogCaptureFixture, pointer: bytes
) -> None:
    written = [write(root), write(root)]
    (root / "CURRENT").write_bytes(pointer)
    with caplog.at_level(logging.ERROR):
        assert generations(root) == written[::-1]
    (told,) = caplog.records
    assert told.levelno == logging.ERROR
    assert str(root / "CURRENT") in told.getMessage()
    assert repr(pointer.decode(errors="replace")) in told.getMessage()


@pytest.mark.parametrize("pointer", ["gen-000009", ""])
def test_a_pointer_without_any_generation_is_nothing_built(root: Path, pointer: str) -> None:
    root.mkdir(parents=True)
    (root / "CURRENT").write_text(pointer)
    with pytest.raises(MissingGenerationError, match="nothing was built"):
        generations(root)


def test_files_and_folders_of_other_names_are_no_generations(root: Path) -> None:
    folder = write(root)
    (root / "gen-000000").write_text("a file")
    (root / "notes").mkdir()
    (root / ".building-old").mkdir()
    assert generations(root) == [folder]


def test_a_file_in_the_place_of_the_next_generation_is_stepped_over(root: Path) -> None:
    root.mkdir(parents=True)
    (root / "gen-000001").write_text("in the way")
    (root / "gen-by-hand").mkdir()
    assert write(root).name == "gen-000002"
    assert (root / "gen-000001").read_text() == "in the way"


def test_a_name_that_another_build_takes_in_the_last_moment_is_stepped_over(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write(root, "other")
    looks = [iter(())]  # our look around comes just before the other build's folder is there
    glob = Path.glob
    monkeypatch.setattr(Path, "glob", lambda self, pattern: looks.pop() if looks else glob(self, pattern))
    second = write(root, "ours")
    assert looks == []
    assert second.name == "gen-000002"
    assert [(folder / "records.jsonl").read_text() for folder in (first, second)] == ["other", "ours"]


def test_a_changed_byte_is_told_with_file_and_both_hashes(root: Path) -> None:
    folder = write(root, "text")
    (folder / "records.jsonl").write_text("tExt")
    with pytest.raises(DamagedGenerationError) as caught:
        check_files(folder, read_manifest(folder))
    seen, expected = hashlib.sha256(b"tExt").hexdigest(), hashlib.sha256(b"text").hexdigest()
    assert str(caught.value) == f"{folder / 'records.jsonl'} has SHA-256 {seen}, its manifest says {expected}"


def test_a_missing_file_is_told(root: Path) -> None:
    folder = write(root)
    (folder / "lexical" / "empty.json").unlink()
    with pytest.raises(DamagedGenerationError) as caught:
        check_files(folder, read_manifest(folder))
    assert str(caught.value) == f"{folder / 'lexical' / 'empty.json'} is missing"


def without(field: str) -> bytes:
    fields = json.loads(PLAIN.model_dump_json())
    del fields[field]
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe{}",
        without("corpus"),
        PLAIN.model_dump_json().encode()[:-20],
        PLAIN.model_copy(update={"dimension": "many"}).model_dump_json(warnings=False).encode(),
        None,
    ],
)
def test_a_broken_manifest_is_damage(root: Path, broken: bytes | None) -> None:
    folder = write(root)
    if broken is None:
        (folder / "manifest.json").unlink()
    else:
        (folder / "manifest.json").write_bytes(broken)
    with pytest.raises(DamagedGenerationError) as caught:
        read_manifest(folder)
    assert str(caught.value).startswith(f"{folder / 'manifest.json'} cannot be read: ")
    assert "\n" not in str(caught.value)


def test_a_manifest_that_lists_no_files_is_damage(root: Path) -> None:
    folder = write(root)
    (folder / "manifest.json").write_text(without("files").decode())
    with pytest.raises(DamagedGenerationError, match=r"manifest\.json lists no files"):
        check_files(folder, read_manifest(folder))


def test_two_builds_at_once_give_two_whole_generations(root: Path) -> None:
    write(root, "old")
    together = threading.Barrier(2, timeout=20)
    folders: list[Path] = []

    def build(text: str) -> None:
        def fill(folder: Path) -> None:
            filling(text)(folder)
            together.wait()

        folders.append(write_generation(root, PLAIN, fill))

    threads = [threading.Thread(target=build, args=(text,)) for text in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert names(root) == ["CURRENT", "gen-000001", "gen-000002", "gen-000003"]
    assert {folder.name for folder in folders} == {"gen-000002", "gen-000003"}
    assert {(folder / "records.jsonl").read_text() for folder in folders} == {"one", "two"}
    for folder in folders:
        check_files(folder, read_manifest(folder))
    assert root / current_name(root) in folders


def test_a_build_that_ends_later_is_the_current_one(root: Path) -> None:
    inner: list[Path] = []

    def slow(folder: Path) -> None:
        filling("slow")(folder)
        inner.append(write(root, "fast"))

    slow_folder = write_generation(root, PLAIN, slow)
    assert generations(root) == [slow_folder, *inner]
    assert [(folder / "records.jsonl").read_text() for folder in generations(root)] == ["slow", "fast"]


def test_a_small_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "new" / "CURRENT"
    replace_file(path, "first, which is longer")
    replace_file(path, "Žilina\n")
    assert path.read_bytes() == "Žilina\n".encode()
    assert names(tmp_path / "new") == ["CURRENT"]


def test_readers_of_a_file_that_is_replaced_keep_the_old_text(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    replace_file(path, "old")
    with path.open() as reader:
        before = os.fstat(reader.fileno()).st_ino
        replace_file(path, "new")
        assert reader.read() == "old"
        assert path.stat().st_ino != before
    assert path.read_text() == "new"


def test_a_replacement_that_fails_leaves_the_old_text_and_no_litter(tmp_path: Path) -> None:
    path = tmp_path / "CURRENT"
    replace_file(path, "old")
    with pytest.raises(UnicodeEncodeError):
        replace_file(path, "cannot be written: \ud800")
    assert path.read_text() == "old"
    assert names(tmp_path) == ["CURRENT"]


def test_an_overlapping_build_does_not_take_the_pointer_back(tmp_path: Path) -> None:
    def fill(folder: Path) -> None:
        (folder / "file").write_text("older")
        replace_file(tmp_path / "CURRENT", "gen-000002")  # meanwhile another build finished
        (tmp_path / "gen-000002").mkdir()

    assert write_generation(tmp_path, PLAIN, fill).name == "gen-000003"
    assert current_name(tmp_path) == "gen-000003"

    def fill_late(folder: Path) -> None:
        (folder / "file").write_text("older")
        replace_file(tmp_path / "CURRENT", "gen-000009")

    write_generation(tmp_path, PLAIN, fill_late)
    assert current_name(tmp_path) == "gen-000009"


def test_of_two_builds_that_end_together_the_newer_one_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill(folder: Path) -> None:
        (folder / "file").write_text("whole")

    def overtaken(path: Path, text: str) -> None:
        monkeypatch.setattr("matcher.generations.replace_file", replace_file)
        write_generation(tmp_path, PLAIN, fill)
        replace_file(path, text)

    monkeypatch.setattr("matcher.generations.replace_file", overtaken)
    assert write_generation(tmp_path, PLAIN, fill).name == "gen-000001"
    assert current_name(tmp_path) == "gen-000002"


def test_what_a_killed_build_left_behind_is_removed_after_a_day(tmp_path: Path) -> None:
    for name, age in ((".building-old", 2 * 86_400), (".building-new", 60)):
        (tmp_path / name).mkdir(parents=True)
        os.utime(tmp_path / name, (time.time() - age,) * 2)

    def fill(folder: Path) -> None:
        (folder / "file").write_text("x")

    write_generation(tmp_path, PLAIN, fill)
    assert not (tmp_path / ".building-old").exists()
    assert (tmp_path / ".building-new").exists()
