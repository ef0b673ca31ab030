"""Broken files, broken file objects, full disks: a result or a `MutagenError`, nothing else."""
