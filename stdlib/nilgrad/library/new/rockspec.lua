-- The rockspec that `nilgrad new` writes.
return [==[
rockspec_format = "3.0"
package = "${rock}"
version = "0.1.0-1" -- of the library, and of this file: its name says the same
source = {
  url = "git+https://example.org/${rock}.git", -- where others fetch it; `luarocks make` takes what lies here
  tag = "v0.1.0",
}
description = {
  summary = "Portfolios of four independent assets, as objectives for nilgrad",
  license = "MIT",
}
dependencies = {
  "lua >= 5.4, < 5.5",
  "nilgrad >= ${nilgrad}",
}
build = {
  type = "builtin",
  modules = {
    ${module} = "${module}.lua",
  },
  copy_directories = { "tests" },
}
test = {
  type = "command",
  command = "nilgrad test",
}
]==]
