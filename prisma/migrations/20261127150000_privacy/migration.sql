-- Ledger rows cannot be changed, so what people write about a movement stands beside them, where it
-- can be erased with the person.
CREATE TABLE `points_entry_reason` (
    `entryId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `reason` VARCHAR(255) NOT NULL,
    INDEX `points_entry_reason_memberId_idx`(`memberId`),
    PRIMARY KEY (`entryId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
CREATE TABLE `tier_change_reason` (
    `changeId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `reason` VARCHAR(255) NOT NULL,
    INDEX `tier_change_reason_memberId_idx`(`memberId`),
    PRIMARY KEY (`changeId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
-- Of those who are gone already nothing is taken along.
INSERT INTO `points_entry_reason` (`entryId`, `memberId`, `reason`)
  SELECT e.`id`, e.`memberId`, e.`reason` FROM `points_entry` e JOIN `member` m ON m.`id` = e.`memberId`
   WHERE e.`reason` IS NOT NULL AND m.`status` <> 'CLOSED';
INSERT INTO `tier_change_reason` (`changeId`, `memberId`, `reason`)
  SELECT c.`id`, c.`memberId`, c.`reason` FROM `tier_change` c JOIN `member` m ON m.`id` = c.`memberId`
   WHERE c.`reason` IS NOT NULL AND m.`status` <> 'CLOSED';
-- The columns stay, empty, for processes of the release before; their guard allows no UPDATE.
ALTER TABLE `points_entry` DROP COLUMN `reason`;
ALTER TABLE `points_entry` ADD COLUMN `reason` VARCHAR(255) NULL AFTER `referenceId`;
ALTER TABLE `tier_change` DROP COLUMN `reason`;
ALTER TABLE `tier_change` ADD COLUMN `reason` VARCHAR(255) NULL AFTER `actor`;

-- Whom a stored answer is about, so that it goes with them.
ALTER TABLE `idempotency_key` ADD COLUMN `memberId` BIGINT NULL;
CREATE INDEX `idempotency_key_memberId_idx` ON `idempotency_key`(`memberId`);

-- The key under which ids of those who are gone are still recognised, itself encrypted.
CREATE TABLE `identity_key` (
    `id` INTEGER NOT NULL,
    `sealed` VARCHAR(255) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
ALTER TABLE `closed_identity` ADD COLUMN `isKeyed` BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX `closed_identity_isKeyed_idx` ON `closed_identity`(`isKeyed`);
ALTER TABLE `referral` ADD COLUMN `isKeyed` BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX `referral_isKeyed_idx` ON `referral`(`isKeyed`);

-- What is erased or forgotten is found by an index.
CREATE INDEX `approval_memberId_idx` ON `approval`(`memberId`);
CREATE INDEX `points_batch_row_memberId_idx` ON `points_batch_row`(`memberId`);
CREATE INDEX `webhook_delivery_lane_idx` ON `webhook_delivery`(`lane`);
CREATE INDEX `audit_log_createdAt_idx` ON `audit_log`(`createdAt`);
CREATE INDEX `inbox_message_createdAt_idx` ON `inbox_message`(`createdAt`);
CREATE INDEX `job_run_startedAt_idx` ON `job_run`(`startedAt`);

-- How the last run of a job went, whether it did anything or not.
ALTER TABLE `job_state` ADD COLUMN `lastStatus` VARCHAR(16) NULL;
ALTER TABLE `job_state` ADD COLUMN `lastHandled` INTEGER NULL;
ALTER TABLE `job_state` ADD COLUMN `lastSummary` TEXT NULL;
ALTER TABLE `job_state` ADD COLUMN `lastStartedAt` DATETIME(3) NULL;
ALTER TABLE `job_state` ADD COLUMN `lastFinishedAt` DATETIME(3) NULL;

-- The last event that was forgotten: nothing up to it can be read any more.
ALTER TABLE `outbox_publisher` ADD COLUMN `forgotten` BIGINT NOT NULL DEFAULT 0;

-- Codes that are worth money have 80 bits and more.
ALTER TABLE `member_invite` MODIFY `code` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
ALTER TABLE `reward_coupon` MODIFY `code` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
