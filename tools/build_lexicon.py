"""Compile resources/*.yaml into src/bilat/lexicon/data/lexicon.json.gz, and resources/datasets/ into datasets.json.gz beside it.

    python tools/build_lexicon.py            write the compiled lexicon
    python tools/build_lexicon.py --check    fail if the committed one differs from what the sources give

A dangling code, a name with two meanings at one time, or an unknown field stops the build.
"""

import argparse
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import yaml
from lemminflect import getAllInflections

from bilat.lexicon.acts import act_from
from bilat.lexicon.names import Name, words
from bilat.model import EventType, Issue, Sector, sector_of, state_of

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
TARGET = ROOT / "src" / "bilat" / "lexicon" / "data" / "lexicon.json.gz"
DATASETS = TARGET.with_name("datasets.json.gz")
CAMEO_FIELDS = {"name", "type", "mode", "issues", "source", "note"}
ACT_FIELDS = {
    "lemma", "mode", "recipient", "actor", "object", "not_object", "needs", "symmetric", "swap", "own", "plural_only",
    "status", "issues", "contexts", "weight", "source", "note",
}  # fmt: skip

Row = list[Any]


class BuildError(Exception):
    """A fault in the sources; the message names the file and the entry."""


def load(path: Path) -> Any:
    """One source file."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def day(value: Any) -> str | None:
    """A date of the sources as text: day, month or year."""
    return None if value is None else str(value)


def row(
    text: str, code: str, kind: str, label: str, entry: dict[str, Any], source: str, office: str | None = None
) -> Row:
    """A name as the compiled file has it."""
    since, until = day(entry.get("from")), day(entry.get("until"))
    return [text, code, kind, label, since, until, office, str(entry.get("source") or source)]


def state_rows(labels: dict[str, str]) -> Iterator[Row]:
    """States by every name, demonym, capital and metonym."""
    raw = load(RESOURCES / "states.yaml")
    for code, entry in raw["states"].items():
        labels[code] = entry["name"]
        source = raw.get("default_source", "")
        groups = (
            ("state", code, [entry["name"], *entry.get("names", [])]),
            ("demonym", code, entry.get("demonyms", [])),
            ("capital", code + "GOV", entry.get("capital", [])),
            *(("metonym", code + sector, names) for sector, names in entry.get("metonyms", {}).items()),
        )
        for kind, full, names in groups:
            for text, dated in dated_names(entry, names):
                yield row(text, full, kind, entry["name"], dated, source)


def dated_names(entry: dict[str, Any], names: Iterable[Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The names of an entry with the time in which each held: the name's own, else the entry's."""
    for name in names:
        if isinstance(name, dict):
            yield name["name"], {**entry, **name}
        else:
            yield str(name), entry


def listed_rows(file: str, key: str, kind: str, labels: dict[str, str]) -> Iterator[Row]:
    """IGOs, groups and bodies: lists of entries with names and a code."""
    raw = load(RESOURCES / file)
    for entry in raw[key]:
        label = entry.get("name") or entry["names"][0]
        label = label["name"] if isinstance(label, dict) else label
        if kind == "igo":
            labels.setdefault(entry["code"], label)
        for text, dated in dated_names(entry, entry["names"]):
            yield row(text, entry["code"], kind, label, dated, raw.get("default_source", ""))


def person_rows() -> Iterator[Row]:
    """Persons by the offices that they held."""
    for path in sorted((RESOURCES / "offices").glob("*.yaml")):
        raw = load(path)
        for person in raw["people"]:
            for name in dict.fromkeys([person["name"], *person.get("also", [])]):
                for term in person["terms"]:
                    term = {**term, "source": person.get("source")}
                    yield row(
                        name, term["code"], "person", person["name"], term, raw["default_source"], term.get("office")
                    )


