-- Orders that the shop edits: which version counts, by what it was priced, and what each version said.
ALTER TABLE `shop_order`
    ADD COLUMN `version` BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN `changeCount` INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN `terms` TEXT NULL;

CREATE TABLE `order_change` (
    `orderRowId` BIGINT NOT NULL,
    `version` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `paidAmountMinor` BIGINT NOT NULL,
    `amountMinor` BIGINT NULL,
    `digest` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `told` MEDIUMTEXT NULL,
    `changedAt` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `order_change_memberId_orderRowId_idx`(`memberId`, `orderRowId`),
    PRIMARY KEY (`orderRowId`, `version`),
    CONSTRAINT `order_change_told_check` CHECK ((`status` = 'PARKED') = (`told` IS NOT NULL))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- A change of a guest's order is named by the order and its version.
ALTER TABLE `guest_event` MODIFY `reference` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
