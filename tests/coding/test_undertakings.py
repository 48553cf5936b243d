"""Undertakings: what counts as one, whose it is, where it stands, and what holds it up."""

from functools import cache

import pytest

from bilat.coding import code_article
from bilat.coding.memory import Memory
from bilat.coding.parse import Sentence, parse
from bilat.coding.parties import PartyReader
from bilat.coding.sentences import split_sentences
from bilat.coding.undertakings import find_undertakings
from bilat.lexicon import Lexicon
from bilat.lexicon.gazetteer import Gazetteer
from bilat.model import Article, Undertaking
from bilat.trained import load_model


def read(text: str, date: str | None, title: str | None = None) -> tuple[Article, list[Sentence], PartyReader]:
    """An article with its parsed sentences and a reader that has read them; no acts are coded."""
    lexicon = Lexicon.load()
    article = Article(id="a", text=text, date=date, title=title)
    reader = PartyReader(lexicon, date, Memory())
    sentences = list(parse(list(enumerate(split_sentences(text))), lexicon))
    for sentence in sentences:
        reader.read(sentence)
    return article, sentences, reader


@cache
def undertakings(text: str, date: str | None = "2023-06-01", title: str | None = None) -> tuple[Undertaking, ...]:
    article, sentences, reader = read(text, date, title)
    return find_undertakings(article, sentences, (), Lexicon.load(), reader)


CASES = [
    # text, kind, parties, issue, status, a part of the name
    (
        "The gas pipeline between Egypt and Jordan is operational again.",
        "project",
        "EGY JOR",
        "energy",
        "operating",
        "gas pipeline",
    ),
    (
        "Kenya and Uganda signed a trade agreement on Monday.",
        "agreement",
        "KEN UGA",
        "trade",
        "agreed",
        "trade agreement",
    ),
    (
        "Peru will sign a visa waiver agreement with Chile.",
        "agreement",
        "PER CHL",
        "migration",
        "proposed",
        "visa waiver",
    ),
    (
        "Japan imposed sanctions on Belarus in March.",
        "sanctions-regime",
        "JPN BLR",
        "sanctions",
        "in-force",
        "sanctions on Belarus",
    ),
    ("Norway lifted its embargo on Fiji.", "sanctions-regime", "NOR FJI", "sanctions", "ended", "embargo on Fiji"),
    (
        "The India-Nepal railway is still under construction.",
        "project",
        "IND NPL",
        "connectivity",
        "under-construction",
        "railway",
    ),
    (
        "The joint commission of Oman and Qatar held its meeting.",
        "mechanism",
        "OMN QAT",
        "",
        "operating",
        "joint commission",
    ),
    ("Sweden suspended military aid to Chad.", "commitment", "SWE TCD", "aid", "suspended", "military aid"),
    (
        "The truce between Mali and Niger took effect on Friday.",
        "agreement",
        "MLI NER",
        "security",
        "in-force",
        "truce",
    ),
    ("Angola and Zambia set a target of $2 billion in trade.", "commitment", "AGO ZMB", "trade", "agreed", "target"),
    (
        "India is a party to the Indus Waters Treaty.",
        "agreement",
        "IND PAK",
        "water",
        "in-force",
        "Indus Waters Treaty",
    ),
    (
        "Work on CPEC goes on in Pakistan.",
        "project",
        "CHN PAK",
        "connectivity",
        "under-construction",
        "Economic Corridor",
    ),
]


@pytest.mark.parametrize(("text", "kind", "parties", "issue", "status", "name"), CASES, ids=[c[0][:40] for c in CASES])
def test_an_undertaking_is_found_with_its_parties_and_status(
    text: str, kind: str, parties: str, issue: str, status: str, name: str
) -> None:
    (found,) = undertakings(text)
    assert (found.kind, found.status) == (kind, status)
    assert set(found.parties) == set(parties.split())
    assert not issue or found.issue == issue
    assert name in found.name


