"""Facts and their lifecycle: records, places, topics, publication. No web, no chat."""
