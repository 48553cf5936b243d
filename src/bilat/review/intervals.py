"""Figures of small numbers: shares with their intervals, and how far people agree beyond chance.

- Share: Wilson's score interval (1927), at 95 %.
- Two people: Cohen's kappa (1960). Any number, with gaps: Krippendorff's alpha for nominal values (2004, ch. 11).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_Z = 1.959963984540054  # of the normal distribution, for 95 % between -z and z


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of n are so; share, low and high are null where n is 0."""

    right: int
    n: int

    @property
    def share(self) -> float | None:
        """The share, 0 to 1."""
        return self.right / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's interval at 95 %.

        >>> Share(right=8, n=10).interval
        (0.49016..., 0.94331...)
        """
        return wilson(self.right, self.n) if self.n else None


def wilson(right: int, n: int, z: float = _Z) -> tuple[float, float]:
    """Wilson's score interval of a share."""
    p, zz = right / n, z * z
    middle = (p + zz / (2 * n)) / (1 + zz / n)
    half = z * math.sqrt(p * (1 - p) / n + zz / (4 * n * n)) / (1 + zz / n)
    low, high = middle - half, middle + half
    return (0.0 if right == 0 else low), (1.0 if right == n else high)


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of what two say of the same lines; null where chance alone would make them agree, or there are none."""
    n = len(pairs)
    if not n:
        return None
    agree = sum(one == other for one, other in pairs) / n
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(first[value] * second[value] for value in first) / (n * n)
    return None if chance == 1 else (agree - chance) / (1 - chance)


def alpha(units: Mapping[str, Sequence[str]]) -> float | None:
    """Krippendorff's alpha for nominal values.

    Args:
        units: By line, what each who judged it says; lines that one alone judged do not count.

    Returns:
        Null where no line was judged twice, or all values are the same.
    """
    paired = [values for values in units.values() if len(values) > 1]
    totals: defaultdict[str, int] = defaultdict(int)
    differ = 0.0
    for values in paired:
        counts = Counter(values)
        for value, number in counts.items():
            totals[value] += number
            differ += number * (len(values) - number) / (len(values) - 1)
    n = sum(totals.values())
    expected = n * n - sum(number * number for number in totals.values())
    return None if not expected else 1 - (n - 1) * differ / expected
