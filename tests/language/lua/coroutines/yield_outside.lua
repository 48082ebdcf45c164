coroutine.yield() -- expect error: attempt to yield from outside a coroutine