def check_names(rows: Iterable[Row], known: set[str]) -> None:
    """Stop at a dangling code, and at a name that means two states or bodies at one time."""
    seen: dict[tuple[tuple[str, ...], str], list[Name]] = defaultdict(list)
    faults: list[str] = []
    for text, code, kind, label, since, until, office, source in rows:
        state, sector = state_of(code), sector_of(code)
        if (state and state not in known) or (sector and sector not in Sector.__members__):
            faults.append(f"{label}: {text!r} has the code {code!r}, which names no state, IGO or sector")
        if not source:
            faults.append(f"{label}: {text!r} has no source")
        name = Name(text=text, code=code, kind=kind, label=label, since=since, until=until, office=office)
        key = (words(text).forms, "person" if kind == "person" else "other")
        for other in seen[key]:
            if other.label != label and other.code != code and overlap(name, other):
                faults.append(f"{text!r} means {other.code} ({other.label}) and {code} ({label}) at one time")
        seen[key].append(name)
    if faults:
        raise BuildError("\n  ".join(faults))


def overlap(a: Name, b: Name) -> bool:
    """Whether two meanings held at one time."""
    return (a.since or "") < (b.until or "9999") and (b.since or "") < (a.until or "9999")


def acts() -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Verbs by their lemma and nouns by their lemma phrase, with the type in each entry."""
    verbs: dict[str, list[Any]] = defaultdict(list)
    nouns: dict[str, list[Any]] = defaultdict(list)
    for path in sorted((RESOURCES / "acts").glob("*.yaml")):
        raw = load(path)
        for key, table in (("verbs", verbs), ("nouns", nouns)):
            for entry in raw.get(key) or []:
                unknown = set(entry) - ACT_FIELDS
                if unknown:
                    raise BuildError(f"{path.name}: {entry['lemma']}: unknown fields {sorted(unknown)}")
                entry = {**entry, "type": raw["type"]}
                try:
                    act_from(entry)
                except ValueError as error:
                    raise BuildError(f"{path.name}: {entry['lemma']}: {error}") from error
                table[str(entry["lemma"]).split()[0] if key == "verbs" else str(entry["lemma"])].append(entry)
    return verbs, nouns


def last_lemma(phrase: str, table: dict[str, str]) -> str:
    """A phrase with its last word in the form in which the coder looks it up."""
    *head, last = phrase.split()
    return " ".join([*head, table.get(last, last)])


def normal_verbs(verbs: dict[str, list[Any]], table: dict[str, str]) -> dict[str, list[Any]]:
    """Verb entries with the lemmas of their object lists."""
    keys = ("object", "not_object")
    return {
        lemma: [{**e, **{k: [last_lemma(str(o), table) for o in e[k]] for k in keys if e.get(k)}} for e in entries]
        for lemma, entries in verbs.items()
    }


def normal_nouns(nouns: dict[str, list[Any]], table: dict[str, str]) -> dict[str, list[Any]]:
    """Noun entries under the lemma of their last word."""
    normal: dict[str, list[Any]] = defaultdict(list)
    for phrase, entries in nouns.items():
        normal[last_lemma(phrase, table)] += entries
    return normal


def lemma_table(verbs: Iterable[str], nouns: Iterable[str]) -> dict[str, dict[str, str]]:
    """Inflected form to lemma, for every verb and noun that the lexicon names."""
    table: dict[str, dict[str, str]] = {"v": {}, "n": {}}  # a plural that is listed beside its singular is its form
    for pos, lemmas, upos in (("v", verbs, "VERB"), ("n", nouns, "NOUN")):
        ordered = sorted(set(lemmas))
        for lemma in ordered:
            for forms in getAllInflections(lemma, upos=upos).values():
                for form in forms:
                    if form.lower() != lemma:
                        table[pos].setdefault(form.lower(), lemma)
        listed = set(ordered)
        for lemma in ordered:
            # Words that the inflector does not know: "airstrikes" beside "airstrike".
            plural = (
                pos == "n" and lemma.endswith("s") and not lemma.endswith(("ss", "us", "is")) and lemma[:-1] in listed
            )
            table[pos].setdefault(lemma, lemma[:-1] if plural else lemma)
    return table


def auxiliary() -> dict[str, list[str]]:
    """The words of the coder's own rules (light verbs, speech verbs, modals ...), kept in resources/grammar.yaml."""
    raw: dict[str, list[str]] = load(RESOURCES / "grammar.yaml")["lists"]
    return {key: [str(item) for item in value] for key, value in raw.items()}


