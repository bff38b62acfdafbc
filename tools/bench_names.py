"""Bench of the name matcher: pairs labelled by construction, the same pairs and the same run for every scorer.

    python -m tools.bench_names [--seed 1] [--pairs 4000] [--nomenklatura PYTHON] [--json]

Compared: ours (`roster.matching.identify`, a roster of the one known person), rapidfuzz WRatio on the names, and on
names with their posts; with --nomenklatura also logic-v2, run by a Python that has it. Reported: precision at equal
recall, our verdicts by kind of pair, and processor time for a sheet of 30 names against large rosters.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from rapidfuzz import fuzz, process

from roster.matching import Circumstances, Mention, Verdict, identify
from roster.people import Member, Post, Roster
from roster.roles import roles_of
from vntext.folding import Key, fold

_RAW = tomllib.loads((Path(__file__).parent / "bench_names.toml").read_text(encoding="utf-8"))
FAMILY, MIDDLE, GIVEN, TITLES = _RAW["family"], _RAW["middle"], _RAW["given"], _RAW["titles"]
POSTS, SO, XA, PLAIN = _RAW["posts"], _RAW["departments"], _RAW["communes"], _RAW["plain"]
SHORT, CONFUSED = _RAW["short"], _RAW["confused"]
DAY = date(2023, 9, 3)


@dataclass(frozen=True)
class Pair:
    """`same`: does the written person mean the known one? True by the way in which the pair was made."""

    kind: str
    same: bool
    written: str
    position: str
    confidence: float | None
    known: str
    post: str


Made = tuple[str, str, float | None, str, str]


class Maker:
    """Draws pairs; each method is one kind, its name says whether the two are one person."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def name(self) -> str:
        middle = [self.rng.choice(MIDDLE) for _ in range(self.rng.choice((1, 1, 1, 2)))]
        return " ".join((self.rng.choice(FAMILY), *dict.fromkeys(middle), self.rng.choice(GIVEN)))

    def post(self) -> str:
        return self.rng.choice(POSTS).format(so=self.rng.choice(SO), xa=self.rng.choice(XA))

    def as_written(self, post: str) -> str:
        """The post as minutes write it: whole, short forms, or one of its parts; sometimes not at all."""
        roll = self.rng.random()
        if roll < 0.15:
            return ""
        if roll < 0.45:
            for long, short in SHORT:
                post = post.replace(long, short)
        elif roll < 0.6:
            post = self.rng.choice(post.split(", "))
        return post

    def other_post(self, post: str) -> str:
        """A post that shares no part with the first: the pair's label rests on it."""
        while True:
            found = self.rng.choice((self.post(), self.post(), self.rng.choice(PLAIN)))
            if not set(found.split(", ")) & set(post.split(", ")):
                return found

    # --- one person

    def same_exact(self) -> Made:
        name, post = self.name(), self.post()
        return name, self.as_written(post), None, name, post

    def same_title_and_case(self) -> Made:
        name, post = self.name(), self.post()
        written = self.rng.choice(
            (name.upper(), self.rng.choice(TITLES) + name, self.rng.choice(TITLES) + name.upper())
        )
        return written, self.as_written(post), None, name, post

    def same_decomposed(self) -> Made:
        name, post = self.name(), self.post()
        return unicodedata.normalize("NFD", name), unicodedata.normalize("NFD", self.as_written(post)), None, name, post

    def same_placement(self) -> Made:
        first, second = self.rng.choice((("Thủy", "Thuỷ"), ("Hòa", "Hoà"), ("Thúy", "Thuý"), ("Hòe", "Hoè")))
        head, post = " ".join(self.name().split()[:-1]), self.post()
        return f"{head} {first}", self.as_written(post), None, f"{head} {second}", post

    def same_scanned(self) -> Made:
        name, post = self.name(), self.post()
        return self.noisy(name), self.noisy(self.as_written(post)), round(self.rng.uniform(0.4, 0.97), 2), name, post

    def same_initials(self) -> Made:
        name, post = self.name(), self.post()
        *front, given = name.split()
        short = " ".join(f"{'Ng' if word == 'Nguyễn' else word[0]}." for word in front)
        return f"{short} {given}", post, None, name, post

    def same_given_name(self) -> Made:
        name, post = self.name(), self.post()
        return name.split()[-1], self.rng.choice((post, post.split(", ")[-1])), None, name, post

    # --- two people

    def other_tone(self) -> Made:
        return self._other(self.toned)

    def other_tone_scanned(self) -> Made:
        written, position, _, name, post = self._other(self.toned)
        return written, position, round(self.rng.uniform(0.6, 0.97), 2), name, post

    def other_given(self) -> Made:
        return self._other(lambda name: " ".join((*name.split()[:-1], self.rng.choice(GIVEN))))

    def other_middle(self) -> Made:
        return self._other(lambda name: " ".join((name.split()[0], self.rng.choice(MIDDLE), name.split()[-1])))

    def other_family(self) -> Made:
        return self._other(lambda name: " ".join((self.rng.choice(FAMILY), *name.split()[1:])))

    def other_order(self) -> Made:
        return self._other(lambda name: " ".join((name.split()[0], *reversed(name.split()[1:]))))

    def other_initials(self) -> Made:
        return self._other(lambda name: f"{self.rng.choice('KPSX')}. {self.rng.choice('BCGM')}. {name.split()[-1]}")

    def other_namesake(self) -> Made:
        """The same name; what tells them apart is the post."""
        name, post = self.name(), self.post()
        return name, self.other_post(post), self.rng.choice((None, 0.9)), name, post

    def other_namesake_with_title(self) -> Made:
        name, post = self.name(), self.post()
        return self.rng.choice(TITLES) + name.upper(), self.rng.choice(PLAIN), None, name, post

    # --- tools of the making

    def _other(self, change: Callable[[str], str]) -> Made:
        while True:
            name, post = self.name(), self.post()
            written = change(name)
            if fold(written) != fold(name):
                position = (
                    "" if self.rng.random() < 0.3 else self.rng.choice((self.other_post(post), self.rng.choice(PLAIN)))
                )
                return written, position, None, name, post

    def toned(self, name: str) -> str:
        """The name with other marks on one word, as another real name has them."""
        words = name.split()
        at = self.rng.choice((-1, -1, -1, self.rng.randrange(len(words))))
        alike = [
            one
            for one in (*GIVEN, *MIDDLE)
            if fold(one, Key.TONELESS) == fold(words[at], Key.TONELESS) and one != words[at]
        ]
        words[at] = self.rng.choice(alike) if alike else words[at]
        return " ".join(words)

    def noisy(self, text: str) -> str:
        """About one damaged letter in thirty; marks go first."""
        return "".join(
            self._damaged(letter) if letter.isalpha() and self.rng.random() < 0.03 else letter for letter in text
        )

    def _damaged(self, letter: str) -> str:
        parts = unicodedata.normalize("NFD", letter)
        if len(parts) > 1 and self.rng.random() < 0.7:
            return unicodedata.normalize("NFC", parts[:-1])
        found = [wrong for right, wrong in CONFUSED if right == letter.lower()]
        wrong = self.rng.choice(found) if found else letter
        return wrong.upper() if letter.isupper() else wrong


