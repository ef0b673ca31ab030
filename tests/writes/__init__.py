"""What a save does to a file: as little as possible, and exactly what its plan says."""
