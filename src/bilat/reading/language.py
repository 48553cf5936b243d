"""Which language a text is in, and how sure that is."""

from functools import lru_cache

import numpy as np
from py3langid.langid import MODEL_FILE, LanguageIdentifier

# Written languages that news comes in. Left out of the model's 140: dialects and
# near twins, which only blur the answer.
# fmt: off
_NEWS = (
    "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu",
    "fa", "fi", "fr", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ja", "ka", "kk", "ko", "ku", "ky",
    "lt", "lv", "mk", "mn", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl",
    "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tk", "tl", "tr", "uk", "ur", "uz", "vi", "zh",
)
# fmt: on
SURE = 0.9
_NONE_EXPECTED = 0.01
_FIRST_LOOK = 200
_SECOND_LOOK = 2000
_LEAST_LETTERS = 20


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_NEWS)
    # The restricted table comes out column by column; the lookups are by row, and half as slow this way.
    identifier.nb_ptc = np.ascontiguousarray(identifier.nb_ptc)
    return identifier


def language_of(text: str, expected: tuple[str, ...]) -> tuple[str | None, float]:
    """The language of a text's beginning and its probability; None where nothing tells it well enough.

    Time grows with the characters looked at: 200 are enough where they plainly show an expected language, else 2,000
    decide. A text that is plainly in none of the expected ones is given its likeliest, even where twins (Malay and
    Indonesian) share the probability between them.
    """
    if sum(map(str.isalpha, text[:200])) < _LEAST_LETTERS:
        return None, 0.0
    code, confidence = _identifier().classify(text[:_FIRST_LOOK])
    if code in expected and confidence >= SURE:
        return code, confidence
    ranked = dict(_identifier().rank(text[:_SECOND_LOOK]))
    code, confidence = next(iter(ranked.items()))
    if confidence >= SURE or sum(ranked.get(name, 0.0) for name in expected) <= _NONE_EXPECTED:
        return code, confidence
    return None, confidence


def code_of(name: str) -> str | None:
    """The ISO 639 code in a field that names a language ("en", "en-US", "English"), None where it names none."""
    name = name.strip().lower()
    head = name.replace("_", "-").split("-")[0]
    if len(head) in (2, 3) and head.isascii() and head.isalpha():
        return "en" if head == "eng" else head
    return _NAMES.get(name)


_NAMES = {
    "english": "en",
    "french": "fr",
    "german": "de",
    "spanish": "es",
    "russian": "ru",
    "arabic": "ar",
    "persian": "fa",
    "farsi": "fa",
    "urdu": "ur",
    "chinese": "zh",
    "turkish": "tr",
    "hindi": "hi",
}
