-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "stream" (
    "stream_id" UUID NOT NULL,
    "type" SMALLINT NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "history_epoch" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "event" (
    "stream_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "position" BIGSERIAL NOT NULL,
    "xid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "log_epoch" SMALLINT NOT NULL DEFAULT 1,
    "type" SMALLINT NOT NULL,
    "schema_version" SMALLINT NOT NULL,
    "command_id" UUID NOT NULL,
    "base_revision" INTEGER NOT NULL,
    "author_id" UUID NOT NULL,
    "via" SMALLINT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,
    "codec" SMALLINT NOT NULL DEFAULT 0,
    "key_id" UUID,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("stream_id","revision")
);

-- CreateTable
CREATE TABLE "snapshot" (
    "stream_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "schema_version" SMALLINT NOT NULL,
    "codec" SMALLINT NOT NULL,
    "checksum" BYTEA NOT NULL,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "snapshot_pkey" PRIMARY KEY ("stream_id","revision")
);

-- CreateTable
CREATE TABLE "projection_checkpoint" (
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "log_epoch" SMALLINT NOT NULL,
    "xid" xid8 NOT NULL,
    "position" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "projection_checkpoint_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "projection_parked" (
    "name" TEXT NOT NULL,
    "document_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "parked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "projection_parked_pkey" PRIMARY KEY ("name","document_id")
);

-- CreateTable
CREATE TABLE "document_view" (
    "document_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "owner_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "excerpt" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "search" tsvector,
    "characters" INTEGER NOT NULL,
    "words" INTEGER NOT NULL,
    "contributors" UUID[],
    "last_author_id" UUID NOT NULL,
    "trashed" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "document_view_pkey" PRIMARY KEY ("document_id")
);

-- CreateTable
CREATE TABLE "timeline_activity" (
    "document_id" UUID NOT NULL,
    "from_revision" INTEGER NOT NULL,
    "to_revision" INTEGER NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "authors" UUID[],
    "by" JSONB NOT NULL,
    "entries" JSONB NOT NULL,

    CONSTRAINT "timeline_activity_pkey" PRIMARY KEY ("document_id","from_revision")
);

-- CreateTable
CREATE TABLE "timeline_session" (
    "document_id" UUID NOT NULL,
    "from_revision" INTEGER NOT NULL,
    "to_revision" INTEGER NOT NULL,
    "start_at" TIMESTAMPTZ(3) NOT NULL,
    "end_at" TIMESTAMPTZ(3) NOT NULL,
    "authors" UUID[],
    "inserted" BIGINT NOT NULL,
    "deleted" BIGINT NOT NULL,

    CONSTRAINT "timeline_session_pkey" PRIMARY KEY ("document_id","from_revision")
);

-- CreateTable
CREATE TABLE "timeline_mark" (
    "document_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "restored_from" INTEGER,
    "name" TEXT,
    "author_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "timeline_mark_pkey" PRIMARY KEY ("document_id","kind","revision")
);

-- CreateTable
CREATE TABLE "author" (
    "author_id" UUID NOT NULL,
    "user_id" TEXT,
    "name" TEXT NOT NULL,
    "color" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "author_pkey" PRIMARY KEY ("author_id")
);

-- CreateTable
CREATE TABLE "visit" (
    "author_id" UUID NOT NULL,
    "document_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL,
    "visited_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "visit_pkey" PRIMARY KEY ("author_id","document_id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "email_verified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "is_anonymous" BOOLEAN DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT,
    "user_agent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "access_token" TEXT,
    "refresh_token" TEXT,
    "id_token" TEXT,
    "access_token_expires_at" TIMESTAMPTZ(3),
    "refresh_token_expires_at" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "event_feed" ON "event"("log_epoch", "xid", "position");

-- CreateIndex
CREATE INDEX "document_view_search_idx" ON "document_view" USING GIN ("search");

-- CreateIndex
CREATE INDEX "document_view_owner_id_idx" ON "document_view"("owner_id");

-- CreateIndex
CREATE UNIQUE INDEX "author_user_id_key" ON "author"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "session"("token");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "account_user_id_idx" ON "account"("user_id");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "verification"("identifier");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot express.

-- Every append updates its stream's head row: room in the page keeps these updates HOT.
ALTER TABLE "stream" SET (fillfactor = 70);

-- The log only grows: freeze and mark it visible often, in small portions.
ALTER TABLE "event" SET (autovacuum_vacuum_insert_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);
