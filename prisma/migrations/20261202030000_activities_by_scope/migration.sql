-- Activities about some lines, in some hours, so often for each member, beside one another.
ALTER TABLE `activity`
    ADD COLUMN `terms` MEDIUMTEXT NULL,
    ADD COLUMN `pointsReturned` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `pacedPct` SMALLINT NOT NULL DEFAULT 0,
    ADD CONSTRAINT `activity_returned_check` CHECK (`pointsReturned` >= 0 AND `pointsGiven` >= 0);

-- What an activity added to an order, and what of it came back to its budget.
CREATE TABLE `activity_use` (
    `orderRowId` BIGINT NOT NULL,
    `activityId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `paidAt` DATETIME(3) NOT NULL,
    `points` BIGINT NOT NULL,
    `returned` BIGINT NOT NULL DEFAULT 0,
    `weights` TEXT NULL,

    INDEX `activity_use_memberId_activityId_paidAt_idx`(`memberId`, `activityId`, `paidAt`),
    PRIMARY KEY (`orderRowId`, `activityId`),
    CONSTRAINT `activity_use_points_check` CHECK (`points` >= 1 AND `returned` BETWEEN 0 AND `points`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- How far a budget has gone, for operators.
CREATE TABLE `activity_notice` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `activityId` BIGINT NOT NULL,
    `pct` SMALLINT NOT NULL,
    `pointsGiven` BIGINT NOT NULL,
    `pointsBudget` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `activity_notice_activityId_pointsBudget_pct_key`(`activityId`, `pointsBudget`, `pct`),
    PRIMARY KEY (`id`),
    CONSTRAINT `activity_notice_pct_check` CHECK (`pct` IN (50, 80, 100))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `activity_notice_read` (
    `noticeId` BIGINT NOT NULL,
    `userId` BIGINT NOT NULL,
    `readAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`noticeId`, `userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
