-- Ways to look at the console's lists, kept by who made them, for them or for all of the staff.
CREATE TABLE `list_view` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `list` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `ownerId` BIGINT NOT NULL,
    `name` VARCHAR(64) NOT NULL,
    `isShared` BOOLEAN NOT NULL,
    `address` TEXT NOT NULL,
    `layout` TEXT NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `updatedAt` DATETIME(3) NOT NULL,

    INDEX `list_view_ownerId_list_idx`(`ownerId`, `list`),
    INDEX `list_view_list_isShared_idx`(`list`, `isShared`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- How each of the staff has a list before them.
CREATE TABLE `list_layout` (
    `userId` BIGINT NOT NULL,
    `list` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `layout` TEXT NOT NULL,

    PRIMARY KEY (`userId`, `list`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Lists as files, and what they are made of.
CREATE TABLE `list_file` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `list` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `format` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `ownerId` BIGINT NOT NULL,
    `actor` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `locale` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `slot` SMALLINT NULL,
    `question` TEXT NOT NULL,
    `columns` TEXT NOT NULL,
    `rowCount` INTEGER NOT NULL DEFAULT 0,
    `nextCursor` VARCHAR(200) NULL,
    `parts` INTEGER NOT NULL DEFAULT 0,
    `bytes` BIGINT NOT NULL DEFAULT 0,
    `isCut` BOOLEAN NOT NULL DEFAULT false,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `list_file_ownerId_slot_key`(`ownerId`, `slot`),
    INDEX `list_file_ownerId_id_idx`(`ownerId`, `id`),
    INDEX `list_file_status_id_idx`(`status`, `id`),
    INDEX `list_file_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `list_file_part` (
    `fileId` BIGINT NOT NULL,
    `kind` VARCHAR(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `place` INTEGER NOT NULL,
    `content` MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,

    PRIMARY KEY (`fileId`, `kind`, `place`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Members who were chosen together.
CREATE TABLE `list_selection` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `ownerId` BIGINT NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `slot` SMALLINT NULL,
    `question` TEXT NOT NULL,
    `nextCursor` VARCHAR(200) NULL,
    `count` INTEGER NOT NULL DEFAULT 0,
    `attempts` INTEGER NOT NULL DEFAULT 0,
    `createdAt` DATETIME(3) NOT NULL,
    `expiresAt` DATETIME(3) NOT NULL,

    UNIQUE INDEX `list_selection_ownerId_slot_key`(`ownerId`, `slot`),
    INDEX `list_selection_status_id_idx`(`status`, `id`),
    INDEX `list_selection_expiresAt_idx`(`expiresAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `list_selected` (
    `selectionId` BIGINT NOT NULL,
    `place` INTEGER NOT NULL,
    `memberId` BIGINT NOT NULL,

    UNIQUE INDEX `list_selected_selectionId_memberId_key`(`selectionId`, `memberId`),
    PRIMARY KEY (`selectionId`, `place`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
