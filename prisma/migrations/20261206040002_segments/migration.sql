-- Segments and who is in them.
CREATE TABLE `segment` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nameTexts` TEXT NOT NULL,
    `rule` TEXT NULL,
    `tells` BOOLEAN NOT NULL DEFAULT FALSE,
    `archived` BOOLEAN NOT NULL DEFAULT FALSE,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `memberCount` INTEGER NOT NULL DEFAULT 0,
    `settledRevision` INTEGER NOT NULL DEFAULT 0,
    `fillId` BIGINT NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `segment_archived_id_idx`(`archived`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `segment_member` (
    `segmentId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `since` DATETIME(3) NOT NULL,

    INDEX `segment_member_memberId_segmentId_idx`(`memberId`, `segmentId`),
    PRIMARY KEY (`segmentId`, `memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
