"""The documentation against what it documents: blocks of code, options, limits, modules."""
