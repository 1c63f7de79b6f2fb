-- The shop may delete a customer whom nobody enrolled: then there is no anonymous member.
ALTER TABLE `closed_identity` MODIFY `memberId` BIGINT NULL;