NOTHING = [
    "Talks between Egypt and Jordan took place on Monday.",
    "The foreign minister of Peru welcomed the agreement.",
    "A pipeline burst in Texas on Sunday.",
    "The pipeline explosion killed two workers in Mexico.",
    "Kenya's president praised the talks and left for Uganda.",
    "The company signed a deal with a bank.",
    "It is not a bilateral agreement between Chile and Peru.",
    "Chile and Peru spoke of many points of agreement.",
    "Ghana's central bank took sanctions relief as good news.",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_names_no_joint_matter_is_left_out(text: str) -> None:
    assert undertakings(text) == ()


STALLED = (
    "Ministers of Turkmenistan and Oman met in Muscat. They discussed the gas pipeline between Turkmenistan and Oman. "
    "Progress has been hampered by a lack of funds, including unpaid debts of Oman. "
    "The project would be the first of its kind."
)


def test_obstacles_of_the_next_sentence_belong_to_the_matter_named_before() -> None:
    (found,) = undertakings(STALLED)
    assert found.status == "stalled"
    assert [(o.text, o.kind) for o in found.obstacles] == [
        ("lack of funds", "finance"),
        ("unpaid debts of Oman", "finance"),
    ]
    assert all(STALLED[o.span.start : o.span.end] == o.text for o in found.obstacles)


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ("Russian sanctions", "sanctions"),
        ("a dispute over tariffs", "dispute"),
        ("attacks by militants", "security"),
        ("political pressure", "politics"),
        ("technical faults", "technical"),
        ("customs rules", "legal"),
    ],
)
def test_an_obstacle_has_the_kind_of_its_first_telling_word(cause: str, kind: str) -> None:
    (found,) = [
        u
        for u in undertakings(f"The railway between Serbia and Croatia was delayed by {cause}.")
        if u.kind == "project"
    ]
    assert [o.kind for o in found.obstacles] == [kind]


def test_a_matter_told_several_times_is_one_entry() -> None:
    text = (
        "Laos and Vietnam signed a power agreement in May. The agreement took effect in June. "
        "Laos suspended the agreement on Friday."
    )
    (found,) = undertakings(text)
    assert found.status == "suspended"
    assert found.sentence.text.startswith("Laos and Vietnam signed")
    assert dict(found.reasons)["mentions"] == "3"


def test_a_short_form_needs_its_party_in_the_article() -> None:
    # "The nuclear deal" is the JCPOA only where Iran is spoken of.
    assert any("JCPOA" in u.name for u in undertakings("Iran and the United States spoke of the nuclear deal."))
    assert not any("JCPOA" in u.name for u in undertakings("Brazil and Argentina spoke of the nuclear deal."))


def test_a_multilateral_matter_has_the_parties_that_the_article_names() -> None:
    (found,) = undertakings("China and Iran spoke of the JCPOA.")
    assert set(found.parties) == {"CHN", "IRN"}


def test_one_sides_leaving_does_not_end_a_multilateral_matter() -> None:
    (found,) = undertakings("The United States withdrew from the JCPOA and Iran protested.")
    assert found.status != "ended"


def test_a_known_matter_that_is_over_has_ended() -> None:
    text = "Canada and Mexico remember NAFTA."
    assert [u.status for u in undertakings(text, "2019-01-01")] == ["in-force"]
    assert [u.status for u in undertakings(text, "2021-01-01")] == ["ended"]


def test_same_text_same_undertakings_with_spans_of_the_text() -> None:
    article, sentences, reader = read(STALLED, "2023-06-01")
    again = find_undertakings(article, sentences, (), Lexicon.load(), reader)
    assert again == undertakings(STALLED)
    for found in again:
        for span in (found.sentence, found.mention):
            assert STALLED[span.start : span.end] == span.text


def test_a_port_as_the_place_of_an_act_is_no_undertaking() -> None:
    assert undertakings("An attack took place in Chabahar port in Iran.") == ()
    assert [u.name for u in undertakings("India and Iran spoke of the Chabahar port project.")] == ["Chabahar port"]


