"""Made reports on two neighbours: a dam that stalls and goes on, visits made and called off, others that meddle."""

from pathlib import Path

import bilat
from bilat.record import RunInfo

REPORTS = (
    (
        "a1",
        "2015-03-10",
        "Tajikistan and Uzbekistan signed an agreement on the Yavan dam on March 9, 2015. The Yavan dam is to be completed by "
        "December 2019. The two presidents praised the Yavan dam project of Tajikistan and Uzbekistan.",
    ),
    (
        "a2",
        "2016-06-02",
        "Tajikistan and Uzbekistan suspended work on the Yavan dam on Wednesday. The dam has been stalled by a lack of money, "
        "the Tajik energy minister said.",
    ),
    (
        "a3",
        "2017-02-11",
        "The Yavan dam of Tajikistan and Uzbekistan is stalled by U.S. sanctions on Tajikistan, officials said on Friday. "
        "The United States imposed sanctions on Tajikistan last year.",
    ),
    (
        "a4",
        "2018-05-04",
        "Tajikistan and Uzbekistan resumed work on the Yavan dam on Thursday. The United States lifted its sanctions on "
        "Tajikistan in March 2018.",
    ),
    (
        "a5",
        "2019-09-12",
        "Uzbek President Shavkat Mirziyoyev arrived in Dushanbe on Wednesday for a two-day visit, accompanied by a 40-member "
        "trade delegation. Tajikistan and Uzbekistan signed a treaty on extradition on Wednesday. The Yavan dam of Tajikistan "
        "and Uzbekistan must be completed by June 2031, the two sides said.",
    ),
    (
        "a6",
        "2019-09-13",
        "Mirziyoyev met Tajik President Emomali Rahmon in Dushanbe on Thursday during his visit to Tajikistan. Uzbekistan "
        "agreed to lend Tajikistan $50 million.",
    ),
    (
        "a7",
        "2020-02-20",
        "Uzbekistan sent wheat to Tajikistan on Tuesday. Tajikistan thanked Uzbekistan for the aid.",
    ),
    (
        "a8",
        "2020-02-27",
        "Tajik Foreign Minister Sirojiddin Muhriddin is to visit Tashkent on March 20, 2020. Kazakhstan is mediating between "
        "Tajikistan and Uzbekistan over pastures.",
    ),
    (
        "a9",
        "2020-03-14",
        "Tajik Foreign Minister Sirojiddin Muhriddin has cancelled his visit to Uzbekistan, the ministry said on Friday.",
    ),
    (
        "a10",
        "2020-03-30",
        "Militants of the Islamic State attacked a border post of Tajikistan on Sunday, and Islamic State militants attacked a "
        "convoy of Uzbekistan. Tajikistan and Uzbekistan both bombed Islamic State on Sunday.",
    ),
    (
        "a11",
        "2020-04-02",
        "Tajik Prime Minister Kokhir Rasulzoda will visit Tashkent on May 4, 2020, the government said.",
    ),
)


def write(folder: Path) -> None:
    """A record of the reports."""
    with bilat.Record.open(folder, create=True).writer(RunInfo(program="made")) as writer:
        for id, date, text in REPORTS:
            writer.add(bilat.code({"id": id, "date": date, "source": "Sample Post", "title": "A report", "text": text}))
