"""Importers, one room per format; each keeps where every fact came from."""
