"""The first schema: documents, text versions, claims, events, all with from when to when they were held."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

CURRENT = sa.text("held_until IS NULL")


def upgrade() -> None:
    op.create_table("document",
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_document")
    )
    op.create_table("event",
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("event_id", name="pk_event")
    )
    op.create_table("run",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("started", sa.String(length=27), nullable=False),
        sa.Column("finished", sa.String(length=27), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name="pk_run")
    )
    op.create_table("text",
        sa.Column("text_version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("text_version", name="pk_text")
    )
    op.create_table("claim",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=32), nullable=True),
        sa.Column("form", sa.String(length=64), nullable=True),
        sa.Column("aspect", sa.String(length=16), nullable=False),
        sa.Column("realis", sa.String(length=16), nullable=False),
        sa.Column("innermost", sa.String(length=3), nullable=False),
        sa.Column("denies", sa.String(length=64), nullable=True),
        sa.Column("earliest", sa.String(length=10), nullable=True),
        sa.Column("latest", sa.String(length=10), nullable=True),
        sa.Column("precision", sa.String(length=16), nullable=False),
        sa.Column("publisher_key", sa.Text(), nullable=True),
        sa.Column("composed", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Float(), nullable=True),
        sa.Column("group_key", sa.Text(), nullable=False),
        sa.Column("is_event", sa.Boolean(), nullable=False),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name="fk_claim_document_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_claim_run_id"),
        sa.ForeignKeyConstraint(["text_version"], ["text.text_version"], name="fk_claim_text_version"),
        sa.PrimaryKeyConstraint("claim_row", name="pk_claim")
    )
    op.create_index("ix_claim_claim_id", "claim", ["claim_id"])
    op.create_index("ix_claim_denies", "claim", ["denies"])
    op.create_index("ix_claim_document_id", "claim", ["document_id"])
    op.create_index("ix_claim_earliest", "claim", ["earliest"])
    op.create_index("ix_claim_form", "claim", ["form"])
    op.create_index("ix_claim_group_key", "claim", ["group_key"])
    op.create_index("ix_claim_type", "claim", ["type"])
    op.create_index("uq_claim_current", "claim", ["document_id", "claim_id"], unique=True,
                    sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_table("event_version",
        sa.Column("event_version_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(length=64), nullable=False),
        sa.Column("base_key", sa.Text(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("members_sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("earliest", sa.String(length=10), nullable=True),
        sa.Column("latest", sa.String(length=10), nullable=True),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("composed", sa.Boolean(), nullable=False),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["event_id"], ["event.event_id"], name="fk_event_version_event_id"),
        sa.PrimaryKeyConstraint("event_version_id", name="pk_event_version")
    )
    op.create_index("ix_event_version_base_key", "event_version", ["base_key"])
    op.create_index("ix_event_version_event_id", "event_version", ["event_id"])
    op.create_index("uq_event_version_current", "event_version", ["event_id"], unique=True,
                    sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_table("log",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("document_id", sa.String(length=64), nullable=True),
        sa.Column("text_version", sa.String(length=64), nullable=True),
        sa.Column("claims", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name="fk_log_document_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_log_run_id"),
        sa.ForeignKeyConstraint(["text_version"], ["text.text_version"], name="fk_log_text_version"),
        sa.PrimaryKeyConstraint("log_id", name="pk_log")
    )
    op.create_index("ix_log_document_id", "log", ["document_id"])
    op.create_index("ix_log_run_id", "log", ["run_id"])
    op.create_table("source_version",
        sa.Column("source_version_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("coder", sa.Text(), nullable=False),
        sa.Column("text_version", sa.String(length=64), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=True),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"],
                                name="fk_source_version_document_id"),
        sa.ForeignKeyConstraint(["run_id"], ["run.run_id"], name="fk_source_version_run_id"),
        sa.ForeignKeyConstraint(["text_version"], ["text.text_version"],
                                name="fk_source_version_text_version"),
        sa.PrimaryKeyConstraint("source_version_id", name="pk_source_version")
    )
    op.create_index("ix_source_version_document_id", "source_version", ["document_id"])
    op.create_index("uq_source_version_current", "source_version", ["document_id"], unique=True,
                    sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_table("text_version",
        sa.Column("text_version_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.Column("text_version", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("publisher", sa.Text(), nullable=True),
        sa.Column("publisher_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("byline", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("published_basis", sa.String(length=16), nullable=False),
        sa.Column("published_month", sa.String(length=7), nullable=True),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("composed", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("cuts", sa.Text(), nullable=False),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("held_from", sa.String(length=27), nullable=False),
        sa.Column("held_until", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"],
                                name="fk_text_version_document_id"),
        sa.ForeignKeyConstraint(["text_version"], ["text.text_version"], name="fk_text_version_text_version"),
        sa.PrimaryKeyConstraint("text_version_id", name="pk_text_version")
    )
    op.create_index("ix_text_version_document_id", "text_version", ["document_id"])
    op.create_index("ix_text_version_text_version", "text_version", ["text_version"])
    op.create_index("uq_text_version_current", "text_version", ["document_id"], unique=True,
                    sqlite_where=CURRENT, postgresql_where=CURRENT)
    op.create_table("event_claim",
        sa.Column("event_version_id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.String(length=64), nullable=False),
        sa.Column("document_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.document_id"], name="fk_event_claim_document_id"),
        sa.ForeignKeyConstraint(["event_version_id"], ["event_version.event_version_id"],
                                name="fk_event_claim_event_version_id"),
        sa.PrimaryKeyConstraint("event_version_id", "claim_id", "document_id", name="pk_event_claim")
    )
    op.create_index("ix_event_claim_claim_id_document_id", "event_claim", ["claim_id", "document_id"])
    op.create_table("participant",
        sa.Column("claim_row", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("entity_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("name_key", sa.Text(), nullable=True),
        sa.Column("principal", sa.Text(), nullable=True),
        sa.Column("sector", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["claim_row"], ["claim.claim_row"], name="fk_participant_claim_row"),
        sa.PrimaryKeyConstraint("claim_row", "position", name="pk_participant")
    )
    op.create_index("ix_participant_entity_id", "participant", ["entity_id"])
    op.create_index("ix_participant_name_key", "participant", ["name_key"])
    op.create_index("ix_participant_principal", "participant", ["principal"])


def downgrade() -> None:
    raise NotImplementedError("a record is never taken back: use the copy that was made before the migration")
