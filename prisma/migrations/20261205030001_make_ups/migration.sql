-- A missed day that was made up stands among the days checked in. It may have brought nothing, and then has no
-- entry; neither has a day whose run was joined and that an entry alone told of before.
ALTER TABLE `check_in`
    ADD COLUMN `isMadeUp` BOOLEAN NOT NULL DEFAULT false,
    MODIFY `entryId` BIGINT NULL;
