"""Which whole lines of a page are furniture: the rules alone, on one line at a time.

A rule takes a line only where all of it is furniture: prose that begins with "Related" or holds "read more" is an
article's own. Where a line could be either, its place decides (a bare "By John Smith" only at the top or the end).
"""

import re
from dataclasses import dataclass

from bilat.model import FurnitureKind

_LONGEST = 300
_LONGEST_HEADLINE = 200
_LONGEST_ITEM = 160


def _whole_line(*alternatives: str) -> re.Pattern[str]:
    """A rule for lines that are one of the alternatives and nothing else but marks around it."""
    return re.compile(rf"^[\W_]*(?:{'|'.join(alternatives)})[\W_]*$", re.IGNORECASE)


_LABELS = (
    r"read (?:more|also|next|on|full story)",
    r"also read",
    r"see also",
    r"must read",
    r"don['\u2019]t miss",
    r"(?:also|more) on (?:this(?: story| topic)?|the story)",
    r"related(?: (?:stor(?:y|ies)|articles?|news|coverage|posts?|content|reading|reports?|topics?|links?))?",
    r"you (?:may|might)(?: also)? like(?: this)?",
    r"recommended(?: (?:for you|stories|reading))?",
    r"(?:watch|listen)(?: (?:also|more|now))?",
)
_LABELLED = re.compile(
    rf"^[\W_]*(?:{'|'.join(_LABELS)})\s*(?:[:|\u00bb\u203a>]+|\s[-\u2013\u2014]+\s)\s*(?P<headline>\S.*)$",
    re.IGNORECASE,
)
_SHOUTED = re.compile(
    r"^[\W_]*(?:READ (?:ALSO|MORE|NEXT)|ALSO READ|SEE ALSO|RELATED)\s+(?P<headline>[\"\u201c\u2018'(]?[A-Z0-9].*)$"
)
_READ_ABOUT = re.compile(r"^[\W_]*(?:read|learn) more (?:about|on|at|from|in|here)\b.*[^.]$", re.IGNORECASE)
_HEADING = _whole_line(
    *_LABELS,
    r"most (?:read|popular|viewed)",
    r"trending(?: (?:now|stories|news))?",
    r"latest (?:news|stories|articles)",
    r"(?:top|popular) (?:stories|news|posts)",
    r"editor['\u2019]?s['\u2019]? picks?",
    r"more (?:news|stories)",
    r"more from .{1,40}",
    r"tags",
)
_SENTENCES = re.compile(r"[a-z0-9)\u201d\"\u2019][.!?][\u201d\"\u2019]?\s+[\u201c\"\u2018]?[A-Z]")
_SENTENCE_END = re.compile(r"[.!?;:][\u201d\"\u2019')\]]*$")

