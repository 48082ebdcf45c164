-- The README.md that `nilgrad new` writes.
return [==[
# ${rock}
Portfolios of four independent assets, as objectives for nilgrad.

    local ng = require "nilgrad"
    local library = require "${module}"
    print(library)
    print(ng.minimize(library.sharpe, { budget = 1000, seed = 1 }))

| objective | what | dimension | bounds | least value |
|---|---|---|---|---|
| `sharpe` | the ratio of expected return to its deviation, with its sign turned | 4 | −4 to 4 | −1.020628 |
| `variance` | the variance of the return | 4 | −4 to 4 | 0.004302 |

A point is the logarithms of the assets' weights.

## Working on it
    nilgrad test                  # what every library must keep to, then tests/*.lua
    luarocks make                 # installs it into lua_modules/, where nilgrad finds it from this folder
    nilgrad doc --luacats types   # lets an editor with lua-language-server complete ng's names (.luarc.json)

## Using it elsewhere
LuaRocks is told once that nilgrad is there; then rocks that need it are installed like any others:

    luarocks --lua-version 5.4 config --local rocks_provided.nilgrad ${version}-1
    luarocks --lua-version 5.4 make --local
]==]
