-- CreateTable
CREATE TABLE "log" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "epoch" SMALLINT NOT NULL,

    CONSTRAINT "log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "stream_id" UUID NOT NULL,
    "from_revision" INTEGER NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("stream_id")
);

INSERT INTO "log" ("epoch") SELECT coalesce(max("log_epoch"), 1) FROM "event";
