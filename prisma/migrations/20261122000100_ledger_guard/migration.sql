-- The ledger is append-only, and the database itself says so. Where triggers are not allowed, mark this
-- migration as applied and revoke UPDATE and DELETE on these tables from the runtime user instead.
CREATE TRIGGER `points_entry_refuse_update` BEFORE UPDATE ON `points_entry` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'points_entry is append-only';
CREATE TRIGGER `points_entry_refuse_delete` BEFORE DELETE ON `points_entry` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'points_entry is append-only';
CREATE TRIGGER `points_allocation_refuse_update` BEFORE UPDATE ON `points_allocation` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'points_allocation is append-only';
CREATE TRIGGER `points_allocation_refuse_delete` BEFORE DELETE ON `points_allocation` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'points_allocation is append-only';
CREATE TRIGGER `tier_change_refuse_update` BEFORE UPDATE ON `tier_change` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tier_change is append-only';
CREATE TRIGGER `tier_change_refuse_delete` BEFORE DELETE ON `tier_change` FOR EACH ROW SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'tier_change is append-only';
