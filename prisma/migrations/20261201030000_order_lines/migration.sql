-- What an order is made of, and what refunds and returns name of it.
ALTER TABLE `shop_order`
    ADD COLUMN `channel` VARCHAR(64) NULL,
    ADD COLUMN `store` VARCHAR(64) NULL,
    ADD COLUMN `currency` CHAR(3) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `attributes` TEXT NULL,
    ADD COLUMN `lineCount` SMALLINT NOT NULL DEFAULT 0;

CREATE TABLE `order_line` (
    `orderRowId` BIGINT NOT NULL,
    `position` SMALLINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `lineId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `sku` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `productId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `categories` TEXT NOT NULL,
    `brand` VARCHAR(64) NULL,
    `quantity` INTEGER NOT NULL,
    `unitAmountMinor` BIGINT NOT NULL,
    `discountMinor` BIGINT NOT NULL,
    `paidMinor` BIGINT NOT NULL,
    `taxMinor` BIGINT NULL,
    `giftCard` BOOLEAN NOT NULL DEFAULT false,
    `refundedMinor` BIGINT NOT NULL DEFAULT 0,
    `refundedQuantity` INTEGER NOT NULL DEFAULT 0,
    `byQuantity` INTEGER NOT NULL DEFAULT 0,

    UNIQUE INDEX `order_line_orderRowId_lineId_key`(`orderRowId`, `lineId`),
    INDEX `order_line_memberId_orderRowId_idx`(`memberId`, `orderRowId`),
    PRIMARY KEY (`orderRowId`, `position`),
    CONSTRAINT `order_line_amount_check` CHECK (`quantity` >= 1 AND `discountMinor` >= 0 AND `discountMinor` <= `quantity` * `unitAmountMinor`),
    CONSTRAINT `order_line_refunded_check` CHECK (`refundedMinor` >= 0 AND `refundedMinor` <= `quantity` * `unitAmountMinor` - `discountMinor` + COALESCE(`taxMinor`, 0))
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `order_part` (
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reference` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `position` SMALLINT NOT NULL,
    `orderRowId` BIGINT NOT NULL,
    `memberId` BIGINT NOT NULL,
    `lineId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `quantity` INTEGER NOT NULL,
    `amountMinor` BIGINT NULL,
    `countedMinor` BIGINT NOT NULL DEFAULT 0,

    INDEX `order_part_orderRowId_idx`(`orderRowId`),
    INDEX `order_part_memberId_orderRowId_idx`(`memberId`, `orderRowId`),
    PRIMARY KEY (`kind`, `reference`, `position`),
    CONSTRAINT `order_part_said_check` CHECK (`quantity` >= 1 OR `amountMinor` IS NOT NULL)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- An order of five hundred lines is more than a TEXT holds.
ALTER TABLE `guest_event` MODIFY `told` MEDIUMTEXT NOT NULL;
