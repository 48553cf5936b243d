"""Files of other datasets become lines of the record: each form, what is wrong with files, what is read again."""

from pathlib import Path

import pytest
from import_samples import RUN, bring, gdelt, mention, planned, write
from imported_samples import line, put

from bilat.errors import UnreadableFile
from bilat.lexicon.datasets import Datasets
from bilat.record import Imported, Record, RunInfo
from bilat.record.imports import DrySink, RecordSink, bring_in


def lines(record: Path) -> list[Imported]:
    with Record.open(record).view() as view:
        ids = [id for (id,) in view.ask("SELECT id FROM imported ORDER BY id")]
        return [found for id in ids if (found := view.imported_event(id)) is not None]


def test_a_gdelt_event_keeps_what_the_source_says_beside_the_records_terms(tmp_path: Path) -> None:
    tally = bring(tmp_path / "r", write(tmp_path / "20240119.export.CSV.zip", gdelt(7)))
    (found,) = lines(tmp_path / "r")
    assert (tally.added, tally.lines, tally.files, tally.rejected) == (1, 1, 1, 0)
    assert (found.id, found.a, found.b, found.a_code, found.b_code) == ("gdelt:7", "IRN", "PAK", "IRNGOV", "PAK")
    assert (found.direction, found.type, found.mode, found.quad) == ("a>b", "CONSULT", "visit", "verbal-cooperation")
    assert (found.a_text, found.a_original, found.b_original, found.original) == ("TEHRAN", "IRNGOV", "PAK", "042")
    assert (found.date, str(found.first), str(found.reported)) == ("2024-01-18", "2024-01-18", "2024-01-19")
    assert (found.score, found.reports, found.outlets, found.articles) == (1.9, 10, 2, 9)
    assert (found.country, found.latitude, found.place) == ("PAK", 33.7, "Islamabad, Islamabad, Pakistan")
    assert (found.url, found.origin, found.reason) == ("https://example.org/visit", "20240119.export.CSV.zip", None)


@pytest.mark.parametrize(
    ("name", "layout"), [("a.csv", "gdelt-1-old"), ("a.csv.gz", "gdelt-1"), ("a.csv.zip", "gdelt-2"), ("a.CSV", "gdelt-2")]
)
def test_every_packing_and_every_number_of_columns_gives_the_same(tmp_path: Path, name: str, layout: str) -> None:
    bring(tmp_path / "r", write(tmp_path / name, gdelt(7, layout)))
    (found,) = lines(tmp_path / "r")
    assert (found.a, found.b, found.type, found.latitude) == ("IRN", "PAK", "CONSULT", 33.7)


def test_who_acts_on_whom_does_not_hang_on_the_alphabet(tmp_path: Path) -> None:
    swapped = {
        "Actor1CountryCode": "PAK",
        "Actor1Code": "PAK",
        "Actor1Type1Code": "",
        "Actor2CountryCode": "IRN",
        "Actor2Code": "IRN",
    }
    bring(
        tmp_path / "r",
        write(tmp_path / "a.csv", gdelt(1), gdelt(2, **swapped), gdelt(3, Actor2Code="", Actor2CountryCode="")),
    )
    one, other, alone = lines(tmp_path / "r")
    assert (one.a, one.b, one.direction) == ("IRN", "PAK", "a>b")
    assert (other.a, other.b, other.direction, other.a_text) == ("IRN", "PAK", "b>a", "PAKISTAN")
    assert (alone.a, alone.b, alone.direction) == ("IRN", None, "a>b")
    assert alone.reason == "recipient: the source names no actor"


@pytest.mark.parametrize(
    ("fields", "code", "reason"),
    [
        ({"Actor1CountryCode": "ROM"}, "ROUGOV", None),
        ({"Actor1CountryCode": "TWN", "Actor1Type1Code": "MIL"}, "TWNMIL", None),
        ({"Actor1CountryCode": "AFR", "Actor1Code": "AFR"}, None, "actor: AFR is Africa, no party"),
        ({"Actor1CountryCode": "", "Actor1Code": "COP"}, None, "actor: the source names no state of 'COP'"),
        ({"Actor1CountryCode": "AFG", "Actor1KnownGroupCode": "TAL", "SQLDATE": "20190101"}, "AFGREB", None),
        ({"Actor1CountryCode": "AFG", "Actor1KnownGroupCode": "TAL", "SQLDATE": "20230101"}, "AFGGOV", None),
        ({"Actor1CountryCode": "EUR", "Actor1KnownGroupCode": "EEC"}, "IGOEU", None),
    ],
)
def test_a_party_is_resolved_in_its_time_or_null_with_the_reason(
    tmp_path: Path, fields: dict[str, str], code: str | None, reason: str | None
) -> None:
    bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1, **fields)))
    (found,) = lines(tmp_path / "r")
    # Whichever side of the pair it is.
    own = found.a_code if found.a_text == "TEHRAN" else found.b_code
    assert (own, found.reason) == (code, reason)


