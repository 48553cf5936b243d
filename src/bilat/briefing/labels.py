"""Labels on a picture that do not run into each other."""

from collections.abc import Iterable
from dataclasses import dataclass

_LETTER = 0.56
"""Mean width of a letter of a system font, as a part of its size; measured wide, so that a box is never too small."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in the picture's units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: "Box") -> bool:
        """Whether it lies in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def width(text: str, size: float) -> float:
    """About how wide a text is."""
    return len(text) * size * _LETTER


def text_box(text: str, x: float, y: float, size: float, anchor: str) -> Box:
    """The box of a text whose baseline begins, has its middle or ends at x, y."""
    wide = width(text, size)
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[anchor]
    return Box(left, y - size * 0.85, left + wide, y + size * 0.3)


def free(box: Box, taken: Iterable[Box], frame: Box) -> bool:
    """Whether a box lies in the frame and meets none of the others."""
    return box.within(frame) and not any(box.meets(other) for other in taken)
