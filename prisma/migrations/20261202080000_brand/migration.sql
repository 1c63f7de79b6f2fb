CREATE TABLE `brand_setting` (
    `id` INTEGER NOT NULL,
    `name` TEXT NOT NULL,
    `seal` VARCHAR(16) NOT NULL,
    `accent` CHAR(7) NULL,
    `shopUrl` VARCHAR(500) NULL,
    `supportUrl` VARCHAR(500) NULL,
    `privacyUrl` VARCHAR(500) NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What was written in the code until now.
INSERT INTO `brand_setting` (`id`, `name`, `seal`) VALUES (1, '{"zh-CN":"素","en":"Su"}', '素');
