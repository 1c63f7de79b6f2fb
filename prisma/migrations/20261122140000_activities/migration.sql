-- CreateTable
CREATE TABLE `activity` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `title` VARCHAR(64) NOT NULL,
    `titleEn` VARCHAR(64) NOT NULL,
    `description` VARCHAR(500) NOT NULL,
    `descriptionEn` VARCHAR(500) NOT NULL,
    `multiplierPct` INT NULL,
    `basis` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `target` BIGINT NULL,
    `points` BIGINT NULL,
    `orderMinimumMinor` BIGINT NOT NULL DEFAULT 0,
    `startsAt` DATETIME(3) NOT NULL,
    `endsAt` DATETIME(3) NOT NULL,
    `minTierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `joining` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `capacity` INT NULL,
    `joinedCount` INT NOT NULL DEFAULT 0,
    `pointsBudget` BIGINT NULL,
    `pointsGiven` BIGINT NOT NULL DEFAULT 0,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `revision` INT NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    INDEX `activity_endsAt_idx`(`endsAt`),
    INDEX `activity_status_endsAt_idx`(`status`, `endsAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `activity_places_check` CHECK (`joinedCount` >= 0 AND (`capacity` IS NULL OR `joinedCount` <= `capacity`)),
    CONSTRAINT `activity_budget_check` CHECK (`pointsGiven` >= 0 AND (`pointsBudget` IS NULL OR `pointsGiven` <= `pointsBudget`))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `activity_pause` (
    `activityId` BIGINT NOT NULL,
    `pausedAt` DATETIME(3) NOT NULL,
    `resumedAt` DATETIME(3) NULL,
    PRIMARY KEY (`activityId`, `pausedAt`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `activity_participation` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `activityId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `joinedAt` DATETIME(3) NOT NULL,
    `awardCount` INT NOT NULL DEFAULT 0,
    `awardPoints` BIGINT NOT NULL DEFAULT 0,
    `awardClawed` BIGINT NOT NULL DEFAULT 0,
    `awardOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `awardedAt` DATETIME(3) NULL,
    `claimedPoints` BIGINT NOT NULL DEFAULT 0,
    UNIQUE INDEX `activity_participation_activityId_memberId_key`(`activityId`, `memberId`),
    INDEX `activity_participation_memberId_activityId_idx`(`memberId`, `activityId`),
    PRIMARY KEY (`id`),
    CONSTRAINT `activity_participation_award_check` CHECK (`awardClawed` >= 0 AND `awardClawed` <= `awardPoints`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `member_invite` (
    `memberId` BIGINT NOT NULL,
    `code` CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `member_invite_code_key`(`code`),
    PRIMARY KEY (`memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `referral` (
    `invitedId` BIGINT NOT NULL,
    `referrerId` BIGINT NOT NULL,
    `identity` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `invitedPoints` BIGINT NOT NULL DEFAULT 0,
    `referrerOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `referrerPoints` BIGINT NOT NULL DEFAULT 0,
    `referrerRewardedAt` DATETIME(3) NULL,
    `refusal` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `settled` BOOLEAN NOT NULL DEFAULT true,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `referral_identity_key`(`identity`),
    INDEX `referral_referrerId_referrerRewardedAt_idx`(`referrerId`, `referrerRewardedAt`),
    INDEX `referral_settled_invitedId_idx`(`settled`, `invitedId`),
    PRIMARY KEY (`invitedId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