@pytest.mark.parametrize(
    ("code", "kind", "mode", "issues", "reason"),
    [
        ("163", "SANCTION", "restrict", ("sanctions",), None),
        ("0871", "RETREAT", "ceasefire", ("military",), None),
        ("020", "REQUEST", None, (), None),
        ("010", None, None, (), "type: CAMEO 010 (Make statement) is no act of PLOVER's"),
        ("43", "CONSULT", "host", (), "type: CAMEO 43 is taken as 043 (Host a visit)"),
        ("999", None, None, (), "type: the act '999' is none of CAMEO's"),
    ],
)
def test_an_act_of_cameo_in_plovers_terms(
    tmp_path: Path, code: str, kind: str | None, mode: str | None, issues: tuple[str, ...], reason: str | None
) -> None:
    bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1, EventCode=code)))
    (found,) = lines(tmp_path / "r")
    assert (found.type, found.mode, found.reason, found.original) == (kind, mode, reason, code)
    assert set(found.issues) == set(issues)


def test_reports_stand_apart_from_events_and_are_known_again(tmp_path: Path) -> None:
    events = write(tmp_path / "e.csv", gdelt(7))
    seen = write(tmp_path / "m.csv", mention(7, "one.example"), mention(7, "two.example"), mention(8, "one.example"))
    tally = bring(tmp_path / "r", events, seen)
    again = bring(tmp_path / "r", write(tmp_path / "n.csv", mention(7, "two.example"), mention(9, "one.example")))
    assert (tally.added, tally.reports, again.reports, again.known) == (1, 3, 1, 1)
    with Record.open(tmp_path / "r").view() as view:
        told = view.ask(
            "SELECT imported_id, outlet, kind, confidence, reported::VARCHAR FROM imported_reports ORDER BY ALL"
        )
    assert told[1] == ("gdelt:7", "two.example", "web", 0.5, "2024-01-20")
    assert [row[0] for row in told] == ["gdelt:7", "gdelt:7", "gdelt:8", "gdelt:9"]


def test_lines_that_cannot_be_read_are_counted_by_reason_with_their_places(tmp_path: Path) -> None:
    good = [gdelt(n) for n in range(1, 40)]
    strange = gdelt(0, GLOBALEVENTID="q7"), gdelt(92, SQLDATE="20241340")
    bad = [good[0], "x\ty", gdelt(90, SQLDATE="2024"), gdelt(91) + "\tmore", *good[1:], *strange]
    tally = bring(tmp_path / "r", write(tmp_path / "a.csv", *bad))
    assert (tally.added, tally.rejected, tally.lines) == (39, 5, 44)
    told = {(one.reason, one.count, one.at) for one in tally.rejects}
    assert told == {
        ("it has another number of columns (2)", 1, (2,)),
        ("it has another number of columns (62)", 1, (4,)),
        ("SQLDATE is no day ('2024')", 2, (3, 44)),
        ("GLOBALEVENTID is no number ('q7')", 1, (43,)),
    }
    with Record.open(tmp_path / "r").view() as view:
        assert sorted(one.what for one in view.skipped())[0].startswith("1 line is left out: GLOBALEVENTID")
        assert len(view.skipped()) == 4


