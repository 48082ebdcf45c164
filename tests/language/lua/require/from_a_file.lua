local path = os.tmpname()
local file = io.open(path, "w")
file:write "return { name = ..., where = select(2, ...) }"
file:close()
package.path = path
local m, where = require "any"
print(m.name, m.where == path, where == path) -- expect: any	true	true
os.remove(path)
