-- What an edit of the ladder or the rules would do to each member, kept for a day for whoever asked.
CREATE TABLE `tier_preview` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `owner` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `versionId` BIGINT NOT NULL,
    `followedVersionId` BIGINT NOT NULL,
    `draft` MEDIUMTEXT NOT NULL,
    `figures` MEDIUMTEXT NOT NULL,
    `nextMemberId` BIGINT NOT NULL,
    `lastMemberId` BIGINT NOT NULL,
    `faults` INTEGER NOT NULL DEFAULT 0,
    `asOf` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    UNIQUE INDEX `tier_preview_owner_key`(`owner`),
    INDEX `tier_preview_status_id_idx`(`status`, `id`),
    INDEX `tier_preview_asOf_idx`(`asOf`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `preview_move` (
    `previewId` BIGINT NOT NULL,
    `horizon` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `fromCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `toCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `direction` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `spendMinor` BIGINT NOT NULL,
    `until` DATETIME(3) NULL,

    INDEX `preview_move_previewId_horizon_direction_spendMinor_idx`(`previewId`, `horizon`, `direction`, `spendMinor`),
    INDEX `preview_move_previewId_horizon_fromCode_toCode_spendMinor_idx`(`previewId`, `horizon`, `fromCode`, `toCode`, `spendMinor`),
    PRIMARY KEY (`previewId`, `horizon`, `memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
