-- A request that waits for a second person is no longer one about points only.
RENAME TABLE `points_approval` TO `approval`;

ALTER TABLE `approval`
    MODIFY `points` BIGINT NULL,
    ADD COLUMN `requesterId` BIGINT NULL,
    ADD COLUMN `subject` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `payload` TEXT NULL;

ALTER TABLE `approval` RENAME INDEX `points_approval_batchId_key` TO `approval_batchId_key`;
ALTER TABLE `approval` RENAME INDEX `points_approval_status_id_idx` TO `approval_status_id_idx`;
ALTER TABLE `approval` RENAME INDEX `points_approval_kind_reference_key` TO `approval_kind_reference_key`;
CREATE INDEX `approval_kind_subject_status_idx` ON `approval`(`kind`, `subject`, `status`);

-- Whoever set somebody's first password answers for them.
ALTER TABLE `user` ADD COLUMN `answeredForBy` BIGINT NULL;

-- Whoever made a key answers for it. One that waits for a second person opens nothing yet.
ALTER TABLE `api_key`
    ADD COLUMN `makerId` BIGINT NULL,
    ADD COLUMN `pointsPerDayMax` BIGINT NULL,
    ADD COLUMN `waiting` BOOLEAN NOT NULL DEFAULT false;

UPDATE `api_key` SET `makerId` = CAST(SUBSTRING_INDEX(`createdBy`, ':', -1) AS UNSIGNED)
 WHERE `createdBy` REGEXP '^(admin|operator):[0-9]+$';

-- What waits now keeps its person: the role in front of the number may have changed since.
UPDATE `approval` SET `requesterId` = CAST(SUBSTRING_INDEX(`requestedBy`, ':', -1) AS UNSIGNED)
 WHERE `requestedBy` REGEXP '^(admin|operator):[0-9]+$';
UPDATE `approval` a JOIN `api_key` k ON a.`requestedBy` = CONCAT('service:', k.`id`)
   SET a.`requesterId` = k.`makerId`;

-- What one person or key gave by their own decision on a business date.
CREATE TABLE `grant_tally` (
    `grantor` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `day` CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `amount` BIGINT NOT NULL,

    PRIMARY KEY (`grantor`, `day`, `kind`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
