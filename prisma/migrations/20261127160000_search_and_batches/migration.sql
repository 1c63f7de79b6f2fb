-- A nickname from each of its letters on, folded, so that any part of it is a range of an index. A job
-- fills it for who was here before.
CREATE TABLE `nickname_part` (
    `memberId` BIGINT NOT NULL,
    `place` SMALLINT NOT NULL,
    `part` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,

    INDEX `nickname_part_part_memberId_idx`(`part`, `memberId`),
    PRIMARY KEY (`memberId`, `place`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The same rows uploaded twice are noticed; what was applied counts, each time with a number of its own.
ALTER TABLE `points_batch`
    ADD COLUMN `contentHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `repetition` INTEGER NULL,
    ADD COLUMN `repeatOf` BIGINT NULL;
CREATE UNIQUE INDEX `points_batch_contentHash_repetition_key` ON `points_batch`(`contentHash`, `repetition`);

-- Whom a row named, as it was uploaded, and where it stands in its file.
ALTER TABLE `points_batch_row`
    ADD COLUMN `line` INTEGER NULL,
    ADD COLUMN `externalId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `unknownId` BIGINT NULL;
CREATE INDEX `points_batch_row_externalId_idx` ON `points_batch_row`(`externalId`);
