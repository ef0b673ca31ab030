"""Runs the test suite of mutagen's source release, unmodified, against `mutagen_rs`."""
