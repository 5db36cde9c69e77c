"""From a question to ranked records: encoders, vector and lexical index, fusion."""