_FORM = _whole_line(
    r"please enter (?:your|an?) (?:comment|name|e-?mail|valid).{0,60}",
    r"leave (?:a|your) (?:reply|comment).{0,60}",
    r"cancel reply",
    r"save my name.{0,40}e-?mail.{0,120}",
    r"your e-?mail address will not be published.{0,80}",
    r"(?:all )?(?:required )?fields (?:are )?marked.{0,40}",
    r"you have entered an incorrect e-?mail.{0,40}",
    r"(?:post|add) (?:a )?comment",
    r"log ?in to (?:leave a )?(?:comment|reply).{0,40}",
    r"(?:no|\d+) comments?",
    r"comments?(?: \(?\d+\)?)?",
    r"comments (?:are|have been) (?:closed|disabled|turned off).{0,60}",
    r"(?:your )?(?:name|e-?mail|website|comment)(?: address)?\s*[:*]+",
    r"notify me of (?:follow-?up|new) .{0,80}",
    r"view (?:all )?comments.{0,20}",
    r"join the (?:discussion|conversation).{0,40}",
    r"submit",
    r"thank you(?: for (?:signing up|subscribing).{0,60})?",
    r"thanks for (?:signing up|subscribing).{0,60}",
    r"(?:sorry!? )?(?:there was )?an error (?:has )?(?:occurred|processing)"
    r"(?:[,.!]? please try again.{0,20}| your (?:request|subscription).{0,20})?",
    r"sorry!",
    r"keep an eye on your inbox.{0,60}",
    r"this article has been sent to.{0,60}",
    r"(?:order|buy) reprints?|print (?:this )?article|e-?mail (?:this )?article|save (?:this )?article",
    r"this copy is for your personal,? non-?commercial use.{0,200}",
    r"\[/?(?:button|caption|gallery|embed|video|audio|playlist|vc_\w+|et_pb_\w+)\b[^\]]*\].{0,80}",
    r"https?://\S+",
    r"accept(?: all)? cookies",
    r"cookies? (?:policy|settings|preferences|notice)",
    r"manage (?:cookies|preferences)",
    r"(?:we|this (?:web)?site|our (?:web)?site) uses? cookies.{0,200}",
    r"by (?:continuing|using) .{0,80}(?:cookies|terms of use).{0,120}",
)
_NEWSLETTER = _whole_line(
    r"(?:subscribe|sign up|sign in|register|log in|join)\b.{0,120}"
    r"\b(?:newsletters?|inbox|alerts|mailing list|our (?:\w+ )?(?:e-?mails?|channels?)|account|whatsapp|telegram)\b"
    r".{0,80}",
    r"subscribe(?: (?:now|today|here|to .{1,40}))?",
    r"sign up(?: (?:now|today|here|for free|for (?:our|free) .{1,60}))?",
    r"(?:get|receive) .{1,80} (?:in|to|into) your (?:inbox|e-?mail).{0,60}",
    r"(?:our )?(?:daily|weekly|free)? ?newsletter",
    r"follow .{1,60} on (?:twitter|x|facebook|telegram|instagram|whatsapp|youtube|google news|linkedin|social media)\b"
    r".{0,80}",
    r"follow us(?: (?:here|at|@).{0,60})?",
    r"like (?:us|this|our page)\b.{0,40}",
    r"share(?: (?:this|on|via|it)\b.{0,50})?",
    r"tweet|e-?mail|print|whatsapp|facebook|twitter|telegram|linkedin|pinterest|reddit|copy link|pin it",
    r"download (?:our|the) .{0,20}app\b.{0,60}",
    r"click here\b.{0,120}",
    r"advertisements?",
    r"sponsored(?: content)?",
    r"support (?:our|independent) journalism.{0,80}",
    r"(?:story|article) continues below.{0,40}",
    r"have a (?:tip|story)\?.{0,200}",
    r"(?:write to|contact|email|e-mail) .{2,60}\bat \S+@\S+",
    r"[\w .'\u2019-]{2,60} (?:may|can) be (?:reached|contacted|emailed) at \S+@\S+.{0,120}",
    r"back to top",
    r"skip to (?:main )?content",
)
_PICTURE = r"(?:file )?(?:photo(?:graph)?s?|images?|pictures?|pic|video|caption|featured image)"
_CREDITS = (
    rf"[(\[]?\s*{_PICTURE}(?: (?:credits?|courtesy(?: of)?|source|caption|by))?\s*[:/|]\s*\S.*",
    rf"[(\[]\s*{_PICTURE}\b[^)\]]*[)\]]",
    r"(?:credits?|source)\s*:\s*\S.{0,60}",
    r"(?:file photo|representational image)\.?",
    r"(?:\u00a9|\(c\)|copyright\b).{0,120}",
    r".{0,60}\ball rights reserved\b.{0,40}",
)
_CREDIT = re.compile(rf"^(?:{'|'.join(_CREDITS)})$", re.IGNORECASE)
_PHOTO_BY = re.compile(rf"^[(\[]?{_PICTURE} (?:by|courtesy of) (?P<names>.{{2,80}}?)[)\]]?\.?$", re.IGNORECASE)
_REPORTED_BY = re.compile(
    r"^[(\[]?(?:(?:with )?(?:additional )?reporting|writing|editing|edited|written|compiled"
    r"|reported|translated|with inputs?)"
    r" (?:by|from) (?P<names>.{2,250}?)[)\]]?\.?$",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"^[\W_]*(?:(?:first )?published|posted|(?:last )?updated|modified)\s*(?:on|at)?\s*[:|-]?\s*"
    r"(?:[a-z]{2,6}day,?\s+|(?:sun|mon|tue|wed|thu|fri|sat)[a-z]?\.?,?\s+)?"
    r"(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?\s+\d)(?=.*\d{4}).{4,50}$",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"^[\W_]*(?:by\s+)?(?:our\s+|the\s+|a\s+)?(?:staff|web|news|special|foreign|diplomatic|political|economic)\s+"
    r"(?:writer|report(?:er)?|desk|correspondent|team)s?[\W_]*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"^(?:By|BY|From)\s+(?P<names>[^.!?]{2,80})$")
_WORD = re.compile(r"[^\W\d_][\w.'\u2019-]*")
# fmt: off
_SMALL = frozenset((
    "and", "in", "for", "by", "with", "the", "at", "of", "from", "de", "al", "el", "bin", "van", "von", "on",
    "writing", "editing", "reporting", "additional", "compiled", "edited", "written",
))
_BODIES = frozenset((
    "US", "UK", "EU", "UN", "UAE", "USA", "AU", "IMF", "WHO", "FAO", "AFP", "AP", "PTI", "ANI", "TV", "ID", "OK",
))
_LEADS_ON = frozenset((
    "the", "of", "by", "from", "with", "and", "between", "to", "in", "for", "a", "an", "at", "on", "or", "via",
))
# fmt: on
INITIALS = re.compile(r"(?:^|(?<=\s))[A-Z]{2,3}(?:/[A-Z]{2,3}){1,3}/?(?=\s*\Z)")


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a line is: its kind, the headline that it points at, and whether headlines follow it."""

    kind: FurnitureKind
    headline: str | None = None
    opens_list: bool = False


def judge(line: str, *, at_edge: bool) -> Ruling | None:
    """The ruling on one line without its line end, None for prose.

    Args:
        at_edge: Whether the line is one of the first or last few, where a bare byline stands.
    """
    line = line.strip()
    if not line or len(line) > _LONGEST:
        return None
    link = _link(line)
    if link:
        return link
    if _FORM.match(line):
        return Ruling(FurnitureKind.FORM)
    if _NEWSLETTER.match(line):
        return Ruling(FurnitureKind.NEWSLETTER)
    if _CREDIT.match(line) or _names_only(_PHOTO_BY, line):
        return Ruling(FurnitureKind.CREDIT)
    if _names_only(_REPORTED_BY, line) or _PUBLISHED.match(line) or _DESK.match(line):
        return Ruling(FurnitureKind.BYLINE)
    if at_edge and _names_only(_BYLINE, line):
        return Ruling(FurnitureKind.BYLINE)
    return None


def is_headline(line: str) -> bool:
    """Whether a line can be a headline in a list of links: short, and no sentence of prose."""
    line = line.strip()
    return 8 <= len(line) <= _LONGEST_ITEM and " " in line and not _SENTENCE_END.search(line.rstrip("?!"))


def initials_start(text: str) -> int | None:
    """Where the writer's and editor's initials start that end a paragraph ("SA/PA"), None where there are none."""
    found = INITIALS.search(text, max(0, len(text) - 40))
    if not found:
        return None
    before = text[: found.start()].rstrip(" \t")
    if not before.strip():
        return None
    if before[-1] in ".!?\u201d\"\u2019')":
        return found.start()
    # After an unfinished sentence it may be a pair of names: "talks of the US/EU".
    codes = set(found[0].strip("/").split("/"))
    last = before.rsplit(None, 1)[-1]
    return None if codes & _BODIES or last in _LEADS_ON else found.start()


def _link(line: str) -> Ruling | None:
    labelled = _LABELLED.match(line) or _SHOUTED.match(line)
    if labelled:
        headline = labelled["headline"].strip()
        if len(headline) <= _LONGEST_HEADLINE and not (headline.endswith(".") and _SENTENCES.search(headline)):
            return Ruling(FurnitureKind.LINK, headline)
    if _HEADING.match(line):
        return Ruling(FurnitureKind.LINK, opens_list=True)
    if len(line) <= _LONGEST_ITEM and _READ_ABOUT.match(line):
        return Ruling(FurnitureKind.LINK)
    return None


def _names_only(rule: re.Pattern[str], line: str) -> bool:
    """Whether a byline's words after "by" are names: capitalised, but for the few words that join names."""
    found = rule.match(line)
    if not found:
        return False
    words = _WORD.findall(found["names"])
    capitals = [word for word in words if word[0].isupper()]
    return bool(capitals) and len(words) <= 30 and all(word[0].isupper() or word in _SMALL for word in words)
