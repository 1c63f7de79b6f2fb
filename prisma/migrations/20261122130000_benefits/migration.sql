-- AlterTable
ALTER TABLE `tier`
    MODIFY `benefits` VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    ADD COLUMN `replaces` VARCHAR(2000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '';

-- CreateIndex
CREATE INDEX `member_tierProtectedUntil_idx` ON `member`(`tierProtectedUntil`);

-- CreateTable
CREATE TABLE `benefit_usage` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `benefitId` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `type` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `activeOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `programVersionId` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `orderAmountMinor` BIGINT NOT NULL,
    `shippingMinor` BIGINT NOT NULL,
    `valueMinor` BIGINT NOT NULL,
    `points` BIGINT NOT NULL,
    `usedOn` DATE NOT NULL,
    `expiresAt` DATETIME(3) NULL,
    `endedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `benefit_usage_benefitId_activeOrderId_key`(`benefitId`, `activeOrderId`),
    INDEX `benefit_usage_memberId_benefitId_usedOn_idx`(`memberId`, `benefitId`, `usedOn`),
    INDEX `benefit_usage_orderId_idx`(`orderId`),
    INDEX `benefit_usage_status_expiresAt_idx`(`status`, `expiresAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `benefit_usage_amounts_check` CHECK (`valueMinor` >= 0 AND `points` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
