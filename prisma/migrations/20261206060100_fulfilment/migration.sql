-- Parcels name their carrier by its code and count changes of their address; labels that they had are kept.
ALTER TABLE `reward_redemption`
    ADD COLUMN `carrierCode` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `addressRevision` INTEGER NOT NULL DEFAULT 1,
    ADD INDEX `reward_redemption_status_createdAt_id_idx`(`status`, `createdAt`, `id`);

-- CreateTable
CREATE TABLE `reward_label` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `redemptionId` BIGINT NOT NULL,
    `carrier` VARCHAR(64) NOT NULL,
    `carrierCode` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `trackingCode` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `shippedAt` DATETIME(3) NOT NULL,
    `ending` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `outcome` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `restocked` BOOLEAN NULL,
    `reason` VARCHAR(255) NULL,
    `endedBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `endedAt` DATETIME(3) NOT NULL,
    INDEX `reward_label_redemptionId_id_idx`(`redemptionId`, `id`),
    INDEX `reward_label_trackingCode_id_idx`(`trackingCode`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `reward_carrier` (
    `code` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nameTexts` TEXT NULL,
    `shapes` VARCHAR(500) NOT NULL,
    `enabled` BOOLEAN NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`code`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
