-- What rules of segments ask of each member, and how far that has come.
CREATE TABLE `member_fact` (
    `memberId` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `tierCode` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `joinedAt` DATETIME(3) NOT NULL,
    `birthMonth` SMALLINT NOT NULL,
    `marketing` BOOLEAN NOT NULL,
    `spend` BIGINT NOT NULL,
    `spend90` BIGINT NOT NULL,
    `spend365` BIGINT NOT NULL,
    `orders` INTEGER NOT NULL,
    `orders90` INTEGER NOT NULL,
    `orders365` INTEGER NOT NULL,
    `points` BIGINT NOT NULL,
    `expiring30` BIGINT NOT NULL,
    `expiring90` BIGINT NOT NULL,
    `lastOrderAt` DATETIME(3) NULL,
    `lastStore` VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    `day` DATE NOT NULL,

    PRIMARY KEY (`memberId`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `fact_state` (
    `id` INTEGER NOT NULL,
    `sequence` BIGINT NOT NULL,
    `day` DATE NULL,
    `passDay` DATE NULL,
    `passId` BIGINT NOT NULL DEFAULT 0,
    `fifths` VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- From the event that is the last now: what came before it every member's first look has.
INSERT INTO `fact_state` (`id`, `sequence`) SELECT 1, `sequence` FROM `outbox_publisher` WHERE `id` = 1;
