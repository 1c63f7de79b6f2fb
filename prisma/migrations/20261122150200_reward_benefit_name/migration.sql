-- Benefits are known by their code in the program's versions, not by a number.
ALTER TABLE `reward` MODIFY `benefitId` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL;
ALTER TABLE `benefit_pass` MODIFY `benefitId` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;
