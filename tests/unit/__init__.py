"""The interface: names, copies, threads, and what mutagen does not have."""