def undertaking_words(known: set[str]) -> dict[str, Any]:
    """The words of undertakings; the order of statuses and obstacle kinds is kept as lists of pairs."""
    raw: dict[str, Any] = load(RESOURCES / "undertakings.yaml")
    for entry in raw["known"]:
        unknown = [code for code in entry["parties"] if state_of(code) not in known]
        if unknown:
            raise BuildError(f"undertakings.yaml: {entry['name']}: {unknown} name no state or IGO")
        for key in ("signed", "ended"):
            entry[key] = day(entry.get(key))
    return {**raw, **{key: [[k, v] for k, v in raw[key].items()] for key in ("status", "obstacles")}}


def checked(where: str, codes: dict[Any, Any], allowed: set[str]) -> dict[str, Any]:
    """A table of codes, none of them read by YAML as something else than a text, all of its values known."""
    strange = [key for key in codes if not isinstance(key, str)]
    if strange:
        raise BuildError(f"{where}: {strange} are no texts: put them in quotes")
    unknown = sorted({str(value) for value in codes.values() if value is not None} - allowed)
    if unknown:
        raise BuildError(f"{where}: {unknown} are not known")
    return codes


def cameo_codes(raw: dict[str, Any]) -> dict[str, Row]:
    """CAMEO's codes as [name, type, mode, issues]."""
    issues, found = {issue.value for issue in Issue}, {}
    for code, entry in raw["codes"].items():
        faults = sorted(set(entry) - CAMEO_FIELDS) + sorted(set(entry.get("issues", [])) - issues)
        faults += [entry[key] for key, known in (("type", EventType.__members__), ("source", raw["sources"]))
                   if key in entry and entry[key] not in known]  # fmt: skip
        if faults or not isinstance(code, str):
            raise BuildError(f"cameo.yaml: {code}: {faults} are not known")
        found[code] = [entry["name"], entry.get("type"), entry.get("mode"), entry.get("issues", [])]
    return found


def build_datasets(states: set[str], names: set[str]) -> bytes:
    """The compiled tables of other datasets' codes; ``names`` are those that the lexicon knows parties by."""
    folder = RESOURCES / "datasets"
    cameo, countries, actors, acts = (load(folder / f"{one}.yaml") for one in ("cameo", "countries", "actors", "acts"))
    codes = cameo_codes(cameo)
    spelt = {entry[0].casefold(): code for code, entry in reversed(codes.items())}
    spelt |= {name.casefold(): code for name, code in cameo["names"].items()}
    dangling = sorted(set(spelt.values()) - set(codes))
    if dangling:
        raise BuildError(f"cameo.yaml: names: {dangling} are no codes")
    places = {key: checked(f"countries.yaml: {key}", raw["codes"], states) for key, raw in countries.items()}
    groups = actors.pop("cameo_groups")["codes"]
    parties = {
        key: checked(f"actors.yaml: {key}", raw["codes"], set(Sector.__members__)) for key, raw in actors.items()
    }
    listed = {key: acts[key]["acts"] for key in ("acled", "ucdp")}
    for form, table in listed.items():
        checked(f"acts.yaml: {form}", {key: one["type"] for key, one in table.items()}, set(EventType.__members__))
    issues = {issue.value for issue in Issue}
    checked("acts.yaml: contexts", acts["plover"]["contexts"], issues)
    return packed({
        "cameo": codes,
        "cameo_names": spelt,
        "countries": {**places, "gw": places["cow"] | places["gw"], "regions": countries["cameo"]["regions"]},
        "actors": {**parties, "cameo_groups": checked("actors.yaml: cameo_groups", groups, names)},
        "plover": {key: acts["plover"][key] for key in ("types", "contexts")},
        **listed,
    })  # fmt: skip


