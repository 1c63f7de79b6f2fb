-- CreateTable
CREATE TABLE `points_hold` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `activeOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `points` BIGINT NOT NULL,
    `orderAmountMinor` BIGINT NOT NULL,
    `discountMinor` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `madeByService` BOOLEAN NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `entryId` BIGINT NULL,
    `captureEntryId` BIGINT NULL,
    `pointsUsed` BIGINT NULL,
    `availableAfter` BIGINT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `endedAt` DATETIME(3) NULL,
    UNIQUE INDEX `points_hold_activeOrderId_key`(`activeOrderId`),
    INDEX `points_hold_memberId_status_expiresAt_idx`(`memberId`, `status`, `expiresAt`),
    INDEX `points_hold_orderId_idx`(`orderId`),
    PRIMARY KEY (`id`),
    CONSTRAINT `points_hold_points_check` CHECK (`points` > 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `order_return` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `returnId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `orderRowId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `amountMinor` BIGINT NOT NULL,
    `openMinor` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requestedAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `order_return_returnId_key`(`returnId`),
    INDEX `order_return_orderRowId_status_idx`(`orderRowId`, `status`),
    PRIMARY KEY (`id`),
    CONSTRAINT `order_return_open_check` CHECK (`openMinor` >= 0 AND `openMinor` <= `amountMinor`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `order_freeze` (
    `returnRowId` BIGINT NOT NULL,
    `lotId` BIGINT NOT NULL,
    `position` SMALLINT NOT NULL,
    `points` BIGINT NOT NULL,
    PRIMARY KEY (`returnRowId`, `lotId`),
    CONSTRAINT `order_freeze_points_check` CHECK (`points` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
