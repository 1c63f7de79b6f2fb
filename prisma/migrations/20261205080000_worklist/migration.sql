-- What waits for the staff is found by these.
CREATE INDEX `reward_onShelf_stock_idx` ON `reward`(`onShelf`, `stock`);
CREATE INDEX `order_refund_status_createdAt_idx` ON `order_refund`(`status`, `createdAt`);
CREATE INDEX `order_return_status_createdAt_idx` ON `order_return`(`status`, `createdAt`);

-- Who of them is told by e-mail, of what, and what they know already.
CREATE TABLE `work_notice` (
    `userId` BIGINT NOT NULL,
    `kinds` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `pace` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `hour` SMALLINT NOT NULL,
    `locale` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `told` MEDIUMTEXT NOT NULL,
    `toldAt` DATETIME(3) NULL,
    `digestDay` CHAR(10) CHARACTER SET ascii COLLATE ascii_bin NULL,

    PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
