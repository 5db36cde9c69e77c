"""What people need: one list of topics, with names and words in five languages."""

from knowledge.topics.catalogue import Need, TopicEntry, Topics, load_topics
from knowledge.topics.groups import TopicGroup, load_groups
from knowledge.topics.judging import Told

__all__ = ["Need", "Told", "TopicEntry", "TopicGroup", "Topics", "load_groups", "load_topics"]
