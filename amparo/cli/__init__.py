"""The command line: one file per group of commands, a contract with other programs."""

from amparo.cli.main import main

__all__ = ["main"]
