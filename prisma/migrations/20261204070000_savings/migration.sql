-- CreateTable
CREATE TABLE `stat_saving_line` (
    `source` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sourceId` BIGINT NOT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `day` DATE NOT NULL,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `valueMinor` BIGINT NOT NULL,

    INDEX `stat_saving_line_orderId_idx`(`orderId`),
    INDEX `stat_saving_line_memberId_day_source_sourceId_idx`(`memberId`, `day`, `source`, `sourceId`),
    PRIMARY KEY (`source`, `sourceId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_saving_year` (
    `memberId` BIGINT NOT NULL,
    `year` SMALLINT NOT NULL,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `count` INTEGER NOT NULL DEFAULT 0,
    `valueMinor` BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY (`memberId`, `year`, `kind`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- AlterTable
ALTER TABLE `stat_position` ADD COLUMN `since` DATETIME(3) NULL;

-- As those of coupons and sales: a position of their own, from the first event that is kept on.
INSERT INTO `stat_position` (`id`, `sequence`, `clearing`) VALUES (3, 0, FALSE);
