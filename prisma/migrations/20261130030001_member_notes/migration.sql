-- What staff write down about a member.
CREATE TABLE `member_note` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `memberId` BIGINT NOT NULL,
    `text` TEXT NOT NULL,
    `authorId` BIGINT NULL,
    `author` VARCHAR(64) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `editedAt` DATETIME(3) NULL,

    INDEX `member_note_memberId_id_idx`(`memberId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
