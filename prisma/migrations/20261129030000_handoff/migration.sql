-- Links by which somebody whom the shop knows comes in signed in: each once, within a minute.
CREATE TABLE `handoff` (
    `id` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `usedAt` DATETIME(3) NULL,

    INDEX `handoff_memberId_idx`(`memberId`),
    INDEX `handoff_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
