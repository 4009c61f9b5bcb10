-- How the embedding model sees each token, for comparing a question token by token: of turns, and of memories that no turn
-- tells. Facts that a turn tells are compared by its tokens.
ALTER TABLE turn ADD COLUMN tokens bytea;
ALTER TABLE fact ADD COLUMN tokens bytea;
ALTER TABLE turn ALTER COLUMN tokens SET STORAGE EXTERNAL;
ALTER TABLE fact ALTER COLUMN tokens SET STORAGE EXTERNAL;
