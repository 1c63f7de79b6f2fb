ALTER TABLE `brand_setting`
    ADD COLUMN `texture` VARCHAR(16) NOT NULL DEFAULT 'PLAIN',
    ADD COLUMN `logo` CHAR(32) NULL;

CREATE TABLE `brand_logo` (
    `name` CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `file` MEDIUMTEXT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`name`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
