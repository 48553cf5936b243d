"""Who is said to have said it: the speaker of an assertion."""

from dataclasses import dataclass

from bilat.coding.frames import CHARGING, carrying_verb, children, governors, subjects
from bilat.coding.parse import Sentence
from bilat.coding.parties import PartyReader
from bilat.coding.tokens import Token
from bilat.lexicon import Lexicon
from bilat.model import Party

_OPINIONS = frozenset(
    {
        "hope",
        "belief",
        "view",
        "opinion",
        "conviction",
        "optimism",
        "confidence",
        "claim",
        "allegation",
        "need",
        "importance",
        "necessity",
    }
)
_OPENING, _CLOSING = "“", "”"


@dataclass(slots=True)
class Quotes:
    """Whether a quotation that began earlier is still open, and whose it is."""

    open: bool = False
    speaker: Party | None = None

    def covers(self, text: str) -> bool:
        """Whether a sentence stands in a quotation: one left open before, or one of its own from end to end."""
        return self.open or (text[:1] in {_OPENING, '"'} and text[-1:] in {_CLOSING, '"'})

    def step(self, text: str, speaker: Party | None) -> None:
        """Go on past a sentence."""
        last = max(text.rfind(_OPENING), text.rfind(_CLOSING))
        if last >= 0:
            self.open = text[last] == _OPENING
        if text.count('"') % 2:
            self.open = not self.open
        if speaker is not None:
            self.speaker = speaker


def speech_verbs(sentence: Sentence, lexicon: Lexicon) -> list[Token]:
    """The verbs of a sentence that report what somebody says."""
    verbs = lexicon.grammar["speech_verbs"]
    return [t for t in sentence.verbs if t.lemma_ in verbs and t.dep_ not in {"amod", "aux"}]


def speaker_of(sentence: Sentence, token: Token, lexicon: Lexicon, reader: PartyReader) -> tuple[Party, str] | None:
    """The speaker under whose words a token stands, and the word that reports it."""
    below = token
    for head, dep in governors(token):
        if (
            head.is_verb
            and head.lemma_ in lexicon.grammar["speech_verbs"]
            and dep in {"ccomp", "parataxis", "xcomp", "dep", "advcl"}
        ):
            found = _subject(sentence, head, reader)
            if found is not None and below.i != head.i:
                return found, f"“{head.text}”"
        if dep == "prep" and head.is_verb and head.lower_ in CHARGING and below.dep_ == "prep" and token.i > below.i:
            found = _subject(sentence, head, reader)
            if found is not None:
                return found, f"“{head.text}”"
        if (
            head.is_noun
            and head.lemma_ in _OPINIONS
            and dep in {"acl", "ccomp", "pobj", "prep", "relcl"}
        ):
            carrier = carrying_verb(head)
            found = _subject(sentence, carrier, reader) if carrier is not None else None
            if found is not None:
                return found, f"“{head.text}”"
        below = head
    source = _according(sentence, reader)
    if source is not None:
        return source
    for verb in sentence.verbs:
        if verb.dep_ == "parataxis" and verb.lemma_ in lexicon.grammar["speech_verbs"]:
            found = _subject(sentence, verb, reader)
            if found is not None:
                return found, f"“{verb.text}”"
    return None


def main_speaker(sentence: Sentence, lexicon: Lexicon, reader: PartyReader) -> Party | None:
    """Whoever speaks in a sentence, for a quotation that goes on and for "we"."""
    for verb in speech_verbs(sentence, lexicon):
        found = _subject(sentence, verb, reader)
        if found is not None:
            return found
    return None


def _subject(sentence: Sentence, verb: Token, reader: PartyReader) -> Party | None:
    for subject in children(verb, "nsubj") or subjects(verb):
        parties = reader.resolve_all(sentence, subject)
        if parties:
            return parties[0]
        if subject.tag_.startswith("N"):
            span = sentence.piece(subject.left_edge.i, subject.i + 1)
            return Party(text=span.text, code="", span=span, reason="a speaker that no lexicon knows")
    return None


def _according(sentence: Sentence, reader: PartyReader) -> tuple[Party, str] | None:
    for token in sentence.among(("according",)):
        for prep in token.children:
            for source in children(prep, "pobj"):
                parties = reader.resolve_all(sentence, source)
                if parties:
                    return parties[0], "“according to”"
                span = sentence.piece(source.left_edge.i, source.i + 1)
                return Party(
                    text=span.text, code="", span=span, reason="a source that no lexicon knows"
                ), "“according to”"
    return None
