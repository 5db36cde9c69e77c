"""Where people are: a tree of places with names, aliases, time zones and coordinates."""

from knowledge.places.tree import Place, Places, emergency_numbers, load_places, store_places

__all__ = ["Place", "Places", "emergency_numbers", "load_places", "store_places"]
