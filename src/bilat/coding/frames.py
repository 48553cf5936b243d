"""Where the parties of a verb or a noun stand in a dependency parse (spaCy's ClearNLP labels)."""

from collections.abc import Iterator

from bilat.coding.tokens import Token

# Verbs whose object, not subject, does what the infinitive after it says: "urged Iran to return".
OBJECT_CONTROL = frozenset(
    [
        "urge",
        "ask",
        "tell",
        "order",
        "force",
        "press",
        "call",
        "request",
        "want",
        "allow",
        "permit",
        "help",
        "encourage",
        "advise",
        "invite",
        "beg",
        "instruct",
        "persuade",
        "push",
        "warn",
        "accuse",
        "expect",
        "require",
        "need",
        "enable",
        "compel",
        "authorize",
        "authorise",
        "lead",
        "cause",
        "get",
        "send",
    ]
)


# Verbs whose object is said to have done what the gerund after "of" or "for" says: "accused Armenia of shelling".
CHARGING = frozenset(
    [
        "accuse",
        "accuses",
        "accused",
        "accusing",
        "suspect",
        "suspects",
        "suspected",
        "blame",
        "blames",
        "blamed",
        "blaming",
        "criticize",
        "criticized",
        "criticizes",
        "criticise",
        "criticised",
        "condemn",
        "condemned",
        "condemns",
        "charge",
        "charged",
        "convict",
        "convicted",
        "praise",
        "praised",
        "thank",
        "thanked",
        "thanks",
        "slam",
        "slammed",
    ]
)


# What a blow leads to, whatever noun the parse hangs it on: "struck a bus of soldiers, killing 27".
_RESULTS = frozenset({"killing", "injuring", "wounding", "martyring", "destroying", "damaging"})
_PREPOSITIONAL = frozenset({"prep", "dative", "agent"})


def children(token: Token, *deps: str) -> list[Token]:
    """The children that hang on a token by one of some labels, in the order of the text."""
    hung = token.children
    return [child for child in hung if child.dep_ in deps] if hung else []


def is_passive(verb: Token) -> bool:
    """Whether a verb stands in the passive, a participle that modifies a noun included."""
    if children(verb, "auxpass", "nsubjpass", "agent"):
        return True
    participle = verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}
    return participle and not mistaken_root(verb) and not children(verb, "aux")


