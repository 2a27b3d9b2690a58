"""How fast a report is read to names and to facts, beside tools that people know.

Everything runs in one process, one after the other, on one core, over the same text (the fictional reports of
data/synthetic). Run: python benchmarks/speed.py [--repeat 3]
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

DATA = Path(__file__).parents[1] / "data" / "synthetic"
JIEBA_CUT, JIEBA_POS = "jieba.cut", "jieba.posseg"
SLOW_SHARE = 8  # spaCy's stock component reads one text in so many: it is slow and its rate does not depend on it


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="the best of so many runs counts")
    repeat = parser.parse_args().repeat
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy is loaded
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    files = sorted(DATA.glob("*.txt"))
    texts = [file.read_text(encoding="utf-8") for file in files]
    rates = {}
    for name, run, share in runs(files, texts):
        size = sum(map(len, texts[::share]))
        rates[name] = size / min(seconds(run) for _ in range(repeat))
        print(f"{name:<28} {rates[name]:>10,.0f} characters/s", flush=True)  # noqa: T201
    print(f"\nkg to facts / {JIEBA_POS}: {rates['kg to facts'] / rates[JIEBA_POS]:.2f}")  # noqa: T201
    print(f"kg to names / {JIEBA_POS}: {rates['kg to names'] / rates[JIEBA_POS]:.2f}")  # noqa: T201
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory of all of these together: {peak} MB on {sys.platform}")  # noqa: T201


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()  # what others do on the machine does not count
    run()
    return time.process_time() - start


def runs(files: list[Path], texts: list[str]) -> list[tuple[str, Callable[[], object], int]]:
    """Name, what to run and the share of the texts that it reads."""
    import jieba
    import jieba.posseg

    from kg import facts, ner, read

    jieba.initialize()
    list(jieba.posseg.cut("先装入词典"))
    stock = stock_ner(texts[:2])
    nlp = ner.pipeline()
    nlp("先装入模型")

    def to_names() -> None:
        for file in files:
            ner.find(read.read(file), nlp)

    def to_facts() -> None:
        for file in files:
            report = read.read(file)
            facts.find(report, ner.find(report, nlp))

    return [
        (JIEBA_CUT, lambda: [list(jieba.cut(text)) for text in texts], 1),
        (JIEBA_POS, lambda: [list(jieba.posseg.cut(text)) for text in texts], 1),
        ("spaCy ner, stock, untrained", lambda: [stock(text) for text in texts[::SLOW_SHARE]], SLOW_SHARE),
        ("kg to names", to_names, 1),
        ("kg to facts", to_facts, 1),
    ]


def stock_ner(texts: list[str]) -> Callable[[str], object]:
    """spaCy's `ner` as it comes, with the labels of this project and random weights."""
    import spacy
    from spacy.training import Example

    from ontology.model import Label

    nlp = spacy.blank("zh")
    component = nlp.add_pipe("ner")
    for label in Label:
        component.add_label(label.value)  # type: ignore[attr-defined]
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc(text[:200]), {}) for text in texts])
    return nlp


if __name__ == "__main__":
    main()
