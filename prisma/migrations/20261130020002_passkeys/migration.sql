CREATE TABLE `passkey` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `userId` BIGINT NOT NULL,
    `idHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `credentialId` TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `publicKey` TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `counter` BIGINT NOT NULL,
    `transports` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `lastUsedAt` DATETIME(3) NULL,

    UNIQUE INDEX `passkey_idHash_key`(`idHash`),
    INDEX `passkey_userId_idx`(`userId`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Challenges that were answered: none is answered twice.
CREATE TABLE `used_challenge` (
    `id` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    INDEX `used_challenge_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
