-- CreateTable
CREATE TABLE `inbox_message` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `kind` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `params` TEXT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `readAt` DATETIME(3) NULL,
    INDEX `inbox_message_memberId_id_idx`(`memberId`, `id`),
    INDEX `inbox_message_memberId_readAt_idx`(`memberId`, `readAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- CreateTable
CREATE TABLE `closed_identity` (
    `externalIdHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `closedAt` DATETIME(3) NOT NULL,
    UNIQUE INDEX `closed_identity_memberId_key`(`memberId`),
    PRIMARY KEY (`externalIdHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
