-- CreateTable
CREATE TABLE `stat_position` (
    `id` INTEGER NOT NULL,
    `sequence` BIGINT NOT NULL,
    `clearing` BOOLEAN NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The one row: nothing was followed before.
INSERT INTO `stat_position` (`id`, `sequence`, `clearing`) VALUES (1, 0, FALSE);

-- CreateTable
CREATE TABLE `stat_day` (
    `day` DATE NOT NULL,
    `enrolled` BIGINT NOT NULL DEFAULT 0,
    `closed` BIGINT NOT NULL DEFAULT 0,
    `activeDelta` BIGINT NOT NULL DEFAULT 0,
    `earned` BIGINT NOT NULL DEFAULT 0,
    `redeemed` BIGINT NOT NULL DEFAULT 0,
    `expired` BIGINT NOT NULL DEFAULT 0,
    `clawedBack` BIGINT NOT NULL DEFAULT 0,
    `restored` BIGINT NOT NULL DEFAULT 0,
    `adjusted` BIGINT NOT NULL DEFAULT 0,
    `forfeited` BIGINT NOT NULL DEFAULT 0,
    `writtenOff` BIGINT NOT NULL DEFAULT 0,
    `outstandingDelta` BIGINT NOT NULL DEFAULT 0,
    `owedDelta` BIGINT NOT NULL DEFAULT 0,
    `orders` BIGINT NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,
    `refundedMinor` BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_tier_day` (
    `day` DATE NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `members` BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`day`, `tierCode`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_expiry` (
    `month` DATE NOT NULL,
    `points` BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`month`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_member_day` (
    `memberId` BIGINT NOT NULL,
    `day` DATE NOT NULL,
    `signals` INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (`memberId`, `day`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_benefit_day` (
    `benefitId` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `uses` BIGINT NOT NULL DEFAULT 0,
    `valueMinor` BIGINT NOT NULL DEFAULT 0,
    `points` BIGINT NOT NULL DEFAULT 0,
    INDEX `stat_benefit_day_day_idx`(`day`),
    PRIMARY KEY (`benefitId`, `day`, `tierCode`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_benefit_member` (
    `benefitId` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` DATE NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `uses` INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (`benefitId`, `day`, `tierCode`, `memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_activity_day` (
    `activityId` BIGINT NOT NULL,
    `day` DATE NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `participants` BIGINT NOT NULL DEFAULT 0,
    `pointsGiven` BIGINT NOT NULL DEFAULT 0,
    `orders` BIGINT NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,
    INDEX `stat_activity_day_day_idx`(`day`),
    PRIMARY KEY (`activityId`, `day`, `tierCode`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_activity_member` (
    `memberId` BIGINT NOT NULL,
    `activityId` BIGINT NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (`memberId`, `activityId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `stat_activity_order` (
    `orderRowId` BIGINT NOT NULL,
    `activityId` BIGINT NOT NULL,
    `orders` INTEGER NOT NULL DEFAULT 0,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (`orderRowId`, `activityId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