RAILWAY = "Ethiopia and Sudan agreed in 2012 to build a railway between the two countries. "
LINKED = [
    # what a later sentence says holds the railway up, the obstacles
    (
        "Work has been held up by fighting on the border and by a shortage of cash.",
        ["fighting on the border", "shortage of cash"],
    ),
    ("Sudan argues that a land dispute makes the project impossible for the present.", ["land dispute"]),
    (
        "It argued that European sanctions on Sudan made it impossible to pay the builders.",
        ["European sanctions on Sudan"],
    ),
    ("Sudan told its neighbour that floods kept it from finishing its section.", ["floods"]),
    ("Ethiopia will start on its section, which has been delayed for years by the threat of war.", ["threat of war"]),
    ("Construction was stopped in May because of unpaid bills.", ["unpaid bills"]),
    ("The line has been blocked by a quarrel over customs.", ["quarrel over customs"]),
    ("Lenders say that debt has made the scheme difficult to finance.", ["debt"]),
    ("Rebel attacks prevented workers from laying the track.", ["Rebel attacks"]),
    ("Its stretch has been slowed by heavy rain and a lack of equipment.", ["heavy rain", "lack of equipment"]),
    ("A legal challenge and high prices are the main obstacles to the project.", ["legal challenge", "high prices"]),
    ("Sudan has not finished its part, owing to an economic crisis.", ["economic crisis"]),
]


@pytest.mark.parametrize(("sentence", "obstacles"), LINKED, ids=[c[0][:40] for c in LINKED])
def test_what_holds_a_work_up_is_found_where_its_sentence_does_not_name_it(sentence: str, obstacles: list[str]) -> None:
    (found,) = [u for u in undertakings(RAILWAY + sentence) if u.kind == "project"]
    assert [o.text for o in found.obstacles] == obstacles
    assert found.status == "stalled"


NOT_HELD_UP = [
    "Ties could not be undermined by pressure from any side.",
    "The project will not be delayed by the two countries.",
    "The visit was cut short by a storm, which has delayed the next one.",
    "A plan on trade would remove obstacles of every kind.",
    "Neither country let sanctions delay the project.",
]


@pytest.mark.parametrize("sentence", NOT_HELD_UP)
def test_what_is_denied_or_holds_up_something_else_is_no_obstacle(sentence: str) -> None:
    (found,) = [u for u in undertakings(RAILWAY + sentence) if u.kind == "project"]
    assert found.obstacles == ()
    assert found.status != "stalled"


RELATIVE = [
    (
        "It made no mention of Saudi sanctions, the threat of which has stalled the project since 2015.",
        "Saudi sanctions",
    ),
    ("Officials spoke of the border war, the fear of which has delayed the project.", "border war"),
    ("Both spoke of the tariff dispute, which has held up the project for years.", "tariff dispute"),
    ("They discussed the debts, the size of which has blocked the project.", "debts"),
]


@pytest.mark.parametrize(("sentence", "obstacle"), RELATIVE)
def test_a_relative_goes_back_to_the_thing_that_hinders(sentence: str, obstacle: str) -> None:
    (found,) = [u for u in undertakings(RAILWAY + sentence) if u.kind == "project"]
    assert [o.text for o in found.obstacles] == [obstacle]


STANDING = [
    ("The ministers spoke of a railway between Laos and Thailand that is far behind schedule.", "stalled"),
    ("The railway between Laos and Thailand is ten years behind schedule.", "stalled"),
    ("The railway between Laos and Thailand stays on hold.", "stalled"),
    ("Laos has failed to build its part of the railway between Laos and Thailand.", "stalled"),
    ("Nothing was said of the unfinished railway between Laos and Thailand.", "stalled"),
    ("Thailand has yet to lay its part of the railway between Laos and Thailand.", "stalled"),
    ("Villagers are still waiting for the railway between Laos and Thailand.", "stalled"),
    ("They spoke of the long-delayed railway between Laos and Thailand.", "stalled"),
    ("The railway between Laos and Thailand is stuck.", "stalled"),
    ("On the railway between Laos and Thailand, no new date was given.", "stalled"),
    ("The railway between Laos and Thailand was planned in 2010. Nothing has been built so far.", "stalled"),
    ("The railway between Laos and Thailand was agreed in 2010. Laos has not started to build its section.", "stalled"),
    ("The two leaders broke ground for the railway between Laos and Thailand.", "under-construction"),
    ("The two leaders launched work on the railway between Laos and Thailand.", "under-construction"),
    ("The cabinet approved the building of a railway between Laos and Thailand.", "agreed"),
    ("The railway between Laos and Thailand removes obstacles and was opened.", "operating"),
    ("The railway between Laos and Thailand, which Laos shut in May, carried rice.", "suspended"),
]


