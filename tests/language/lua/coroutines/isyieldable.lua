print(coroutine.isyieldable(), coroutine.wrap(function() return coroutine.isyieldable() end)()) -- expect: false	true
