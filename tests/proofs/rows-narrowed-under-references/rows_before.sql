INSERT INTO groups (id, name) VALUES (1, 'staff');
INSERT INTO members (group_id) VALUES (1);
