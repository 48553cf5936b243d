"""How often what a brief calls certain, likely or unlikely to be raised was raised: python tools/bench_raised.py RECORD A B ...

For every visit between the two that took place on a told day, the brief as of the day before is made, with its section on
what is likely to be raised. An issue counts as raised where words of an act of the two name it, in an article on the visit
that appeared from its day to three days after. What is printed is the share of the issues of each class that were.
"""

import argparse
from collections import Counter
from datetime import date, timedelta

from bilat import Record, api
from bilat.briefing import wording
from bilat.lexicon import Lexicon
from bilat.model import Issue, Status
from bilat.record import View
from bilat.relations import Visit, visits

AFTER = 3
LEAST_ARTICLES = 2
"""Articles of those days that a visit must have: of one that a line tells of, nobody says what was raised."""
CLASSES = ("certain", "likely", "unlikely")


def main() -> None:
    """Print the table for each pair and for all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("record")
    parser.add_argument("pairs", nargs="+", metavar="A-B", help="IRN-PAK")
    given = parser.parse_args()
    record, lexicon = Record.open(given.record), Lexicon.load()
    whole: Counter[tuple[str, bool]] = Counter()
    for pair in given.pairs:
        a, b = map(lexicon.party_code, pair.split("-"))
        found, number = pair_table(record, a, b)
        whole += found
        show(f"{pair}, {number} visits", found)
    if len(given.pairs) > 1:
        show("all", whole)


def pair_table(record: Record, a: str, b: str) -> tuple[Counter[tuple[str, bool]], int]:
    """By class and whether it was raised, how many issues; and of how many visits."""
    found: Counter[tuple[str, bool]] = Counter()
    number = 0
    with record.view() as view:
        for visit in visits(view, a, b):
            raised = raised_at(view, a, b, visit)
            if raised is not None:
                number += 1
                found.update(outcomes(record, a, b, visit, raised))
    return found, number


def raised_at(view: View, a: str, b: str, visit: Visit) -> set[str] | None:
    """The issues that the reports of the visit's days name, null where they are too few or no day is told."""
    if visit.status is not Status.ACTUAL or visit.date_basis != "event" or len(visit.date or "") != 10:
        return None
    first = date.fromisoformat(visit.date or "")
    last = (date.fromisoformat(visit.until or visit.date or "") + timedelta(days=AFTER)).isoformat()
    pair = view.dyad(a, b)
    articles = {
        id for id in visit.article_ids if id in pair.articles and first.isoformat() <= (pair.articles[id].date or "") <= last
    }
    if len(articles) < LEAST_ARTICLES:
        return None
    named = set()
    for entry in pair.events:
        reason = dict(entry.event.reasons).get("issues", "")
        if entry.event.article_id in articles and entry.event.status in (Status.ACTUAL, Status.PLANNED):
            named |= {one for one in entry.event.issues if f"{one.value}: as a rule" not in reason}
    return {wording.issue(one) for one in named - {Issue.DIPLOMACY}}


def outcomes(record: Record, a: str, b: str, visit: Visit, raised: set[str]) -> Counter[tuple[str, bool]]:
    """The issues of each class of the brief of the day before, and whether each was raised; "not named" for those in none."""
    day = (date.fromisoformat(visit.date or "") - timedelta(days=1)).isoformat()
    with record.view(as_of=day) as view:
        made = api.brief(view, a, b, sections=["raised"])
    found: Counter[tuple[str, bool]] = Counter()
    told = set()
    for part in made.sections[0].parts:
        for one in part.statements:
            told.add(one.label.lower())
            found[part.title.lower(), one.label.lower() in raised] += 1
    found["not named", True] += len(raised - told)
    return found


def show(title: str, found: Counter[tuple[str, bool]]) -> None:
    """A line for each class."""
    print(title)
    for name in (*CLASSES, "not named"):
        yes, no = found[name, True], found[name, False]
        share = f"{yes / (yes + no):.0%}" if yes + no else "none"
        print(f"  {name:10} {yes:4} of {yes + no:4} raised  {share}")


if __name__ == "__main__":
    main()
