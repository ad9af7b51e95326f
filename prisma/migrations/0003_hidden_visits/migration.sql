-- Somebody took a document out of their list; opening it again brings it back.
ALTER TABLE "visit" ADD COLUMN     "hidden" BOOLEAN NOT NULL DEFAULT false;
