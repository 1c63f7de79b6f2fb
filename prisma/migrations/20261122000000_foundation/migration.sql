-- CreateTable
CREATE TABLE `user` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `email` VARCHAR(190) NOT NULL,
    `passwordHash` VARCHAR(255) NULL,
    `name` VARCHAR(64) NOT NULL,
    `role` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `disabledAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `user_email_key`(`email`),
    UNIQUE INDEX `user_memberId_key`(`memberId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `session` (
    `id` CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `userId` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `revokedAt` DATETIME(3) NULL,
    INDEX `session_userId_idx`(`userId`),
    INDEX `session_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `api_key` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(64) NOT NULL,
    `prefix` VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `secretHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `scopes` VARCHAR(1000) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `ratePerMinute` INTEGER NULL,
    `expiresAt` DATETIME(3) NULL,
    `lastUsedAt` DATETIME(3) NULL,
    `revokedAt` DATETIME(3) NULL,
    `createdBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `api_key_secretHash_key`(`secretHash`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `member` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberCode` CHAR(13) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `externalId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `nickname` VARCHAR(64) NULL,
    `phone` VARCHAR(32) NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ACTIVE',
    `birthday` DATE NULL,
    `birthdayChangedAt` DATETIME(3) NULL,
    `emailConsent` BOOLEAN NOT NULL DEFAULT false,
    `smsConsent` BOOLEAN NOT NULL DEFAULT false,
    `marketingConsent` BOOLEAN NOT NULL DEFAULT false,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tierSince` DATETIME(3) NOT NULL,
    `tierProtectedUntil` DATETIME(3) NULL,
    `tierKeepUntil` DATETIME(3) NULL,
    `tierFloorCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `spendMinor` BIGINT NOT NULL DEFAULT 0,
    `orderCount` INTEGER NOT NULL DEFAULT 0,
    `available` BIGINT NOT NULL DEFAULT 0,
    `pending` BIGINT NOT NULL DEFAULT 0,
    `frozen` BIGINT NOT NULL DEFAULT 0,
    `owed` BIGINT NOT NULL DEFAULT 0,
    `totalEarned` BIGINT NOT NULL DEFAULT 0,
    `totalRedeemed` BIGINT NOT NULL DEFAULT 0,
    `totalExpired` BIGINT NOT NULL DEFAULT 0,
    `nextPointsEventAt` DATETIME(3) NULL,
    `joinedAt` DATETIME(3) NOT NULL,
    `lastActiveAt` DATETIME(3) NULL,
    `closedAt` DATETIME(3) NULL,
    UNIQUE INDEX `member_memberCode_key`(`memberCode`),
    UNIQUE INDEX `member_externalId_key`(`externalId`),
    INDEX `member_phone_idx`(`phone`),
    INDEX `member_nickname_idx`(`nickname`),
    INDEX `member_tierCode_id_idx`(`tierCode`, `id`),
    INDEX `member_status_id_idx`(`status`, `id`),
    INDEX `member_spendMinor_id_idx`(`spendMinor`, `id`),
    INDEX `member_available_id_idx`(`available`, `id`),
    INDEX `member_lastActiveAt_id_idx`(`lastActiveAt`, `id`),
    INDEX `member_joinedAt_id_idx`(`joinedAt`, `id`),
    INDEX `member_nextPointsEventAt_idx`(`nextPointsEventAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `member_accounts_check` CHECK (`available` >= 0 AND `pending` >= 0 AND `frozen` >= 0 AND `owed` >= 0),
    CONSTRAINT `member_owed_check` CHECK (`owed` = 0 OR `available` = 0),
    CONSTRAINT `member_spend_check` CHECK (`spendMinor` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `program_version` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `rules` TEXT NOT NULL,
    `reason` VARCHAR(255) NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `publishedAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `program_state` (
    `id` INTEGER NOT NULL,
    `activeVersionId` BIGINT NOT NULL,
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `tier` (
    `programVersionId` BIGINT NOT NULL,
    `code` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rank` SMALLINT NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `nameEn` VARCHAR(64) NOT NULL,
    `thresholdMinor` BIGINT NOT NULL,
    `discountRateBps` INTEGER NOT NULL,
    `multiplierPct` INTEGER NOT NULL,
    `benefits` VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    UNIQUE INDEX `tier_programVersionId_rank_key`(`programVersionId`, `rank`),
    PRIMARY KEY (`programVersionId`, `code`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `tier_change` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `fromCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `toCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `cause` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(255) NULL,
    `referenceType` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `referenceId` VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `qualifyingMinor` BIGINT NOT NULL,
    `programVersionId` BIGINT NOT NULL,
    `effectiveAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    INDEX `tier_change_memberId_id_idx`(`memberId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_entry` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `type` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `availableDelta` BIGINT NOT NULL,
    `pendingDelta` BIGINT NOT NULL,
    `frozenDelta` BIGINT NOT NULL,
    `owedDelta` BIGINT NOT NULL,
    `availableAfter` BIGINT NOT NULL,
    `pendingAfter` BIGINT NOT NULL,
    `frozenAfter` BIGINT NOT NULL,
    `owedAfter` BIGINT NOT NULL,
    `referenceType` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `referenceId` VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(255) NULL,
    `breakdown` VARCHAR(2000) NULL,
    `expiresAt` DATETIME(3) NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `programVersionId` BIGINT NOT NULL,
    `effectiveAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `points_entry_type_referenceType_referenceId_key`(`type`, `referenceType`, `referenceId`),
    INDEX `points_entry_memberId_id_idx`(`memberId`, `id`),
    INDEX `points_entry_memberId_type_id_idx`(`memberId`, `type`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_lot` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `entryId` BIGINT NOT NULL,
    `original` BIGINT NOT NULL,
    `remaining` BIGINT NOT NULL,
    `frozen` BIGINT NOT NULL DEFAULT 0,
    `matured` BOOLEAN NOT NULL,
    `live` BOOLEAN NOT NULL,
    `settlements` SMALLINT NOT NULL DEFAULT 0,
    `availableAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    INDEX `points_lot_memberId_live_expiresAt_id_idx`(`memberId`, `live`, `expiresAt`, `id`),
    INDEX `points_lot_entryId_idx`(`entryId`),
    PRIMARY KEY (`id`),
    CONSTRAINT `points_lot_amounts_check` CHECK (`remaining` >= 0 AND `frozen` >= 0 AND `remaining` + `frozen` <= `original`),
    CONSTRAINT `points_lot_live_check` CHECK (`live` = (`remaining` + `frozen` > 0))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_allocation` (
    `entryId` BIGINT NOT NULL,
    `lotId` BIGINT NOT NULL,
    `position` SMALLINT NOT NULL,
    `points` BIGINT NOT NULL,
    `frozen` BIGINT NOT NULL,
    INDEX `points_allocation_lotId_idx`(`lotId`),
    PRIMARY KEY (`entryId`, `lotId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `points_redemption` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `points` BIGINT NOT NULL,
    `orderAmountMinor` BIGINT NOT NULL,
    `discountMinor` BIGINT NOT NULL,
    `restored` BIGINT NOT NULL DEFAULT 0,
    `entryId` BIGINT NOT NULL,
    `reversalEntryId` BIGINT NULL,
    `reversedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `points_redemption_orderId_key`(`orderId`),
    UNIQUE INDEX `points_redemption_entryId_key`(`entryId`),
    INDEX `points_redemption_memberId_id_idx`(`memberId`, `id`),
    PRIMARY KEY (`id`),
    CONSTRAINT `points_redemption_restored_check` CHECK (`restored` >= 0 AND `restored` <= `points`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `shop_order` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `paidAmountMinor` BIGINT NULL,
    `paidAt` DATETIME(3) NULL,
    `refundedMinor` BIGINT NOT NULL DEFAULT 0,
    `pointsEarned` BIGINT NOT NULL DEFAULT 0,
    `pointsClawed` BIGINT NOT NULL DEFAULT 0,
    `cancelledAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `shop_order_orderId_key`(`orderId`),
    INDEX `shop_order_memberId_paidAt_idx`(`memberId`, `paidAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `shop_order_refunded_check` CHECK (`refundedMinor` >= 0 AND (`paidAmountMinor` IS NULL OR `refundedMinor` <= `paidAmountMinor`)),
    CONSTRAINT `shop_order_clawed_check` CHECK (`pointsClawed` >= 0 AND `pointsClawed` <= `pointsEarned`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `order_refund` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `refundId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `orderRowId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `amountMinor` BIGINT NOT NULL,
    `refundedAt` DATETIME(3) NOT NULL,
    `returnId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `refusal` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `order_refund_refundId_key`(`refundId`),
    INDEX `order_refund_orderRowId_status_idx`(`orderRowId`, `status`),
    INDEX `order_refund_memberId_refundedAt_idx`(`memberId`, `refundedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `idempotency_key` (
    `caller` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `idemKey` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `requestHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` SMALLINT NULL,
    `body` MEDIUMTEXT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    INDEX `idempotency_key_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`caller`, `idemKey`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `outbox_event` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `sequence` BIGINT NULL,
    `type` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `data` TEXT NOT NULL,
    `occurredAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `outbox_event_sequence_key`(`sequence`),
    INDEX `outbox_event_memberId_id_idx`(`memberId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `audit_log` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `action` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `target` VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `reason` VARCHAR(255) NULL,
    `before` TEXT NULL,
    `after` TEXT NULL,
    `requestId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    INDEX `audit_log_memberId_id_idx`(`memberId`, `id`),
    INDEX `audit_log_actor_id_idx`(`actor`, `id`),
    INDEX `audit_log_action_id_idx`(`action`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
