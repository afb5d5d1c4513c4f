INSERT INTO users (id, options) VALUES (1, '{"a": 1}');
