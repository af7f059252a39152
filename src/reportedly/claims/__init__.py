"""Reading -> Claim: roles, form and stage, attribution, factuality, reasons."""

from reportedly.claims.make import make_claims

__all__ = ["make_claims"]
