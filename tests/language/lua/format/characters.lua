print(("%c%c%c"):format(76, 117, 97)) -- expect: Lua
