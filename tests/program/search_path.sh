# Modules are searched where lua5.4 searches them, then in the script's folder, ./lua_modules and ~/.luarocks.
. tests/program/expect.bash
. tests/program/beside_lua.bash
lua_default=$(lua5.4 -E -e 'print(package.path)')
lua_c_default=$(lua5.4 -E -e 'print(package.cpath)')
export HOME=$scratch/home
unset LUA_PATH LUA_CPATH LUA_PATH_5_4 LUA_CPATH_5_4
modules='./lua_modules/share/lua/5.4/?.lua;./lua_modules/share/lua/5.4/?/init.lua'
rocks="$HOME/.luarocks/share/lua/5.4/?.lua;$HOME/.luarocks/share/lua/5.4/?/init.lua"

run "$NILGRAD" -e 'print(package.path)'
expect_stdout "$lua_default;$modules;$rocks"
run "$NILGRAD" -e 'print(package.cpath)'
expect_stdout "$lua_c_default;./lua_modules/lib/lua/5.4/?.so;$HOME/.luarocks/lib/lua/5.4/?.so"
run "$NILGRAD" -E -e 'print(package.path)'
expect_stdout "$lua_default;$modules"
run env 'LUA_PATH=first/?.lua;;' "$NILGRAD" -e 'print(package.path)'
expect_stdout "first/?.lua;$lua_default;$modules;$rocks"

mkdir -p "$scratch/project" "$scratch/elsewhere" "$HOME/.luarocks/share/lua/5.4" "$scratch/elsewhere/lua_modules/share/lua/5.4/packaged"
echo 'return "beside the script"' >"$scratch/project/beside.lua"
echo 'return "from the rocks of home"' >"$HOME/.luarocks/share/lua/5.4/rock.lua"
echo 'return "from lua_modules"' >"$scratch/elsewhere/lua_modules/share/lua/5.4/packaged/init.lua"
echo 'for _, name in ipairs { "beside", "rock", "packaged" } do print((require(name))) end' >"$scratch/project/main.lua"
in_folder() { (cd "$1" && "${@:2}"); }
run in_folder "$scratch/elsewhere" "$NILGRAD" ../project/main.lua
expect_code 0
expect_stdout $'beside the script\nfrom the rocks of home\nfrom lua_modules'
run in_folder "$scratch/elsewhere" "$NILGRAD" "$scratch/project/main.lua"
expect_code 0
run in_folder "$scratch/elsewhere" env LUA_PATH='./?.lua' "$NILGRAD" ../project/main.lua
expect_code 1
expect_stderr_has "module 'beside' not found"

# The current folder still comes before the script's, as in lua.
echo 'return "in the current folder"' >"$scratch/elsewhere/beside.lua"
run in_folder "$scratch/elsewhere" "$NILGRAD" -e 'x = 1' ../project/main.lua
expect_stdout_has 'in the current folder'

# A folder whose name a path cannot hold is left out.
mkdir "$scratch/a;b"
echo 'print(package.path)' >"$scratch/a;b/main.lua"
run "$NILGRAD" -E "$scratch/a;b/main.lua"
expect_stdout "$lua_default;$modules"

# Nothing on a path stands in the way of our own modules, and requiring twice gives the same thing.
mkdir "$scratch/elsewhere/nilgrad"
echo 'return "shadow"' | tee "$scratch/elsewhere/nilgrad.lua" >"$scratch/elsewhere/nilgrad/init.lua"
same='local ng = require "nilgrad" assert(type(ng) == "table" and ng == require "nilgrad" and package.loaded.nilgrad == ng)'
run in_folder "$scratch/elsewhere" "$NILGRAD" -e "$same"
expect_code 0
run in_folder "$scratch/elsewhere" env LUA_PATH='./?.lua' "$NILGRAD" -e "$same"
expect_code 0

# Scripts say what they require; only what is typed after -e may say ng as at the prompt, and loads nothing if it does not.
echo 'print(package.loaded.nilgrad, ng, help)' >"$scratch/globals.lua"
run "$NILGRAD" "$scratch/globals.lua"
expect_stdout $'nil\tnil\tnil'
run "$NILGRAD" -e 'print(package.loaded.nilgrad, string.ng, thing, help)'
expect_stdout $'nil\tnil\tnil\tnil'
run "$NILGRAD" -e 'print(ng == require "nilgrad")'
expect_stdout true
run "$NILGRAD" -e 'ng = 1' -e 'print(ng)'
expect_stdout 1