def packed(compiled: dict[str, Any]) -> bytes:
    """The same bytes for the same content."""
    text = json.dumps(compiled, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def build() -> bytes:
    """The compiled lexicon as canonical, reproducible bytes."""
    labels: dict[str, str] = {}
    names = [
        *state_rows(labels),
        *listed_rows("igos.yaml", "igos", "igo", labels),
        *listed_rows("groups.yaml", "groups", "group", labels),
        *listed_rows("bodies.yaml", "bodies", "body", labels),
        *person_rows(),
    ]
    check_names(names, set(labels))
    verbs, nouns = acts()
    grammar = auxiliary()
    role_file = load(RESOURCES / "roles.yaml")
    raw_roles = role_file["roles"]
    roles = [
        {"word": w.lower(), "sector": e.get("sector"), "kind": e["kind"], "rank": e.get("rank")}
        for w, e in raw_roles.items()
    ]
    titles = {t.casefold().replace(".", ""): e.get("sector") for t, e in role_file["titles"].items()}
    issues = load(RESOURCES / "issues.yaml")["issues"]
    missing = {issue.value for issue in Issue} ^ set(issues)
    if missing:
        raise BuildError(f"issues.yaml and the closed list of issues differ: {sorted(missing)}")
    issue_words = {
        key: {"strong": sorted({*v.get("words", []), *v.get("phrases", [])}), "weak": sorted(set(v.get("weak", [])))}
        for key, v in issues.items()
    }
    terms = [t for v in issue_words.values() for part in v.values() for t in part]
    noun_words = {
        *(w for n in nouns for w in n.split()[-1:]),
        *(w for r in raw_roles for w in r.split()[-1:]),
        *(o for e in verbs.values() for v in e for key in ("object", "not_object") for o in v.get(key, []) or []),
        *(w for t in terms for w in t.split()[-1:]),
        *(w for key, items in grammar.items() if key.endswith("nouns") for w in items),
    }
    verb_words = {*verbs, *(w for key, items in grammar.items() if key.endswith("verbs") for w in items)}
    lemmas = lemma_table(verb_words, noun_words)
    verbs, nouns = normal_verbs(verbs, lemmas["n"]), normal_nouns(nouns, lemmas["n"])
    compiled = {
        "names": names,
        "labels": labels,
        "roles": roles,
        "titles": titles,
        "verbs": verbs,
        "nouns": nouns,
        "issues": issue_words,
        "grammar": grammar,
        "lemmas": lemmas,
        "undertakings": undertaking_words(set(labels)),
    }
    return packed(compiled)


def build_all() -> dict[Path, bytes]:
    """Every compiled file with its content."""
    lexicon = build()
    content = json.loads(gzip.decompress(lexicon))
    states = {code for code in content["labels"] if len(code) == 3}
    return {TARGET: lexicon, DATASETS: build_datasets(states, {row[0] for row in content["names"]})}


def main() -> int:
    """Build, or check, the compiled lexicon."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="only compare with the committed file")
    options = parser.parse_args()
    try:
        made = build_all()
    except (BuildError, KeyError, TypeError) as error:
        print(f"resources/: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    if options.check:
        # Compare contents: the bytes of gzip differ between versions of zlib.
        stale = [path for path, content in made.items() if not same(path, content)]
        for path in stale:
            print(f"{path.name} differs from resources/: run tools/build_lexicon.py")
        if not stale:
            print("compiled lexicon is up to date")
        return 1 if stale else 0
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    for path, content in made.items():
        if not same(path, content):
            path.write_bytes(content)
        print(f"{path.relative_to(ROOT)}: {len(content):,} bytes")
    return 0


def same(path: Path, content: bytes) -> bool:
    """Whether a compiled file has the content already."""
    return path.exists() and gzip.decompress(path.read_bytes()) == gzip.decompress(content)


if __name__ == "__main__":
    raise SystemExit(main())