def mistaken_root(verb: Token) -> bool:
    """Whether the parse took a plain past for a participle, "Tammsaar thanked Norway": a name as root, the verb hung on it."""
    root = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBN", "VBD"} or root.dep_ != "ROOT" or root.i > verb.i:
        return False
    return root.tag_.startswith("N") and all(t.dep_ in {"punct", "det"} for t in root.children if root.i < t.i < verb.i)


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The heads of the phrases that do what a verb says: its subject or by-agent, found through control and conjunction."""
    if depth > 6:
        return []
    if is_passive(verb):
        return [pobj for agent in children(verb, "agent") for pobj in children(agent, "pobj")]
    own = children(verb, "nsubj")
    if own:
        return own
    return [token for token in _inherited(verb, depth) if token.i != verb.i]


def _inherited(verb: Token, depth: int) -> list[Token]:
    head, dep = verb.head, verb.dep_
    if dep == "conj" and head.is_verb:
        return subjects(head, depth=depth + 1) if not is_passive(head) else children(head, "nsubjpass")
    if dep in {"xcomp", "ccomp"}:
        return _controllers(head, depth)
    if mistaken_root(verb):
        return [head]
    if dep == "acl" and verb.lower_ in _RESULTS and head.dep_ in {"dobj", "pobj"}:
        above = next((h for h, _ in governors(head) if h.is_verb), None)
        return [] if above is None else _upward(above, depth + 1)
    if dep == "acl":
        return noun_doers(head, depth) if has_to(verb) else [head] if verb.tag_ == "VBG" else []
    if dep == "relcl":
        return [head]
    if dep == "pcomp":
        charged = (
            children(head.head, "dobj", "nsubjpass")
            if head.lower_ in {"of", "for", "over"} and head.head.lower_ in CHARGING
            else []
        )
        return charged or _upward(head.head, depth)
    if dep in {"advcl", "dep", "parataxis"}:
        return _upward(head, depth)
    return []


def _controllers(head: Token, depth: int) -> list[Token]:
    """Who does the infinitive after a verb or adjective: its object for "urge", else its subject, a passive one included."""
    if not head.is_verb:
        return children(head, "nsubj") or _upward(head.head, depth + 1) if head.dep_ in {"acomp", "attr"} else []
    objects = children(head, "dobj", "dative")
    if objects and _controls_object(head):
        return objects
    return children(head, "nsubjpass") or subjects(head, depth=depth + 1)


def _controls_object(verb: Token) -> bool:
    low = verb.lower_
    stems = {
        low,
        low.removesuffix("s"),
        low.removesuffix("ed"),
        low.removesuffix("d"),
        low.removesuffix("ing"),
        low.removesuffix("ing") + "e",
    }
    return bool(stems & OBJECT_CONTROL) or low in {"told", "sent", "led", "forced", "permitted"}


def _upward(head: Token, depth: int) -> list[Token]:
    if head.is_verb:
        return children(head, "nsubjpass") or subjects(head, depth=depth + 1)
    return noun_doers(head, depth) if head.tag_.startswith("N") else []


def noun_doers(noun: Token, depth: int = 0) -> list[Token]:
    """Who does what a noun says, from its owner, else from the verb that it is the object of ("Iran made efforts to ...")."""
    owners = children(noun, "poss") or [t for t in children(noun, "compound", "nmod") if t.tag_ in {"NNP", "NNPS"}]
    if owners or depth > 6:
        return owners
    carrier = carrying_verb(noun)
    if carrier is not None:
        return children(carrier, "nsubjpass") if is_passive(carrier) else subjects(carrier, depth=depth + 1)
    return []


def carrying_verb(noun: Token) -> Token | None:
    """The verb whose object a noun is, straight or through a preposition."""
    top = noun
    while top.dep_ == "conj" and top.head.tag_.startswith("N"):
        top = top.head
    if top.dep_ in {"dobj", "attr", "oprd"} and top.head.is_verb:
        return top.head
    if top.dep_ == "pobj" and top.head.dep_ in {"prep", "agent"} and top.head.head.is_verb:
        return top.head.head
    return None


def objects(verb: Token) -> list[Token]:
    """The heads of what a verb is done to: its object, a passive's subject, the noun that a participle modifies."""
    found = [
        t
        for t in children(verb, "dative", "dobj", "nsubjpass")
        if t.dep_ != "dative" or t.tag_.startswith(("N", "PRP"))
    ]
    if found:
        return found
    if verb.dep_ in {"acl", "relcl"} and is_passive(verb):
        return [verb.head]
    if verb.dep_ == "conj" and verb.head.is_verb and is_passive(verb):
        return children(verb.head, "nsubjpass")
    if verb.dep_ == "xcomp" and is_passive(verb):
        return children(verb.head, "nsubj", "nsubjpass")
    if verb.dep_ == "conj" and verb.head.is_verb and not children(verb, "prep", "ccomp", "xcomp", "advcl"):
        return children(verb.head, "dobj")  # "arrested and jailed five men"
    return []


def prepositional(token: Token, prepositions: tuple[str, ...]) -> list[Token]:
    """The heads of the objects of some prepositions that hang on a token, in the order of the prepositions."""
    hung = [child for child in token.children if child.dep_ in _PREPOSITIONAL]
    found: list[Token] = []
    for wanted in prepositions if hung else ():
        for prep in hung:
            if prep.lower_ == wanted:
                found += children(prep, "pobj")
            for inner in prep.children:  # "out of", "up to", but not "according to"
                if inner.lower_ == wanted and inner.dep_ == "prep" and prep.lower_ != "according":
                    found += children(inner, "pobj")
    return found


def has_to(verb: Token) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(child.tag_ == "TO" for child in verb.children)


def governors(token: Token) -> Iterator[tuple[Token, str]]:
    """The words that govern a token, from the nearest up, each with the label by which the last one hangs on it."""
    seen = 0
    while token.dep_ != "ROOT" and token.head.i != token.i and seen < 30:
        yield token.head, token.dep_
        token, seen = token.head, seen + 1
