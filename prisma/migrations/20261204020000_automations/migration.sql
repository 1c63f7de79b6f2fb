-- Automations: coupons that members get when something happens to them, and what they gave.
CREATE TABLE `automation` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `nameTexts` TEXT NOT NULL,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `settings` TEXT NOT NULL,
    `definitionId` BIGINT NOT NULL,
    `versionId` BIGINT NOT NULL,
    `totalLimit` INTEGER NULL,
    `startsAt` DATETIME(3) NULL,
    `endsAt` DATETIME(3) NULL,
    `state` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `countsFrom` DATETIME(3) NULL,
    `agreedVersionId` BIGINT NULL,
    `agreedLimit` INTEGER NULL,
    `givenCount` INTEGER NOT NULL DEFAULT 0,
    `takenBackCount` INTEGER NOT NULL DEFAULT 0,
    `sweptOn` DATE NULL,
    `sweepAt` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `automation_state_kind_idx`(`state`, `kind`),
    PRIMARY KEY (`id`),
    CONSTRAINT `automation_given_check` CHECK (`givenCount` >= 0 AND (`totalLimit` IS NULL OR `givenCount` <= `totalLimit`)),
    CONSTRAINT `automation_running_check` CHECK (`state` <> 'RUNNING' OR `countsFrom` IS NOT NULL)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `automation_gift` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `automationId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `occasion` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `occasionOn` DATE NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `issueId` BIGINT NULL,
    `endedAt` DATETIME(3) NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `automation_gift_automationId_memberId_occasion_key`(`automationId`, `memberId`, `occasion`),
    INDEX `automation_gift_automationId_id_idx`(`automationId`, `id`),
    INDEX `automation_gift_memberId_status_idx`(`memberId`, `status`),
    PRIMARY KEY (`id`),
    CONSTRAINT `automation_gift_status_check` CHECK ((`status` = 'NOT_GIVEN') = (`issueId` IS NULL) AND (`status` = 'NOT_GIVEN') = (`reason` IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- By what of a person it is known that they were welcomed before.
CREATE TABLE `automation_person` (
    `automationId` BIGINT NOT NULL,
    `personHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`automationId`, `personHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Whose birthday is kept on a day, and whose orders were paid on one, is found without looking at everybody.
CREATE INDEX `member_birthday_idx` ON `member`(`birthday`);
CREATE INDEX `shop_order_paidAt_idx` ON `shop_order`(`paidAt`);