def test_bytes_that_are_no_utf_8_are_mended_and_a_mark_and_carriage_returns_do_not_matter(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", gdelt(1, Actor1Name="CAF"), gdelt(2))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"CAF", b"CAF\xe9").replace(b"\n", b"\r\n")[:-2])
    tally = bring(tmp_path / "r", path)
    assert (tally.added, tally.mended, tally.rejected) == (2, 1, 0)
    assert [one.a_text for one in lines(tmp_path / "r")] == ["CAF\ufffd", "TEHRAN"]


def test_a_file_read_again_adds_nothing_nor_do_its_lines_in_another(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", *(gdelt(n) for n in range(50)))
    bring(tmp_path / "r", path)
    digest, commits = Record.open(tmp_path / "r").content_digest(), len(list((tmp_path / "r/commits").iterdir()))
    again = bring(tmp_path / "r", path)
    other = bring(tmp_path / "r", write(tmp_path / "b.csv.gz", *(gdelt(n) for n in range(49, -1, -1))))
    assert (again.known_files, again.lines, other.known, other.added) == (1, 0, 50, 0)
    assert Record.open(tmp_path / "r").content_digest() == digest
    assert len(list((tmp_path / "r/commits").iterdir())) == commits + 1  # that the other file was imported too
    assert Record.open(tmp_path / "r").check().findings == ()


def test_a_line_that_the_source_changed_takes_the_place_of_the_former_which_is_kept(tmp_path: Path) -> None:
    bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1), gdelt(2)))
    later = RunInfo(program="2.0.0")
    tally = bring(tmp_path / "r", write(tmp_path / "b.csv", gdelt(1, NumMentions=40), gdelt(2), gdelt(3)), run=later)
    assert (tally.added, tally.replaced, tally.known) == (1, 1, 1)
    assert [one.reports for one in lines(tmp_path / "r")] == [40, 10, 10]
    with Record.open(tmp_path / "r").view() as view:
        assert view.ask("SELECT id, replaces, reason FROM imported_replaced") == [
            ("gdelt:1", 1, "the source has it otherwise: reports")
        ]
    with Record.open(tmp_path / "r").view(as_of_run=RUN.id) as view:
        found = view.imported_event("gdelt:1")
        assert found is not None
        assert found.reports == 10
    again = bring(tmp_path / "r", write(tmp_path / "c.csv", gdelt(1, NumMentions=40), gdelt(2, NumMentions=50)))
    assert (again.known, again.replaced) == (1, 1)
    assert Record.open(tmp_path / "r").check().findings == ()


def test_of_lines_with_one_id_the_last_that_was_read_counts(tmp_path: Path) -> None:
    tally = bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1, NumMentions=1), gdelt(1, NumMentions=2)))
    assert (tally.added, tally.repeated) == (1, 1)
    assert [one.reports for one in lines(tmp_path / "r")] == [2]


def test_many_files_are_few_commits_and_a_large_file_is_several(tmp_path: Path) -> None:
    few = [write(tmp_path / f"{n}.csv", gdelt(n)) for n in range(20)]
    bring(tmp_path / "r", *few)
    assert len(list((tmp_path / "r/parts/imported").iterdir())) == 1
    large = write(tmp_path / "large.csv", *(gdelt(n) for n in range(100, 4_100)))
    tally = bring(tmp_path / "r", large, batch=1_500)
    assert tally.added == 4_000
    assert 3 <= len(list((tmp_path / "r/parts/imported").iterdir())) <= 4
    with Record.open(tmp_path / "r").view() as view:
        assert view.ask("SELECT name, lines FROM imported_files WHERE name = 'large.csv'") == [("large.csv", 4_000)]


def test_an_import_that_was_stopped_goes_on_where_it_stood(tmp_path: Path) -> None:
    path = write(tmp_path / "large.csv", *(gdelt(n) for n in range(4_000)))
    seen = 0

    def stop(more: int, size: int) -> None:
        nonlocal seen
        seen += more
        if seen > 2_500:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), Record.open(tmp_path / "r", create=True).writer(RUN) as writer:
        bring_in(planned([path])[0], Datasets.load(), RecordSink(tmp_path / "r", writer), batch=1_000, step=stop)
    with Record.open(tmp_path / "r").view() as view:
        there = view.counts().imported
    assert 0 < there < 4_000
    assert Record.open(tmp_path / "r").check().findings == ()
    tally = bring(tmp_path / "r", path, batch=1_000)
    assert (tally.known, tally.added) == (there, 4_000 - there)
    assert not list((tmp_path / "r/tmp").iterdir())


def test_a_dry_run_counts_as_the_import_will_and_leaves_the_record_alone(tmp_path: Path) -> None:
    bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1), gdelt(2)))
    files = [
        write(tmp_path / "b.csv", gdelt(1, NumMentions=4), gdelt(3)),
        write(tmp_path / "c.csv", mention(3, "one.example")),
    ]
    before = {path: path.read_bytes() for path in (tmp_path / "r").rglob("*") if path.is_file()}
    (tmp_path / "scratch").mkdir()
    dry = bring_in(planned(files)[0], Datasets.load(), DrySink(tmp_path / "r", tmp_path / "scratch"))
    assert {path: path.read_bytes() for path in (tmp_path / "r").rglob("*") if path.is_file()} == before
    wet = bring(tmp_path / "r", *files)
    assert (dry.added, dry.replaced, dry.reports) == (wet.added, wet.replaced, wet.reports) == (1, 1, 1)


