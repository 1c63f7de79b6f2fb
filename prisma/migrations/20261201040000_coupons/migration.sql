-- Coupons: what they are good for, how they came into being, who has them and what they were used on.
CREATE TABLE `coupon_definition` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `versionId` BIGINT NULL,
    `enabled` BOOLEAN NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `coupon_version` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `definitionId` BIGINT NOT NULL,
    `revision` INTEGER NOT NULL,
    `nameTexts` TEXT NOT NULL,
    `descriptionTexts` TEXT NULL,
    `terms` MEDIUMTEXT NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `coupon_version_definitionId_revision_key`(`definitionId`, `revision`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `coupon_issue` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `definitionId` BIGINT NOT NULL,
    `versionId` BIGINT NOT NULL,
    `source` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `count` INTEGER NOT NULL,
    `issuedCount` INTEGER NOT NULL DEFAULT 0,
    `voidedCount` INTEGER NOT NULL DEFAULT 0,
    `reason` VARCHAR(255) NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `coupon_issue_definitionId_id_idx`(`definitionId`, `id`),
    INDEX `coupon_issue_source_id_idx`(`source`, `id`),
    INDEX `coupon_issue_status_id_idx`(`status`, `id`),
    PRIMARY KEY (`id`),
    CONSTRAINT `coupon_issue_count_check` CHECK (`count` >= 1 AND `issuedCount` BETWEEN 0 AND `count` AND `voidedCount` BETWEEN 0 AND `count`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `coupon` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `issueId` BIGINT NOT NULL,
    `definitionId` BIGINT NOT NULL,
    `versionId` BIGINT NOT NULL,
    `memberId` BIGINT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `uses` INTEGER NOT NULL,
    `codeEnd` VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `validFrom` DATETIME(3) NULL,
    `validUntil` DATETIME(3) NULL,
    `issuedAt` DATETIME(3) NULL,
    `noticedAt` DATETIME(3) NULL,
    `endedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `coupon_memberId_id_idx`(`memberId`, `id`),
    INDEX `coupon_issueId_status_id_idx`(`issueId`, `status`, `id`),
    INDEX `coupon_status_noticedAt_validUntil_idx`(`status`, `noticedAt`, `validUntil`),
    PRIMARY KEY (`id`),
    CONSTRAINT `coupon_uses_check` CHECK (`uses` >= 1),
    CONSTRAINT `coupon_issued_check` CHECK (`status` <> 'ACTIVE' OR (`issuedAt` IS NOT NULL AND `validUntil` IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `coupon_code` (
    `couponId` BIGINT NOT NULL,
    `codeHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sealed` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,

    UNIQUE INDEX `coupon_code_codeHash_key`(`codeHash`),
    PRIMARY KEY (`couponId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `coupon_use` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `couponId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `activeOrderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `goodsMinor` BIGINT NOT NULL,
    `discountMinor` BIGINT NOT NULL,
    `allocation` MEDIUMTEXT NOT NULL,
    `usedOn` DATE NOT NULL,
    `expiresAt` DATETIME(3) NULL,
    `endedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `coupon_use_couponId_activeOrderId_key`(`couponId`, `activeOrderId`),
    INDEX `coupon_use_memberId_id_idx`(`memberId`, `id`),
    INDEX `coupon_use_orderId_idx`(`orderId`),
    INDEX `coupon_use_status_expiresAt_idx`(`status`, `expiresAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `coupon_use_amounts_check` CHECK (`discountMinor` BETWEEN 1 AND `goodsMinor`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
