# nilgrad test finds a library whose module does more when it is loaded than return a library, or less.
. tests/program/expect.bash
. tests/program/broken_library.bash

module "$good"
expect_code 0
expect_stdout_has '21 checks passed'

module "return 3"
failed 'the module returns a library' 'returns a number; it must end with: return ng.library'
module "error 'too early'"
failed 'the module loads' 'library shapes (nilgrad_shapes.lua) cannot be loaded: nilgrad_shapes.lua:2: too early'
module 'return ='
failed 'the module loads' 'nilgrad_shapes.lua:2: unexpected symbol near'
seconds=0.5 module 'while true do end'
failed 'the module loads' 'did not come to an end within 0.5 seconds'
module 'os.exit(7)'
failed 'the module loads' 'the process exited with code 7'
module "io.stdout:write(('x'):rep(3e6)) $good"
failed 'the module loads' 'it printed more than a megabyte'
module "print 'hello' $good"
failed 'loading prints nothing' 'it printed: hello'
module "count = 1 $good"
failed 'loading makes no globals and changes nothing that others share' "library shapes makes the global 'count'"
for change in 'package.path = "x"' 'ng.minimize = print' 'string.trim = print' 'package.loaded["nilgrad.json"] = 1' \
  'package.preload["nilgrad.plot"] = print' 'setmetatable(_G, {})' 'debug.setmetatable(0, {})' 'io.output(io.stderr)'; do
  module "$change $good"
  failed 'loading makes no globals and changes nothing that others share' 'library shapes '
done
for use in 'math.random()' 'math.randomseed(1)'; do
  module "$use $good"
  failed 'loading leaves math.random alone' 'use ng.random(seed)'
done
module "assert(io.open('left', 'w')):close() $good"
failed 'loading leaves files alone' 'left was made'
rm left
module "local s = os.getenv 'NILGRAD_THREADS' seen = (seen or 0) + 1 $(returned "$(defined 'return 0')" 'version = tostring(seen)')"
failed 'loading it again gives the same library' 'library shapes 2'
module "$(sed 's/shapes/forms/' <<<"$good")"
failed 'the module returns a library' "is told the name 'forms', but the module nilgrad_shapes is of 'shapes'"

# What the user's own environment does is not the library's doing.
LUA_INIT='print "from LUA_INIT"' module "$good"
expect_code 0
