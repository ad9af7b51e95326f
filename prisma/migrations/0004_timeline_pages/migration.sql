-- CreateTable
CREATE TABLE "timeline_page" (
    "document_id" UUID NOT NULL,
    "n" INTEGER NOT NULL,
    "from_revision" INTEGER NOT NULL,
    "to_revision" INTEGER NOT NULL,
    "bytes" INTEGER NOT NULL,

    CONSTRAINT "timeline_page_pkey" PRIMARY KEY ("document_id","n")
);
