"""What an undertaking is called: its usual name, else its parties and its noun; and what it is about."""

import re
from collections.abc import Sequence

from bilat.coding.issues import issue_hits
from bilat.coding.mentions import Mention
from bilat.coding.tokens import Token
from bilat.coding.works import LINES
from bilat.lexicon import Lexicon
from bilat.model import Event, Issue, UndertakingKind, sector_of

_DROPPED = frozenset(
    {"DT", "PDT", "PRP$", "WP$", "``", "''", ",", ":", "POS", "RB", "JJR", "JJS", "HYPH", "-LRB-", "-RRB-"}
)
# Adjectives that judge or date a matter and are no part of its name.
_JUDGED = """
    above additional ambitious any awaited big bilateral billion called controversial crippling current
    delayed direct disputed dollar enough every existing extra few final first formal full fuller further
    future good harsh historic huge immediate important imposed inaugural initial intended key landmark last
    latest long longstanding major many massive mentioned more most multi mutual new next no numerous other
    own pending planned possible previous promising proposed re real recent regular reimposed remaining
    respective said same second several so some stalled standing stated stuck substantial such sufficient
    tentative these those tough toughest two unfinished various
    """
_JUDGING = frozenset(_JUDGED.split())
_DAYS_AND_MONTHS = """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April May June July August September October November December
    """
_CALENDAR = frozenset(_DAYS_AND_MONTHS.split())
_TIMES = frozenset(
    {"week", "month", "year", "day", "time", "past", "future", "years", "months", "days", "weeks", "moment"}
)
_YEAR = re.compile(r"(?:1[89]|20)\d\d")
_TRAILING = frozenset({"DT", "IN", "CC", "TO", ",", "PRP$", "POS", "JJ", "$"})
_RELATIVE = frozenset({"WDT", "WP", "WP$", "WRB"})
_PERSONAL = frozenset({"my", "his", "her"})
_PARTY_PREPOSITIONS = frozenset({"between", "with", "among"})
_LONGEST = 10


def name_of(mentions: Sequence[Mention], parties: Sequence[str], lexicon: Lexicon, titled: str = "") -> str:
    """A descriptive name, built from the article's words, the parties in the order of their usual names.

    Args:
        titled: What the title calls a matter of this kind, for one that the text names only "agreement".
    """
    first = next((m for m in mentions if m.known), mentions[0])
    if first.known:
        return first.known.name
    if first.kind is UndertakingKind.SANCTIONS_REGIME:
        return _sanctions(first, parties, lexicon)
    shorts = sorted(_short(p, first, lexicon) for p in parties[:3])
    sides = "-".join(shorts)
    if len(sides) > 60:
        sides = ", ".join(shorts)
    if first.noun.family in LINES:
        line = _line(mentions, lexicon, titled)
        return _usual(line, parties, lexicon) or f"{sides} {line}"
    goal = next((m.goal for m in mentions if m.goal), "")
    if goal:
        return f"{sides} trade target of {goal}"
    telling = next((m for m in mentions if not bare(m)), None)
    if telling is None and first.kind is UndertakingKind.AGREEMENT and titled:
        return f"{sides} {titled}"
    told = telling or first
    return " ".join(part for part in (sides, " ".join(core_words(told)), complement(told) or _of_year(told)) if part)


def bare(mention: Mention) -> bool:
    """Whether a phrase says no more than its one noun ("the agreement")."""
    return len(mention.noun_words) == 1 and len(core_words(mention)) <= 1 and not complement(mention)


def _usual(line: str, parties: Sequence[str], lexicon: Lexicon) -> str:
    """The usual name of the one well-known line of these parties, where "the pipeline" does not say that it is another."""
    known = [
        matter.name
        for matter in lexicon.undertakings.known
        if set(matter.parties) == set(parties) and set(line.split()) <= set(matter.name.split())
    ]
    return known[0] if len(known) == 1 else ""


def _line(mentions: Sequence[Mention], lexicon: Lexicon, titled: str) -> str:
    """ "Nabucco gas pipeline": a line's own name and what it carries; its length and course are no part of its name."""
    named, carried = "", ""
    for mention in mentions:
        core = [w for w in core_words(mention) if w.lower() not in {"pipeline", "project", "line"}]
        own = " ".join(w for w in core if w[:1].isupper())
        named = named or (own if not own.isupper() else "")
        near = [t.lower_ for t in mention.sentence.tokens]
        inside = [w for w in (w.lower() for w in core) if w in lexicon.undertakings.carried]
        carried = carried or next(iter(inside), "") or next((w for w in near if w in lexicon.undertakings.carried), "")
    carried = carried or next((w for w in titled.lower().split() if w in lexicon.undertakings.carried), "")
    return " ".join(part for part in (named, carried, "pipeline") if part)