def make_pairs(seed: int, count: int) -> list[Pair]:
    """As many of each kind."""
    maker = Maker(seed)
    kinds = [name for name in dir(Maker) if name.startswith(("same_", "other_")) and name != "other_post"]
    made = ((kind, getattr(maker, kind)()) for at in range(count) for kind in [kinds[at % len(kinds)]])
    return [Pair(kind, kind.startswith("same_"), *parts) for kind, parts in made]


def ours(pair: Pair) -> tuple[float, Verdict]:
    roster = Roster((member("m1", pair.known, pair.post),))
    (match,) = identify([Mention(pair.written, pair.position, pair.confidence)], roster, Circumstances(DAY))
    return (match.candidates[0].score if match.candidates else 0.0), match.verdict


def member(member_id: str, name: str, post: str) -> Member:
    return Member(member_id, name, (Post(post, "", roles_of(post)),))


def wratio(pair: Pair) -> float:
    return fuzz.WRatio(pair.written, pair.known) / 100


def wratio_with_posts(pair: Pair) -> float:
    return fuzz.WRatio(f"{pair.written}, {pair.position}", f"{pair.known}, {pair.post}") / 100


LOGIC_V2 = """
import json, sys, time
from nomenklatura.matching import get_algorithm
from followthemoney import model
from followthemoney.proxy import EntityProxy
algorithm = get_algorithm("logic-v2")
config = algorithm.default_config()
def person(key, name):
    return EntityProxy.from_dict({"id": key, "schema": "Person", "properties": {"name": [name]}})
pairs = json.load(sys.stdin)
entities = [(person("a", one), person("b", other)) for one, other in pairs]
start = time.perf_counter()
scores = [algorithm.compare(one, other, config).score for one, other in entities]
json.dump({"scores": scores, "seconds": time.perf_counter() - start}, sys.stdout)
"""


def logic_v2(pairs: Sequence[Pair], python: str) -> tuple[list[float], float]:
    """nomenklatura's scores and seconds, by another Python."""
    sent = json.dumps([(pair.written, pair.known) for pair in pairs])
    found = json.loads(
        subprocess.run([python, "-c", LOGIC_V2], input=sent, capture_output=True, text=True, check=True).stdout
    )
    return found["scores"], found["seconds"]


def curve(pairs: Sequence[Pair], scores: Sequence[float]) -> list[tuple[float, float, float]]:
    """(threshold, precision, recall) at every score, from the highest down."""
    ranked = sorted(zip(scores, (pair.same for pair in pairs), strict=True), key=lambda one: -one[0])
    total, right, found = sum(pair.same for pair in pairs), 0, []
    for taken, (score, same) in enumerate(ranked, 1):
        right += same
        if taken == len(ranked) or ranked[taken][0] != score:
            found.append((score, right / taken, right / total))
    return found


