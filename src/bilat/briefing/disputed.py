"""Borders that are disputed between the two sides of a line of the outlines, as the outlines draw it.

The outlines (Natural Earth 4.1 by way of world-atlas) draw borders as they are held, and give a line of its own to some areas
without an ISO code. Which lines are disputed is entered here from public knowledge: the lists of disputed boundaries of
Natural Earth itself and of the CIA World Factbook (both public domain). A dispute whose line the outlines do not have
(Abkhazia and South Ossetia, Transnistria, the Kurils, the South China Sea) cannot be drawn; :data:`NOTE` says so.
"""

from dataclasses import dataclass

NOTE = (
    "Outlines: Natural Earth 4.1 (public domain) by way of world-atlas; they are its, not bilat's. Dashed lines are disputed, or "
    "lines of control or armistice. Disputes that have no line there are not drawn, and no line says who is right."
)
"""What stands under every map."""


Area = tuple[float, float, float, float]
"""West, south, east and north in degrees."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A line between two sides, by their keys in the outlines; of it the part in a box alone, where there is one."""

    a: str
    b: str
    about: str
    box: Area | None = None


LINES = (
    Disputed("IND", "PAK", "line of control in Kashmir", (73.0, 32.6, 77.2, 35.3)),
    Disputed("IND", "CHN", "Aksai Chin and Ladakh", (77.5, 32.0, 80.5, 35.6)),
    Disputed("IND", "CHN", "Arunachal Pradesh", (91.5, 27.5, 97.4, 29.5)),
    Disputed("Siachen Glacier", "IND", "Siachen"),
    Disputed("Siachen Glacier", "PAK", "Siachen"),
    Disputed("Siachen Glacier", "CHN", "Siachen"),
    Disputed("CHN", "PAK", "Shaksgam, which India claims", (75.5, 35.5, 77.0, 36.5)),
    Disputed("RUS", "UKR", "Crimea", (33.4, 45.6, 35.1, 46.3)),
    Disputed("ESH", "MAR", "Western Sahara"),
    Disputed("ISR", "PSE", "armistice lines of 1949"),
    Disputed("ISR", "SYR", "Golan Heights"),
    Disputed("SRB", "XKX", "Kosovo"),
    Disputed("SOM", "Somaliland", "Somaliland"),
    Disputed("CYP", "N. Cyprus", "line of 1974"),
    Disputed("PRK", "KOR", "military demarcation line"),
    Disputed("SDN", "SSD", "Abyei", (27.5, 9.3, 29.2, 10.6)),
    Disputed("SDN", "EGY", "Halaib", (31.4, 21.9, 37.0, 22.1)),
    Disputed("KEN", "SSD", "Ilemi", (34.3, 4.5, 35.4, 5.6)),
)
