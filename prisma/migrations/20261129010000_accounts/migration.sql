-- A phone is kept only once it was verified, in E.164; so it is unique as it stands.
ALTER TABLE `user`
    ADD COLUMN `phone` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `termsUrl` VARCHAR(500) NULL,
    ADD COLUMN `termsAcceptedAt` DATETIME(3) NULL;
CREATE UNIQUE INDEX `user_phone_key` ON `user`(`phone`);

-- By which people know their own sessions again.
ALTER TABLE `session`
    ADD COLUMN `openedBy` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `userAgent` VARCHAR(255) NULL,
    ADD COLUMN `network` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;

CREATE TABLE `outgoing_message` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `reference` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `channel` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `address` VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `kind` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `locale` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NULL,
    `sealed` TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `nextAttemptAt` DATETIME(3) NOT NULL,
    `claim` CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `error` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    UNIQUE INDEX `outgoing_message_reference_key`(`reference`),
    INDEX `outgoing_message_status_nextAttemptAt_idx`(`status`, `nextAttemptAt`),
    INDEX `outgoing_message_memberId_idx`(`memberId`),
    INDEX `outgoing_message_address_idx`(`address`),
    INDEX `outgoing_message_createdAt_idx`(`createdAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `outgoing_message_attempts_check` CHECK (`attempts` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `one_time_code` (
    `id` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `slot` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `purpose` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `channel` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `address` VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `userId` BIGINT NULL,
    `codeHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tries` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,
    `usedAt` DATETIME(3) NULL,

    UNIQUE INDEX `one_time_code_slot_key`(`slot`),
    INDEX `one_time_code_userId_idx`(`userId`),
    INDEX `one_time_code_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`),
    CONSTRAINT `one_time_code_tries_check` CHECK (`tries` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `sign_in_pass` (
    `id` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `userId` BIGINT NOT NULL,
    `openedBy` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    INDEX `sign_in_pass_userId_idx`(`userId`),
    INDEX `sign_in_pass_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- By which addresses people may sign up; one row.
CREATE TABLE `sign_up_setting` (
    `id` INTEGER NOT NULL,
    `byEmail` BOOLEAN NOT NULL,
    `byPhone` BOOLEAN NOT NULL,
    `termsUrl` VARCHAR(500) NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO `sign_up_setting` (`id`, `byEmail`, `byPhone`) VALUES (1, true, true);