def precision_at(points: Sequence[tuple[float, float, float]], recall: float) -> float:
    """The best precision with at least that recall; 0 where it is never reached."""
    return max((precision for _, precision, reached in points if reached >= recall), default=0.0)


def per_sheet(seed: int, size: int) -> tuple[float, float]:
    """Milliseconds of the processor for a sheet of 30 names against a roster: ours, and WRatio's five nearest."""
    maker = Maker(seed)
    roster = Roster(tuple(member(f"m{at}", maker.name(), maker.post()) for at in range(size)))
    mentions = [
        Mention(one.name, maker.as_written(one.posts[0].position), 0.9) for one in maker.rng.sample(roster.members, 10)
    ]
    mentions += [Mention(maker.name(), "đảng viên", 0.9, own_branch=True) for _ in range(20)]
    identify(mentions[:1], roster, Circumstances(DAY))
    start = time.process_time()
    identify(mentions, roster, Circumstances(DAY))
    middle = time.process_time()
    names = [one.name for one in roster.members]
    for mention in mentions:
        process.extract(mention.name, names, scorer=fuzz.WRatio, limit=5)
    return round((middle - start) * 1000, 1), round((time.process_time() - middle) * 1000, 1)


def measured(pairs: Sequence[Pair], python: str | None) -> dict[str, tuple[list[float], float]]:
    """Scores and seconds of every scorer."""
    found: dict[str, tuple[list[float], float]] = {}
    for name, scorer in (
        ("ours", lambda pair: ours(pair)[0]),
        ("WRatio", wratio),
        ("WRatio with posts", wratio_with_posts),
    ):
        start = time.process_time()
        found[name] = ([scorer(pair) for pair in pairs], time.process_time() - start)
    if python:
        found["logic-v2"] = logic_v2(pairs, python)
    return found


def report(pairs: Sequence[Pair], python: str | None, seed: int) -> dict[str, object]:
    results = measured(pairs, python)
    recalls = (0.5, 0.7, 0.8, 0.9, 0.95)
    verdicts = [ours(pair)[1] for pair in pairs]
    same = [pair.same for pair, verdict in zip(pairs, verdicts, strict=True) if verdict is Verdict.SAME]
    return {
        "pairs": len(pairs),
        "one person": sum(pair.same for pair in pairs),
        "precision at recall": {
            name: {str(recall): round(precision_at(curve(pairs, scores), recall), 4) for recall in recalls}
            for name, (scores, _) in results.items()
        },
        "names alone": names_alone(pairs, python),
        "microseconds a pair": {name: round(seconds / len(pairs) * 1e6, 1) for name, (_, seconds) in results.items()},
        "our verdicts": {
            "SAME right": sum(same),
            "SAME wrong": len(same) - sum(same),
            "UNSURE": verdicts.count(Verdict.UNSURE),
            "recall of SAME": round(sum(same) / sum(pair.same for pair in pairs), 4),
        },
        "by kind": dict(by_kind(pairs, verdicts)),
        "milliseconds a sheet (ours, WRatio)": {str(size): per_sheet(seed, size) for size in (200, 1000, 6000)},
    }


#: kinds that no scorer can settle by the full name alone
_NEED_MORE = ("same_given_name", "same_initials", "other_namesake", "other_namesake_with_title")


def names_alone(pairs: Sequence[Pair], python: str | None) -> dict[str, object]:
    """The same comparison without posts, on the kinds that a full name can settle: what the names' part is worth."""
    alone = [replace(pair, position="") for pair in pairs if pair.kind not in _NEED_MORE]
    results = {"ours": [ours(pair)[0] for pair in alone], "WRatio": [wratio(pair) for pair in alone]}
    if python:
        results["logic-v2"] = logic_v2(alone, python)[0]
    points = {name: curve(alone, scores) for name, scores in results.items()}
    return {
        name: {str(r): round(precision_at(one, r), 4) for r in (0.5, 0.8, 0.9, 0.95)} for name, one in points.items()
    }


def by_kind(pairs: Sequence[Pair], verdicts: Sequence[Verdict]) -> Iterator[tuple[str, dict[str, int]]]:
    for kind in sorted({pair.kind for pair in pairs}):
        of_kind = [verdict for pair, verdict in zip(pairs, verdicts, strict=True) if pair.kind == kind]
        yield kind, {verdict.value: of_kind.count(verdict) for verdict in Verdict}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pairs", type=int, default=4000)
    parser.add_argument("--nomenklatura", metavar="PYTHON", help="a Python that has nomenklatura")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--show", action="store_true", help="print the pairs and stop")
    options = parser.parse_args()
    pairs = make_pairs(options.seed, options.pairs)
    if options.show:
        print("\n".join(json.dumps(asdict(pair), ensure_ascii=False) for pair in pairs))
        return
    found = report(pairs, options.nomenklatura, options.seed)
    print(json.dumps(found, ensure_ascii=False, indent=None if options.json else 1))


if __name__ == "__main__":
    main()