# fmt: off
ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\tTarget Name\t"
    "Target Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\tProvince\tCountry\t"
    "Latitude\tLongitude",
    "20\t2014-01-03\tKhorasan Border Guards\tPolice,Government\tIran\tMake a visit\t042\t1.9\tPakistan\t\t"
    "Pakistan\t1\t2\tA Wire\t"
    "Zahedan\t\tSistan\tIran\t29.5\t60.9",
    "20\t2014-01-04\tCitizen (Pakistan)\tGeneral Population / Civilian / Social\tPakistan\tProtest\t141\t-6.5\tHassan Rouhani\t"
    "Executive Office,Government\tIran\t2\t1\tA Wire\t\t\t\tPakistan\t\t",
)
QUADRUPLES = (
    "Citizen (India)\tMake an appeal or request\tNarendra Modi\t2015-06-01",
    "Citizen (India)\tMake an appeal or request\tNarendra Modi\t2015-06-01",
    "Wakanda\tMake a visit\tFrance\t2015-06-02",
)
POLECAT = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\tActor Country\tActor COW\t"
    "Primary Actor Sector\tActor Sectors\tRecipient Name\tRecipient Country\tRecipient COW\tPrimary Recipient Sector\tCountry\t"
    "Latitude\tLongitude\tPublication Date",
    "P1\t2021-05-02\tDEMAND\tmeet\t-5.0\tVERBAL CONFLICT\tdiplomatic; military\tIran\tIRN\t630\tGOV\tGOV\t"
    "Pakistan; India\tPAK; IND\t"
    "770; 750\tGOV; GOV\tPakistan\t33.7\t73.1\t2021-05-03",
    "P2\t2021-05-02\tCONSULT\tNone\t1.0\tVERBAL COOPERATION\tNone\tUnited Nations\tNone\tNone\tIGO\tIGO\tNone\tNone\tNone\tNone\t"
    "None\tNone\tNone\t2021-05-03",
)
ACLED = (
    '"event_id_cnty","event_date","year","time_precision","event_type","sub_event_type","actor1","inter1","actor2","inter2",'
    '"country","admin1","location","latitude","longitude","notes","fatalities","timestamp"',
    '"PAK1","17 January 2024","2024","1","Explosions/Remote violence","Air/drone strike","Military Forces of Iran (1989-)","8",'
    '"Jaysh al Adl","2","Pakistan","Balochistan","Panjgur","26.9","64.1","A strike.\nIt was\n""reported"".","2","1705600000"',
    '"PAK2","2024-02-10","2024","3","Protests","Peaceful protest","Protesters (Pakistan)","6","","0",'
    '"Pakistan","","","","","","0",""',
    '"PAK3","2024-02-12","2024","1","Battles","Armed clash","Police Forces of Pakistan (2022-)","1",'
    '"Unknown Lions","3","Pakistan",'
    '"","","","","","1",""',
    '"PAK4","2024-02-13","2024","1","Strategic developments","Change to group/activity","BLA: Baloch Liberation Army","2","","0",'
    '"Pakistan","","","","","","0",""',
)
UCDP = (
    "id,relid,year,type_of_violence,side_a,side_b,number_of_sources,where_coordinates,latitude,longitude,country,date_start,"
    "date_end,best,high,low,gwnoa,gwnob",
    '11,A,2024,1,Government of Iran,"Jaish al-Adl, the",3,Rask town,26.2,61.4,Iran,2024-04-03 00:00:00.000,'
    "2024-04-05 00:00:00.000,27,30,20,630,",
    "12,B,2024,3,IS,Civilians,-1,Kerman city,30.3,57.1,Iran,2024-01-03,2024-01-03,94,94,94,,",
)
PHOENIX = (
    "\t".join(
        ["0_v1", "20160102", "2016", "01", "02", "IRNGOV", "IRN", "GOV", "", "SAUGOV", "SAU", "GOV", "", "112", "11", "3",
         "-2.0", "", "35.7", "51.4", "Tehran", "", "IRN", "s1", "https://a.example;https://b.example", "a;b"]
    ),
)  # fmt: skip
CLINE = (
    "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,target_root,target_agent,"
    "target_others,code,"
    "root_code,quad_class,goldstein,joined_issues,lat,lon,placename,statename,countryname,aid,process",
    "NYT1,3/5/1986,1986,3,5,IRQGOV,IRQ,GOV,,IRNMIL,IRN,MIL,,190,19,4,-10,,33.3,44.4,Baghdad,,IRQ,1,p",
)
# fmt: on


