"""From a text to its meaning: language, urgency, intent, topics, places."""
