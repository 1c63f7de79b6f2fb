-- CreateTable
CREATE TABLE `reward` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `nameEn` VARCHAR(64) NOT NULL,
    `description` VARCHAR(500) NULL,
    `descriptionEn` VARCHAR(500) NULL,
    `image` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `pointsCost` BIGINT NOT NULL,
    `stock` BIGINT NULL,
    `perMonth` INTEGER NULL,
    `minTier` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `onShelf` BOOLEAN NOT NULL,
    `sortOrder` INTEGER NOT NULL DEFAULT 0,
    `benefitId` BIGINT NULL,
    `passUses` INTEGER NULL,
    `passDays` INTEGER NULL,
    `version` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    INDEX `reward_sortOrder_id_idx`(`sortOrder`, `id`),
    PRIMARY KEY (`id`),
    CONSTRAINT `reward_stock_check` CHECK (`stock` IS NULL OR `stock` >= 0),
    CONSTRAINT `reward_cost_check` CHECK (`pointsCost` > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `reward_redemption` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `rewardId` BIGINT NOT NULL,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rewardName` VARCHAR(64) NOT NULL,
    `rewardNameEn` VARCHAR(64) NOT NULL,
    `quantity` INTEGER NOT NULL,
    `pointsCost` BIGINT NOT NULL,
    `month` CHAR(7) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `deliveryAddress` TEXT NULL,
    `carrier` VARCHAR(64) NULL,
    `trackingCode` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `entryId` BIGINT NULL,
    `restoreEntryId` BIGINT NULL,
    `endedBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `reason` VARCHAR(255) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `shippedAt` DATETIME(3) NULL,
    `endedAt` DATETIME(3) NULL,
    INDEX `reward_redemption_memberId_id_idx`(`memberId`, `id`),
    INDEX `reward_redemption_memberId_rewardId_month_idx`(`memberId`, `rewardId`, `month`),
    INDEX `reward_redemption_status_id_idx`(`status`, `id`),
    PRIMARY KEY (`id`),
    CONSTRAINT `reward_redemption_quantity_check` CHECK (`quantity` > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `reward_coupon` (
    `code` CHAR(14) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `redemptionId` BIGINT NOT NULL,
    INDEX `reward_coupon_redemptionId_idx`(`redemptionId`),
    PRIMARY KEY (`code`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `benefit_pass` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `redemptionId` BIGINT NOT NULL,
    `benefitId` BIGINT NOT NULL,
    `usesLeft` INTEGER NOT NULL,
    `validUntil` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `benefit_pass_redemptionId_key`(`redemptionId`),
    INDEX `benefit_pass_memberId_benefitId_validUntil_idx`(`memberId`, `benefitId`, `validUntil`),
    PRIMARY KEY (`id`),
    CONSTRAINT `benefit_pass_uses_check` CHECK (`usesLeft` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
