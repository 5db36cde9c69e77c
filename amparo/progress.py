"""Progress of long work, on standard error: a bar for a person, nothing for a program."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tqdm import tqdm


class Reporter:
    """Shows a bar per task; `quiet` shows none."""

    def __init__(self, *, quiet: bool = False) -> None:
        self.quiet = quiet

    @contextmanager
    def task(self, name: str, unit: str) -> Iterator[Callable[[int, int], None]]:
        """Give a function that is called with (done, total)."""
        bar: Any = None

        def progress(done: int, total: int) -> None:
            nonlocal bar
            if self.quiet or not total:
                return
            if bar is None:
                bar = tqdm(total=total, desc=name, unit=f" {unit}", file=sys.stderr, ascii=True)
            bar.update(done - bar.n)

        try:
            yield progress
        finally:
            if bar is not None:
                bar.close()

    def say(self, line: str) -> None:
        """Print a line for the person who watches."""
        if not self.quiet:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
