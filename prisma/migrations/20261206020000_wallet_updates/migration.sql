CREATE TABLE `wallet_pass` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `serial` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `locale` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `salt` CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tokenHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `issuedAt` DATETIME(3) NOT NULL,
    `changedAt` DATETIME(0) NOT NULL,
    `version` INTEGER NOT NULL DEFAULT 1,
    `endedAt` DATETIME(3) NULL,
    `dueAt` DATETIME(3) NULL,
    `claim` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `error` VARCHAR(64) NULL,

    UNIQUE INDEX `wallet_pass_kind_serial_key`(`kind`, `serial`),
    INDEX `wallet_pass_memberId_idx`(`memberId`),
    INDEX `wallet_pass_kind_dueAt_idx`(`kind`, `dueAt`),
    INDEX `wallet_pass_endedAt_idx`(`endedAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `wallet_device` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `passId` BIGINT NOT NULL,
    `deviceId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `pushToken` VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `wallet_device_passId_deviceId_key`(`passId`, `deviceId`),
    INDEX `wallet_device_deviceId_idx`(`deviceId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
