utf8.offset("ä", 1, 2) -- expect error: initial position is a continuation byte
