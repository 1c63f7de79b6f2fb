-- What the orders of the last ninety days would bring under an edit of the rules; kept as long as its preview.
CREATE TABLE `order_preview` (
    `previewId` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `figures` MEDIUMTEXT NOT NULL,
    `nextMemberId` BIGINT NOT NULL,
    `lastMemberId` BIGINT NOT NULL,
    `faults` INTEGER NOT NULL DEFAULT 0,
    `asOf` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    INDEX `order_preview_status_previewId_idx`(`status`, `previewId`),
    INDEX `order_preview_asOf_idx`(`asOf`),
    PRIMARY KEY (`previewId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
