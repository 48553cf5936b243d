"""Names found in a text's words, and the words at which what is sought can begin."""

import pytest

from bilat.lexicon import Lexicon, Name
from bilat.lexicon.names import NameIndex, words


@pytest.fixture(scope="module")
def index() -> NameIndex:
    texts = ("Iran", "Islamic Republic of Iran", "Islamic Republic", "Jaish ul-Adl", "US", "Oma")
    return NameIndex(Name(text=text, code="X", kind="state", label=text) for text in texts)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Iran’s envoy met Jaish-ul-Adl.", ["Iran", "Jaish-ul-Adl"]),
        ("the Islamic Republic of Iran", ["Islamic Republic of Iran"]),
        ("the Islamic Republic of Pakistan", ["Islamic Republic"]),
        ("IRAN AND THE ISLAMIC REPUBLIC", ["IRAN", "ISLAMIC REPUBLIC"]),
        ("ISLAMIC Republic of Iran", ["Iran"]),
        ("the U.S. and us", ["U.S"]),
        ("OMA", []),
        ("iran", []),
        ("", []),
    ],
)
def test_a_name_is_found_with_its_case_or_all_in_capitals(index: NameIndex, text: str, found: list[str]) -> None:
    assert [text[hit.start : hit.end] for hit in index.find(words(text))] == found


def test_a_name_as_a_whole(index: NameIndex) -> None:
    assert [name.text for name in index.exact("Islamic Republic")] == ["Islamic Republic"]
    assert index.exact("Islamic") == index.exact("Republic") == index.exact("") == ()


def test_no_form_of_an_issue_word_is_passed_over() -> None:
    lexicon = Lexicon.load()
    alone = {key[0] for key in lexicon.issues if len(key) == 1}
    spelt = {*lexicon.lemmas["n"], *lexicon.lemmas["v"], *alone, *(f"{word}s" for word in alone)}
    telling = {word for word in spelt if not alone.isdisjoint(lexicon.forms(word))}

    assert len(telling) > len(alone)
    assert telling <= lexicon.issue_starts
    assert {key[0] for key in lexicon.issues} <= lexicon.issue_starts