@pytest.mark.parametrize(("text", "status"), STANDING, ids=[c[0][:50] for c in STANDING])
def test_the_words_on_a_work_tell_where_it_stands(text: str, status: str) -> None:
    assert [u.status for u in undertakings(text) if u.kind == "project"] == [status]


@pytest.mark.parametrize("verb", ["dropped", "called off", "cancelled", "scrapped"])
def test_a_loan_that_is_dropped_is_no_more(verb: str) -> None:
    (found,) = undertakings(f"Kuwait has {verb} a loan of $90 million to Tunisia.")
    assert found.status in {"ended", "suspended"}


LEGAL = [
    "Laos has notified Thailand that it will seek arbitration.",
    "Laos threatened legal action over the delay to the project.",
    "Laos filed a lawsuit over the project last week.",
    "Laos gave notice of arbitration in May.",
]


@pytest.mark.parametrize("sentence", LEGAL)
def test_a_legal_step_is_an_obstacle_and_leaves_the_work_stalled(sentence: str) -> None:
    text = "The gas pipeline between Laos and Thailand has been stalled for years. " + sentence
    (found,) = undertakings(text, title="Laos and Thailand quarrel over stalled gas pipeline")
    assert found.status == "stalled"
    assert "legal" in [o.kind for o in found.obstacles]


LINES = [
    # text, title, parties, name
    (
        "A pipeline that is to carry gas from Bolivia's Tarija field to Brazil has stalled.",
        None,
        "BOL BRA",
        "Bolivia-Brazil gas pipeline",
    ),
    (
        "Bolivia and Brazil spoke of the pipeline that is to bring Bolivian gas to Brazil.",
        None,
        "BOL BRA",
        "Bolivia-Brazil gas pipeline",
    ),
    (
        "The United States does not support Egypt's plan to build a gas pipeline to Libya.",
        None,
        "EGY LBY",
        "Egypt-Libya gas pipeline",
    ),
    (
        "France criticised a proposal of Algeria to lay a gas pipeline to Italy.",
        None,
        "DZA ITA",
        "Algeria-Italy gas pipeline",
    ),
    (
        "The pipeline would cost $2 billion, the minister said.",
        "Kenya and Uganda plan oil pipeline",
        "KEN UGA",
        "Kenya-Uganda oil pipeline",
    ),
    (
        "The state companies of Chile and Argentina have amended their contract for a pipeline.",
        None,
        "ARG CHL",
        "Argentina-Chile pipeline",
    ),
    (
        "Kenya has approved the building of a 300-kilometre oil pipeline to Ethiopia.",
        None,
        "KEN ETH",
        "Ethiopia-Kenya oil pipeline",
    ),
    (
        "Iraq wants to import gas from Qatar. Qatari gas would reach Iraq by a pipeline.",
        None,
        "IRQ QAT",
        "Iraq-Qatar gas pipeline",
    ),
    (
        "The presidents of Niger and Benin launched work on an oil pipeline between their countries.",
        None,
        "NER BEN",
        "Benin-Niger oil pipeline",
    ),
    (
        "Work on the pipeline began in May.",
        "Zambia-Angola oil pipeline takes shape",
        "AGO ZMB",
        "Angola-Zambia oil pipeline",
    ),
]


