("<I9"):unpack(("\255"):rep(9)) -- expect error: 9-byte integer does not fit into Lua Integer
