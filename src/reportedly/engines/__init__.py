"""Engines run the stages over many documents; ``local`` is the one for one machine."""
