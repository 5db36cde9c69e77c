"""Latency of a turn against the encoder alone, throughput, memory, index and publish times.

Machines are shared and noisy: the encoder and the turn are timed in turns, on the same text, and
the ratio is what counts.
"""

import gc
import random
import resource
import shutil
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from amparo.progress import Reporter
from amparo.settings import Settings
from amparo.wiring import App
from bot.messages import IncomingMessage
from knowledge.content import RecordContent, Texts
from knowledge.ingest import SourceInfo, apply
from knowledge.publishing import live_records
from nlu.examples import load_examples
from retrieval.measure import percentile
from retrieval.passages import passages

PEOPLE = 50
SEED = 20261122


def memory_mb() -> float:
    """Return the resident memory of this process now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * resource.getpagesize() / 1e6, 1)


def run(settings: Settings, *, records: int, turns: int) -> dict[str, Any]:
    """Measure a copy of the installation of `settings`; fill it up to `records` records."""
    with tempfile.TemporaryDirectory(prefix="amparo-bench-") as folder:
        home = Path(folder) / "home"
        if settings.home.exists():
            shutil.copytree(settings.home, home)
        copied = settings.model_copy(update={"home": home, "database_url": ""})
        return _measure(App(copied, Reporter()), records, turns)


def _measure(app: App, records: int, turns: int) -> dict[str, Any]:
    app.load_starter()
    began = time.perf_counter()
    assistant = app.assistant
    opened = time.perf_counter() - began
    filled = _fill(app, records) if records > len(app.index) else None
    rng = random.Random(SEED)
    asking = [e for e in load_examples() if e.intent in {"ask_service", "ask_right"}]
    questions = rng.sample(asking, min(turns, len(asking)))
    encoder: list[float] = []
    whole: list[float] = []
    for number, example in enumerate([*questions[:10], *questions]):
        message = IncomingMessage(
            channel="bench", user=f"one-{number}", text=example.text, place="miami"
        )
        start = time.perf_counter()
        app.encoder.query(example.text)
        middle = time.perf_counter()
        assistant.answer(message)
        end = time.perf_counter()
        if number >= 10:  # the first ones warm caches up
            encoder.append((middle - start) * 1000)
            whole.append((end - middle) * 1000)
    ratios = [turn / alone for turn, alone in zip(whole, encoder, strict=True)]
    result: dict[str, Any] = {
        "records": len(app.index),
        "passages": app.index.passages,
        "open_s": round(opened, 2),
        "encoder_ms": {"p50": _at(encoder, 0.5), "p95": _at(encoder, 0.95)},
        "turn_ms": {"p50": _at(whole, 0.5), "p95": _at(whole, 0.95)},
        "ratio": {
            "of_medians": round(percentile(whole, 0.5) / percentile(encoder, 0.5), 3),
            "p50": round(percentile(ratios, 0.5), 3),
            "p95": round(percentile(whole, 0.95) / percentile(encoder, 0.95), 3),
        },
        "together": _together(app, questions[:PEOPLE]),
        "publish_to_found_ms": _publish(app),
        "fill": filled,
    }
    gc.collect()
    result["memory_mb"] = {
        "now": memory_mb(),
        "peak": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000, 1),
    }
    return result


def _at(values: list[float], share: float) -> float:
    return round(percentile(values, share), 2)


def _together(app: App, questions: list[Any]) -> dict[str, Any]:
    """Let fifty people ask at the same moment; return how many got an answer, and how fast."""

    def ask(number: int) -> bool:
        message = IncomingMessage(
            channel="bench", user=f"crowd-{number}", text=questions[number].text, place="miami"
        )
        return bool(app.assistant.answer(message).replies)

    start = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        answered = sum(pool.map(ask, range(len(questions))))
    spent = time.perf_counter() - start
    return {
        "people": len(questions),
        "answered": answered,
        "seconds": round(spent, 2),
        "turns_per_s": round(len(questions) / spent, 1),
    }


def _publish(app: App) -> float:
    """Publish one edited record; return the ms until a search of the running index has it."""
    with app.sessions() as session:
        record = next(live_records(session))
    text = record.content.source_text()
    name = f"{text.name} zzpublished"
    texts = {**record.content.texts, record.content.language: _renamed(text, name)}
    edited = record.content.model_copy(update={"texts": texts, "external_id": "bench-edit"})
    start = time.perf_counter()
    source = SourceInfo(id="bench", kind="bench", title="bench", place_id=None)
    with app.sessions.begin() as session:
        apply(session, source, [edited], author="bench")
    app.synchroniser.catch_up()
    app.index.entry("bench:bench-edit")
    return round((time.perf_counter() - start) * 1000, 1)


def _renamed(text: Texts, name: str) -> Texts:
    return text.model_copy(update={"name": name})


def _fill(app: App, wanted: int) -> dict[str, Any]:
    """Add varied copies of what is there up to `wanted` records; return times and sizes."""
    rng = random.Random(SEED)
    with app.sessions() as session:
        have = [record.content for record in live_records(session)]
    copies: list[RecordContent] = []
    for number in range(wanted - len(have)):
        base = rng.choice(have)
        text = base.source_text()
        words = text.body.split()
        rng.shuffle(words)
        body = " ".join(words[:60])
        texts = {
            base.language: text.model_copy(update={"body": body, "name": f"{text.name} {number}"})
        }
        copies.append(
            base.model_copy(
                update={"external_id": f"copy-{number}", "texts": texts, "locations": ()}
            )
        )
    start = time.perf_counter()
    source = SourceInfo(id="bench-fill", kind="bench", title="bench", place_id=None)
    with app.sessions.begin() as session:
        apply(session, source, copies, author="bench")
    stored = time.perf_counter()
    app.synchroniser.catch_up()
    done = time.perf_counter()
    return {
        "added": len(copies),
        "store_s": round(stored - start, 2),
        "index_s": round(done - stored, 2),
        "passages_per_s": round(sum(1 for _ in _cut(app)) / max(done - stored, 1e-9), 1),
    }


def _cut(app: App) -> Any:
    with app.sessions() as session:
        for record in live_records(session):
            if record.source_id == "bench-fill":
                yield from passages(record)
