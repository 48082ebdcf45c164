-- files(name) -> what `nilgrad new` writes: { path, text } by path, of the library's folder.
local native = require "nilgrad.native"
local names = require "nilgrad.library.name"

-- luarocks takes a folder with .luarocks and lua_modules for a project: it installs into the latter, for this Lua, and nilgrad finds
-- it there. That nilgrad is there it cannot see, so it is told.
local luarocks_config = [[
-- read by luarocks in this folder: nilgrad is not a rock, but is there
rocks_provided = { nilgrad = "${version}-1" }
]]

local luarc = [[
{
  "runtime.version": "Lua 5.4",
  "workspace.library": ["types"],
  "workspace.checkThirdParty": false
}
]]

local gitignore = [[
/lua_modules/*
!/lua_modules/.gitkeep
/types/
*.rock
*.o
*.so
]]

return function(name)
  local rock, module = names.rock(name), names.module(name)
  local values = { name = name, rock = rock, module = module, version = native.version, nilgrad = native.version:match "^%d+%.%d+" }
  local files = {
    [rock .. "-0.1.0-1.rockspec"] = require "nilgrad.library.new.rockspec",
    [module .. ".lua"] = require "nilgrad.library.new.module",
    ["tests/" .. name .. ".lua"] = require "nilgrad.library.new.test",
    ["README.md"] = require "nilgrad.library.new.readme",
    [".luarc.json"] = luarc,
    [".gitignore"] = gitignore,
    [".luarocks/config-5.4.lua"] = luarocks_config,
    [".luarocks/default-lua-version.lua"] = 'return "5.4"\n',
    ["lua_modules/.gitkeep"] = "",
  }
  for path, text in pairs(files) do files[path] = text:gsub("%${(%l+)}", values) end
  return files
end
