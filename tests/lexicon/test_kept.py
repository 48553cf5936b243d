"""What was made of a word once is kept, but not without end."""

from bilat.lexicon.kept import Kept


def test_each_word_is_asked_about_once() -> None:
    asked: list[str] = []

    def length(word: str) -> int:
        asked.append(word)
        return len(word)

    kept = Kept(length)

    assert [kept[word] for word in ("Iran", "Oman", "Iran")] == [4, 4, 4]
    assert asked == ["Iran", "Oman"]


def test_it_holds_no_more_than_it_may() -> None:
    kept = Kept(len, most=3)

    assert [kept[word] for word in ("a", "bb", "ccc", "dddd", "a")] == [1, 2, 3, 4, 1]
    assert len(kept) <= 3
