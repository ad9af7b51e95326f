-- CreateTable
CREATE TABLE "weave" (
    "stream_id" UUID NOT NULL,
    "history_epoch" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "weave_pkey" PRIMARY KEY ("stream_id")
);
