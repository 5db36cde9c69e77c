"""From a published record to words: services, articles, their sources."""
