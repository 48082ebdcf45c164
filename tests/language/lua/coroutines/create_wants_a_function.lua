coroutine.create(5) -- expect error: bad argument #1 to 'create' (function expected, got number)
