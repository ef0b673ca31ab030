"""Programs of other people, run on this package in mutagen's place."""