def sides(found: Imported) -> tuple[object, ...]:
    return found.a_code, found.b_code, found.direction, found.type


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        (
            "icews",
            ICEWS,
            {
                "icews:20-20140103": ("IRNCOP", "PAK", "a>b", "CONSULT"),
                "icews:20-20140104": ("IRNGOV", "PAKCVL", "b>a", "PROTEST"),
            },
        ),
        (
            "polecat",
            POLECAT,
            {"polecat:P1": ("IRNGOV", "PAKGOV", "a>b", "REQUEST"), "polecat:P2": ("IGOUN", None, "a>b", "CONSULT")},
        ),
        (
            "acled",
            ACLED,
            {
                "acled:PAK1": ("IRNMIL", "PAKREB", "a>b", "ASSAULT"),
                "acled:PAK2": ("PAKCVL", None, "a>b", "PROTEST"),
                "acled:PAK3": ("PAKCOP", "PAKUAF", "both", "ASSAULT"),
                "acled:PAK4": ("PAKREB", None, "a>b", None),
            },
        ),
        (
            "ucdp-ged",
            UCDP,
            {
                "ucdp-ged:11": ("IRNGOV", "IRNREB", "both", "ASSAULT"),
                "ucdp-ged:12": ("IRNCVL", "REB", "b>a", "ASSAULT"),
            },
        ),
        ("phoenix", PHOENIX, {"phoenix:0_v1-20160102": ("IRNGOV", "SAUGOV", "a>b", "ACCUSE")}),
        ("phoenix", CLINE, {"phoenix:NYT1": ("IRNMIL", "IRQGOV", "b>a", "ASSAULT")}),
    ],
    ids=["icews", "polecat", "acled", "ucdp-ged", "phoenix", "phoenix-historical"],
)
def test_each_form(tmp_path: Path, form: str, text: tuple[str, ...], expected: dict[str, tuple[object, ...]]) -> None:
    path = write(tmp_path / "file.txt", *text)
    good, bad = planned([path], form)
    assert (len(good), bad) == (1, [])
    tally = bring(tmp_path / "r", path)
    assert (tally.added, tally.rejected) == (len(expected), 0)
    assert {one.id: sides(one) for one in lines(tmp_path / "r")} == expected
    assert Record.open(tmp_path / "r").check().findings == ()


def test_dates_that_reach_over_days_keep_their_reach(tmp_path: Path) -> None:
    bring(tmp_path / "r", write(tmp_path / "a.csv", *ACLED))
    bring(tmp_path / "r", write(tmp_path / "b.csv", *UCDP))
    found = {one.id: one for one in lines(tmp_path / "r")}
    month, days = found["acled:PAK2"], found["ucdp-ged:11"]
    assert (month.date, str(month.first), str(month.last)) == ("2024-02", "2024-02-01", "2024-02-29")
    assert (str(days.first), str(days.last), days.deaths, days.outlets) == ("2024-04-03", "2024-04-05", 27, 3)
    assert found["ucdp-ged:12"].outlets is None
    assert found["acled:PAK3"].b_text == "Unknown Lions"
    assert "filed under the country of the event" in (found["acled:PAK3"].reason or "")
    with Record.open(tmp_path / "r").view() as view:
        assert [one.id for one in view.imported("IRN", "PAKREB")] == ["acled:PAK1"]


def test_quadruples_without_ids_are_known_again_and_told_apart_where_they_repeat(tmp_path: Path) -> None:
    path = write(tmp_path / "icews14_test.txt", *QUADRUPLES)
    tally = bring(tmp_path / "r", path)
    again = bring(tmp_path / "r", write(tmp_path / "other.txt", *QUADRUPLES, "France\tMediate\tIran\t2015-06-03"))
    assert (tally.added, again.known, again.added) == (3, 3, 1)
    found = lines(tmp_path / "r")
    india = [one for one in found if one.a == "IND"]
    assert [sides(one) for one in india] == [("INDCVL", "INDGOV", "a>b", "REQUEST")] * 2
    assert len({one.id for one in india}) == 2
    assert len({one.story for one in india}) == 1
    (strange,) = [one for one in found if one.b_text == "Wakanda"]
    assert (strange.a, strange.b, strange.direction) == ("FRA", None, "b>a")
    assert strange.reason == "actor: no party is known as 'Wakanda'"


