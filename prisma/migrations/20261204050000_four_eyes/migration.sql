-- A request that waits ends by itself, and says what it would give in money.
ALTER TABLE `approval`
    MODIFY `payload` MEDIUMTEXT NULL,
    ADD COLUMN `worthMinor` BIGINT NULL,
    ADD COLUMN `expiresAt` DATETIME(3) NULL;

-- What waits already has its month from now on.
UPDATE `approval` SET `expiresAt` = UTC_TIMESTAMP(3) + INTERVAL 30 DAY WHERE `status` = 'WAITING';

CREATE INDEX `approval_status_expiresAt_idx` ON `approval`(`status`, `expiresAt`);
CREATE INDEX `approval_requesterId_createdAt_idx` ON `approval`(`requesterId`, `createdAt`);

-- CreateTable
CREATE TABLE `approval_comment` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `approvalId` BIGINT NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `text` VARCHAR(500) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `approval_comment_approvalId_id_idx`(`approvalId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `approval_policy` (
    `act` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `always` BOOLEAN NOT NULL DEFAULT false,
    `aboveMinor` BIGINT NULL,
    `dayMinor` BIGINT NULL,
    `decidedBy` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `waitDays` INTEGER NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`act`),
    CONSTRAINT `approval_policy_bounds_check` CHECK (`waitDays` BETWEEN 1 AND 365
        AND (`aboveMinor` IS NULL) = (`dayMinor` IS NULL) AND COALESCE(`dayMinor` >= `aboveMinor`, TRUE))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- As it was before there was a policy: what the limits of the rules say, and an admin decides.
INSERT INTO `approval_policy` (`act`, `decidedBy`, `waitDays`) VALUES
    ('ADJUSTMENT', 'ADMIN', 30), ('BATCH', 'ADMIN', 30), ('COUPON', 'ADMIN', 30), ('ACTIVITY', 'ADMIN', 30),
    ('REWARD', 'ADMIN', 30), ('RULES', 'ADMIN', 30), ('KEY', 'ADMIN', 30), ('ADMIN', 'ADMIN', 30),
    ('POLICY', 'ADMIN', 30), ('AUTOMATION', 'ADMIN', 30);
