-- The library by kind: images, videos and documents, each by time of uploading.

CREATE INDEX media_kind ON media (substr(content_type, 1, instr(content_type, '/') - 1), created_at, id);
