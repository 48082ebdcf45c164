# Modules are searched in the script's folder, ./lua_modules and ~/.luarocks, and then where lua5.4 searches them.
. tests/program/expect.bash
. tests/program/beside_lua.bash
lua_default=$(lua5.4 -E -e 'print(package.path)')
lua_c_default=$(lua5.4 -E -e 'print(package.cpath)')
export HOME=$scratch/home
unset LUA_PATH LUA_CPATH LUA_PATH_5_4 LUA_CPATH_5_4
modules='./lua_modules/share/lua/5.4/?.lua;./lua_modules/share/lua/5.4/?/init.lua'
rocks="$HOME/.luarocks/share/lua/5.4/?.lua;$HOME/.luarocks/share/lua/5.4/?/init.lua"

run "$NILGRAD" -e 'print(package.path)'
expect_stdout "$modules;$rocks;$lua_default"
run "$NILGRAD" -e 'print(package.cpath)'
expect_stdout "./lua_modules/lib/lua/5.4/?.so;$HOME/.luarocks/lib/lua/5.4/?.so;$lua_c_default"
run "$NILGRAD" -E -e 'print(package.path)'
expect_stdout "$modules;$lua_default"
run env 'LUA_PATH=first/?.lua;;' "$NILGRAD" -e 'print(package.path)'
expect_stdout "first/?.lua;$modules;$rocks;$lua_default"

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

# What lies in two places is taken from the first: beside the script, lua_modules, ~/.luarocks, and what lua searches.
order() { # WHERE: who answers when ../project/first.lua requires a module that is there and in all places after it
  run in_folder "$scratch/elsewhere" "$NILGRAD" ../project/first.lua
  expect_stdout "$1"
}
echo 'print((require "everywhere"))' >"$scratch/project/first.lua"
echo 'return "current folder"' >"$scratch/elsewhere/everywhere.lua"
order 'current folder'
echo 'return "rocks of home"' >"$HOME/.luarocks/share/lua/5.4/everywhere.lua"
order 'rocks of home'
echo 'return "lua_modules"' >"$scratch/elsewhere/lua_modules/share/lua/5.4/everywhere.lua"
order lua_modules
echo 'return "beside the script"' >"$scratch/project/everywhere.lua"
order 'beside the script'
run in_folder "$scratch/project" "$NILGRAD" first.lua
expect_stdout 'beside the script'
cp -r "$scratch/elsewhere/lua_modules" "$scratch/project/lua_modules"
run in_folder "$scratch/project" "$NILGRAD" first.lua
expect_stdout 'beside the script'
run in_folder "$scratch/project" env LUA_PATH='/usr/share/lua/5.4/?.lua' "$NILGRAD" -e 'print(pcall(require, "everywhere"))'
expect_stdout_has $'false\tmodule'

# A folder whose name a path cannot hold is left out.
mkdir "$scratch/a;b"
echo 'print(package.path)' >"$scratch/a;b/main.lua"
run "$NILGRAD" -E "$scratch/a;b/main.lua"
expect_stdout "$modules;$lua_default"

# C modules of a project come before those of the machine.
mkdir -p "$scratch/project/lua_modules/lib/lua/5.4"
ln -s "$(lua5.4 -e 'print(package.searchpath("lpeg", package.cpath))')" "$scratch/project/lua_modules/lib/lua/5.4/lpeg.so"
run in_folder "$scratch/project" "$NILGRAD" -e 'print(select(2, require "lpeg"))'
expect_stdout ./lua_modules/lib/lua/5.4/lpeg.so

# Nothing on a path stands in the way of our own modules, and requiring twice gives the same thing: neither files, nor rocks, nor
# package.preload, by whom ever it is filled.
for tree in "$scratch/elsewhere" "$HOME/.luarocks/share/lua/5.4" "$scratch/elsewhere/lua_modules/share/lua/5.4"; do
  mkdir -p "$tree/nilgrad/plot"
  echo 'return "shadow"' | tee "$tree/nilgrad.lua" "$tree/nilgrad/init.lua" "$tree/nilgrad/plot.lua" >"$tree/nilgrad/plot/init.lua"
done
same='local ng = require "nilgrad" assert(type(ng) == "table" and ng == require "nilgrad" and package.loaded.nilgrad == ng)
  assert(type(ng.plot) == "table" and ng.plot == require "nilgrad.plot" and type(require "nilgrad.native") == "table")'
run in_folder "$scratch/elsewhere" "$NILGRAD" -e "$same"
expect_code 0
cp "$scratch/elsewhere/nilgrad.lua" "$scratch/project/nilgrad.lua"
echo "$same" >"$scratch/project/same.lua"
run in_folder "$scratch/elsewhere" "$NILGRAD" ../project/same.lua
expect_code 0
run in_folder "$scratch/elsewhere" env LUA_PATH='./?.lua' LUA_CPATH='./?.lua' "$NILGRAD" -e "$same"
expect_code 0
preloaded='for _, name in ipairs { "nilgrad", "nilgrad.plot", "nilgrad.native" } do package.preload[name] = function() return "shadow" end end'
run in_folder "$scratch/elsewhere" env LUA_INIT="$preloaded" "$NILGRAD" -e "$same"
expect_code 0
echo "$preloaded return 1" >"$HOME/.luarocks/share/lua/5.4/rock.lua"
run in_folder "$scratch/elsewhere" "$NILGRAD" -l rock -e "$same"
expect_code 0
# Other modules are preloaded as ever, and a test may still put something else in our place where it is looked up by name.
run "$NILGRAD" -e 'package.preload.mine = function(...) return { ... } end local mine, extra = require "mine" print(mine[2], extra)'
expect_stdout $':preload:\t:preload:'
run "$NILGRAD" -e 'package.loaded["nilgrad.json"] = "mine" print((require "nilgrad.json"))'
expect_stdout mine

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
