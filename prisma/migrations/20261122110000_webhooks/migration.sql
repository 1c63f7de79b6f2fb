-- AlterTable
ALTER TABLE `outbox_event`
    ADD INDEX `outbox_event_type_sequence_idx`(`type`, `sequence`),
    ADD INDEX `outbox_event_createdAt_idx`(`createdAt`);

-- CreateTable
CREATE TABLE `outbox_publisher` (
    `id` INTEGER NOT NULL,
    `sequence` BIGINT NOT NULL,
    `holder` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `leaseUntil` DATETIME(3) NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- The one row: nothing was published before.
INSERT INTO `outbox_publisher` (`id`, `sequence`) VALUES (1, 0);

-- CreateTable
CREATE TABLE `webhook_endpoint` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `url` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `description` VARCHAR(200) NULL,
    `types` TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `pauseReason` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `pausedAt` DATETIME(3) NULL,
    `secret` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `previousSecret` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `previousUntil` DATETIME(3) NULL,
    `position` BIGINT NOT NULL,
    `failures` INTEGER NOT NULL DEFAULT 0,
    `failingSince` DATETIME(3) NULL,
    `createdBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `deletedAt` DATETIME(3) NULL,
    INDEX `webhook_endpoint_deletedAt_status_idx`(`deletedAt`, `status`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `webhook_delivery` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `endpointId` BIGINT NOT NULL,
    `sequence` BIGINT NOT NULL,
    `lane` BIGINT NOT NULL,
    `type` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `nextAttemptAt` DATETIME(3) NOT NULL,
    `claim` VARCHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,
    UNIQUE INDEX `webhook_delivery_endpointId_sequence_key`(`endpointId`, `sequence`),
    INDEX `webhook_delivery_endpointId_status_nextAttemptAt_idx`(`endpointId`, `status`, `nextAttemptAt`),
    INDEX `webhook_delivery_endpointId_status_sequence_idx`(`endpointId`, `status`, `sequence`),
    INDEX `webhook_delivery_endpointId_lane_status_sequence_idx`(`endpointId`, `lane`, `status`, `sequence`),
    INDEX `webhook_delivery_finishedAt_idx`(`finishedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `webhook_attempt` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `deliveryId` BIGINT NOT NULL,
    `startedAt` DATETIME(3) NOT NULL,
    `durationMs` INTEGER NOT NULL,
    `statusCode` SMALLINT NULL,
    `error` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `answer` TEXT NULL,
    INDEX `webhook_attempt_deliveryId_id_idx`(`deliveryId`, `id`),
    INDEX `webhook_attempt_startedAt_idx`(`startedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
