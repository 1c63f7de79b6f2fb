-- CreateTable
CREATE TABLE `points_approval` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `batchId` BIGINT NULL,
    `points` BIGINT NOT NULL,
    `reason` VARCHAR(255) NOT NULL,
    `reference` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requestedBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `decidedBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `decision` VARCHAR(255) NULL,
    `entryId` BIGINT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `decidedAt` DATETIME(3) NULL,
    UNIQUE INDEX `points_approval_batchId_key`(`batchId`),
    INDEX `points_approval_status_id_idx`(`status`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_batch` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `reason` VARCHAR(255) NOT NULL,
    `status` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rowCount` INTEGER NOT NULL,
    `appliedCount` INTEGER NOT NULL DEFAULT 0,
    `refusedCount` INTEGER NOT NULL DEFAULT 0,
    `totalPoints` BIGINT NOT NULL,
    `absolutePoints` BIGINT NOT NULL,
    `createdBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,
    INDEX `points_batch_status_id_idx`(`status`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_batch_row` (
    `batchId` BIGINT NOT NULL,
    `row` INTEGER NOT NULL,
    `memberId` BIGINT NOT NULL,
    `points` BIGINT NOT NULL,
    `note` VARCHAR(255) NULL,
    `reference` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `refusal` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `entryId` BIGINT NULL,
    INDEX `points_batch_row_batchId_status_row_idx`(`batchId`, `status`, `row`),
    PRIMARY KEY (`batchId`, `row`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `ledger_check` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `ok` BOOLEAN NOT NULL,
    `members` BIGINT NOT NULL,
    `entries` BIGINT NOT NULL,
    `findings` MEDIUMTEXT NOT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_notice` (
    `memberId` BIGINT NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `daysAhead` SMALLINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`memberId`, `expiresAt`, `daysAhead`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `job_state` (
    `name` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nextRunAt` DATETIME(3) NOT NULL,
    `holder` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `leaseUntil` DATETIME(3) NULL,
    `progress` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `job_run` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `holder` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `handled` INTEGER NOT NULL DEFAULT 0,
    `summary` TEXT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,
    INDEX `job_run_name_id_idx`(`name`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `test_clock` (
    `id` INTEGER NOT NULL,
    `offsetMs` BIGINT NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
