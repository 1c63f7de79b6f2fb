-- Rewards have a category and terms, redemptions keep the picture; members keep a goal and addresses.
ALTER TABLE `reward`
    ADD COLUMN `category` VARCHAR(24) COLLATE utf8mb4_bin NULL,
    ADD COLUMN `categoryTexts` TEXT NULL,
    ADD COLUMN `termsTexts` TEXT NULL,
    ADD INDEX `reward_pointsCost_id_idx`(`pointsCost`, `id`),
    ADD INDEX `reward_onShelf_category_id_idx`(`onShelf`, `category`, `id`),
    ADD INDEX `reward_category_sortOrder_id_idx`(`category`, `sortOrder`, `id`),
    ADD INDEX `reward_category_pointsCost_id_idx`(`category`, `pointsCost`, `id`);

ALTER TABLE `reward_redemption` ADD COLUMN `image` VARCHAR(500) NULL;

-- CreateTable
CREATE TABLE `reward_goal` (
    `memberId` BIGINT NOT NULL,
    `rewardId` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    PRIMARY KEY (`memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `reward_address` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `deliveryAddress` TEXT NOT NULL,
    `isDefault` BOOLEAN NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    INDEX `reward_address_memberId_id_idx`(`memberId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Where a coupon is used.
ALTER TABLE `brand_setting` ADD COLUMN `couponUrl` VARCHAR(500) NULL;
