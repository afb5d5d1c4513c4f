INSERT INTO groups (id, name, is_default) VALUES (2, 'admin', true);
INSERT INTO members (group_id) VALUES (2);
INSERT INTO owners (group_id, since) VALUES (2, 2026);
