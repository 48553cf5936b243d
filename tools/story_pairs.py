"""Draw pairs of events from a record's stories, for a person to judge whether each pair tells one happening.

    python tools/story_pairs.py RECORD --n 50 --seed 1 > pairs.txt

Half of them are joined: two articles' events of one story, one pair a story. Half are kept apart though they are alike: events
of two articles within a week, of one kind and with a party in common, whose words have a cosine of 0.25 or more.
"""

import argparse
import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from bilat.model import Event
from bilat.record import Record, View
from bilat.record.likeness import Words
from bilat.record.tellings import day_of, telling
from bilat.record.vocabulary import Table, Weights

ALIKE = 0.25
DAYS = 7


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its article's date and its story."""

    event: Event
    date: str
    story: str


def told(view: View) -> Iterator[Told]:
    """All events of dated articles that are in a story."""
    of: dict[str, str] = dict(view.ask("SELECT event_id, story FROM story_events"))
    for article in view.articles():
        coding = view.coding(article.id) if article.date else None
        for event in coding.events if coding else ():
            yield Told(event, article.date or "", of[event.id])


def joined(events: list[Told]) -> list[tuple[Told, Told]]:
    """The pairs of each story that lie in two articles, by story."""
    stories = defaultdict(list)
    for one in events:
        stories[one.story].append(one)
    return [
        random.choice(pairs)
        for _, members in sorted(stories.items())
        if (pairs := [(a, b) for a, b in combinations(members, 2) if a.event.article_id != b.event.article_id])
    ]


def apart(events: list[Told]) -> list[tuple[Told, Told]]:
    """The pairs that are alike and in two stories."""
    weights, found = Weights(0, Table()), []
    near: list[tuple[Told, int, frozenset[str], Words]] = []
    for one in sorted(events, key=lambda one: (one.date, one.event.id)):
        day = day_of(one.date) or 0
        this = telling(one.event, day)
        words = Words(this, weights)
        near = [other for other in near if day - other[1] <= DAYS]
        for other, _, parties, theirs in near:
            if other.event.type is not one.event.type or other.event.mode is not one.event.mode:
                continue
            if other.story == one.story or other.event.article_id == one.event.article_id or not parties & this.parties:
                continue
            shared = sum(x * x for word, x in words.words.items() if word in theirs.words)
            if shared >= ALIKE * words.length * theirs.length:
                found.append((other, one))
        near.append((one, day, this.parties, words))
    return found


def show(number: int, kind: str, pair: tuple[Told, Told]) -> None:
    """One pair as text."""
    print(f"{number} {kind}")
    for one in pair:
        event = one.event
        sides = " > ".join(" ".join(party.code for party in side) for side in (event.actors, event.recipients))
        print(f"  {one.date} {event.article_id} {event.type} {event.mode or ''} {event.status} {event.date or ''} {sides}")
        print(f"    “{event.trigger.text}” in: {' '.join(event.sentence.text.split())}")


def main() -> None:
    """Draw and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record")
    parser.add_argument("--n", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    random.seed(args.seed)
    with Record.open(args.record).view() as view:
        events = list(told(view))
    for kind, pairs in (("joined", joined(events)), ("apart", apart(events))):
        for number, pair in enumerate(random.sample(pairs, min(args.n // 2, len(pairs))), start=1):
            show(number, kind, pair)


if __name__ == "__main__":
    main()
