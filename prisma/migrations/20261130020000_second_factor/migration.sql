-- What a session still owes before it opens anything, and the browser that it is of.
ALTER TABLE `session`
    ADD COLUMN `owes` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL,
    ADD COLUMN `device` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;

CREATE TABLE `second_factor` (
    `userId` BIGINT NOT NULL,
    `sealed` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `lastStep` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`userId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `recovery_code` (
    `userId` BIGINT NOT NULL,
    `codeHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `usedAt` DATETIME(3) NULL,

    PRIMARY KEY (`userId`, `codeHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Of whom of the staff a second factor is asked; one row.
CREATE TABLE `staff_sign_in_setting` (
    `id` INTEGER NOT NULL,
    `secondFactorFor` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

INSERT INTO `staff_sign_in_setting` (`id`, `secondFactorFor`) VALUES (1, 'NOBODY');
