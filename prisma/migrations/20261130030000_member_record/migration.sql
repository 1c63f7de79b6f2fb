-- What the shop and operators keep true about a member: an e-mail, what of it is proven, and a version.
ALTER TABLE `member`
    ADD COLUMN `phoneVerifiedAt` DATETIME(3) NULL,
    ADD COLUMN `email` VARCHAR(190) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `emailVerifiedAt` DATETIME(3) NULL,
    ADD COLUMN `recordVersion` INTEGER NOT NULL DEFAULT 1,
    ADD COLUMN `recordChangedAt` DATETIME(3) NULL;

-- A closed member may have had several ids of the shop's.
CREATE INDEX `closed_identity_memberId_idx` ON `closed_identity`(`memberId`);
DROP INDEX `closed_identity_memberId_key` ON `closed_identity`;

CREATE TABLE `member_field` (
    `memberId` BIGINT NOT NULL,
    `field` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `saidAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`memberId`, `field`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `former_external_id` (
    `externalId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `changedAt` DATETIME(3) NOT NULL,

    INDEX `former_external_id_memberId_idx`(`memberId`),
    PRIMARY KEY (`externalId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `parked_update` (
    `externalId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `told` TEXT NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `parked_update_updatedAt_idx`(`updatedAt`),
    PRIMARY KEY (`externalId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `consent_change` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `consent` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `given` BOOLEAN NOT NULL,
    `saidAt` DATETIME(3) NOT NULL,
    `via` VARCHAR(16) NOT NULL,
    `source` VARCHAR(64) NULL,
    `textVersion` INTEGER NULL,
    `actor` VARCHAR(64) NOT NULL,
    `recordedAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `consent_change_memberId_consent_saidAt_given_key`(`memberId`, `consent`, `saidAt`, `given`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
