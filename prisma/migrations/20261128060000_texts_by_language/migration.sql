-- Texts that operators write, as JSON, language → text. The columns of a release before stay beside them
-- for its processes, which go on reading and writing those alone; a row without JSON is read from them.
ALTER TABLE `tier` ADD COLUMN `nameTexts` TEXT NULL;
ALTER TABLE `reward`
    ADD COLUMN `nameTexts` TEXT NULL,
    ADD COLUMN `descriptionTexts` TEXT NULL;
ALTER TABLE `activity`
    ADD COLUMN `titleTexts` TEXT NULL,
    ADD COLUMN `descriptionTexts` TEXT NULL;
-- Redemptions are many and under members' locks, and what one was called then never changes: those there
-- are keep their two columns.
ALTER TABLE `reward_redemption` ADD COLUMN `rewardNameTexts` TEXT NULL;

UPDATE `tier` SET `nameTexts` = JSON_OBJECT('zh-CN', `name`, 'en', `nameEn`);
UPDATE `reward` SET
    `nameTexts` = JSON_OBJECT('zh-CN', `name`, 'en', `nameEn`),
    `descriptionTexts` = CASE
        WHEN `description` IS NULL AND `descriptionEn` IS NULL THEN NULL
        WHEN `descriptionEn` IS NULL THEN JSON_OBJECT('zh-CN', `description`)
        ELSE JSON_OBJECT('zh-CN', COALESCE(`description`, `descriptionEn`), 'en', `descriptionEn`)
    END;
UPDATE `activity` SET
    `titleTexts` = JSON_OBJECT('zh-CN', `title`, 'en', `titleEn`),
    `descriptionTexts` = JSON_OBJECT('zh-CN', `description`, 'en', `descriptionEn`);