@pytest.mark.parametrize(("text", "title", "parties", "name"), LINES, ids=[c[0][:50] for c in LINES])
def test_a_pipeline_belongs_to_those_whom_it_joins(text: str, title: str | None, parties: str, name: str) -> None:
    found = [u for u in undertakings(text, title=title) if u.kind == "project"]
    assert [u.name for u in found] == [name]
    assert set(found[0].parties) == set(parties.split())


IN_PASSING = [
    "Peru and Chile complained of each other. Gunmen stopped a bus on the Atacama coastal highway in Chile. Peru was shocked.",
    "Chile and Peru are at odds. Miners marched to the Tocopilla power plant. Peru said nothing on the matter.",
    "Chile warned Peru. Under its law a state acts against groups that threaten each other.",
]


@pytest.mark.parametrize("text", IN_PASSING)
def test_a_work_that_is_only_a_place_is_no_undertaking(text: str) -> None:
    assert undertakings(text) == ()


def test_a_bare_pipeline_of_two_states_has_the_usual_name_of_their_well_known_one() -> None:
    names = {
        undertakings(text)[0].name
        for text in (
            "Iran and Pakistan spoke of the pipeline between them.",
            "Pakistan and Iran spoke of the gas pipeline between their countries.",
            "The Iran-Pakistan gas pipeline is on the agenda.",
        )
    }
    assert names == {"Iran-Pakistan gas pipeline"}


def test_an_article_tells_of_one_pipeline_once() -> None:
    text = (
        "Georgia and Armenia agreed on a gas pipeline. Armenia has laid a 40-kilometre pipeline to the border. "
        "A pipeline of this kind is dear, Georgia said. The line is years behind schedule."
    )
    (found,) = [u for u in undertakings(text) if u.kind == "project"]
    assert (found.name, found.status) == ("Armenia-Georgia gas pipeline", "stalled")


NAMES = [
    ("Enough agreements have been signed between Chile and Peru.", None, []),
    ("Chile and Peru signed several other trade agreements.", None, ["Chile-Peru trade agreements"]),
    ("Chile and Peru will open the remaining border markets.", None, ["Chile-Peru border markets"]),
    ("Peru and Chile signed their final gas export contract.", None, ["Chile-Peru gas export contract"]),
    (
        "Chile and Peru signed an agreement on Sunday.",
        "Chile and Peru sign fisheries accord",
        ["Chile-Peru fisheries accord"],
    ),
    (
        "Chile and Peru signed an agreement. The agreement on fishing rights is the first.",
        None,
        ["Chile-Peru agreement on fishing rights"],
    ),
    ("Peru's president flew home from Chile with a fisheries pact in his bag.", None, ["Chile-Peru fisheries pact"]),
    (
        "Chile and Peru never ratified the 1974 fisheries agreement on which the protocol builds.",
        None,
        ["Chile-Peru fisheries agreement"],
    ),
    ("Chile and Peru signed a gas pipeline deal.", None, ["Chile-Peru gas pipeline deal"]),
    ("Peru got a $2 billion loan from Chile.", None, ["Chile-Peru $2 billion loan"]),
    ("Chile and Peru signed such an extradition treaty.", None, ["Chile-Peru extradition treaty"]),
    ("Peru's minister said that his government stands by the agreement with all its heart.", None, []),
]


@pytest.mark.parametrize(("text", "title", "names"), NAMES, ids=[c[0][:50] for c in NAMES])
def test_a_name_says_what_the_matter_is_for_and_no_more(text: str, title: str | None, names: list[str]) -> None:
    assert [u.name for u in undertakings(text, title=title)] == names


SANCTIONS = [
    ("Japan lifted its sanctions on Belarus in May.", "ended"),
    ("Japan has removed the sanctions on Belarus.", "ended"),
    ("Trade would grow when Japanese sanctions on Belarus were lifted.", "in-force"),
    ("If Japanese sanctions on Belarus were lifted, trade would grow.", "in-force"),
    ("Once Japanese sanctions on Belarus are lifted, trade will grow.", "in-force"),
    ("Belarus hopes that Japanese sanctions on Belarus will be lifted.", "in-force"),
    ("Japanese sanctions on Belarus were not lifted.", "in-force"),
    ("Belarus will wait until Japanese sanctions on Belarus are lifted.", "in-force"),
    ("Japan has lifted the sanctions that it had imposed on Belarus.", "ended"),
]


