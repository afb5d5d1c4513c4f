INSERT INTO users (id) VALUES (2);
INSERT INTO mails VALUES (2, 'bob@b');
