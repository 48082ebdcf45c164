# Recording which coroutine runs changes nothing that a script can see.
. tests/program/expect.bash
. tests/program/beside_lua.bash
cp tests/program/coroutines.lua "$scratch/"
same_as_lua coroutines.lua
expect_code 0
for uncaught in 'coroutine.wrap(function() error "in wrap" end)()' \
  'coroutine.wrap(function() coroutine.wrap(function() error "nested" end)() end)()' \
  'coroutine.resume(1)' 'coroutine.resume()' 'coroutine.wrap()' 'coroutine.wrap(1)' 'coroutine.close()' \
  'coroutine.close(coroutine.running())' 'local f = coroutine.wrap(print) f() f()' \
  'coroutine.wrap(function() error({}) end)()' 'local r = coroutine.resume r({})' \
  'coroutine.wrap(function() local t <close> = setmetatable({}, { __close = function() error "closing" end }) error "x" end)()'; do
  same_as_lua -e "$uncaught"
done
