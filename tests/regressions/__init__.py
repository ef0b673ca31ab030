"""Bugs that were found and mended, one file each."""
