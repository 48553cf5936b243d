"""Which acts stand inside another."""

import pytest

from bilat.coding.coder import draft_events
from bilat.coding.nesting import outermost
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article
from bilat.trained import load_model


@pytest.mark.parametrize(
    ("text", "outer", "inner"),
    [
        ("Belarus released a Polish reporter who had been jailed by the police.", {"released"}, {"jailed"}),
        ("Iran condemned the attack by Israel on Damascus.", {"condemned"}, {"attack"}),
        ("The police arrested three Turkish citizens and deported them.", {"arrested", "deported"}, set()),
    ],
)
def test_an_act_inside_another_is_not_an_outer_one(text: str, outer: set[str], inner: set[str]) -> None:
    article = Article(id="a", text=text, language="en")
    drafts, _, _ = draft_events(article, Lexicon.load(), Gazetteer.load(), load_model())
    found = {d.event.trigger.text for d in drafts}
    assert outer | inner <= found

    kept = outermost([d.candidate for d in drafts])

    assert {d.event.trigger.text for d in drafts if d.candidate in kept} & (outer | inner) == outer
