# A library is a rock: luarocks makes, tests, packs and installs it without a network and without root, and nilgrad finds it.
. tests/program/expect.bash
NILGRAD=$(realpath "$NILGRAD")
export HOME=$scratch/home PATH=$(dirname "$NILGRAD"):$PATH
export {http,https}_proxy=http://127.0.0.1:9 # whoever asks the network is refused
unset LUA_PATH LUA_CPATH LUA_PATH_5_4 LUA_CPATH_5_4 LUAROCKS_CONFIG LUAROCKS_CONFIG_5_4
mkdir "$HOME" "$scratch/elsewhere"
cd "$scratch"
nilgrad new portfolio >made
cd nilgrad-portfolio
where='print(package.searchpath("nilgrad_portfolio", package.path)) local best = ng.minimize(require "nilgrad_portfolio".sharpe, { budget = 1000 })
  print(best.evaluations <= 1000, best.value < -1)'
satisfied="depends on nilgrad >= 0.1 ($(nilgrad -e 'io.write(ng.version)')-1 provided by VM)"

# In its folder, as it is written down for those who clone it.
run luarocks lint nilgrad-portfolio-0.1.0-1.rockspec
expect_code 0
run luarocks make
expect_code 0
expect_stdout_has "$satisfied"
run nilgrad -e "$where"
expect_stdout $'./lua_modules/share/lua/5.4/nilgrad_portfolio.lua\ntrue\ttrue'
run luarocks test
expect_code 0
expect_stdout_has 'ok      tests/portfolio.lua'
echo 'print(1) -- expect: 2' >tests/wrong.lua
run luarocks test
expect_code 1
rm tests/wrong.lua
run luarocks make --tree lua_modules
expect_code 0
run luarocks pack nilgrad-portfolio
expect_code 0
mv nilgrad-portfolio-0.1.0-1.all.rock ..

# With a part in C.
cat >core.c <<'END'
#include <lauxlib.h>
static int twice(lua_State* L) {
  lua_pushnumber(L, 2 * luaL_checknumber(L, 1));
  return 1;
}
int luaopen_nilgrad_portfolio_core(lua_State* L) {
  lua_newtable(L);
  lua_pushcfunction(L, twice);
  lua_setfield(L, -2, "twice");
  return 1;
}
END
sed -i.before 's|^    nilgrad_portfolio = .*|& ["nilgrad_portfolio.core"] = { sources = { "core.c" } },|' nilgrad-portfolio-0.1.0-1.rockspec
run luarocks make
expect_code 0
run nilgrad -e 'print(require "nilgrad_portfolio.core".twice(21), package.searchpath("nilgrad_portfolio.core", package.cpath))'
expect_stdout $'42.0\t./lua_modules/lib/lua/5.4/nilgrad_portfolio/core.so'
run nilgrad test
expect_code 0
mv nilgrad-portfolio-0.1.0-1.rockspec.before nilgrad-portfolio-0.1.0-1.rockspec

# In the home folder, where any script finds it.
run luarocks make --local
expect_code 0
cd ../elsewhere
run nilgrad -e "$where"
expect_stdout "$HOME/.luarocks/share/lua/5.4/nilgrad_portfolio.lua"$'\ntrue\ttrue'
run luarocks --lua-version 5.4 remove --local nilgrad-portfolio
expect_code 0
run nilgrad -e 'require "nilgrad_portfolio"'
expect_code 1

# From a file, once luarocks has been told that nilgrad is there.
run luarocks --lua-version 5.4 config --local rocks_provided.nilgrad "$(nilgrad -e 'io.write(ng.version)')-1"
expect_code 0
run luarocks --lua-version 5.4 install --local ../nilgrad-portfolio-0.1.0-1.all.rock
expect_code 0
expect_stdout_has "$satisfied"
run nilgrad -e "$where"
expect_stdout "$HOME/.luarocks/share/lua/5.4/nilgrad_portfolio.lua"$'\ntrue\ttrue'