@pytest.mark.parametrize(("text", "status"), SANCTIONS, ids=[c[0][:50] for c in SANCTIONS])
def test_sanctions_end_only_where_they_are_said_to_be_lifted(text: str, status: str) -> None:
    (found,) = undertakings(text)
    assert (set(found.parties), found.status) == ({"JPN", "BLR"}, status)


@pytest.mark.parametrize(
    ("text", "name", "issue", "status"),
    [
        (
            "Norway and Sweden are neighbours. Under a treaty signed in 1971, Norway is to let Sweden use the river's water.",
            "Norway-Sweden treaty of 1971",
            "water",
            "in-force",
        ),
        (
            "Peru and Chile opened negotiations on a new fishing limit on Monday.",
            "Chile-Peru negotiations on a new fishing limit",
            "agriculture",
            "under-negotiation",
        ),
        ("Chile and Peru signed a deal to buy power from each other on Monday.", "Chile-Peru deal", "energy", "agreed"),
    ],
)
def test_the_act_on_a_matter_tells_what_it_is_about_and_when_it_was_made(text: str, name: str, issue: str, status: str) -> None:
    article = Article(id="a", text=text, date="2023-06-01")
    (found,) = code_article(article, Lexicon.load(), Gazetteer.load(), load_model()).undertakings
    assert (found.name, found.issue.value, found.status.value) == (name, issue, status)


AGREEMENTS = [
    ("Chile and Peru put their fisheries agreement on hold.", "suspended"),
    ("Chile told Peru that it had broken the fisheries agreement between Chile and Peru.", "violated"),
    ("Chile may withdraw from the fisheries agreement between Chile and Peru that was signed on Monday.", "agreed"),
    ("Miners in Chile demand that it scrap the fisheries agreement with Peru, which entered into force in May.", "in-force"),
    ("Chile and Peru have a fisheries agreement since last year.", "in-force"),
    ("The fisheries agreement between Chile and Peru entered into force. It was signed in March.", "in-force"),
    ("Chile buys fish from Peru under a fisheries agreement that is in force and expires next year.", "in-force"),
]


@pytest.mark.parametrize(("text", "status"), AGREEMENTS, ids=[c[0][:50] for c in AGREEMENTS])
def test_what_is_wanted_of_an_agreement_is_not_done(text: str, status: str) -> None:
    assert [u.status for u in undertakings(text) if u.kind == "agreement"] == [status]


def test_a_commission_that_is_to_be_set_up_by_agreement_is_agreed() -> None:
    (found,) = undertakings("Chile and Peru agreed on Monday to set up a joint trade committee.")

    assert (found.kind, found.status) == ("mechanism", "agreed")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Kenya and Uganda agreed to raise their trade to $3 billion a year.", "Kenya-Uganda trade target of $3 billion"),
        ("Kenya wants to lift its trade with Uganda to 9 million euros.", "Kenya-Uganda trade target of 9 million euros"),
    ],
)  # fmt: skip
def test_a_sum_that_trade_is_to_reach_is_a_target(text: str, name: str) -> None:
    (found,) = undertakings(text)

    assert (found.kind, found.issue, found.name) == ("commitment", "trade", name)


@pytest.mark.parametrize(
    "text", ["Kenya raised its aid to Uganda to $3 billion.", "Trade of Kenya and Uganda rose to record levels."]
)
def test_what_is_no_trade_or_no_sum_is_no_target(text: str) -> None:
    assert not any("target" in u.name for u in undertakings(text))


def test_works_of_one_issue_are_told_apart() -> None:
    found = undertakings("Kenya and Uganda plan a gas pipeline. Kenya and Uganda also signed a plan for a refinery at Hoima.")

    assert {"pipeline" in u.name for u in found} == {True, False}
