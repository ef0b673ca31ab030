"""mutagen and mutagen_rs side by side: the same input to both, the same outcome from both."""
