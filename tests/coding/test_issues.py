"""What an act is about, by its words, its nature and the model together."""

import pytest

from bilat.coding import code_article
from bilat.coding.issues import FEATURES, IssueHit, signs_of
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, EventType, Issue
from bilat.trained import load_model


@pytest.mark.parametrize(
    ("text", "type_", "told", "untold"),
    [
        ("Iran and Pakistan signed an agreement on wheat and rice on Monday.", "SUPPORT", Issue.AGRICULTURE, Issue.SECURITY),
        ("Iranian police arrested nine Afghan smugglers on Monday.", "COERCE", Issue.SECURITY, Issue.TRADE),
        ("Turkish warplanes bombed Kurdish rebels in northern Iraq on Monday.", "ASSAULT", Issue.TERRORISM, Issue.TRADE),
    ],
)
def test_issues_of_an_act(text: str, type_: str, told: Issue, untold: Issue) -> None:
    coding = code_article(Article(id="x", text=text, date="2024-01-29"), Lexicon.load(), Gazetteer.load(), load_model())
    issues = [e.issues for e in coding.events if e.type is EventType(type_)]
    assert issues
    assert all(told in found and untold not in found for found in issues)


def test_a_near_word_speaks_louder_than_a_far_one() -> None:
    hits = [IssueHit(Issue.TRADE, False, 4, "trade"), IssueHit(Issue.WATER, False, 20, "water")]

    signs = signs_of(hits, 3, EventType.AGREE, (), armed=False)

    near = FEATURES.index("near") - 1
    assert signs[Issue.TRADE][near] > signs[Issue.WATER][near] > 0


def test_an_act_that_no_word_tells_of_is_of_its_type() -> None:
    assert set(signs_of([], 0, EventType.PROTEST, (), armed=False)) == {Issue.POLITICS}
