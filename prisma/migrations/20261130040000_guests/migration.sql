-- Orders of people who are no members yet, by a hash of the address that they gave.
CREATE TABLE `guest_key` (
    `keyHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `formerId` BIGINT NULL,
    `state` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `since` DATETIME(3) NULL,
    `claimedAt` DATETIME(3) NULL,
    `orders` INTEGER NOT NULL DEFAULT 0,
    `events` INTEGER NOT NULL DEFAULT 0,
    `refused` INTEGER NOT NULL DEFAULT 0,
    `toldAt` DATETIME(3) NOT NULL,

    INDEX `guest_key_memberId_idx`(`memberId`),
    INDEX `guest_key_formerId_idx`(`formerId`),
    INDEX `guest_key_state_claimedAt_idx`(`state`, `claimedAt`),
    INDEX `guest_key_toldAt_idx`(`toldAt`),
    PRIMARY KEY (`keyHash`),
    CONSTRAINT `guest_key_claimed_check` CHECK ((`memberId` IS NULL) = (`state` = 'OPEN'))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `guest_event` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `keyHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reference` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `position` SMALLINT NOT NULL,
    `occurredAt` DATETIME(3) NOT NULL,
    `orderedAt` DATETIME(3) NOT NULL,
    `told` TEXT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `guest_event_kind_reference_key`(`kind`, `reference`),
    INDEX `guest_event_keyHash_occurredAt_position_id_idx`(`keyHash`, `occurredAt`, `position`, `id`),
    INDEX `guest_event_memberId_occurredAt_position_id_idx`(`memberId`, `occurredAt`, `position`, `id`),
    INDEX `guest_event_orderId_idx`(`orderId`),
    INDEX `guest_event_orderedAt_idx`(`orderedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- How far back orders are claimed; one row.
CREATE TABLE `guest_setting` (
    `id` INTEGER NOT NULL,
    `claimDays` INTEGER NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`id`),
    CONSTRAINT `guest_setting_days_check` CHECK (`claimDays` BETWEEN 0 AND 730)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO `guest_setting` (`id`, `claimDays`) VALUES (1, 90);
