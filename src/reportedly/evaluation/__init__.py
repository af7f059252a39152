"""How well the reader reads: corpora that other people annotated, and the figures of each task."""