def test_quadruples_of_numbers_get_their_names_and_days_back(tmp_path: Path) -> None:
    folder = tmp_path / "ICEWS18"
    folder.mkdir()
    write(folder / "entity2id.txt", "Iran\t0", "Pakistan\t1")
    write(folder / "relation2id.txt", "Make a visit\t0")
    path = write(folder / "test.txt", "0 \t0\t1\t24\t0", "1\t0\t9\t24\t0")
    good, bad = planned([folder])
    assert [one.file.path.name for one in good] == ["test.txt"]
    assert bad == []
    tally = bring(tmp_path / "r", path)
    assert (tally.added, tally.rejected) == (1, 1)
    (found,) = lines(tmp_path / "r")
    assert (found.date, sides(found)) == ("2018-01-02", ("IRN", "PAK", "a>b", "CONSULT"))


def test_quadruples_of_numbers_without_names_or_a_first_day_say_what_is_missing(tmp_path: Path) -> None:
    path = write(tmp_path / "ICEWS18_test.txt", "0\t0\t1\t24\t0")
    tally = bring(tmp_path / "r", path)
    assert "no ICEWS18_entity2id.txt or entity2id.txt beside it names them" in tally.rejects[0].reason
    write(tmp_path / "entity2id.txt", "Iran\t0", "Pakistan\t1")
    write(tmp_path / "relation2id.txt", "Make a visit\t0")
    tally = bring(tmp_path / "r", write(tmp_path / "test.txt", "0\t0\t1\t24\t0"))
    assert "it counts hours from a day that it does not tell" in tally.rejects[0].reason


@pytest.mark.parametrize(
    ("name", "content", "form", "told"),
    [
        (
            "a.csv",
            "\n".join(ACLED).encode(),
            "gdelt",
            "it looks like ACLED events (a header, commas); its first line is",
        ),
        (
            "a.csv",
            b"GKG\tx\n",
            "gdelt",
            "it looks like a table of 2 columns with tabs between; its first line is 'GKG\\tx'",
        ),
        ("a.csv", b"<!DOCTYPE html><html>Sign in</html>", "acled", "a web page (a download that failed"),
        ("a.csv", b'{"error": 403}\n', "acled", "JSON"),
        ("a.csv", b"", "gdelt", "an empty file"),
        ("a.csv", b"PAR1\x00\x00", None, "Parquet"),
        ("a.zip", b"no zip", "gdelt", "it is no zip"),
        ("a.gz", b"no gz", "gdelt", "it is packed wrongly"),
        ("a.csv", "data".encode("utf-16"), "gdelt", "UTF-16"),
    ],
)
def test_a_file_of_another_form_is_named_for_what_it_looks_like(
    tmp_path: Path, name: str, content: bytes, form: str | None, told: str
) -> None:
    (tmp_path / name).write_bytes(content)
    good, bad = planned([tmp_path / name], form)
    assert good == []
    assert [type(one) for one in bad] == [UnreadableFile]
    assert told in str(bad[0])


def test_a_gz_that_breaks_off_is_told_and_the_other_files_are_imported(tmp_path: Path) -> None:
    broken = write(tmp_path / "a.csv.gz", *(gdelt(n) for n in range(2000)))
    broken.write_bytes(broken.read_bytes()[:-200])
    tally = bring(tmp_path / "r", broken, write(tmp_path / "b.csv", gdelt(9000)))
    assert tally.files == 1
    assert "packed wrongly" in tally.rejects[0].reason
    assert "gdelt:9000" in {one.id for one in lines(tmp_path / "r")}


def test_after_a_repair_the_files_are_read_again(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", gdelt(1), gdelt(2))
    bring(tmp_path / "r", path)
    part = tmp_path / "r/parts/imported_files/00000001.parquet"
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    actions = Record.at(tmp_path / "r").repair(act=True)
    assert [action.files for action in actions] == [("a.csv",)]
    tally = bring(tmp_path / "r", path)
    assert (tally.known_files, tally.added) == (0, 2)
    assert Record.open(tmp_path / "r").check().findings == ()


def test_lines_of_other_programs_parts_are_compared_by_id_alone(tmp_path: Path) -> None:
    put(tmp_path / "r", imported=[line("1", id="gdelt:1", source="gdelt", source_id="1")])
    tally = bring(tmp_path / "r", write(tmp_path / "a.csv", gdelt(1)))
    assert (tally.added, tally.replaced) == (0, 1)
