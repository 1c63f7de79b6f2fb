-- CreateTable
CREATE TABLE `stat_coupon_day` (
    `definitionId` BIGINT NOT NULL,
    `day` DATE NOT NULL,
    `issued` BIGINT NOT NULL DEFAULT 0,
    `used` BIGINT NOT NULL DEFAULT 0,
    `unused` BIGINT NOT NULL DEFAULT 0,
    `voided` BIGINT NOT NULL DEFAULT 0,
    `discountMinor` BIGINT NOT NULL DEFAULT 0,
    `orders` BIGINT NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,

    INDEX `stat_coupon_day_day_idx`(`day`),
    PRIMARY KEY (`definitionId`, `day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_coupon_order` (
    `orderRowId` BIGINT NOT NULL,
    `definitionId` BIGINT NOT NULL,
    `orders` INTEGER NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY (`orderRowId`, `definitionId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_sales_day` (
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `word` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `orders` BIGINT NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,
    `points` BIGINT NOT NULL DEFAULT 0,

    PRIMARY KEY (`kind`, `day`, `word`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_sales_order` (
    `orderRowId` BIGINT NOT NULL,
    `counted` MEDIUMTEXT NOT NULL,

    PRIMARY KEY (`orderRowId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- These follow the events by themselves, from the first that is kept: what was before them counts, too,
-- and processes of the release before, which know nothing of them, pass over no event.
INSERT INTO `stat_position` (`id`, `sequence`, `clearing`) VALUES (2, 0, FALSE);
