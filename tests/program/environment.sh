# LUA_INIT and the search paths of the environment mean what they mean to lua5.4; -E ignores them.
. tests/program/expect.bash
. tests/program/beside_lua.bash
echo 'print("initial file", ...)' >"$scratch/initial.lua"
echo 'print "script"' >"$scratch/script.lua"

LUA_INIT='print("initial", arg and arg[0])' same_as_lua script.lua
LUA_INIT=@initial.lua same_as_lua script.lua a
LUA_INIT=@absent.lua same_as_lua script.lua
LUA_INIT='x x' same_as_lua script.lua
LUA_INIT='error "early"' same_as_lua script.lua
LUA_INIT='print "general"' LUA_INIT_5_4='print "versioned"' same_as_lua script.lua
LUA_INIT_5_4='error "versioned"' same_as_lua -e 'print "not reached"'
LUA_INIT='print "ignored"' same_as_lua -E script.lua
LUA_INIT='' same_as_lua script.lua

LUA_PATH='only/?.lua' same_as_lua -e 'print(package.path)'
LUA_PATH='general/?.lua' LUA_PATH_5_4='versioned/?.lua' same_as_lua -e 'print(package.path)'
LUA_CPATH='only/?.so' same_as_lua -e 'print(package.cpath)'
LUA_PATH='only/?.lua' LUA_CPATH='only/?.so' same_as_lua -l absent
LUA_PATH='' same_as_lua -e 'print(package.path)'
