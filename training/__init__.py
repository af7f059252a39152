"""How the shipped reader is trained: data recipes, the network, the run, the export. Needs the "training" extra."""
