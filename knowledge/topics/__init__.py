"""What people need: one list of topics, with names and words in five languages."""

from knowledge.topics.catalogue import Need, TopicEntry, Topics, load_topics

__all__ = ["Need", "TopicEntry", "Topics", "load_topics"]