def core_words(mention: Mention) -> list[str]:
    """The words of the phrase up to its noun, without parties, determiners and judgements."""
    doc = mention.sentence.tokens
    kept = []
    for token in doc[mention.start : mention.core_end]:
        named = token.i in mention.sentence.name_at and token.i != mention.head
        inside = token.i >= mention.core_end - len(mention.noun_words)
        led = token.i > 1 and doc[token.i - 1].text == "-" and (token.i - 2) in mention.sentence.name_at
        counts = token.tag_ == "CD" and doc[token.i + 1].tag_ in {"NNS", "NNPS"}
        dropped = named or led or counts or token.tag_ in _DROPPED or token.lower_ in _JUDGING or token.tag_ == "CC"
        sum_ = token.lower_ == "billion" and doc[token.i - 1].tag_ == "CD"
        if dropped and not inside and not sum_:
            continue
        kept.append(token)
    return _joined(kept)


def _joined(tokens: Sequence[Token]) -> list[str]:
    """Words as they stand, those that the text writes without a space put together ("25-year")."""
    words: list[str] = []
    for before, token in zip([None, *tokens], tokens, strict=False):
        gap = token.i - before.i if before is not None else 0
        touching = (
            before is not None and gap in {1, 2} and not token.doc[token.i - 1].whitespace_ and not before.whitespace_
        )
        if words and touching:
            words[-1] += ("-" if gap == 2 else "") + token.text
        else:
            words.append(token.text)
    return words


def complement(mention: Mention) -> str:
    """What the matter is for: "to restore diplomatic ties", "on water sharing"; not the parties again."""
    doc = mention.sentence.tokens
    for child in doc[mention.head].rights:
        if child.i < mention.core_end or child.i >= mention.end:
            continue
        if any(t.tag_ in _RELATIVE for t in doc[child.left_edge.i : child.i + 2]):
            continue  # "the agreement on which the protocol builds": what is said of it, not what it is for
        idle = child.lower_ in _PARTY_PREPOSITIONS or _only_parties(mention, child) or _of_time(child)
        idle = idle or any(t.lower_ in _PERSONAL for t in child.subtree)
        if child.dep_ == "prep" and idle:
            continue
        end = min(mention.end, child.left_edge.i + _LONGEST, child.right_edge.i + 1)
        tokens = list(doc[child.left_edge.i : min(end, _second_clause(child, end))])
        while tokens and tokens[-1].tag_ in _TRAILING:
            tokens.pop()
        return mention.sentence.piece(tokens[0].i, tokens[-1].i + 1).text if len(tokens) > 1 else ""
    return _next_for(mention) or _agreed_to(mention)


def _second_clause(child: Token, end: int) -> int:
    """Where "that the two signed in 2014" begins inside what the matter is for."""
    tokens = child.doc[child.i + 1 : end]
    clauses = [t.left_edge.i for t in tokens if t.dep_ == "relcl" and t.left_edge.i > child.i + 1]
    return min([end, *clauses, *(t.i for t in tokens if t.tag_ in _RELATIVE)])


def _next_for(mention: Mention) -> str:
    """ "Their contract for a pipeline", where the parser hangs the "for" on the verb."""
    doc = mention.sentence.tokens
    after = doc[mention.core_end : mention.core_end + 6]
    if mention.kind is not UndertakingKind.AGREEMENT or not after or after[0].lower_ not in {"for", "on"}:
        return ""
    noun = next((t for t in after[1:] if t.dep_ == "pobj" and t.head.i == after[0].i), None)
    named = noun is not None and (noun.i in mention.sentence.name_at or noun.tag_ in _RELATIVE)
    told = not named and not _of_time(after[0])
    return mention.sentence.piece(after[0].i, noun.i + 1).text if noun is not None and told else ""


def _agreed_to(mention: Mention) -> str:
    """What a bare "deal" is for: "agreed to reopen embassies in a deal"."""
    if mention.kind is not UndertakingKind.AGREEMENT or mention.start == 0:
        return ""
    doc = mention.sentence.tokens
    prep = doc[mention.start - 1]
    for verb in list(doc[mention.head].ancestors)[:4]:
        act = next((c for c in verb.children if c.dep_ == "xcomp" and c.left_edge.lower_ == "to"), None)
        if verb.lower_ in {"agreed", "agree"} and act is not None and prep.lower_ in {"in", "under"} and act.i < prep.i:
            end = min([prep.i, act.i + 6, *(c.i for c in act.children if c.dep_ == "prep")])
            return mention.sentence.piece(act.left_edge.i, end).text
    return ""


