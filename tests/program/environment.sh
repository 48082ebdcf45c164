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

LUA_INIT=@ same_as_lua script.lua
LUA_INIT=@. same_as_lua script.lua
LUA_INIT='@initial.lua ' same_as_lua script.lua
LUA_INIT='=1' same_as_lua script.lua
LUA_INIT='#comment' same_as_lua script.lua
LUA_INIT='return 1' same_as_lua -e 'print(2)'
LUA_INIT='error({})' same_as_lua script.lua
LUA_INIT='error()' same_as_lua script.lua
LUA_INIT='os.exit(4)' same_as_lua script.lua
LUA_INIT='local x <close> = setmetatable({}, { __close = print }) os.exit(4)' same_as_lua script.lua
LUA_INIT='arg = { "a" }' same_as_lua -e 'print(#arg, ...)' script.lua
LUA_INIT='print(...)' same_as_lua script.lua a
LUA_INIT='warn "@on"' same_as_lua -e 'warn "x"'
LUA_INIT='package.path = "x"' same_as_lua -l absent
LUA_INIT='print "once"' same_as_lua -e 'print(1)' -l string
LUA_INIT='x = 1' LUA_INIT_5_4='' same_as_lua -e 'print(x)'
LUA_INIT_5_4=@initial.lua LUA_INIT='error()' same_as_lua script.lua
LUA_INIT_5_3='error()' LUA_INIT_5_1='error()' same_as_lua script.lua
printf '#!shebang\nprint(debug.getinfo(1).short_src, debug.getinfo(1).currentline)' >"$scratch/shebang.lua"
LUA_INIT=@shebang.lua same_as_lua script.lua
LUA_INIT=@shebang.lua same_as_lua -E script.lua
echo 'x x' >"$scratch/unparsable.lua"
LUA_INIT=@unparsable.lua same_as_lua script.lua
input='print "from standard input"'
LUA_INIT='print "before it"' same_as_lua
LUA_INIT='error "before it"' same_as_lua
LUA_INIT='@-' same_as_lua script.lua
input=''

LUA_PATH='only/?.lua' same_as_lua -e 'print(package.path)'
LUA_PATH='general/?.lua' LUA_PATH_5_4='versioned/?.lua' same_as_lua -e 'print(package.path)'
LUA_CPATH='only/?.so' same_as_lua -e 'print(package.cpath)'
LUA_PATH='only/?.lua' LUA_CPATH='only/?.so' same_as_lua -l absent
LUA_PATH='' same_as_lua -e 'print(package.path)'
LUA_PATH_5_4=';;' LUA_PATH='general/?.lua' same_as_lua -e 'print(#package.path > 20, package.path:find "general")'
LUA_PATH=';;' LUA_PATH_5_4='versioned/?.lua' same_as_lua -e 'print(package.path)'
LUA_PATH='a;b;?' same_as_lua -l module.name
LUA_PATH=';' LUA_CPATH=';' same_as_lua -l absent
LUA_PATH='?' LUA_CPATH='?' same_as_lua -l script.lua
LUA_PATH='?.lua' same_as_lua -l initial -e 'print(initial)'
LUA_PATH='?.lua' same_as_lua -e 'print(package.searchpath("initial", package.path))'
LUA_PATH='?.lua' LUA_CPATH='?.so' same_as_lua -e 'print(package.searchpath("a.b", package.path))'
LUA_CPATH='only/?.so' LUA_CPATH_5_4='versioned/?.so' same_as_lua -e 'print(package.cpath)'
printf 'not a library' >"$scratch/broken.so"
LUA_PATH='?.lua' LUA_CPATH='./?.so' same_as_lua -l broken
HOME= LUA_PATH='only/?.lua' same_as_lua -e 'print(package.path)'
LUA_PATH_5_3='wrong/?.lua' LUA_PATH='right/?.lua' same_as_lua -e 'print(package.path)'
