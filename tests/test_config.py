"""Settings: where they come from, and that a wrong one stops the run."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from bilat.config import Settings, all_cores
from bilat.errors import BadSetting


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults(folder: Path) -> None:
    settings = Settings.load(environ={})

    assert settings == Settings()
    assert (settings.max_bytes, settings.max_article_chars, settings.languages) == (64 * 1024 * 1024, 200_000, ("en",))
    assert settings.workers >= 1
    assert settings.fields == {}


@pytest.mark.parametrize(
    ("quota", "cores"), [("100000 100000", 1), ("50000 100000", 1), ("max 100000", None), ("what", None), (None, None)]
)
def test_a_containers_quota_bounds_the_workers(folder: Path, quota: str | None, cores: int | None) -> None:
    if quota is not None:
        (folder / "cpu.max").write_text(quota + "\n")

    assert all_cores(folder) == (cores or all_cores(folder / "none"))


def test_the_file_of_the_working_folder_is_read(folder: Path) -> None:
    (folder / "bilat.toml").write_text('max_article_chars = 5000\nlanguages = ["en", "de"]\n[fields]\ntext = "body"\n')

    settings = Settings.load(environ={})

    assert (settings.max_article_chars, settings.languages, settings.fields) == (5000, ("en", "de"), {"text": "body"})


def test_the_environment_goes_before_the_file(folder: Path) -> None:
    file = folder / "mine.toml"
    file.write_text("max_article_chars = 5000\nworkers = 3\n")
    environ = {"BILAT_CONFIG": str(file), "BILAT_MAX_ARTICLE_CHARS": "6000", "BILAT_LANGUAGES": "en, de"}

    settings = Settings.load(environ=environ)

    assert (settings.max_article_chars, settings.workers, settings.languages) == (6000, 3, ("en", "de"))


def test_a_named_file_goes_before_the_environments(folder: Path) -> None:
    (folder / "a.toml").write_text("workers = 2")
    (folder / "b.toml").write_text("workers = 3")

    assert Settings.load(folder / "b.toml", environ={"BILAT_CONFIG": str(folder / "a.toml")}).workers == 3


def test_settings_made_in_code_do_not_read_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BILAT_MAX_ARTICLE_CHARS", "777")

    assert Settings().max_article_chars == 200_000


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("max_artcle_chars = 5", "max_artcle_chars"),
        ("max_article_chars = 5", "max_article_chars"),
        ('max_bytes = "many"', "max_bytes"),
        ("workers = 0", "workers"),
        ("languages = []", "languages"),
        ('languages = ["English"]', "languages"),
        ('fields = {txet = "body"}', "fields"),
    ],
)
def test_an_unknown_key_or_wrong_value_names_key_and_file(folder: Path, line: str, key: str) -> None:
    file = folder / "bilat.toml"
    file.write_text(line)

    with pytest.raises(BadSetting) as caught:
        Settings.load(environ={})

    assert repr(key) in caught.value.what
    assert caught.value.where == "bilat.toml"
    assert caught.value.hint


@pytest.mark.parametrize("name", ["BILAT_MAX_ARTCLE_CHARS", "BILAT_WORKERS"])
def test_a_wrong_value_of_the_environment_names_the_variable(folder: Path, name: str) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.load(environ={name: "none"})

    assert caught.value.where == f"environment {name}"


def test_a_table_of_the_environment_must_be_json(folder: Path) -> None:
    assert Settings.load(environ={"BILAT_FIELDS": '{"text": "body"}'}).fields == {"text": "body"}
    with pytest.raises(BadSetting):
        Settings.load(environ={"BILAT_FIELDS": "text=body"})


@pytest.mark.parametrize("content", ["workers = ", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_named(folder: Path, content: str | bytes) -> None:
    file = folder / "x.toml"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())

    with pytest.raises(BadSetting, match="not a TOML file"):
        Settings.load(file, environ={})


def test_a_named_file_that_is_missing_stops_the_run(folder: Path) -> None:
    with pytest.raises(BadSetting) as caught:
        Settings.load(environ={"BILAT_CONFIG": "nowhere.toml"})

    assert caught.value.where == "nowhere.toml"


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        setattr(Settings(), "workers", 3)  # noqa: B010