def _of_time(prep: Token) -> bool:
    return any(
        t.dep_ == "pobj" and (t.text in _CALENDAR or _YEAR.fullmatch(t.text) or t.lower_ in _TIMES)
        for t in prep.children
    )


def _only_parties(mention: Mention, prep: Token) -> bool:
    inside = [t for t in prep.subtree if t.i != prep.i and t.tag_ not in {"DT", "CC", ",", "POS", "HYPH"}]
    return all(t.i in mention.sentence.name_at or t.tag_.startswith("PRP") for t in inside)


def _short(code: str, mention: Mention, lexicon: Lexicon) -> str:
    if sector_of(code) == "REB":
        return mention.texts.get(code, lexicon.label(code)).removeprefix("the ").removeprefix("The ")
    return lexicon.undertakings.short_names.get(code) or lexicon.label(code)


def _sanctions(mention: Mention, parties: Sequence[str], lexicon: Lexicon) -> str:
    """Who imposes what on whom; the target in the text's words ("on its energy sector")."""
    core = " ".join(core_words(mention))
    doc = mention.sentence.tokens
    target = next(
        (
            mention.sentence.piece(child.i, min(child.right_edge.i + 1, mention.end)).text
            for child in doc[mention.head].rights
            if child.dep_ == "prep" and child.lower_ in {"on", "against"} and child.i < mention.end
        ),
        f"on {_short(parties[-1], mention, lexicon)}",
    )
    return f"{_short(parties[0], mention, lexicon)} {core} {target}".strip()


def issue_of(mention: Mention, lexicon: Lexicon, events: Sequence[Event] = ()) -> tuple[Issue, str]:
    """What a matter is about: as known, by its noun, its phrase's words, the act on it, else its sentence's nearest word.

    Args:
        events: The acts coded in its sentence.
    """
    if mention.known:
        return mention.known.issue, f"{mention.known.issue}: {mention.known.name}"
    if mention.noun.issue:
        return mention.noun.issue, f"{mention.noun.issue}: “{' '.join(mention.noun_words)}”"
    hits = [h for h in issue_hits(mention.sentence, lexicon) if h.at != mention.head]
    if not any(not h.weak and mention.start <= h.at < mention.end for h in hits) and (
        acted := _of_act(mention, events)
    ):
        return acted
    for weak in (False, True):
        inside = [h for h in hits if h.weak == weak and mention.start <= h.at < mention.end]
        near = [] if weak else [h for h in hits if not h.weak and abs(h.at - mention.head) <= 10]
        best = min(inside or near, key=lambda h: abs(h.at - mention.head), default=None)
        if best is not None:
            return best.issue, f"{best.issue}: “{best.word}”"
    return Issue.DIPLOMACY, "diplomacy: no word tells another issue"


def _of_act(mention: Mention, events: Sequence[Event]) -> tuple[Issue, str] | None:
    """The first issue of the nearest act of the sentence that says more than that states deal with each other."""
    at = mention.sentence.span.start + mention.sentence.tokens[mention.head].idx
    for event in sorted(events, key=lambda e: abs(e.trigger.start - at)):
        told = next((issue for issue in event.issues if issue is not Issue.DIPLOMACY), None)
        if told is not None:
            return told, f"{told}: “{event.trigger.text}”"
    return None


def year_of(mention: Mention) -> str:
    """The year by which its phrase dates an agreement, else nothing: "the 1973 treaty", "the treaty signed in 1973"."""
    if mention.kind is not UndertakingKind.AGREEMENT:
        return ""
    return next((t.text for t in mention.before if _YEAR.fullmatch(t.text)), "") or _year_after(mention)


def _year_after(mention: Mention) -> str:
    head = mention.sentence.tokens[mention.head]
    preps = [c for c in head.rights if c.dep_ == "prep"]
    preps += [c for verb in head.rights if verb.dep_ == "acl" for c in verb.rights if c.dep_ == "prep"]
    return next((t.text for p in preps if p.lower_ in {"of", "in"} for t in p.rights if _YEAR.fullmatch(t.text)), "")


def _of_year(mention: Mention) -> str:
    year = _year_after(mention) if mention.kind is UndertakingKind.AGREEMENT else ""
    return f"of {year}" if year else ""
