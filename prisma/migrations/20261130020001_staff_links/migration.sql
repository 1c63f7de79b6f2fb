-- Links that were sent to staff: to join, or to set a password anew. Each works once.
CREATE TABLE `staff_link` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tokenHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `email` VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `role` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `userId` BIGINT NULL,
    `madeBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `makerId` BIGINT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `usedAt` DATETIME(3) NULL,
    `revokedAt` DATETIME(3) NULL,

    UNIQUE INDEX `staff_link_tokenHash_key`(`tokenHash`),
    INDEX `staff_link_kind_id_idx`(`kind`, `id`),
    INDEX `staff_link_email_idx`(`email`),
    INDEX `staff_link_userId_idx`(`userId`),
    INDEX `staff_link_makerId_idx`(`makerId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
